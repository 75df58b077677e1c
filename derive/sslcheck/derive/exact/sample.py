"""Values for the independent symbols of a setting: drawn at random, or given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.setting import Symbol

__all__ = [
    "Draws",
    "Key",
    "admissible",
    "draws_of",
    "gram",
    "orthonormal",
    "raised",
    "sizes_allowed",
    "with_values",
]

Key = tuple[str, int]
"""A symbol's name, and its mode if it has one."""

_ENTRIES = (-3, -2, -1, 1, 2, 3)
_NEGATIVE = 0.5
_ROUNDS = 8
_TRIES = 40  # draws of a matrix that must not be singular
_SEEDS = 5
"""Numbers drawn at this many successive seeds differ."""


class Draws:
    """A source of values: the ``values`` given, and beyond them random ones (or 0, if ``closed``).

    What is drawn does not depend on the order in which symbols are asked for.
    """

    def __init__(
        self,
        scope: Scope,
        sizes: Mapping[str, int],
        seed: int,
        values: Mapping[Key, Sequence[Matrix]] | None = None,
        closed: bool = False,
    ) -> None:
        self.scope = scope
        self.sizes = sizes
        self.seed = seed
        self.values: dict[Key, list[Matrix]] = {k: list(v) for k, v in (values or {}).items()}
        self.touched: dict[Key, int] = {}
        """For each key asked for, the highest order."""
        self.closed = closed
        self._random: dict[Key, Random] = {}
        self._places: dict[Key, int] = {}

    def value(self, name: str, mode: int, order: int) -> Matrix:
        """The derivative of this order of an independent symbol at time 0."""
        key = (name, mode)
        self.touched[key] = max(order, self.touched.get(key, 0))
        known = self.values.setdefault(key, [])
        while len(known) <= order:
            known.append(self._draw(key, known))
        return known[order]

    def _draw(self, key: Key, known: Sequence[Matrix]) -> Matrix:
        symbol = self.scope.symbol(key[0])
        rows, cols = (self.scope.dimension(space, self.sizes) for space in symbol.shape)
        if known and self.closed:
            return matrix.zeros(rows, cols)
        if not known and rows == cols == 1 and "orthonormal" not in symbol.properties:
            return [[self._number(key, symbol)]]
        if not known:
            return _start(symbol, rows, cols, f"{self.seed} {key[0]} {key[1]}")
        rng = self._random.get(key)
        if rng is None:
            rng = self._random[key] = Random(f"{self.seed} {key[0]} {key[1]} later")
        if "orthonormal" in symbol.properties:
            # U(t) = exp(tA) U(0) with A antisymmetric; A is drawn anew but from the same seed
            generator = _antisymmetric(rows, Random(f"{self.seed} {key[0]} A"))
            return matrix.multiply(generator, known[-1])
        return _later(symbol, rows, cols, rng)

    def _number(self, key: Key, symbol: Symbol) -> Rational:
        """A number that no other symbol has, and that this one has at no seed nearby."""
        name, mode = key
        if not self._places:
            self._places = self._placed()
        count = len(self._places)
        place = self._places.get(key)
        if place is None:  # a mode beyond those of its index
            place = self._places.get((name, 0), 0) + count * (mode + 1)
        value = 2 + self.seed % _SEEDS + _SEEDS * place
        signed = symbol.sign == "real" and "psd" not in symbol.properties
        negative = signed and Random(f"{self.seed} {name} {mode}").random() < _NEGATIVE
        return -value if negative else value

    def _placed(self) -> dict[Key, int]:
        """A place of its own for each number that may be drawn, in an order of the seed's own."""
        scope = self.scope
        keys: list[Key] = []
        for name, symbol in scope.setting.symbols.items():
            if symbol.index:
                modes = scope.dimension(scope.modes(symbol.index), self.sizes)
                keys += [(name, mode) for mode in range(modes)]
            else:
                keys.append((name, -1))
        return dict(zip(keys, _shuffled(self.seed, len(keys)), strict=True))


@lru_cache(maxsize=256)
def _shuffled(seed: int, count: int) -> tuple[int, ...]:
    """The numbers below ``count`` in an order of the seed's own."""
    return tuple(Random(f"{seed} {count}").sample(range(count), count))


@lru_cache(maxsize=1024)
def _start(symbol: Symbol, rows: int, cols: int, seed: str) -> Matrix:
    """A generic value that has the symbol's sign and properties; many settings ask for the same."""
    rng = Random(seed)
    traits = symbol.properties
    if "orthonormal" in traits:
        return orthonormal(rows, cols, rng)
    if "diagonal" in traits:
        entries = rng.sample(range(2, 6 + 2 * rows), rows)
        signs = (1,) if "psd" in traits else (1, -1)
        return _diagonal([rng.choice(signs) * x for x in entries], cols)
    if "psd" in traits:
        return gram(rows, rng)
    for _ in range(_TRIES if "invertible" in traits else 1):
        value: Matrix = (
            _symmetric(rows, rng)
            if "symmetric" in traits
            else [[rng.choice(_ENTRIES) for _ in range(cols)] for _ in range(rows)]
        )
        if "invertible" not in traits or _invertible(value):
            return value
    return matrix.identity(rows)


