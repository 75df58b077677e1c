"""Scalar letters that stand for more: square roots, exponentials, integrals and maxima."""

from __future__ import annotations

from fractions import Fraction

from sympy.ntheory import factorint
from sympy.polys.rings import PolyElement

from sslcheck.derive.algebra.rebuild import DIAG, ratio_expr
from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Exp, Integral, Maximum, Power, Prod, Sym
from sslcheck.derive.printing import to_latex
from sslcheck.derive.setting import Setting, Sign

__all__ = ["Functions"]

_HALF = Fraction(1, 2)
_FACTORED = 10**12  # larger numbers keep one root together


class Functions:
    """Makes such letters, with the signs and indices that the setting declares."""

    def __init__(self, setting: Setting, scalars: Scalars) -> None:
        self.setting = setting
        self.scalars = scalars

    def nonnegative(self, name: str) -> bool:
        """Whether a scalar letter is known to be nonnegative."""
        sign = self._declared(name)
        if sign is not None:
            return sign != "real"
        return name in self.scalars.roots or isinstance(self.scalars.shown.get(name), Exp)

    def positive(self, name: str) -> bool:
        """Whether a scalar letter is known to be positive."""
        sign = self._declared(name)
        if sign is not None:
            return sign == "positive"
        return isinstance(self.scalars.shown.get(name), Exp)

    def _declared(self, name: str) -> Sign | None:
        """The sign that a symbol, or its value at the start, is declared to have."""
        start = name.endswith("(0)")
        symbol = self.setting.symbols.get(name.removesuffix("(0)"))
        if symbol is None:
            return None
        return symbol.sign if start or self.setting.holds_here(name) else "real"

    def sign(self, value: Ratio) -> int | None:
        """The sign of a scalar, 0 if it vanishes identically, where the declared signs show it.

        Letters that may be 0 count only if some term holds none of them; else None.
        """
        sign = value.sign()
        if not sign:
            return sign
        for poly in (value.num, value.den):
            terms = self._powers(poly)
            if not all(e % 2 == 0 or self.nonnegative(n) for term in terms for n, e in term):
                return None
            if not any(all(self.positive(n) for n, _ in term) for term in terms):
                return None
        return sign

    def known_nonnegative(self, value: Ratio) -> bool:
        """Whether the declared signs show that a scalar is not negative."""
        below = Ratio(self.scalars, value.den, self.scalars.unit)
        return (
            value.sign() in (0, 1)
            and self.sign(below) == 1
            and all(
                e % 2 == 0 or self.nonnegative(n)
                for term in self._powers(value.num)
                for n, e in term
            )
        )

    def _powers(self, poly: PolyElement) -> list[list[tuple[str, int]]]:
        """The letters of each term, with their powers."""
        names = self.scalars.names
        return [[(names[k], e) for k, e in enumerate(m) if e] for m in poly.itermonoms()]

    def indexed(self, name: str, index: str) -> bool:
        """Whether a scalar letter has one value for each value of an index."""
        symbol = self.setting.symbols.get(name.removesuffix("(0)"))
        if symbol is not None:
            return symbol.index == index
        shown = self.scalars.shown.get(name)
        if isinstance(shown, Dot) and isinstance(shown.arg, Sym):
            return self.indexed(shown.arg.name, index)
        if name in self.scalars.roots:
            return any(self.indexed(n, index) for n in self.scalars.roots[name].free())
        if name in self.scalars.rates:
            inner = self.scalars.rates[name].free() - {name}
            return any(self.indexed(n, index) for n in inner)
        return False

    def _moves(self, name: str) -> bool:
        symbol = self.setting.symbols.get(name)
        return name in self.scalars.rates or (
            symbol is not None and symbol.role in ("state", "function")
        )

    def opaque(self, element: Element) -> bool:
        """Whether letters occur that may satisfy relations which the normal form does not know."""
        special = {*self.scalars.roots, *self.scalars.shown}
        return any(special & coeff.free() for coeff in element.terms.values())

    def root(self, value: Ratio) -> Ratio:
        """The nonnegative square root.

        Squares come out, nonnegative letters get a root each, and what is left one together, so
        that equal roots are equal letters.
        """
        value = value.root_reduced().cancelled()
        scalars = self.scalars
        outside = scalars.number(1)
        below = Ratio(scalars, value.den, scalars.unit)
        if all(self.nonnegative(n) for n in below.free()) and below.sign() == 1:
            value, outside = (value * below * below).cancelled(), outside / below
        num = scalars.align(value.num)
        if not num:
            return value
        if value.den != 1:
            return outside * self._letter_root(value)
        common = tuple(map(min, *num.itermonoms(), num.leading_expv()))
        rest = list(common)
        for at, power in enumerate(common):
            name = scalars.names[at] if power else ""
            if not power or not self.nonnegative(name):
                rest[at] = 0
                continue
            letter = scalars.letter(name)
            outside = outside * letter ** (power // 2)
            if power % 2:
                outside = outside * self._letter_root(letter)
        ring = num.ring  # the scalars' own may have grown by the roots above
        content = num.content()
        top, bottom = int(content.numerator), int(content.denominator)
        outside = outside * self._number_root(top * bottom) / scalars.number(bottom)
        scale = ring.domain(bottom, top)
        left = ring.dtype(
            {tuple(a - b for a, b in zip(m, rest, strict=True)): c * scale for m, c in num.items()}
        )
        if left == 1:
            return outside
        return outside * self._letter_root(Ratio(scalars, left, scalars.unit))

    def _number_root(self, value: int) -> Ratio:
        """The root of a positive whole number: one letter for each prime of odd power."""
        primes = factorint(value) if value < _FACTORED else {value: 1}
        result = self.scalars.number(1)
        for prime, power in primes.items():
            result = result * self.scalars.number(int(prime) ** (power // 2))
            if power % 2 and prime != 1:
                result = result * self._letter_root(self.scalars.number(int(prime)))
        return result

    def _letter_root(self, value: Ratio) -> Ratio:
        expr = Power(ratio_expr(value), _HALF)
        name = to_latex(expr)
        self.scalars.roots.setdefault(name, value)
        self.scalars.shown.setdefault(name, expr)
        return self.scalars.letter(name)

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
        moving = [n for n in exponent.free() - {"t"} if self._moves(n)]
        below = Ratio(self.scalars, exponent.den, self.scalars.unit).free()
        if moving or "t" in below:
            raise Unsupported("an exponential must have the form `e^{rate t}` with a constant rate")
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

    def maximum(self, value: Ratio, index: str) -> Ratio:
        """The largest of an indexed scalar over its modes, a letter without that index."""
        if not any(self.indexed(n, index) for n in value.free()):
            return value
        expr = Maximum(ratio_expr(value), index)
        name = to_latex(expr)
        self.scalars.shown.setdefault(name, expr)
        return self.scalars.letter(name)


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
