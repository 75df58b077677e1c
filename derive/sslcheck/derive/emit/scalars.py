"""Scalar expressions as program text, the same for Python and C.

Numbers stay exact until here: a rational is printed as a quotient of two floats.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sslcheck.derive.emit.names import Names
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Num, Power, Prod, Quotient, Sum, Sym

__all__ = ["scalar_text"]


def scalar_text(node: Expr, names: Names, number: Callable[[str], str] = str) -> str:
    """An arithmetic expression in the identifiers of the symbols; ``number`` wraps a literal.

    >>> square = Power(Sym("p_j"), Fraction(2))
    >>> scalar_text(Prod((Num(Fraction(-1, 2)), Sym("\\\\eta"), square)), Names())
    '-0.5 * eta * (p_j * p_j)'
    """
    return _text(node, names, number, 0)


def _text(node: Expr, names: Names, number: Callable[[str], str], level: int) -> str:
    """``level``: 0 a sum may stand bare, 1 a product may, 2 only an atom."""
    match node:
        case Num(value=value):
            return _number(value, number, level)
        case Sym(name=symbol):
            return names.of(symbol)
        case Sum(terms=terms):
            text = _text(terms[0], names, number, 0)
            for term in terms[1:]:
                piece = _text(term, names, number, 0)
                text += f" - {piece[1:]}" if piece.startswith("-") else f" + {piece}"
            return f"({text})" if level > 0 else text
        case Prod(factors=(Num(value=value), *rest)) if value == -1 and rest:
            text = "-" + " * ".join(_text(f, names, number, 2) for f in rest)
            return f"({text})" if level > 1 else text
        case Prod(factors=factors):
            text = " * ".join(
                _text(f, names, number, 1 if k == 0 else 2) for k, f in enumerate(factors)
            )
            return f"({text})" if level > 1 else text
        case Quotient(numerator=top, denominator=bottom):
            text = f"{_text(top, names, number, 1)} / {_text(bottom, names, number, 2)}"
            return f"({text})" if level > 1 else text
        case Power(base=base, exponent=exponent) if exponent.denominator == 1 and exponent > 0:
            text = " * ".join([_text(base, names, number, 2)] * int(exponent))
            return f"({text})" if level > 1 else text
    raise Unsupported(f"`{type(node).__name__}` in the scalar part of a kernel")


def _number(value: Fraction, number: Callable[[str], str], level: int) -> str:
    if value < 0:
        return f"-{_number(-value, number, 2)}"
    if value.denominator & (value.denominator - 1) == 0:
        return number(repr(float(value)))
    text = f"{number(repr(float(value.numerator)))} / {number(repr(float(value.denominator)))}"
    return f"({text})" if level > 1 else text
