"""Signs that tell whether all eigenvalues have negative real parts, held against eigenvalues."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np
import pytest

from sslcheck.derive.expr import Expr, Num, Prod, Sum
from sslcheck.derive.kinds.scalar.hurwitz import hurwitz


def value(node: Expr) -> Fraction:
    match node:
        case Num(value=number):
            return number
        case Sum(terms=terms):
            return sum(map(value, terms), Fraction(0))
        case Prod(factors=factors):
            return prod(map(value, factors), start=Fraction(1))
    raise TypeError(node)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_against_eigenvalues(size: int) -> None:
    rng = np.random.default_rng(size)
    seen = set()
    for _ in range(300):
        entries = rng.integers(-4, 5, (size, size)) - np.eye(size, dtype=int)
        largest = float(np.linalg.eigvals(entries.astype(float)).real.max())
        if abs(largest) < 1e-6:
            continue
        found = [value(e) for e in hurwitz([[Num(Fraction(int(x))) for x in r] for r in entries])]
        assert all(x > 0 for x in found) == (largest < 0)
        assert largest > 0 or min(found) >= 0
        seen.add(largest < 0)
    assert seen == {True, False}


def test_of_two_rows_they_are_minus_the_trace_and_the_determinant() -> None:
    rows = [[Num(Fraction(x)) for x in row] for row in ((-1, 2), (3, -5))]
    assert [value(e) for e in hurwitz(rows)] == [6, -1]
