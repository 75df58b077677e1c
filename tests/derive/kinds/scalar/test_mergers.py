"""Real zeros that merge, by their number on both sides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sympy import Poly, Rational
from sympy.abc import m as M
from sympy.abc import x as X

from sslcheck.derive.kinds.scalar.mergers import Family


def found(family: Family) -> list[tuple[object, bool | None]]:
    """The exact values of the parameter, and whether zeros merge there."""
    mergers = family.mergers()
    assert mergers is not None
    return [(z.low, m) for z, m in zip(mergers.zeros, mergers.merging, strict=True)]


@pytest.mark.parametrize(
    ("formula", "half", "above", "expected"),
    [
        (X**2 - M, False, False, [(0, True)]),  # two zeros meet and vanish
        (X * (X - M), False, False, [(0, True)]),  # they pass through each other
        (X**2 - 2 * X + M, True, True, [(1, True)]),
        (X**2 + 2 * X + M, True, True, [(1, False)]),  # where none counts
        ((X - 1) * (X**2 + (M - 1) ** 2 + 1), False, False, []),
    ],
)
def test_where_zeros_merge(
    formula: object, half: bool, above: bool, expected: list[tuple[object, bool | None]]
) -> None:
    assert found(Family(Poly(formula, X, M), half, above)) == expected


def test_zeros_that_count() -> None:
    family = Family(Poly(X**2 - M, X, M), half=True)
    assert [root.low for root in family.roots(Fraction(4))] == [-2, 2]
    assert [root.low for root in family.fixed_points(Rational(4))] == [2]


def test_without_a_variable_nothing_merges() -> None:
    assert Family(Poly(M, X, M)).mergers() is None
    assert Family(Poly((X - M) ** 2, X, M)).mergers() is None
