"""Scalars as trees in a form that shows their signs, for a verifier that sees signs of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.signs.branch import Branch

__all__ = ["Forms", "power", "product"]


@dataclass(frozen=True, slots=True)
class Forms:
    """Trees of scalars in a branch of signs; of those ``supposed`` the verifier knows the sign."""

    branch: Branch
    supposed: tuple[Ratio, ...] = ()

    def plain(self, value: Ratio) -> Any:
        """A scalar as a tree; the radicands in it show their signs."""
        value = value.root_reduced().cancelled()
        shown = tree(ratio_expr(value))
        roots = [r for name, r in value.scalars.roots.items() if name in value.deep()]
        for radicand in roots[::-1]:  # those of which others are made come later
            old, new = tree(ratio_expr(radicand)), self.signed(radicand)
            shown = _replaced(shown, ["Power", old, "1/2"], ["Power", new, "1/2"])
        return shown

    def signed(self, value: Ratio) -> Any:
        """A scalar in a form that shows its sign, where one is found."""
        value = self.branch.inserted(value)
        above, below = map(self._polynomial, (value.numerator, value.denominator))
        return product(above, power(below, -1))

    def polynomial(self, coefficients: Sequence[Ratio], letter: str) -> Any:
        """A polynomial in a letter, by its coefficients; a square is completed where that helps."""
        a, b = coefficients[-1], coefficients[len(coefficients) // 2]
        half = len(coefficients) // 2
        even = half and not any(not c.is_zero() for c in coefficients[1::2] if c is not b)
        if len(coefficients) in (3, 5) and even and self._mixed(coefficients, letter):
            shift = b / (a + a)
            rest = (coefficients[0] - b * shift / a.scalars.number(2)).cancelled()
            square = power(["Sum", power(letter, half), self.plain(shift.cancelled())], 2)
            return ["Sum", product(self.signed(a), square), self.signed(rest)]
        terms = [
            product(self.signed(c), power(letter, k))
            for k, c in enumerate(coefficients)
            if not c.is_zero()
        ]
        return ["Sum", *terms] if len(terms) > 1 else terms[0]

    def _mixed(self, coefficients: Sequence[Ratio], letter: str) -> bool:
        """Whether the terms have different signs, or one has any sign."""
        signs = {self.branch.known(c) for c in coefficients if not c.is_zero()}
        odd = any(not c.is_zero() for c in coefficients[1::2])
        return len(signs) > 1 or (odd and not self.branch.functions.nonnegative(letter))

    def _polynomial(self, value: Ratio) -> Any:
        if len(self.branch.functions.signs(value)) == 1:
            return self.plain(value)
        scalars = value.scalars
        roots = [n for n in scalars.names if n in scalars.roots and n in value.free()]
        if roots:  # A + B r
            parts = value.coefficients(roots[-1])
            first, other = parts.get(0, scalars.number(0)), parts[1]
            root = scalars.letter(roots[-1])
            if self.branch.known(first) == -(self.branch.known(other) or 0):
                rest = first * first - other * other * scalars.roots[roots[-1]]
                return product(self.signed(rest), power(self._sum(first, -other, root), -1))
            return self._sum(first, other, root)
        shown, rest = [], value
        for part, times in value.factors():
            rest = (rest / part**times).cancelled()
            shown.append(power(self._part(part), times))
        return product(self.plain(rest), *shown)

    def _sum(self, first: Ratio, other: Ratio, root: Ratio) -> Any:
        scaled = product(self.signed(other), self.plain(root))
        return scaled if first.is_zero() else ["Sum", self.signed(first), scaled]

    def _part(self, part: Ratio) -> Any:
        """An irreducible polynomial: a multiple of what is supposed, a sum with it, a square."""
        signs = self.branch.functions.signs
        if len(signs(part)) == 1:
            return self.plain(part)
        for known in self.supposed:
            times = (part / known).cancelled()
            if len(signs(times)) == 1:
                return product(self.plain(times), self.plain(known))
        for known in self.supposed:
            whole, inner = map(part.scalars.align, (part.num, known.numerator.num))
            for monom, coeff in inner.items():
                multiple = inner * (whole.get(monom, 0) / coeff)
                rest = Ratio(part.scalars, whole - multiple, part.scalars.unit)
                many = (Ratio(part.scalars, multiple, part.scalars.unit) / known).cancelled()
                turn = (self.branch.known(many) or 0) * (self.branch.known(known) or 0)
                if turn and signs(rest) <= {0, turn}:
                    return ["Sum", product(self.plain(many), self.plain(known)), self.plain(rest)]
        for name in sorted(part.free()):
            powers = part.coefficients(name)
            if max(powers) == 2:
                zero = part.scalars.number(0)
                a, b, c = (powers.get(k, zero) for k in (2, 1, 0))
                four = part.scalars.number(4)
                if replace(self.branch, assumed=()).known(b * b - four * a * c) == -1:
                    return self.polynomial([c, b, a], name)
        return self.plain(part)


def product(*factors: Any) -> Any:
    """A product as a tree."""
    kept = [factor for factor in factors if factor != 1]
    return ["Prod", *kept] if len(kept) > 1 else kept[0] if kept else 1


def power(base: Any, exponent: int) -> Any:
    """A whole power as a tree."""
    return (
        1
        if base == 1 or not exponent
        else base
        if exponent == 1
        else ["Power", base, str(exponent)]
    )


def _replaced(shown: Any, old: Any, new: Any) -> Any:
    """A tree with one part for another."""
    if shown == old:
        return new
    return [_replaced(part, old, new) for part in shown] if isinstance(shown, list) else shown