def draws_of(point: Point) -> Draws:
    """What a point that was drawn takes its values from."""
    assert isinstance(point.source, Draws)
    return point.source


def with_values(point: Point, values: Mapping[Key, Sequence[Matrix]], closed: bool) -> Point:
    """A point of the same sizes with these values, and beyond them drawn, or 0 if ``closed``."""
    draws = Draws(point.scope, point.sizes, draws_of(point).seed, values, closed)
    return Point(point.scope, point.sizes, draws)


def _later(symbol: Symbol, rows: int, cols: int, rng: Random) -> Matrix:
    """A generic derivative, which keeps linear properties but has no sign."""
    if symbol.scalar:
        return [[rng.choice(_ENTRIES)]]
    if "diagonal" in symbol.properties:
        return _diagonal([rng.choice(_ENTRIES) for _ in range(rows)], cols)
    if symbol.properties & {"symmetric", "psd"}:
        return _symmetric(rows, rng)
    return [[rng.choice(_ENTRIES) for _ in range(cols)] for _ in range(rows)]


def _diagonal(entries: Sequence[Rational], cols: int) -> Matrix:
    return [[x if i == j else 0 for j in range(cols)] for i, x in enumerate(entries)]


def _symmetric(size: int, rng: Random) -> Matrix:
    half = [[rng.choice(_ENTRIES) for _ in range(size)] for _ in range(size)]
    return [[half[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]


def _antisymmetric(size: int, rng: Random) -> Matrix:
    half: Matrix = [[rng.choice(_ENTRIES) for _ in range(size)] for _ in range(size)]
    return matrix.add(half, matrix.scale(-1, matrix.transpose(half)))


def gram(size: int, rng: Random) -> Matrix:
    """A positive definite ``L L^T``."""
    lower: Matrix = [
        [rng.choice((1, 2, 3)) if i == j else rng.choice((-2, -1, 0, 1, 2)) if j < i else 0
         for j in range(size)]
        for i in range(size)
    ]  # fmt: skip
    return matrix.multiply(lower, matrix.transpose(lower))


def orthonormal(rows: int, cols: int, rng: Random) -> Matrix:
    """Columns of a reflection ``I - 2 v v^T / v^T v`` with signs; rows >= cols."""
    if rows < cols:
        raise Unsupported(f"{cols} orthonormal columns of length {rows}")
    if rows == 1:
        return [[rng.choice((1, -1))]]
    v = [rng.choice((1, 2, 3)) * rng.choice((1, -1)) for _ in range(rows)]
    while len({abs(x) for x in v}) == 1:
        v[0] = rng.choice((1, 2, 3))
    square = sum(x * x for x in v)
    signs = [rng.choice((1, -1)) for _ in range(cols)]
    return [
        [signs[j] * (int(i == j) - matrix.quotient(2 * v[i] * v[j], square)) for j in range(cols)]
        for i in range(rows)
    ]


def admissible(symbol: Symbol, value: Matrix, order: int) -> bool:
    """Whether the assumptions about the symbol allow the value (at order 0, or as a derivative)."""
    traits = symbol.properties
    if "diagonal" in traits and any(
        x for i, row in enumerate(value) for j, x in enumerate(row) if i != j
    ):
        return False
    if traits & {"symmetric", "psd"} and matrix.transpose(value) != value:
        return False
    if order:
        return "orthonormal" not in traits or matrix.is_zero(value)
    if symbol.scalar and symbol.sign != "real":
        lowest = value[0][0]
        if lowest < 0 or (lowest == 0 and symbol.sign == "positive"):
            return False
    if "orthonormal" in traits:
        gram = matrix.multiply(matrix.transpose(value), value)
        return bool(gram == matrix.identity(len(gram)))
    if "invertible" in traits and not _invertible(value):
        return False
    return "psd" not in traits or matrix.is_psd(value)


def _invertible(value: Matrix) -> bool:
    try:
        matrix.inverse(value)
    except ZeroDivisionError:
        return False
    return True


def size_bounds(scope: Scope) -> list[tuple[str, str]]:
    """Pairs (larger, smaller) of spaces: assumed, or needed for orthonormal columns."""
    symbols = scope.setting.symbols.values()
    tall = (s.shape for s in symbols if "orthonormal" in s.properties)
    return [*scope.setting.at_least, *tall]


def raised(scope: Scope, sizes: Mapping[str, int]) -> dict[str, int]:
    """The sizes, raised (or lowered to 1) where that makes the setting allow them."""
    found = dict(sizes)
    bounds = size_bounds(scope)
    for _ in range(_ROUNDS):
        for larger, smaller in bounds:
            if scope.dimension(larger, found) >= scope.dimension(smaller, found):
                continue
            above, below = scope.atoms(larger), scope.atoms(smaller)
            if above:
                found[min(above, key=lambda a: found[a])] += 1
            else:
                found.update(dict.fromkeys(below, 1))
    return found


def sizes_allowed(scope: Scope, sizes: Mapping[str, int]) -> bool:
    """Whether the setting allows the sizes."""
    return all(
        scope.dimension(a, sizes) >= scope.dimension(b, sizes) for a, b in size_bounds(scope)
    )
