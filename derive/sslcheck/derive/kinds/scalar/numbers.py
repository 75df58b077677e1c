"""Scalars where all parameters are numbers: exact real roots, and points to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress, pairwise
from random import Random
from typing import Any

from sympy import Expr as Formula
from sympy import Poly, Rational, Symbol, minimal_polynomial, sqrt
from sympy.polys.rings import PolyElement

from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.text.reason import raised

__all__ = [
    "Root",
    "compared",
    "negative_radicands",
    "number",
    "points",
    "polynomial",
    "real_roots",
    "separators",
    "sign_of",
]

_X = Symbol("x")
_EPS = Rational(1, 2**10)
_PLACES = 40
_VALUES = (1, 2, Fraction(1, 2), 3, Fraction(1, 3), 4, Fraction(3, 2), 5)


@dataclass(frozen=True, slots=True)
class Root:
    """A real root of a polynomial between rationals (both are the root where it is rational)."""

    low: Fraction
    high: Fraction
    power: int

    @property
    def near(self) -> Fraction:
        """A rational number in the interval."""
        return (self.low + self.high) / 2


def points(
    functions: Functions, names: frozenset[str], count: int, seed: int = 0
) -> Iterator[dict[str, Fraction]]:
    """Admissible values of parameters, simple ones first; often some of them are equal."""
    rng = Random(seed)
    order = sorted(names)
    for number in range(count if order else 1):
        values = {}
        for name in order:
            value = Fraction(rng.choice(_VALUES[: 2 + number // 4]))
            if not functions.nonnegative(name) and rng.random() < 0.5:
                value = -value
            if not functions.positive(name) and rng.random() < 0.12:
                value = Fraction(0)
            values[name] = value
        yield values


def number(value: Ratio, at: Mapping[str, Fraction]) -> Formula | None:
    """A scalar at a point; None where it has no real value there."""
    scalars = value.scalars
    known: dict[str, Any] = dict(at)
    for name in value.free() - known.keys():
        if name not in scalars.roots:
            raise raised(Unsupported, "the value of ", letter_expr(name), " is not a number")
        inner = number(scalars.roots[name], at)
        if inner is None or inner.is_negative:
            return None
        known[name] = sqrt(inner)
    if len(known) > len(at):  # SymPy's numbers, which know roots, are slow
        known |= {name: _rational(exact) for name, exact in at.items()}
    above, below = (_inserted(value, poly, known) for poly in (value.num, value.den))
    return None if below == 0 else above / below


def negative_radicands(value: Ratio, at: Mapping[str, Fraction]) -> Iterator[Ratio]:
    """The radicands of a value that are negative at a point."""
    for name in sorted(value.free() & value.scalars.roots.keys()):
        radicand = value.scalars.roots[name]
        exact = number(radicand, at)
        if exact is not None and exact.is_negative:
            yield radicand
        yield from negative_radicands(radicand, at)


def sign_of(value: Formula | None) -> int | None:
    """The sign of a real algebraic number; None where there is no number."""
    if value is None:
        return None
    if value.is_Rational:
        return int(bool(value > 0)) - int(bool(value < 0))
    near = value.evalf(_PLACES)
    if abs(near) > 10 ** (-_PLACES // 2):
        return 1 if near > 0 else -1
    return 0 if minimal_polynomial(value, _X) == _X else (1 if near > 0 else -1)


def _inserted(value: Ratio, poly: PolyElement, known: Mapping[str, Any]) -> Formula:
    """A polynomial of a scalar with values for its letters."""
    total: Any = Fraction(0)
    exact = all(isinstance(x, Fraction) for x in known.values())
    for monom, coeff in poly.items():
        term: Any = fraction(coeff)
        term = term if exact else _rational(term)
        for k in compress(range(len(monom)), monom):
            term *= known[value.scalars.names[k]] ** monom[k]
        total = term if not total else total + term
    return _rational(total) if isinstance(total, Fraction) else total.expand()


def _rational(value: Fraction) -> Rational:
    return Rational(value.numerator, value.denominator)


def polynomial(value: Ratio, variable: str, at: Mapping[str, Fraction]) -> Poly | None:
    """The numerator as a polynomial in a variable; None where a coefficient is not rational."""
    found = {}
    for power, coeff in value.numerator.coefficients(variable).items():
        exact = number(coeff, at)
        if exact is None or not exact.is_Rational:
            return None
        found[(power,)] = exact
    return Poly.from_dict(found or {(0,): Rational(0)}, _X)


def real_roots(poly: Poly) -> list[Root]:
    """The real roots in ascending order, in intervals that are disjoint and short."""
    if poly.degree() < 1:
        return []
    eps = _EPS
    while True:
        found = [
            Root(fraction(low), fraction(high), power)
            for (low, high), power in poly.intervals(eps=eps)
        ]
        found.sort(key=lambda root: root.near)
        gaps = [(b.low - a.high, max(a.high - a.low, b.high - b.low)) for a, b in pairwise(found)]
        zero = [r for r in found if r.low <= 0 <= r.high and r.low != r.high]
        if all(gap > 4 * width for gap, width in gaps) and not zero:
            return found
        eps /= 2**16


def separators(roots: list[Root]) -> list[tuple[Fraction, ...]]:
    """Points in each gap of the roots, before the first and after the last one included.

    In a gap they stand close to both of its ends and between; close against the gap's width.
    """
    if not roots:
        return [(Fraction(-1), Fraction(0), Fraction(1))]
    ends = [(a.high, b.low) for a, b in pairwise(roots)]
    widths = [b - a for a, b in ends] or [Fraction(1)]
    first, last, scale = roots[0].low, roots[-1].high, min(*widths, Fraction(1))
    near = scale / 64
    below = (first - 8 - abs(first), first - 1, first - near)
    above = (last + near, last + 1, last + 8 + abs(last))
    inside = [(a + (b - a) / 64, (a + b) / 2, b - (b - a) / 64) for a, b in ends]
    return [below, *inside, above]


def compared(value: Formula, root: Root, poly: Poly) -> bool:
    """Whether a real algebraic number is that root of the polynomial."""
    if value.is_Rational:
        return root.low <= fraction(value) <= root.high and poly.eval(value) == 0
    low, high = (Rational(x.numerator, x.denominator) for x in (root.low, root.high))
    if not low < value.evalf(_PLACES) < high:
        return False
    there: Any = Rational(0)
    for coeff in poly.all_coeffs():
        there = (there * value + coeff).expand()
    if there == 0 or abs(there.evalf(_PLACES)) > 10 ** (-_PLACES // 2):
        return bool(there == 0)
    return bool(poly.rem(Poly(minimal_polynomial(value, _X), _X)).is_zero)
