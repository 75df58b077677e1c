"""Simple points, and making a point simpler while something stays true of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import cycle, islice
from random import Random

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import Key, admissible, draws_of, with_values
from sslcheck.derive.setting import Symbol

__all__ = ["lowered_points", "mixed_points", "named_values", "simple_points", "simplest"]

_SIMPLE: tuple[Rational, ...] = (0, 1, -1, 2, Fraction(1, 2), -2, 3, 4)
_FAR: tuple[Rational, ...] = (10**6, Fraction(1, 10**6), 9, Fraction(1, 9), -1)
"""Squares: a number with a rational root has one in these places, too."""
_PASSES = 4

_Values = dict[Key, list[Matrix]]


def _touched(point: Point) -> _Values:
    """The independent values that the evaluations at the point have asked for."""
    draws = draws_of(point)
    return {key: draws.values[key][: order + 1] for key, order in draws.touched.items()}


def _cost(value: Matrix) -> Rational:
    """How complicated the entries look: 0, 1, -1, 2, -2, 1/2, ..."""
    return sum(
        2 * abs(x.numerator) + (x < 0) + (5 * x.denominator if x.denominator > 1 else 0)
        for row in value
        for x in row
    )


def simple_points(point: Point) -> Iterator[Point]:
    """Points of the same sizes whose values are 0, identities or small numbers, simplest first.

    Only values that the point has been asked for vary; boundary values come first.
    """
    slots, pools = _pools(point)
    for choice in _by_total([len(pool) for pool in pools]):
        yield _chosen(point, slots, [pool[i] for pool, i in zip(pools, choice, strict=True)])


def lowered_points(point: Point) -> Iterator[Point]:
    """Points of the same sizes at which matrices, one or all, have a lower rank, or are 0."""
    slots, _ = _pools(point)
    own = _touched(point)
    values = [own[key][k] for key, k in slots]
    matrices = [at for at, (_, k) in enumerate(slots) if not k and max(_shape(values[at])) > 1]
    for change in (_lowered, _emptied):
        lower = {at: change(values[at]) for at in matrices}
        allowed = [
            at for at in matrices if admissible(point.scope.symbol(slots[at][0][0]), lower[at], 0)
        ]
        for some in (*({at} for at in allowed), {*allowed}):
            changed = [lower[at] if at in some else v for at, v in enumerate(values)]
            yield _chosen(point, slots, changed)


def _shape(value: Matrix) -> tuple[int, int]:
    return len(value), len(value[0])


def _lowered(value: Matrix) -> Matrix:
    """Without what its last row has, and its last column where it is square: of lower rank."""
    rows, cols = _shape(value)
    kept = [[x if j + 1 < cols or rows != cols else 0 for j, x in enumerate(row)] for row in value]
    return [*kept[:-1], [0] * cols]


def _emptied(value: Matrix) -> Matrix:
    return matrix.zeros(*_shape(value))


def mixed_points(point: Point, count: int) -> Iterator[Point]:
    """Points of the same sizes that combine such values, and the point's own, at random.

    Values far from 1 are among them.
    """
    slots, pools = _pools(point)
    wide = [
        [*pool, *(matrix.scale(f, pool[-1]) for f in (_FAR if k == 0 and pool[1:] else ()))]
        for (_, k), pool in zip(slots, pools, strict=True)
    ]
    wide = [
        [value for value in pool if admissible(point.scope.symbol(key[0]), value, k)]
        for (key, k), pool in zip(slots, wide, strict=True)
    ]
    rng = Random(count)
    for _ in range(count):
        yield _chosen(point, slots, [rng.choice(pool) for pool in wide])


def _pools(point: Point) -> tuple[list[tuple[Key, int]], list[list[Matrix]]]:
    """Each value that the point has been asked for, with simple ones to put in its place."""
    touched = _touched(point)
    slots = [(key, k) for key, orders in touched.items() for k in range(len(orders))]
    return slots, [_pool(point.scope.symbol(key[0]), touched[key][k], k) for key, k in slots]


def _chosen(point: Point, slots: Sequence[tuple[Key, int]], values: Sequence[Matrix]) -> Point:
    grouped: _Values = {}
    for (key, _), value in zip(slots, values, strict=True):
        grouped.setdefault(key, []).append(value)
    return with_values(point, grouped, closed=True)


def _pool(symbol: Symbol, like: Matrix, order: int) -> list[Matrix]:
    """Simple values that the symbol may take, of the shape of ``like``."""
    rows, cols = len(like), len(like[0])
    if symbol.scalar:
        pool: list[Matrix] = [[[x]] for x in _SIMPLE[: 3 if order else 5]] + [like]
    else:
        unit = matrix.identity(rows, cols)
        ones: Matrix = [[1] * cols for _ in range(rows)]
        corner: Matrix = [[int(i == j == 0) for j in range(cols)] for i in range(rows)]
        turn: Matrix = [[(j > i) - (j < i) for j in range(cols)] for i in range(rows)]
        pool = [matrix.zeros(rows, cols), unit, corner, matrix.scale(-1, unit), ones, turn, like]
    distinct = [value for i, value in enumerate(pool) if value not in pool[:i]]
    return [value for value in distinct if admissible(symbol, value, order)] or [like]


def _by_total(lengths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All index tuples below ``lengths``, in order of their sum."""

    def split(total: int, start: int) -> Iterator[tuple[int, ...]]:
        if start == len(lengths):
            if total == 0:
                yield ()
            return
        room = sum(length - 1 for length in lengths[start + 1 :])
        for index in range(max(0, total - room), min(total, lengths[start] - 1) + 1):
            for rest in split(total - index, start + 1):
                yield (index, *rest)

    for total in range(sum(length - 1 for length in lengths) + 1):
        yield from split(total, 0)


