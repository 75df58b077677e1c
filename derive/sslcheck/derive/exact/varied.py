"""Points beside a generic one that equations admit as well: in other frames, or where one symbol
is 0.

What satisfies an equation between products of matrices does so with each ``A`` as ``T A U^{-1}``,
one invertible ``T`` for each space: so a projection is no more symmetric. An equation such as
``a b = a c`` holds where ``a`` is 0, whatever the others are.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.construct import Slot, changed
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import draws_of

__all__ = ["reframed", "zeroed"]


def reframed(point: Point) -> Point:
    """The point with matrices of which nothing is declared in other frames."""
    frames: dict[str, tuple[Matrix, Matrix]] = {}
    values: dict[Slot, Matrix] = {}
    rng = Random(draws_of(point).seed)
    for name in point.scope.related:
        symbol = point.scope.symbol(name)
        if symbol.scalar or symbol.properties or symbol.index:
            continue
        (left, _), (_, right) = (
            frames.setdefault(space, _frame(size, rng) if space != "1" else ([[1]], [[1]]))
            for space, size in zip(symbol.shape, point.shape(name), strict=True)
        )
        value = draws_of(point).value(name, NO_MODE, 0)
        values[(name, NO_MODE), 0] = matrix.multiply(matrix.multiply(left, value), right)
    return changed(point, values)


def zeroed(point: Point) -> Iterator[Point]:
    """The points at which one of the symbols that equations name is 0."""
    for name in point.scope.related:
        if point.scope.symbol(name).sign != "positive":
            slots = [((name, mode), 0) for mode in point.modes_of(name)]
            yield changed(point, {slot: matrix.zeros(*point.shape(name)) for slot in slots})


def _frame(size: int, rng: Random) -> tuple[Matrix, Matrix]:
    """An invertible matrix, and its inverse."""
    lower, upper = (_triangle(size, rng) for _ in range(2))
    made = matrix.multiply(lower, matrix.transpose(upper))
    return made, matrix.inverse(made)


def _triangle(size: int, rng: Random) -> Matrix:
    return [
        [rng.randint(-2, 2) if i > j else int(i == j) for j in range(size)] for i in range(size)
    ]
