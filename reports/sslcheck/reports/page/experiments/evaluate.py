"""Expressions of the article as numbers: of matrices, and of modes along a run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    At,
    Exp,
    Expr,
    Integral,
    Log,
    Num,
    Power,
    Prod,
    Quotient,
    Sum,
    Sym,
    Transpose,
)

__all__ = ["matrix_value", "series_value"]

Numbers = np.ndarray[Any, Any]


def matrix_value(node: Expr, values: Mapping[str, Numbers]) -> Numbers:
    """A sum of products of matrices, ``values`` by their names in the article."""
    match node:
        case Sym(name=name):
            return values[name]
        case Transpose(arg=arg):
            return matrix_value(arg, values).T
        case Sum(terms=terms):
            return np.asarray(sum(matrix_value(t, values) for t in terms))
        case Prod(factors=factors):
            return np.asarray(reduce(np.matmul, [matrix_value(f, values) for f in factors]))
    raise Unsupported(f"`{type(node).__name__}` in a product of matrices that is to be evaluated")


def series_value(node: Expr, values: Mapping[str, Any], times: Numbers) -> Numbers:
    """A closed form in functions of time, at the sample ``times``, the first of which is 0.

    ``values`` are series, or numbers. Integrals from 0 are trapezoidal sums over the samples.
    """

    def value(part: Expr) -> Numbers:
        return series_value(part, values, times)

    match node:
        case Num(value=number):
            return np.full_like(times, float(number))
        case Sym(name="t"):
            return times
        case Sym(name=name):
            return np.broadcast_to(np.asarray(values[name], dtype=float), times.shape)
        case Sum(terms=terms):
            return np.asarray(sum(value(t) for t in terms))
        case Prod(factors=factors):
            return np.asarray(reduce(np.multiply, [value(f) for f in factors]))
        case Quotient(numerator=top, denominator=bottom):
            return np.asarray(value(top) / value(bottom))
        case Power(base=base, exponent=exponent):
            return np.asarray(value(base) ** float(exponent))
        case Exp(arg=arg):
            return np.asarray(np.exp(value(arg)))
        case Log(arg=arg):
            return np.asarray(np.log(value(arg)))
        case At(arg=arg):
            return np.full_like(times, value(arg)[0])
        case Integral(arg=arg):
            inner = value(arg)
            steps = np.diff(times) * (inner[1:] + inner[:-1]) / 2
            return np.concatenate([[0.0], np.cumsum(steps)])
    raise Unsupported(f"`{type(node).__name__}` in a function of time that is to be evaluated")