def simplest(point: Point, fails: Callable[[Point], bool]) -> Point:
    """A point at which ``fails`` still holds and no single value can be made simpler."""
    values = _touched(point)
    symbols = {key: point.scope.symbol(key[0]) for key in values}
    best, idle = point, 0
    places = [
        (key, k, place)
        for key, (first, *_) in values.items()
        for k in reversed(range(len(values[key])))
        for place in (None, *((i, j) for i in range(len(first)) for j in range(len(first[0]))))
    ]
    for key, k, place in islice(cycle(places), _PASSES * len(places)):
        for simpler in _simpler(symbols[key], values[key], k, place):
            candidate = with_values(point, {**values, key: simpler}, closed=True)
            if fails(candidate):
                best, values[key], idle = candidate, simpler, 0
                break
        idle += 1
        if idle == len(places):  # nothing has changed since each place was tried
            break
    return best


def _simpler(
    symbol: Symbol, orders: Sequence[Matrix], k: int, place: tuple[int, int] | None
) -> Iterator[list[Matrix]]:
    """Admissible, simpler values of the k-th derivative: with another entry, or as a whole."""
    current = orders[k]
    rows, cols = len(current), len(current[0])
    if "orthonormal" in symbol.properties and any(not matrix.is_zero(m) for m in orders[1:]):
        if place is None and k == 1:  # its derivatives hang together
            yield [orders[0], *(matrix.zeros(rows, cols) for _ in orders[1:])]
        return
    if place is None:
        candidates = [matrix.zeros(rows, cols), matrix.identity(rows, cols)]
    else:
        i, j = place
        candidates = []
        for entry in _SIMPLE:
            value = [list(row) for row in current]
            value[i][j] = entry
            if symbol.properties & {"symmetric", "psd"}:
                value[j][i] = entry
            candidates.append(value)
    cost = _cost(current)
    for value in candidates:
        if _cost(value) < cost and admissible(symbol, value, k):
            yield [*orders[:k], value, *orders[k + 1 :]]


def named_values(point: Point) -> dict[str, list[list[str]]]:
    """The values asked for, by name: modes side by side; derivatives, unless 0, as ``\\dot``."""
    touched = _touched(point)
    found: dict[str, list[list[str]]] = {}
    for name in point.scope.setting.symbols:
        modes = sorted(mode for key, mode in touched if key == name)
        if not modes:
            continue
        if modes == [NO_MODE]:
            series = touched[name, NO_MODE]
        else:
            length = max(len(touched[name, mode]) for mode in modes)
            none = matrix.zeros(*point.shape(name))
            series = [
                [[x for row in rows for x in row] for rows in zip(*members, strict=True)]
                for k in range(length)
                for members in [[(touched[name, m][k : k + 1] or [none])[0] for m in modes]]
            ]
        for k, value in enumerate(series):
            if k == 0 or not matrix.is_zero(value):
                mark = name if k == 0 else f"\\dot{{{name}}}" if k == 1 else f"{name}^{{({k})}}"
                found[mark] = matrix.text(value)
    setting = point.scope.setting
    for name in setting.initial:
        if not setting.symbols[name].index:
            with suppress(Unsupported, ShapeMismatch, ZeroDivisionError):
                found.setdefault(name, matrix.text(point.symbol(name).at(0)))
    return found
