"""Scalar letters that stand for more: square roots, exponentials, integrals and maxima."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from sslcheck.derive.algebra.rebuild import DIAG, ratio_expr
from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Exp, Integral, Maximum, Power, Prod, Sym
from sslcheck.derive.printing import to_latex
from sslcheck.derive.setting import Setting

__all__ = ["Functions"]

_HALF = Fraction(1, 2)


class Functions:
    """Makes such letters, with the signs and indices that the setting declares."""

    def __init__(self, setting: Setting, scalars: Scalars) -> None:
        self.setting = setting
        self.scalars = scalars

    def nonnegative(self, name: str) -> bool:
        """Whether a scalar letter is known to be nonnegative."""
        symbol = self.setting.symbols.get(name.removesuffix("(0)"))
        if symbol is not None:
            return symbol.sign != "real"
        return name in self.scalars.roots or isinstance(self.scalars.shown.get(name), Exp)

    def indexed(self, name: str) -> bool:
        """Whether a scalar letter has one value for each mode."""
        symbol = self.setting.symbols.get(name.removesuffix("(0)"))
        if symbol is not None:
            return bool(symbol.index)
        if name in self.scalars.roots:
            return any(self.indexed(n) for n in self.scalars.roots[name].free())
        return False

    def opaque(self, element: Element) -> bool:
        """Whether letters occur that may satisfy relations which the normal form does not know."""
        special = {*self.scalars.roots, *self.scalars.shown}
        return any(special & coeff.free() for coeff in element.terms.values())

    def root(self, value: Ratio) -> Ratio:
        """The nonnegative square root: exact for monomials, otherwise a letter of its own."""
        value = value.root_reduced().cancelled()
        top, bottom = (self._monomial_root(poly) for poly in (value.num, value.den))
        if top is not None and bottom is not None:
            return top / bottom
        expr = Power(ratio_expr(value), _HALF)
        name = to_latex(expr)
        self.scalars.roots.setdefault(name, value)
        self.scalars.shown.setdefault(name, expr)
        return self.scalars.letter(name)

    def _monomial_root(self, poly: Any) -> Ratio | None:
        """The root of ``c x^{2k} y^{2l} ...`` with nonnegative letters and a square number c."""
        items = list(self.scalars.align(poly).items())
        if len(items) != 1:
            return None if items else self.scalars.number(0)
        ((monom, coeff),) = items
        top, bottom = _whole_root(int(coeff.numerator)), _whole_root(int(coeff.denominator))
        if top is None or bottom is None or any(e % 2 for e in monom):
            return None
        result = self.scalars.number(Fraction(top, bottom))
        for at, power in enumerate(monom):
            if power:
                name = self.scalars.names[at]
                if not self.nonnegative(name):
                    return None
                result = result * self.scalars.letter(name) ** (power // 2)
        return result

    def matrix_root(self, base: Element) -> Element:
        """The PSD square root of ``Q D D Q^T``: ``Q^T Q = I``, ``D`` diagonal and nonnegative.

        The PSD root is unique, so it is enough that the candidate's square is the matrix.
        """
        if len(base.terms) == 1:
            ((word, coeff),) = base.terms.items()
            outer = len(word) // 2
            frame = word[:outer]
            while frame and frame[-1][0].startswith(DIAG):
                frame = frame[:-1]
            inner = word[len(frame) : len(word) - len(frame)]
            known = all(self.nonnegative(n.removeprefix(DIAG)) for n, _ in inner)
            if inner and known and len(inner) % 2 == 0:
                alphabet, one = base.alphabet, self.scalars.number(1)
                space = alphabet.shape(inner[0])[0]
                root = Element(alphabet, (space, space), {inner[::2]: one})
                if frame:
                    around = Element(alphabet, (base.shape[0], space), {frame: one})
                    root = around * root * around.T
                root = root.scaled(self.root(coeff))
                if (root * root - base).is_zero():
                    return root
        raise Unsupported(
            "the root of a matrix that is not given by an eigendecomposition `Q diag(..)^2 Q^T`"
        )

    def exponential(self, exponent: Ratio) -> Ratio:
        """``e^{rate t}`` as a product of one letter for each monomial of the rate."""
        parts = exponent.coefficients("t")
        if set(parts) - {0, 1} or (0 in parts and not parts[0].is_zero()):
            raise Unsupported("an exponential must have the form `e^{rate t}`")
        result = self.scalars.number(1)
        if 1 not in parts:
            return result
        for piece, count in _monomials(parts[1].cancelled()):
            if count.denominator != 1:
                raise Unsupported(
                    f"the number {count} in an exponent: write whole multiples of the rates"
                )
            expr = Exp(Prod((ratio_expr(piece), Sym("t"))))
            name = to_latex(expr)
            letter = self.scalars.letter(name)
            self.scalars.rates.setdefault(name, piece * letter)
            self.scalars.shown.setdefault(name, expr)
            result = result * letter ** int(count)
        return result

    def integral(self, integrand: Ratio) -> Ratio:
        """``\\int_0^t`` of a scalar, a letter whose time derivative is the integrand."""
        expr = Integral(ratio_expr(integrand))
        name = to_latex(expr)
        self.scalars.rates.setdefault(name, integrand)
        self.scalars.shown.setdefault(name, expr)
        return self.scalars.letter(name)

    def maximum(self, value: Ratio) -> Ratio:
        """The largest of an indexed scalar over its modes, a letter without index."""
        if not any(self.indexed(n) for n in value.free()):
            return value
        expr = Maximum(ratio_expr(value))
        name = to_latex(expr)
        self.scalars.shown.setdefault(name, expr)
        return self.scalars.letter(name)


def _whole_root(value: int) -> int | None:
    root = isqrt(value) if value >= 0 else 0
    return root if root * root == value else None


def _monomials(rate: Ratio) -> list[tuple[Ratio, Fraction]]:
    """A rate as multiples of monomials (of itself, where it has a denominator)."""
    scalars = rate.scalars
    num, den = scalars.align(rate.num), scalars.align(rate.den)
    if den != 1:
        lead = Fraction(int(num.LC.numerator), int(num.LC.denominator))
        return [(rate * scalars.number(1 / lead), lead)]
    one = scalars.ring.domain.one
    return [
        (
            Ratio(scalars, scalars.ring.from_dict({monom: one}), den),
            Fraction(int(c.numerator), int(c.denominator)),
        )
        for monom, c in num.items()
    ]
