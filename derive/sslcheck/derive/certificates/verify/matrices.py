"""Matrices of fractions; one of a row and a column is a number, too."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import mul
from typing import Any

from .rejected import BITS, STEPS, Nonconforming, need


class Matrix:
    """A matrix of bounded size, whose entries have not too many digits."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.rows = rows
        self.m, self.n = len(rows), len(rows[0])
        self.scalar = self.m == self.n == 1
        need(self.m * self.n <= STEPS, "a matrix of too many entries")
        parts = [k for row in rows for x in row for k in x.as_integer_ratio()]
        need(max(map(int.bit_length, parts), default=0) <= BITS, "numbers of too many digits")

    def __add__(self, other: Matrix) -> Matrix:
        if not self or not other:  # 0 stands for a matrix of zeros as well
            return self if self else other
        need((self.m, self.n) == (other.m, other.n), "a sum does not conform", Nonconforming)
        pairs = zip(self.rows, other.rows, strict=True)
        return Matrix([[x + y for x, y in zip(*rows, strict=True)] for rows in pairs])

    def __mul__(self, other: Matrix) -> Matrix:
        for x, matrix in ((self, other), (other, self)):
            if x.m == x.n == 1:
                return Matrix([[x.rows[0][0] * y for y in row] for row in matrix.rows])
        need(self.n == other.m, "a product does not conform", Nonconforming)
        need(self.m * other.n <= STEPS, "a matrix of too many entries")
        columns = [*zip(*other.rows, strict=True)]
        return Matrix([[sum(map(mul, row, c)) for c in columns] for row in self.rows])

    def __bool__(self) -> bool:
        return any(map(any, self.rows))

    @property
    def T(self) -> Matrix:
        """The transpose."""
        return Matrix([[*column] for column in zip(*self.rows, strict=True)])

    def trace(self) -> Matrix:
        """The trace."""
        need(self.m == self.n, "the trace of no square", Nonconforming)
        return Matrix([[sum(row[k] for k, row in enumerate(self.rows))]])

    def kron(self, other: Matrix) -> Matrix:
        """The Kronecker product."""
        need(self.m * self.n * other.m * other.n <= STEPS, "a matrix of too many entries")
        pairs = ((a, b) for a in self.rows for b in other.rows)
        return Matrix([[x * y for x in a for y in b] for a, b in pairs])

    def stacked(self) -> Matrix:
        """The columns, one below the other."""
        return Matrix([[x] for column in self.T.rows for x in column])

    def number(self) -> Fraction:
        """The entry of a number."""
        need(self.m == self.n == 1, "a number is wanted")
        return Fraction(self.rows[0][0])

    def definite(self, strict: bool) -> bool:
        """Whether it is symmetric and positive definite, or positive semi-definite."""
        rest, fine = [[*row] for row in self.rows], self.rows == self.T.rows
        for k, row in enumerate(rest if fine else ()):
            fine &= row[k] > 0 or not (strict or any(row[k:]))
            for other in rest[k + 1 :] if row[k] else ():
                factor = Fraction(other[k]) / row[k]
                other[:] = [x - factor * y for x, y in zip(other, row, strict=True)]
        return fine


def diagonal(entries: Sequence[Fraction | int]) -> Matrix:
    """A diagonal matrix."""
    places = range(len(entries))
    need(len(entries) ** 2 <= STEPS, "a matrix of too many entries")
    return Matrix([[entries[i] if i == j else 0 for j in places] for i in places])
