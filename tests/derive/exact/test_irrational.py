"""Numbers of powers of e, logarithms and roots: against decimals, and against what they equal."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from mpmath import mp, mpf

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational, exponential, logarithm, power, sign
from sslcheck.derive.exact.roots import matrix_root, rational_root

E = exponential(1)
LN2, LN3 = logarithm(2), logarithm(3)
ROOT2, CUBE3 = power(2, Fraction(1, 2)), power(3, Fraction(1, 3))


def test_what_is_rational_is_seen_to_be() -> None:
    values: list[tuple[Any, Any]] = [
        (exponential(0), 1),
        (logarithm(1), 0),
        (E * exponential(-1), 1),
        (ROOT2 * ROOT2, 2),
        (CUBE3**3 / 2, Fraction(3, 2)),
        (logarithm(12) - 2 * LN2 - LN3, 0),
        (exponential(LN2 * 3 - LN3), Fraction(8, 3)),
        (logarithm(exponential(Fraction(2, 3))), Fraction(2, 3)),
        (power(Fraction(8, 27), Fraction(-1, 3)), Fraction(3, 2)),
        ((E + 1) / (E + 1) - 1, 0),
        ((E * E - 1) / (E - 1) - E, 1),
        (logarithm(ROOT2) - LN2 / 2, 0),
    ]
    for value, rational in values:
        assert value == rational
    assert isinstance(E, Irrational)
    assert E != 2
    assert E * 2 != E
    assert power(3, Fraction(1, 2)) != ROOT2


def test_roots_of_products_of_two_large_primes_are_those_of_the_primes() -> None:
    one, two = 99_999_989, 99_999_971
    both = power(one * two, Fraction(1, 2))
    assert both == power(one, Fraction(1, 2)) * power(two, Fraction(1, 2))
    assert both * both == one * two


def test_signs_are_those_of_the_numbers() -> None:
    assert 2 < E < 3
    assert Fraction(271828, 100000) < E < Fraction(271829, 100000)
    assert LN3 > 1 > LN2 > 0
    assert sign(ROOT2 * ROOT2 - 2) == 0
    assert sign(E - ROOT2 * 2) == -1
    assert abs(1 - E) == E - 1
    assert (E - 3) / (2 - E) > 0
    assert float(E) == pytest.approx(math.e)
    assert exponential(-40) > 0


def test_arithmetic_is_that_of_the_numbers() -> None:
    rng = Random(1)
    mp.dps = 40
    leaves: list[tuple[Any, mpf]] = [
        (E, mp.e),
        (LN2, mp.log(2)),
        (ROOT2, mp.sqrt(2)),
        (CUBE3, mp.cbrt(3)),
        (exponential(Fraction(-1, 2)), mp.exp(-mpf(1) / 2)),
        (Fraction(3, 7), mpf(3) / 7),
        (-2, mpf(-2)),
    ]
    for _ in range(200):
        exact, near = rng.choice(leaves)
        for _ in range(rng.randrange(1, 5)):
            other, there = rng.choice(leaves)
            match rng.randrange(4):
                case 0:
                    exact, near = exact + other, near + there
                case 1:
                    exact, near = other - exact, there - near
                case 2:
                    exact, near = exact * other, near * there
                case _ if exact:
                    exact, near = other / exact, there / near
        assert sign(exact) == mp.sign(near) or abs(near) < mpf(10) ** -30
        assert float(exact) == pytest.approx(float(near), rel=1e-14)


def test_what_cannot_be_said_is_not_guessed() -> None:
    bad: list[tuple[Callable[[Any], Any], Any]] = [
        (exponential, E),
        (exponential, ROOT2),
        (exponential, LN2**2),
        (logarithm, LN2 + 1),
        (math.floor, E),
        (int, E),
        (lambda number: 2 % number, E),
    ]
    for function, argument in bad:
        with pytest.raises(Unsupported):
            function(argument)
    with pytest.raises(ZeroDivisionError):
        logarithm(2 - E)
    with pytest.raises(ZeroDivisionError):
        E / (LN2 - LN2)
    assert rational_root(E) is None
    with pytest.raises(Unsupported, match="negative"):
        matrix_root([[2 - E]])


def test_matrices_of_them() -> None:
    a = [[E, 1], [1, E]]
    assert matrix.multiply(a, matrix.inverse(a)) == matrix.identity(2)
    assert matrix.is_pd(a)
    assert not matrix.is_psd([[1, E], [E, 1]])
    assert matrix.is_psd([[E, E], [E, E]])
    assert not matrix.is_pd([[E, E], [E, E]])
    assert matrix_root([[E * E]]) == [[E]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (E, "e"),
        (2 - exponential(-3), "-e^(-3) + 2"),
        (ROOT2 * LN3 * Fraction(1, 2), "1/2 2^(1/2) ln(3)"),
        (1 / (E + 1), "(1)/(1 + e)"),
    ],
)
def test_how_they_are_shown(value: Irrational, shown: str) -> None:
    assert str(value) == shown


def test_logarithms_of_sums() -> None:
    one, two = logarithm(1 + E), logarithm(1 + 1 / E)
    assert one - two == 1
    assert one > 1
    assert exponential(one) == 1 + E
    assert exponential(one * 2) == (1 + E) * (1 + E)
    assert logarithm((1 + E) / (1 + E * E)) < 0
    with pytest.raises(Unsupported):
        exponential(one / 2)
    with pytest.raises(Unsupported, match="is 0 or not"):
        bool(logarithm((1 + E) * (1 + E)) - 2 * one)
