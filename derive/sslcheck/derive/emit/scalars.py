"""Scalar expressions as program text, the same for Python and C.

Numbers stay exact until here: a rational is printed as a quotient of two floats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.emit.names import Names
from sslcheck.derive.errors import Unsupported

__all__ = ["scalar_text"]


_HALF = Fraction(1, 2)


def scalar_text(
    node: e.Expr, names: Names, number: Callable[[str], str] = str, library: str = "xp"
) -> str:
    r"""An arithmetic expression in the identifiers of the symbols; ``number`` wraps a literal.

    Roots, exponentials and the like are functions of the ``library``, or by their bare names.

    >>> square = e.Power(e.Sym("p_j"), Fraction(2))
    >>> scalar_text(e.Prod((e.Num(Fraction(-1, 2)), e.Sym("\\eta"), square)), Names())
    '-0.5 * eta * (p_j * p_j)'
    """
    return _Text(names, number, f"{library}." if library else "").of(node)


@dataclass(frozen=True, slots=True)
class _Text:
    names: Names
    number: Callable[[str], str]
    prefix: str

    def of(self, node: e.Expr, level: int = 0) -> str:
        """``level``: 0 a sum may stand bare, 1 a product may, 2 only an atom."""
        match node:
            case e.Num(value=value):
                return _number(value, self.number, level)
            case e.Sym(name=symbol):
                return self.names.of(symbol)
            case e.Sum(terms=terms):
                text = self.of(terms[0])
                for term in terms[1:]:
                    piece = self.of(term)
                    text += f" - {piece[1:]}" if piece.startswith("-") else f" + {piece}"
                return f"({text})" if level > 0 else text
            case e.Prod(factors=(e.Num(value=value), *rest)) if value == -1 and rest:
                text = "-" + " * ".join(self.of(f, 2) for f in rest)
                return f"({text})" if level > 1 else text
            case e.Prod(factors=factors):
                text = " * ".join(self.of(f, 1 if k == 0 else 2) for k, f in enumerate(factors))
                return f"({text})" if level > 1 else text
            case e.Quotient(numerator=top, denominator=bottom):
                text = f"{self.of(top, 1)} / {self.of(bottom, 2)}"
                return f"({text})" if level > 1 else text
            case e.Power(base=base, exponent=exponent) if (
                exponent.denominator == 1 and exponent > 0
            ):
                text = " * ".join([self.of(base, 2)] * int(exponent))
                return f"({text})" if level > 1 else text
            case e.Power(base=base, exponent=exponent) if exponent == _HALF:
                return f"{self.prefix}sqrt({self.of(base)})"
            case e.Exp(arg=arg):
                return f"{self.prefix}exp({self.of(arg)})"
            case e.Total(arg=arg):
                return f"{self.prefix}sum({self.of(arg)})"
            case e.Maximum(arg=arg):
                return f"{self.prefix}max({self.of(arg)})"
            case e.Log(arg=arg):
                return f"{self.prefix}log({self.of(arg)})"
        raise Unsupported(f"`{type(node).__name__}` in the scalar part of a kernel")


def _number(value: Fraction, number: Callable[[str], str], level: int) -> str:
    if value < 0:
        return f"-{_number(-value, number, 2)}"
    if value.denominator & (value.denominator - 1) == 0:
        return number(repr(float(value)))
    text = f"{number(repr(float(value.numerator)))} / {number(repr(float(value.denominator)))}"
    return f"({text})" if level > 1 else text
