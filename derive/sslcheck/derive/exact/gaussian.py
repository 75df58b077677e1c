"""A rule that integrates polynomials of independent Gaussian numbers exactly, with rational nodes.

The fully symmetric rule of Genz (1986) with the nodes 0, 1, ..., m and their negatives in each
number, at most m in total: exact up to the degree 2 m + 1. Its weights may be negative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from sslcheck.derive.exact.matrix import Rational

__all__ = ["gaussian_rule"]


def gaussian_rule(
    variances: Sequence[Rational], degree: int
) -> Iterator[tuple[Rational, tuple[int, ...]]]:
    """Weights and nodes for independent centred Gaussian numbers with these variances."""
    most = degree // 2
    above = [_above(variance, most) for variance in variances]
    for node in _up_to(most, len(variances)):
        weight = Fraction(0)
        for more in _up_to(most - sum(node), len(variances)):
            share = Fraction(1)
            for row, p, k in zip(above, node, more, strict=True):
                share *= Fraction(row[p + k]) / _apart(p, p + k)
            weight += share
        if weight:
            signs = [(1, -1) if p else (1,) for p in node]
            for chosen in product(*signs):
                yield (
                    weight / prod(map(len, signs)),
                    tuple(s * p for s, p in zip(chosen, node, strict=True)),
                )


def _above(variance: Rational, most: int) -> list[Rational]:
    """``E[x^2 (x^2 - 1) ... (x^2 - (i - 1)^2)]`` for each i, 1 for 0."""
    moments: list[Rational] = [1]
    for k in range(most):
        moments.append(moments[-1] * (2 * k + 1) * variance)
    found: list[Rational] = []
    coefficients = [1]  # of powers of x^2, from the lowest
    for i in range(most + 1):
        found.append(sum(c * m for c, m in zip(coefficients, moments, strict=False)))
        lower = [-i * i * c for c in coefficients] + [0]
        coefficients = [a + b for a, b in zip(lower, [0, *coefficients], strict=True)]
    return found


def _apart(p: int, most: int) -> int:
    """The product of ``p^2 - j^2`` over the other nodes j up to ``most``."""
    return prod(p * p - j * j for j in range(most + 1) if j != p)


def _up_to(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """All ``count`` whole numbers from 0 with at most this sum."""
    if not count:
        yield ()
        return
    for first in range(total + 1):
        for rest in _up_to(total - first, count - 1):
            yield first, *rest
