"""The other way to know: matrices of small sizes written out, their entries handled one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Dummy, ImmutableMatrix, diff, expand
from sympy.matrices.expressions import MatrixExpr, MatrixSymbol, Trace


def entries(expr: Any) -> Any:
    """A matrix expression as an explicit matrix, a scalar with its traces as sums of entries."""
    if isinstance(expr, MatrixExpr):
        # the scalars in front may hold traces, and `as_explicit` keeps those
        return expr.as_explicit().applyfunc(lambda entry: expand(_traced(entry)))
    return expand(_traced(expr))


def _traced(scalar: Any) -> Any:
    if not hasattr(scalar, "atoms"):
        return scalar
    return scalar.xreplace({t: t.arg.as_explicit().trace() for t in scalar.atoms(Trace)})


def slope(scalar: Any, variable: Any) -> Any:
    """The derivative by each entry of ``variable``, in its shape."""
    value = entries(scalar)
    rows, cols = int(variable.rows), int(variable.cols)
    return ImmutableMatrix(rows, cols, lambda i, j: expand(diff(value, variable[i, j])))


def speed(expr: Any, flow: Mapping[Any, Any]) -> Any:
    """The derivative along ``flow``: every entry moves a little, and the result is differentiated."""
    step = Dummy("step")
    moved = {}
    for symbol, rate in flow.items():
        change = entries(rate)
        if not isinstance(symbol, MatrixSymbol):
            moved[symbol] = symbol + step * change
            continue
        for i in range(int(symbol.rows)):
            for j in range(int(symbol.cols)):
                moved[symbol[i, j]] = symbol[i, j] + step * change[i, j]
    return entries(expr).xreplace(moved).diff(step).subs(step, 0).expand()


def stacked(matrix: Any) -> Any:
    """The columns of an explicit matrix, one below the other."""
    return matrix.T.reshape(matrix.rows * matrix.cols, 1)
