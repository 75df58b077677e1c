"""Scalars at exact parameters: values, real roots in order, and points that are admissible."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from sympy import Poly, sqrt
from sympy.abc import x
from tests.derive.letters import Scalars

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.kinds.scalar.numbers import (
    compared,
    number,
    points,
    polynomial,
    real_roots,
    separators,
)

HALF = Fraction(1, 2)


def test_the_value_at_a_point(value: Scalars) -> None:
    assert number(value(r"\frac{a + r}{b}"), {"a": HALF, "r": Fraction(1), "b": HALF}) == 3
    assert number(value(r"\sqrt{2 a}"), {"a": Fraction(1)}) == sqrt(2)
    assert number(value(r"\sqrt{r}"), {"r": Fraction(-1)}) is None
    assert number(value(r"\frac{a}{r}"), {"a": HALF, "r": Fraction(0)}) is None
    with pytest.raises(Unsupported, match="the value of b"):
        number(value("a + b"), {"a": HALF})


def test_a_polynomial_has_rational_coefficients(value: Scalars) -> None:
    found = polynomial(value(r"a x^2 - \sqrt{b}"), "x", {"a": Fraction(3), "b": Fraction(4)})
    assert found is not None
    assert found.all_coeffs() == [3, 0, -2]
    assert polynomial(value(r"x - \sqrt{b}"), "x", {"b": Fraction(2)}) is None


def test_real_roots_stand_apart_in_ascending_order() -> None:
    roots = real_roots(Poly((x - 1) ** 2 * (x**2 - 2) * (x + 3) * (x**2 + 1), x))
    assert [root.power for root in roots] == [1, 1, 2, 1]
    assert all(a.high < b.low for a, b in pairwise(roots))
    assert roots[0].low == roots[0].high == -3
    assert roots[2].near == 1
    assert not any(root.low < 0 < root.high for root in real_roots(Poly(x**2 - 2, x)))
    assert real_roots(Poly(1, x)) == []


def test_each_gap_has_points_close_to_its_ends() -> None:
    roots = real_roots(Poly(x * (1000 * x - 1) * (x - 5), x))
    gaps = separators(roots)
    assert len(gaps) == len(roots) + 1
    for gap, (low, high) in zip(gaps[1:-1], pairwise(roots), strict=True):
        assert all(low.high < point < high.low for point in gap)
    assert max(gaps[0]) < roots[0].low
    assert min(gaps[-1]) > roots[-1].high
    assert [len(gap) for gap in separators([])] == [3]


def test_an_algebraic_number_is_told_from_one_close_by() -> None:
    poly = Poly((x**2 - 2) * (x - 2), x)
    low, high, two = real_roots(poly)
    assert compared(sqrt(2), high, poly)
    assert not compared(sqrt(2), low, poly)
    assert not compared(sqrt(2) + 10**-12, high, poly)
    assert compared(sqrt(4), two, poly)
    assert not compared(sqrt(3), two, poly)


def test_points_have_the_declared_signs(value: Scalars) -> None:
    found = list(points(value.normal.functions, frozenset("acr"), 80))
    assert all(at["a"] > 0 and at["c"] >= 0 for at in found)
    assert {at["r"] > 0 for at in found} == {True, False}
    assert any(at["c"] == 0 for at in found)
    assert any(at["a"] == at["r"] for at in found)
    assert len(list(points(value.normal.functions, frozenset(), 80))) == 1
