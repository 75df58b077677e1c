"""The degree of an expression as a polynomial in some symbols."""

from __future__ import annotations

from collections.abc import Collection

from sslcheck.derive import expr as e
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact.scope import Scope, parts

__all__ = ["polynomial_degree"]


def polynomial_degree(scope: Scope, node: e.Expr, names: Collection[str]) -> int:
    """At least the degree in the symbols of a collection, behind definitions too.

    Unsupported where one of them stands below a fraction, under a root or in an exponent.
    """
    if scope.mentions(node).isdisjoint(names):
        return 0
    inner = [polynomial_degree(scope, part, names) for part in parts(node)]
    match node:
        case e.Sym(name):
            replacement = scope.replacement(name)
            return 1 if replacement is None else polynomial_degree(scope, replacement, names)
        case e.Prod() | e.Kron() | e.Hadamard():
            return sum(inner)
        case e.SquaredNorm():
            return 2 * inner[0]
        case e.Quotient(_, below) if scope.mentions(below).isdisjoint(names):
            return inner[0]
        case e.Power(_, exponent) if exponent.denominator == 1 and exponent >= 0:
            return int(exponent) * inner[0]
        case e.Expect():
            return 0
        case e.Sum() | e.Total() | e.Transpose() | e.Trace() | e.Vec() | e.Diag() | e.Columns():
            return max(inner)
        case e.StopGrad() | e.Dot() | e.At() | e.Entry() | e.IndexSum():
            return max(inner)
    raise Unsupported("the expectation of what is no polynomial in Gaussian views")
