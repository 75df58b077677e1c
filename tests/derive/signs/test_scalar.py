"""Signs of scalars, and what else makes them positive."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.expr import Sym
from sslcheck.derive.signs.scalar import Signs, Way, minimal
from sslcheck.derive.verdicts.condition import Definite, FullRank, Nonzero, Positive


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        ("c", [[]]),
        ("c + h", [[]]),
        ("h", [["h > 0"]]),
        ("a", None),
        ("-h", None),
        ("a^2", [["a ≠ 0"]]),
        ("a^2 + 1", [[]]),
        ("a^2 - 2 a b + b^2", [["a - b ≠ 0"]]),
        ("a^2 - a b + b^2", [["b ≠ 0"], ["a - b / 2 ≠ 0"]]),
        ("a^2 + a + 1", [[]]),
        ("a^2 + 3 a + 1", None),
        ("h^2 + 3 h + 1", [[]]),
        (r"\frac{h}{c}", [["h > 0"]]),
        (r"\frac{1}{a}", None),
        ("a^2 h", [["a ≠ 0", "h > 0"]]),
        ("0 a", []),
    ],
)
def test_what_makes_a_scalar_positive(value: str, ways: list[list[str]] | None) -> None:
    normal = normal_form()
    found = Signs(normal.functions).ways(normal.scalar(side(value)))
    assert (found is None) is (ways is None)
    if found is not None and ways is not None:
        assert len(found) == len(ways)
        if "b^2" not in value:  # how a number in front is printed is none of its business
            said = sorted(sorted(c.text for c in way) for way in found)
            assert said == sorted(map(sorted, ways))


@pytest.mark.parametrize("value", ["c h + a b + a^2", "a^2 c h - b^2 c + h^3 - h a b + c"])
def test_no_squares_are_sought_of_what_has_both_signs(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought = list[object]()
    monkeypatch.setattr("sslcheck.derive.signs.scalar.complete_squares", sought.append)
    normal = normal_form()
    assert Signs(normal.functions).ways(normal.scalar(side(value))) is None
    assert not sought


def test_for_all_times_only_what_stays_away_from_0_counts() -> None:
    normal = normal_form()

    def moving(name: str) -> bool:
        return name in ("x", "z")

    signs = Signs(normal.functions, lambda n: not moving(n), lambda n: not moving(n))
    quotient = r"\frac{c}{c + z}"  # tends to 0 where z grows
    values = "c", "z", "c + z", "x^2", "t", "c + t", quotient
    ways = {v: signs.ways(normal.scalar(side(v))) for v in values}
    assert ways["c"] == ways["c + z"] == ways["t"] == ways["c + t"] == ((),)
    assert ways["z"] == ways["x^2"] == ways[quotient] == ()


A, B = Sym("A"), Sym("B")


@pytest.mark.parametrize(
    ("ways", "kept"),
    [
        ([(Nonzero(A),), (Definite(A),)], [(Nonzero(A),)]),
        ([(Definite(A), Nonzero(A)), (Definite(A),)], [(Definite(A),)]),
        ([(Nonzero(A), Definite(A))], [(Definite(A),)]),
        ([(Positive(A), Nonzero(B)), (Nonzero(A),)], [(Nonzero(A),)]),
        ([(Nonzero(B),), (Definite(A),)], [(Definite(A),), (Nonzero(B),)]),
        ([(FullRank(A),), (Definite(A),)], [(FullRank(A),), (Definite(A),)]),
    ],
)
def test_ways_that_ask_for_more_than_others_are_none(ways: list[Way], kept: list[Way]) -> None:
    assert {*minimal(ways)} == {*kept}
