"""Exact exponentials of matrices that move, of which all eigenvalues are rational.

A polynomial that agrees with ``e^x`` at the eigenvalues of ``M(0)``, at each to the order
``multiplicity * (k + 1)``, gives ``e^{M(t)}`` up to ``t^k``: that is the exponential of the block
triangular Toeplitz matrix of the Taylor coefficients of ``M`` (Higham, *Functions of Matrices*,
sections 1.2.2 and 3.2). It is Newton's, by divided differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

from sympy import QQ, Poly
from sympy.core.symbol import Symbol

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational, exponential
from sslcheck.derive.exact.matrix import Matrix, Rational

__all__ = ["matrix_exponential"]

_X = Symbol("x")


def matrix_exponential(exponent: Sequence[Matrix]) -> list[Matrix]:
    """The Taylor coefficients of ``e^{M(t)}``, as many as are given of ``M``.

    Unsupported where an eigenvalue of ``M(0)`` is not rational.
    """
    size, count = len(exponent[0]), len(exponent)
    nodes = [x for x in _eigenvalues(exponent[0]) for _ in range(count)]
    total = [matrix.zeros(size, size) for _ in exponent]
    product = [matrix.identity(size), *total[1:]]
    for node, weight in zip(nodes, _divided(nodes), strict=True):
        total = [
            matrix.add(one, matrix.scale(weight, two))
            for one, two in zip(total, product, strict=True)
        ]
        product = _times(product, exponent, node)
        if all(map(matrix.is_zero, product)):
            break
    return total


def _times(product: list[Matrix], exponent: Sequence[Matrix], node: Rational) -> list[Matrix]:
    """``P(t) (M(t) - node)``."""
    found: list[Matrix] = []
    for k, last in enumerate(product):
        total = matrix.scale(-node, last)
        for i in range(k + 1):
            if not (matrix.is_zero(product[i]) or matrix.is_zero(exponent[k - i])):
                total = matrix.add(total, matrix.multiply(product[i], exponent[k - i]))
        found.append(total)
    return found


def _eigenvalues(value: Matrix) -> list[Rational]:
    """The eigenvalues, each as often as it is one, in order; Unsupported unless all are rational.

    The characteristic polynomial is that of Faddeev and LeVerrier.
    """
    if any(isinstance(x, Irrational) for row in value for x in row):
        raise Unsupported("the exponential of a matrix with entries that are not rational")
    size = len(value)
    coefficients: list[Rational] = [1]
    power = matrix.zeros(size, size)
    for k in range(1, size + 1):
        shifted = matrix.add(power, matrix.scale(coefficients[-1], matrix.identity(size)))
        power = matrix.multiply(value, shifted)
        coefficients.append(matrix.quotient(-matrix.trace(power), k))
    poly = Poly([QQ(x.numerator, x.denominator) for x in coefficients], _X, domain=QQ)
    roots: list[Rational] = []
    for root, times in poly.ground_roots().items():
        roots += [matrix.quotient(int(root.p), int(root.q))] * times
    if len(roots) < size:
        raise Unsupported("the exponential of a matrix with eigenvalues that are not rational")
    return sorted(roots)


def _divided(nodes: Sequence[Rational]) -> list[Rational]:
    """The divided differences of ``e^x`` at the first nodes, which are in order."""
    column: list[Rational] = [exponential(x) for x in nodes]
    found = column[:1]
    for width in range(1, len(nodes)):
        column = [
            matrix.quotient(column[k + 1] - column[k], nodes[k + width] - nodes[k])
            if nodes[k + width] != nodes[k]
            else matrix.quotient(exponential(nodes[k]), factorial(width))
            for k in range(len(nodes) - width)
        ]
        found.append(column[0])
    return found
