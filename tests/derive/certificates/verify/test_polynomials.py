"""Real roots, counted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.certificates import verify


@pytest.mark.parametrize(
    ("roots", "count", "half"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1, 1, 1), 1, 1),
        ((-1, 0, 2, 2), 3, 2),
        ((-3, -2), 2, 0),
        ((0, 0, 1), 2, 2),
    ],
)
def test_real_roots_are_counted(roots: tuple[int, ...], count: int, half: int) -> None:
    poly = [Fraction(3), Fraction(1), Fraction(1)]  # x^2 + x + 3 has none
    for root in roots:
        shifted = zip([Fraction(0), *poly], [*poly, Fraction(0)], strict=True)
        poly = [a - root * b for a, b in shifted]
    least = Fraction(-1, 9)  # there is no root from it to 0
    assert (verify.roots(poly), verify.roots(poly, least)) == (count, half)
