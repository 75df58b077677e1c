"""Polynomials in a ring of what they use, exact quotients, and bounds on products and powers."""

from __future__ import annotations

import pytest

from sslcheck.derive.algebra.polynomials import (
    exact_quotient,
    factored,
    in_own_ring,
    in_ring,
    lowest_terms,
    occurring,
    polynomial_ring,
    refuse_long_power,
    refuse_long_product,
)
from sslcheck.derive.errors import TooLarge


def test_a_polynomial_comes_back_from_its_own_ring() -> None:
    ring = polynomial_ring(9)
    x, y = ring.gens[2], ring.gens[7]
    for poly in (3 * x**2 * y - y + 2, x**3 - x, ring.one, ring.zero):
        used, (small,) = in_own_ring(poly)
        assert small.ring.ngens == max(len(used), 1)
        assert in_ring(ring, used, small) == poly


def test_the_generators_that_occur_in_any_term_of_any_polynomial() -> None:
    x, y, z, *_ = polynomial_ring(5).gens
    assert occurring(z**3 + x, y * z - 1) == [0, 1, 2]
    assert occurring(polynomial_ring(3).one) == []


def test_several_share_the_generators_that_any_of_them_uses() -> None:
    ring = polynomial_ring(5)
    used, (one, two) = in_own_ring(ring.gens[1] + 1, ring.gens[4] ** 2)
    assert used == [1, 4]
    assert one.ring is two.ring
    assert one * two == one.ring.gens[0] * one.ring.gens[1] ** 2 + one.ring.gens[1] ** 2


def test_factors_and_lowest_terms_are_those_of_each_polynomial_in_its_ring() -> None:
    for size in (2, 3):
        ring = polynomial_ring(size)
        x, y = ring.gens[:2]
        assert dict(factored(2 * x**2 * (x - y))) == {x: 2, x - y: 1}
        assert dict(factored(x**2 - y**2)) == {x - y: 1, x + y: 1}
        assert all(part.ring is ring for part, _ in factored(2 * x**2 * (x - y)))
        top, bottom = lowest_terms(x**2 - y**2, x - y)
        assert (top, bottom) == (x + y, ring.one)
        assert lowest_terms(x, y) == (x, y)
        assert lowest_terms(y, x) == (y, x)


def test_a_quotient_is_there_only_if_nothing_is_left() -> None:
    x, y, *_ = polynomial_ring(3).gens
    assert exact_quotient((x + y) ** 3, x + y) == (x + y) ** 2
    assert exact_quotient((x + y) ** 3 + 1, x + y) is None
    assert exact_quotient(x + y, (x + y) ** 2) is None
    assert exact_quotient(x**2 * y, x) is None  # a monomial is divided out elsewhere


def test_long_products_and_powers_are_refused() -> None:
    x, y, z = polynomial_ring(3).gens
    refuse_long_product((x + y + z) ** 9, (x + y + z) ** 9)
    refuse_long_power(x + y, 40)
    with pytest.raises(TooLarge, match="a product of scalars would expand to"):
        refuse_long_product((x + y + z) ** 30, (x + y + z) ** 30)
    with pytest.raises(TooLarge, match="a power 2000 of a scalar"):
        refuse_long_power(x + y + z, 2000)
    with pytest.raises(TooLarge, match="bits"):
        refuse_long_power(7 * x, 100_000)
