"""Series: their names, what is said of them, and their limits."""

from __future__ import annotations

import pytest

from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.series import Group, Kind, Series, limited


@pytest.mark.parametrize("kind", [*Kind])
def test_a_series_is_known_by_its_kind_and_what_it_is_of(kind: Kind) -> None:
    ((name, of_law),) = kind.of_law("4.1").items()
    assert name == kind.of("4.1")
    assert (of_law.law, of_law.limit) == ("4.1", None)
    ((_, of_state),) = kind.of_state("W", "W").items()
    assert of_state.quantity.endswith(" of W")
    assert of_state.law == ""


def test_limits_are_of_the_series_that_findings_name() -> None:
    found = {"a": Series("a", "1"), "b": Series("b", "1")}
    rows = [
        Finding("x", "", 0, 0, 0, 3.0, True, "", "b"),
        Finding("y", "", 0, 0, 0, 4.0, True, ""),
        Finding("z", "", 0, 0, 0, None, None, "", "a"),
        Finding("z", "", 0, 0, 0, 5.0, True, "", "c"),
    ]
    limits = {name: series.limit for name, series in limited(found, rows).items()}
    assert limits == {"a": None, "b": 3.0}


@pytest.mark.parametrize("group", [*Group])
def test_a_group_finds_its_own_again(group: Group) -> None:
    values = {"loss": 1, "drift of a/b": 2}
    others = {f"{other}/loss": 3 for other in Group if other != group}
    assert group.found({"times": 0, **others, **group.named(values)}) == values
