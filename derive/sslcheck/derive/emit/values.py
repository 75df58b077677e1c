"""Scalar expressions as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Num, Power, Prod, Quotient, Sum, Sym

__all__ = ["scalar_value"]


def scalar_value(node: Expr, values: Mapping[str, Any]) -> Any:
    """The value of an arithmetic expression, ``values`` by the names of the symbols.

    They are numbers, or arrays of numbers, of which the value is one as well.

    >>> scalar_value(Prod((Sym("x"), Sym("\\\\eta"))), {"x": 2.0, "\\\\eta": 0.25})
    0.5
    """
    match node:
        case Num(value=value):
            return float(value)
        case Sym(name=name):
            return values[name]
        case Sum(terms=terms):
            return sum(scalar_value(t, values) for t in terms)
        case Prod(factors=factors):
            return prod(scalar_value(f, values) for f in factors)
        case Quotient(numerator=top, denominator=bottom):
            return scalar_value(top, values) / scalar_value(bottom, values)
        case Power(base=base, exponent=exponent):
            return scalar_value(base, values) ** float(exponent)
    raise Unsupported(f"`{type(node).__name__}` in a scalar that is to be evaluated")
