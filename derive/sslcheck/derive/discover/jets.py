"""Numbers modulo a prime with infinitesimals ``e_1, ..., e_m`` of which each has the square 0.

The coefficient of ``e_1`` in ``f(x + e_1 v)`` is the derivative of f along v; several of them give
derivatives of derivatives, and so Lie brackets, without one formula for them.
"""

from __future__ import annotations

from sslcheck.derive.discover.residues import PRIME

__all__ = ["Jet", "Matrix", "add", "multiply", "transpose"]

Jet = tuple[int, ...]
"""Coefficients of products of infinitesimals, by the bits of the place: 1, 2, 4, ... of them."""

Matrix = list[list[Jet]]


def add(a: Jet, b: Jet) -> Jet:
    """The sum; the shorter one has no infinitesimals beyond its own."""
    if len(a) < len(b):
        a, b = b, a
    return (*((x + y) % PRIME for x, y in zip(a, b, strict=False)), *a[len(b) :])


def times(a: Jet, b: Jet) -> Jet:
    """The product."""
    if len(a) < len(b):
        a, b = b, a
    if len(a) == 1:
        return (a[0] * b[0] % PRIME,)
    half = len(a) // 2
    low, high = a[:half], a[half:]
    if len(b) <= half:
        return (*times(low, b), *times(high, b))
    first = times(low, b[:half])
    second = add(times(low, b[half:]), times(high, b[:half]))
    return (*first, *second)


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """The matrix product."""
    columns = list(zip(*b, strict=True))
    return [[_inner(row, column) for column in columns] for row in a]


def _inner(row: list[Jet], column: tuple[Jet, ...]) -> Jet:
    total: Jet = (0,)
    for x, y in zip(row, column, strict=True):
        total = add(total, times(x, y))
    return total


def transpose(a: Matrix) -> Matrix:
    """The transpose."""
    return [list(column) for column in zip(*a, strict=True)]


def moved(x: Jet, along: Jet, level: int) -> Jet:
    """``x + e along`` for an infinitesimal beyond the first ``level``."""
    size = 1 << level
    return (*_padded(x, size), *_padded(along, size))


def change(x: Jet, level: int) -> Jet:
    """The coefficient of that infinitesimal."""
    size = 1 << level
    return x[size : 2 * size] or (0,)


def _padded(x: Jet, size: int) -> Jet:
    return (*x, *(0,) * (size - len(x)))
