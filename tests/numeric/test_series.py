"""Names of series: made and taken apart in one place."""

from __future__ import annotations

import pytest

from sslcheck.numeric.series import Group, Kind, parted


@pytest.mark.parametrize("kind", [*Kind])
def test_a_name_says_its_kind_and_what_it_is_of(kind: Kind) -> None:
    assert parted(kind.of("4.1")) == (kind, "4.1")
    assert parted(kind.of("size of x")) == (kind, "size of x")


@pytest.mark.parametrize("name", ["loss", "effective rank", "norm of W", "drift", "drift of ", ""])
def test_other_names_are_of_no_kind(name: str) -> None:
    assert parted(name) is None


@pytest.mark.parametrize("group", [*Group])
def test_a_group_finds_its_own_again(group: Group) -> None:
    values = {"loss": 1, "drift of a/b": 2}
    others = {f"{other}/loss": 3 for other in Group if other != group}
    assert group.found({"times": 0, **others, **group.named(values)}) == values
