"""The Adams methods: weights from the times at which derivatives are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

__all__ = ["ADAMS", "Adams", "ahead", "integral", "weights"]

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Adams:
    """Adams-Bashforth and Adams-Moulton as predictor and corrector, of orders 1 to ``most``.

    A step of order k extrapolates the polynomial through the last k derivatives (predict), takes
    the derivative there (evaluate), integrates the polynomial through that one, too (correct, to
    order k + 1), and takes the derivative once more.

        @book{shampine1975, author = {L. F. Shampine and M. K. Gordon},
          title = {Computer Solution of Ordinary Differential Equations: The Initial Value Problem},
          publisher = {Freeman}, year = {1975}}
    """

    name: str
    most: int

    @property
    def kept(self) -> int:
        """How many are kept: for the order above the highest, with a new one."""
        return self.most + 1

    @property
    def rows(self) -> int:
        """How many states it holds in memory: two states, the derivatives, two to spare."""
        return self.kept + 4


ADAMS = Adams("adams", 8)

_AT, _BY = np.polynomial.legendre.leggauss(ADAMS.most // 2 + 2)
_AT, _BY = (_AT + 1) / 2, _BY / 2


def weights(nodes: Sequence[float], end: float = 1.0) -> Numbers:
    """What a polynomial's values at the nodes count for in its integral from 0 to ``end``.

    Lagrange's polynomials by a quadrature of Gauss that is exact for them.

    >>> weights([0.0, -1.0])  # Adams-Bashforth of order 2
    array([ 1.5, -0.5])
    """
    x, at = np.asarray(nodes), end * _AT
    found = np.empty(len(x))
    for i, node in enumerate(x):
        others = np.delete(x, i)
        found[i] = end * (_BY @ np.prod((at[:, None] - others) / (node - others), axis=1))
    return found


def ahead(nodes: Sequence[float]) -> Numbers:
    """What values at the nodes count for in that of their polynomial at 1.

    >>> ahead([0.0, -1.0])
    array([ 2., -1.])
    """
    return np.array([prod((1 - y) / (x - y) for y in nodes if y != x) for x in nodes])


def integral(nodes: Sequence[float]) -> float:
    """The integral from 0 to 1 of the product of all ``x - node``.

    >>> round(integral([0.0, -1.0]), 12)  # of x (x + 1)
    0.833333333333
    """
    return float(_BY @ np.prod(_AT[:, None] - np.asarray(nodes), axis=1))
