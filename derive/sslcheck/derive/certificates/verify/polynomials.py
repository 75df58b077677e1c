"""Real roots of polynomials with rational coefficients, counted by Sturm's chain."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from .rejected import need


def sturm(poly: list[Fraction]) -> list[list[Fraction]]:
    """Sturm's chain; its last member is the greatest common divisor with the derivative."""
    found = [poly, [k * c for k, c in enumerate(poly)][1:]]
    while found[-1]:
        rest, by = [*found[-2]], found[-1]
        while len(rest) >= len(by):
            factor, shift = rest[-1] / by[-1], len(rest) - len(by)
            rest = [c - factor * (by[k - shift] if k >= shift else 0) for k, c in enumerate(rest)]
            while rest and not rest[-1]:
                rest.pop()
        found.append([-c for c in rest])
    return found[:-1]


def valued(poly: list[Fraction], x: Fraction) -> Fraction:
    """A polynomial at a number."""
    return reduce(lambda total, c: total * x + c, reversed(poly), Fraction(0))


def roots(poly: list[Fraction], low: Any = None, high: Any = None) -> int:
    """How many different real roots lie between two numbers that are none; above, below one."""
    bound = 1 + sum((abs(c / poly[-1]) for c in poly), Fraction(0))
    ends: list[Fraction] = [-bound if low is None else low, bound if high is None else high]
    need(all(valued(poly, end) for end in ends), "an end that is a root")

    def changes(x: Fraction) -> int:
        values = [value for p in sturm(poly) if (value := valued(p, x))]
        return sum(a * b < 0 for a, b in pairwise(values))

    return changes(ends[0]) - changes(ends[1]) if ends[0] < ends[1] else 0
