"""Polynomials with shared letters taken out: the same value in fewer operations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.emit.horner import horner
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Num, Prod, Quotient, Sum, Sym

SCALARS = Scalars(["x", "y", "z"])
VALUES = {"x": Fraction(3, 2), "y": Fraction(-2, 5), "z": Fraction(7, 3)}
FLOATS = {name: float(value) for name, value in VALUES.items()}
TERMS = st.lists(
    st.tuples(st.integers(-3, 3), *(st.integers(0, 2) for _ in VALUES)), min_size=1, max_size=5
)


def polynomial(terms: list[tuple[int, ...]]) -> tuple[Ratio, Fraction]:
    total, worth = SCALARS.number(0), Fraction(0)
    for coeff, *powers in terms:
        term, value = SCALARS.number(coeff), Fraction(coeff)
        for name, power in zip(VALUES, powers, strict=True):
            for _ in range(power):
                term, value = term * SCALARS.letter(name), value * VALUES[name]
        total, worth = total + term, worth + value
    return total, worth


@settings(max_examples=60, deadline=None)
@given(TERMS, TERMS)
def test_the_value_stays(above: list[tuple[int, ...]], below: list[tuple[int, ...]]) -> None:
    (top, over), (bottom, under) = polynomial(above), polynomial(below)
    assert scalar_value(horner(top), FLOATS) == pytest.approx(float(over), abs=1e-9)
    if under and not bottom.is_zero():
        value = scalar_value(horner(top / bottom), FLOATS)
        assert value == pytest.approx(float(over / under), rel=1e-6, abs=1e-9)


def test_the_letter_that_most_terms_share_is_taken_out() -> None:
    x, y, z = map(SCALARS.letter, "xyz")
    assert horner(x * y + x * z) == Prod((Sym("x"), Sum((Sym("y"), Sym("z")))))
    assert horner(x / y) == Quotient(Sym("x"), Sym("y"))
    assert horner(SCALARS.number(0)) == Num(Fraction(0))


def test_equal_remainders_are_equal_expressions() -> None:
    x, y, z = map(SCALARS.letter, "xyz")
    one, two = horner(x * y + x * z), horner(-(x * y) - x * z)
    assert isinstance(one, Prod)
    assert isinstance(two, Prod)
    assert two == Prod((Num(Fraction(-1)), *one.factors))
