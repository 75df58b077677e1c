"""Exponents in pieces add up to what they were."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.algebra import Scalars
from sslcheck.derive.algebra.exponents import digits, monomials
from sslcheck.derive.errors import Unsupported


@pytest.mark.parametrize("count", [Fraction(k, 60) for k in range(-7, 130, 11)])
def test_a_number_is_a_whole_one_and_fractions_by_primes(count: Fraction) -> None:
    rest, parts = digits(count)
    assert rest + sum(Fraction(top, prime**power) for prime, power, top in parts) == count
    assert all(0 <= top < prime**power for prime, power, top in parts)


@pytest.mark.parametrize("below", [31, 32])
def test_roots_of_a_high_degree_are_refused(below: int) -> None:
    with pytest.raises(Unsupported, match="smaller denominators"):
        digits(Fraction(1, below))


def test_a_sum_is_multiples_of_its_monomials() -> None:
    scalars = Scalars(["a", "b"])
    a, b, one = scalars.letter("a"), scalars.letter("b"), scalars.one
    whole = (a * a * scalars.number(Fraction(2, 3)) - b) / a
    pieces = monomials(whole)
    total = sum((piece * scalars.number(by) for piece, by in pieces), scalars.number(0))
    assert len(pieces) == 2
    assert (total - whole).is_zero()
    ((alone, by),) = monomials(a / (a + b + one))
    assert (alone * scalars.number(by) - a / (a + b + one)).is_zero()
    assert monomials(a - a) == []
