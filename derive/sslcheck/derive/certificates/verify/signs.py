"""Sets of signs that numbers may have, and what sums, products and powers make of them."""

from __future__ import annotations

from fractions import Fraction

SIGNS = {-1, 0, 1}
ORDERS = {  # the signs of the left less the right side
    ">": {1},
    ">=": {0, 1},
    "<": {-1},
    "<=": {-1, 0},
    "pd": {1},
    "psd": {0, 1},
}


def added(one: set[int], two: set[int]) -> set[int]:
    """The signs of sums of numbers with given signs."""
    return set().union(*(SIGNS if a * b < 0 else {a or b} for a in one for b in two))


def multiplied(one: set[int], two: set[int]) -> set[int]:
    """The signs of products of numbers with given signs."""
    return {a * b for a in one for b in two}


def raised(signs: set[int], exponent: Fraction) -> set[int]:
    """The signs of powers, where they are defined, of numbers with given signs."""
    whole = exponent.denominator == 1
    return {
        sign ** abs(exponent.numerator) if sign and whole else sign
        for sign in signs
        if (sign or exponent > 0) and (sign >= 0 or whole)
    }
