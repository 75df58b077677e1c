"""Exponents in pieces: a rational number by primes, and a sum by its monomials."""

from __future__ import annotations

from fractions import Fraction

from sympy.ntheory import factorint

from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported

__all__ = ["digits", "monomials"]


_HALVINGS = 4  # how often roots of one degree are taken of one another

_LARGEST_ROOT = 30  # the degree of a root


def digits(count: Fraction) -> tuple[int, list[tuple[int, int, int]]]:
    """A number as a whole one and fractions ``top / prime^power`` below 1: that way is one alone.

    Raises `Unsupported` for large denominators.
    """
    below, rest = count.denominator, count
    found: list[tuple[int, int, int]] = []
    for prime, power in factorint(below).items():
        if prime > _LARGEST_ROOT or power > _HALVINGS:
            raise Unsupported(
                f"the number {count} in an exponent: write it with smaller denominators"
            )
        part = prime**power
        top = int(count * below) * pow(below // part, -1, part) % part
        rest -= Fraction(top, part)
        found.append((prime, power, top))
    return int(rest), found


def monomials(exponent: Ratio) -> list[tuple[Ratio, Fraction]]:
    """An exponent as multiples of monomials (of itself, where it divides by a sum)."""
    exponent = exponent.root_reduced().cancelled()
    scalars = exponent.scalars
    num, den = scalars.align(exponent.num), scalars.align(exponent.den)
    if not num:
        return []
    if len(den) > 1:
        lead = fraction(num.LC)
        return [(exponent * scalars.number(1 / lead), lead)]
    ring, one = scalars.ring, scalars.ring.domain.one
    ((below, divisor),) = den.items()
    found = []
    for monom, c in num.items():
        c = c / divisor
        piece = Ratio(scalars, ring.from_dict({monom: one}), ring.from_dict({below: one}))
        found.append((piece.cancelled(), fraction(c)))
    return found
