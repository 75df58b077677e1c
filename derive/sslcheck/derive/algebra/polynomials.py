"""SymPy's sparse polynomials: in a ring of what they use, divided where that is exact, bounded."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from itertools import compress
from math import comb
from operator import itemgetter
from typing import Any

from sympy.core.symbol import Symbol
from sympy.polys.domains import QQ
from sympy.polys.rings import PolyElement, PolyRing

from sslcheck.derive.errors import TooLarge

__all__ = [
    "exact_quotient",
    "factored",
    "fraction",
    "in_own_ring",
    "in_ring",
    "lowest_terms",
    "occurring",
    "polynomial_ring",
    "refuse_long_power",
    "refuse_long_product",
]

_MOST_TERMS = 100_000  # of a product, before equal monomials are added up
_MOST_BITS = 100_000  # of a number in a power


def fraction(number: Any) -> Fraction:
    """A rational number of SymPy's, whatever its domain holds it as."""
    return Fraction(int(number.numerator), int(number.denominator))


@cache
def polynomial_ring(size: int) -> PolyRing:
    """Polynomials over the rationals in so many generators; one object for each size."""
    return PolyRing([Symbol(f"x{k}") for k in range(size)], QQ)


def occurring(*polys: PolyElement) -> list[int]:
    """The generators that occur, by number, in order."""
    used: set[int] = set()
    for poly in polys:
        if not poly.is_ground:  # most are
            numbers = range(poly.ring.ngens)
            for monom in poly.itermonoms():
                used.update(compress(numbers, monom))
    return sorted(used) if used else []


def in_own_ring(*polys: PolyElement) -> tuple[list[int], list[PolyElement]]:
    """The polynomials in a ring of only the generators that occur, and which these are.

    SymPy's gcd and factorisation recurse over every generator of a ring, used or not.
    """
    used = occurring(*polys)
    ring = polynomial_ring(max(len(used), 1))
    pick = itemgetter(*used) if len(used) > 1 else None
    packed = []
    for poly in polys:
        if pick is not None:
            terms = {pick(m): c for m, c in poly.items()}
        else:
            terms = {(m[used[0]] if used else 0,): c for m, c in poly.items()}
        packed.append(ring.dtype(terms))
    return used, packed


def in_ring(ring: PolyRing, used: list[int], poly: PolyElement) -> PolyElement:
    """A polynomial in the generators ``used``, as one of the ring."""
    terms = {}
    for monom, coeff in poly.items():
        full = [0] * ring.ngens
        for k, e in zip(used, monom, strict=False):
            full[k] = e
        terms[tuple(full)] = coeff
    return ring.dtype(terms)


@lru_cache(maxsize=4096)
def factored(poly: PolyElement) -> tuple[tuple[PolyElement, int], ...]:
    """The irreducible factors with their powers, numbers left out; the same are asked for often."""
    return tuple(poly.factor_list()[1])


@lru_cache(maxsize=4096)
def lowest_terms(num: PolyElement, den: PolyElement) -> tuple[PolyElement, PolyElement]:
    """Numerator and denominator without their common divisor; the same are asked for often."""
    top, bottom = num.cancel(den)
    return top, bottom


def exact_quotient(num: PolyElement, den: PolyElement) -> PolyElement | None:
    """The quotient where it is a polynomial: so powers of one denominator do not pile up.

    None also for a monomial ``den``, which `Ratio` divides out in any case.
    """
    if len(den) == 1 or len(num) < len(den):
        return None
    if any(n < d for n, d in zip(num.degrees(), den.degrees(), strict=True)):
        return None
    quotient, rest = num.div(den)
    return None if rest else quotient


def refuse_long_product(one: PolyElement, two: PolyElement) -> None:
    """Raise `TooLarge` for a product that would have too many terms."""
    if len(one) * len(two) > _MOST_TERMS:
        raise TooLarge(
            f"a product of scalars would expand to {len(one) * len(two)} terms, more than the limit"
            f" of {_MOST_TERMS}; lower the powers or split the claim"
        )


def refuse_long_power(poly: PolyElement, exponent: int) -> None:
    """Raise `TooLarge` for a power with too many terms, or numbers that are too long."""
    if exponent < 2 or not poly:
        return
    terms = 1
    if len(poly) > 1:
        for degree in map(max, zip(*poly.itermonoms(), strict=True)):
            terms *= exponent * degree + 1
        terms = min(terms, comb(len(poly) + exponent - 1, exponent))
    bits = max(max(c.numerator.bit_length(), c.denominator.bit_length()) for c in poly.values())
    bits = exponent * (bits + len(poly).bit_length() - 1)
    if terms > _MOST_TERMS or bits > _MOST_BITS:
        raise TooLarge(
            f"a power {exponent} of a scalar would have {terms} terms or numbers of"
            f" {bits} bits, more than the limits of {_MOST_TERMS} and {_MOST_BITS}; lower the"
            " powers or split the claim"
        )
