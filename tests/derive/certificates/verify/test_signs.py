"""Sets of signs against numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from sslcheck.derive.certificates.verify.signs import SIGNS, added, multiplied, raised

SETS = [set(found) for size in (1, 2, 3) for found in combinations((-1, 0, 1), size)]
NUMBERS = {-1: (-3, -1), 0: (0,), 1: (1, 3)}


def sign(x: float) -> int:
    return (x > 0) - (x < 0)


def drawn(signs: set[int]) -> list[int]:
    return [x for s in signs for x in NUMBERS[s]]


def test_sums_and_products() -> None:
    for one in SETS:
        for two in SETS:
            pairs = [(x, y) for x in drawn(one) for y in drawn(two)]
            assert added(one, two) == {sign(x + y) for x, y in pairs}
            assert multiplied(one, two) == {sign(x * y) for x, y in pairs}


def test_powers() -> None:
    for signs in SETS:
        for exponent in (-2, -1, 1, 2, 3):
            found = {sign(float(x) ** exponent) for x in drawn(signs) if x or exponent > 0}
            assert raised(signs, Fraction(exponent)) == found
        assert raised(signs, Fraction(1, 2)) == signs - {-1}
        assert raised(signs, Fraction(-1, 2)) == signs & {1}
    assert SIGNS in SETS
