"""Values of matrices with which the exponentials of what is made of them are exact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from random import Random

from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import Key, orthonormal
from sslcheck.derive.setting import Symbol

__all__ = ["rational_spectra"]

_DRAWS = 60
_COMMON = 4
_LEGS = (0, 3, -3, 4, -4, 6, -6, 8, -8)
"""Of which many pairs are legs of Pythagorean triangles: half the gap of two eigenvalues."""
_NUMBERS = (1, 2, 3, -1, -2)


def rational_spectra(
    point: Point, names: Collection[str], rng: Random, degree: int = 1
) -> Iterator[Mapping[Key, list[Matrix]]]:
    """Values of square matrices whose sums and products often have rational eigenvalues.

    Triangular ones, and symmetric ones with blocks of two rows; at last such that all commute,
    and first where equations ask for more. With a ``degree`` the eigenvalues have rational roots.
    """
    scope = point.scope
    square = [
        name
        for name in names
        if not scope.modal(name) and point.shape(name)[0] == point.shape(name)[1] > 1
    ]
    free = {n: scope.symbol(n) for n in square if "orthonormal" not in scope.symbol(n).properties}
    common = [_common(point, free, rng, degree) for _ in range(_COMMON)]
    if scope.equations or degree > 1:
        yield from common
    for _ in range(_DRAWS):
        yield {(n, NO_MODE): [_drawn(s, point.shape(n)[0], rng)] for n, s in free.items()}
    yield from common


def _drawn(symbol: Symbol, size: int, rng: Random) -> Matrix:
    if "diagonal" in symbol.properties:
        return _entries(symbol, size, rng)
    if symbol.properties & {"symmetric", "psd"}:
        return _symmetric("psd" in symbol.properties, size, rng)
    return [[rng.choice(_NUMBERS) if j >= i else 0 for j in range(size)] for i in range(size)]


def _symmetric(psd: bool, size: int, rng: Random) -> Matrix:
    """Blocks of two rows with rational eigenvalues, if these are."""
    value = matrix.zeros(size, size)
    for at in range(0, size, 2):
        half, side = rng.choice(_LEGS), rng.choice(_LEGS)
        middle = rng.choice((1, 2, 3)) + (abs(half) + abs(side) if psd else rng.choice((-4, 0)))
        value[at][at] = middle + half
        if at + 1 < size:
            value[at + 1][at + 1] = middle - half
            value[at][at + 1] = value[at + 1][at] = side
    return value


def _entries(symbol: Symbol, size: int, rng: Random) -> Matrix:
    signed = "psd" not in symbol.properties
    value = matrix.zeros(size, size)
    for k in range(size):
        number = rng.choice(_NUMBERS)
        value[k][k] = number if signed else abs(number)
    return value


def _common(
    point: Point, free: Mapping[str, Symbol], rng: Random, degree: int
) -> Mapping[Key, list[Matrix]]:
    """Matrices with the same eigenvectors."""
    plain = any("diagonal" in symbol.properties for symbol in free.values())
    frames: dict[int, Matrix] = {}
    values: dict[Key, list[Matrix]] = {}
    for name, symbol in free.items():
        size = point.shape(name)[0]
        unit = matrix.identity(size) if plain else orthonormal(size, size, rng)
        frame = frames.setdefault(size, unit)
        entries = [[x**degree for x in row] for row in _entries(symbol, size, rng)]
        inner = matrix.multiply(frame, entries)
        values[name, NO_MODE] = [matrix.multiply(inner, matrix.transpose(frame))]
    return values
