"""Where two real zeros of a polynomial merge as a parameter varies, by counting them exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from sympy import Expr as Formula
from sympy import Poly, Rational, Symbol

from sslcheck.derive.kinds.scalar.numbers import Root, real_roots, separators

__all__ = ["Family", "Mergers"]

_X, _M = Symbol("x"), Symbol("m")
Powers = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mergers:
    """The zeros of the discriminant ``bend`` in the parameter's range.

    ``merging`` says of each whether zeros that count merge there, None if not known.
    """

    bend: Poly
    zeros: list[Root]
    merging: list[bool | None]


@dataclass(frozen=True, slots=True)
class Family:
    """The zeros of a polynomial in a variable x, for each value of a parameter m.

    If ``half``, those count alone that are not negative; if ``above``, the parameter is positive.
    """

    poly: Poly
    half: bool = False
    above: bool = False

    @classmethod
    def of(cls, factors: Iterable[Mapping[Powers, Formula]], half: bool, above: bool) -> Family:
        """The zeros of a product, each factor by the powers of variable and parameter."""
        polys = (Poly.from_dict(dict(terms), _X, _M) for terms in factors)
        return cls(reduce(mul, polys, Poly(1, _X, _M)), half, above)

    def roots(self, parameter: Fraction | Formula) -> list[Root]:
        """The real zeros at a rational value of the parameter, on the whole line."""
        value = Rational(parameter.numerator, parameter.denominator)
        return real_roots(self.poly.eval(_M, value))

    def fixed_points(self, parameter: Fraction | Formula) -> list[Root]:
        """Those that count."""
        roots = self.roots(parameter)
        return [root for root in roots if not self.half or root.high >= 0]

    def mergers(self) -> Mergers | None:
        """Where fixed points may merge, by their number in each gap between these values."""
        if self.poly.degree(_X) < 1:
            return None
        bend = self.poly.discriminant() if self.poly.degree(_X) > 1 else Poly(1, _M)
        if bend.is_zero:
            return None
        zeros = [root for root in real_roots(bend) if not self.above or root.low > 0]
        gaps = separators(zeros)
        if self.above:  # the first gap may be a short one above 0
            edge = zeros[0].low / 2 if zeros else Fraction(1)
            gaps[0] = (*(m for m in gaps[0] if m > 0), edge)
        counts = [len(self.fixed_points(gap[0])) for gap in gaps]
        # elsewhere a fixed point may come from infinity, or from the other side of 0
        edges, lowest = self._leading(), self.poly.eval(_X, 0)
        leaving = real_roots(edges * lowest if self.half and lowest else edges)
        merging: list[bool | None] = []
        for k, root in enumerate(zeros):
            before, after = counts[k : k + 2]
            if root.low == root.high:
                merging.append(self._meeting(bend, root.low))
            else:
                shared = any(r.low <= root.high and r.high >= root.low for r in leaving)
                merging.append(True if before != after and not shared else None)
        return Mergers(bend.sqf_part(), zeros, merging)

    def _meeting(self, bend: Poly, value: Fraction) -> bool:
        """Whether two fixed points that are apart on one side of a value meet there.

        They do where close to it there are two between numbers that none passes on the way.
        """
        here = self.roots(value)
        gaps = separators(here)
        for k, point in enumerate(here):
            if point.power == 1 or (self.half and point.high < 0):
                continue
            low, high = gaps[k][-1], gaps[k + 1][0]
            passed = bend * _M if self.above else bend
            for end in (low, high):
                passed *= Poly(self.poly.eval(_X, Rational(end.numerator, end.denominator)), _M)
            zeros = real_roots(passed)
            at = next(j for j, root in enumerate(zeros) if root.low == value)
            beside = separators(zeros)
            for near in (beside[at][-1], beside[at + 1][0]):
                moved = self.poly.eval(_M, Rational(near.numerator, near.denominator))
                first = max(low, Fraction(0)) if self.half else low
                if (near > 0 or not self.above) and moved.count_roots(first, high) > 1:
                    return True
        return False

    def _leading(self) -> Poly:
        """The leading coefficient in the variable, a polynomial in the parameter."""
        degree = self.poly.degree(_X)
        return Poly.from_dict({(m,): c for (x, m), c in self.poly.terms() if x == degree}, _M)
