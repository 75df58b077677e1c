"""Points that satisfy what a setting says, found by constructions and verified exactly.

A construction proposes values; whatever it is, a point is used only if `satisfies` says so. Points
at which a symbol vanishes that need not are the last choice: they make false claims look true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice, product
from random import Random

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.grams import by_gram, hopeless
from sslcheck.derive.exact.linear import solve
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import Draws, Key, admissible, draws_of, orthonormal, with_values
from sslcheck.derive.exact.satisfy import lasting, satisfies
from sslcheck.derive.exact.shrink import mixed_points, simple_points
from sslcheck.derive.expr import ZERO, Expr, Prod, Relation, Sum

__all__ = ["NoPoint", "Slot", "changed", "corrected", "satisfying"]

_REDRAWN = 8
_SIMPLE = 60
_MIXED = 60
_ENOUGH = 12
"""Candidates looked at beyond the first point, for one at which less vanishes."""
_LATER = 3
"""How many derivatives a statement may take beyond the order to which it is compared."""
_ROUNDS = 3
_BASES = 27
_PARTS = (Fraction(1, 16), Fraction(1, 128))
"""By which numbers alone are scaled."""
_SCALES = (*_PARTS, Fraction(1, 89), 97)
_SPECTRUM = (2, 3, 5, 7, 4, 6)

Slot = tuple[Key, int]
"""A value that may be chosen: a symbol (at a mode) and the order of its derivative."""


class NoPoint(Unsupported):
    """No exact point was found that satisfies the hypotheses."""


def satisfying(point: Point, roots: Sequence[Expr] = (), order: int = 0) -> Point:
    """The point itself where it satisfies the setting, or one of the same sizes that does.

    Raises `NoPoint` where none is found.
    """
    if any(lasting(point.scope, relation) for relation in point.scope.equations):
        order += _LATER
    if satisfies(point, order):
        return point
    best: Point | None = None
    fewest, tried = 0, 0
    if hopeless(point):
        raise NoPoint("no exact point was found that satisfies the hypotheses")
    for candidate in _candidates(point):
        tried += 1
        if best is not None and tried > _ENOUGH:
            break
        found = corrected(candidate, order)
        if found is None or not _rooted(found, roots):
            continue
        zeros = _zeros(found)
        if best is None or zeros < fewest:
            best, fewest, tried = found, zeros, 0
        if not fewest:
            break
    if best is None:
        raise NoPoint("no exact point was found that satisfies the hypotheses")
    return best


def corrected(point: Point, order: int = 0) -> Point | None:
    """The point with one symbol after the other solved for until all relations hold, if they do."""
    scope = point.scope
    try:
        for _ in range(_ROUNDS):
            before = point
            for relation in _failing(point):
                point = _solved(point, relation) or point
            if point is before:  # nothing fails, or nothing more can be done about it
                break
        if _failing(point):
            return None
        for k in range(1, order + 1):
            for relation in scope.equations:
                if lasting(scope, relation) and violation(relation, point, k) is not None:
                    point = _moved(point, relation, k)
    except (Unsupported, ShapeMismatch, ZeroDivisionError):
        return None
    return point if satisfies(point, order) else None


def _failing(point: Point) -> list[Relation]:
    return [r for r in point.scope.equations if violation(r, point, 0) is not None]


def changed(point: Point, values: Mapping[Slot, Matrix]) -> Point:
    """The point with some values in place of its own; what is of a higher order is drawn anew."""
    draws = draws_of(point)
    known = {key: list(orders) for key, orders in draws.values.items()}
    for (key, k), value in values.items():
        orders = known.get(key, [])
        for i in range(len(orders), k):
            orders.append(draws.value(*key, i))
        known[key] = [*orders[:k], value]
    return with_values(point, known, draws.closed)


def _value(point: Point, slot: Slot) -> Matrix:
    (name, mode), k = slot
    return draws_of(point).value(name, mode, k)


def _keys(point: Point, relation: Relation | None = None) -> list[Key]:
    """The independent values that the relations, or one of them, are made of."""
    scope = point.scope
    names = scope.related
    if relation is not None:
        mentioned = scope.mentions(relation.lhs) | scope.mentions(relation.rhs)
        names = tuple(name for name in names if name in mentioned)
    return [(name, mode) for name in names for mode in point.modes_of(name)]


def _zeros(point: Point) -> int:
    """How many of the related symbols vanish."""
    return sum(matrix.is_zero(_value(point, (key, 0))) for key in _keys(point))


def _rooted(point: Point, roots: Sequence[Expr]) -> bool:
    try:
        for root in roots:
            for mode in point.modes(root):
                point.evaluate(root, mode).at(0)
    except (Unsupported, ShapeMismatch, ZeroDivisionError):
        return False
    return True


# -- candidates -----------------------------------------------------------------------------------


def _candidates(point: Point) -> Iterator[Point]:
    draws = draws_of(point)
    yield point
    if not all(point.scope.symbol(name).scalar for name in point.scope.related):
        for kind in range(_KINDS):
            yield _aligned(point, kind, Random(f"{draws.seed} {kind}"))
    for factor in _SCALES:
        slots = [(key, 0) for key in _keys(point)]
        if factor in _PARTS:
            slots = [slot for slot in slots if point.scope.symbol(slot[0][0]).scalar]
        scaled = {slot: matrix.scale(factor, _value(point, slot)) for slot in slots}
        symbol = point.scope.symbol
        yield changed(point, {s: v for s, v in scaled.items() if admissible(symbol(s[0][0]), v, 0)})
    for k in range(1, _REDRAWN):
        seed = draws.seed + 101 * k
        yield Point(point.scope, point.sizes, Draws(point.scope, point.sizes, seed))
    for key in _keys(point):  # simple points vary what has been asked for
        draws.value(*key, 0)
    yield from islice(simple_points(point), _SIMPLE)
    yield from mixed_points(point, _MIXED)


_KINDS = 8


def _aligned(point: Point, kind: int, rng: Random) -> Point:
    """Matrices ``Q D R^T`` with one orthonormal frame for each space.

    Such matrices satisfy what normal forms of linear algebra are about: balance, commutation,
    projections, eigenvectors. ``kind`` varies the spectra: each symbol's own, one for all, of lower
    rank, signs, projectors, nilpotent, and frames that are the identity.
    """
    scope = point.scope
    frames: dict[str, Matrix] = {}
    values: dict[Slot, Matrix] = {}
    names = [name for name in scope.related if not scope.symbol(name).scalar]
    rank = min((min(point.shape(n)) for n in names), default=1)
    for number, name in enumerate(names):
        traits = scope.symbol(name).properties
        rows, cols = point.shape(name)
        if kind < _KINDS - 2 or kind == _KINDS - 1:
            left, right = (
                frames.setdefault(space, orthonormal(size, size, rng) if size > 1 else [[1]])
                for space, size in zip(scope.symbol(name).shape, (rows, cols), strict=True)
            )
        else:
            left, right = matrix.identity(rows), matrix.identity(cols)
        middle = _middle(kind, number, rows, cols, rank, bool(traits & {"symmetric", "psd"}))
        if "orthonormal" in traits:
            middle = matrix.identity(rows, cols)
        if "diagonal" in traits:
            left, right = matrix.identity(rows), matrix.identity(cols)
        value = matrix.multiply(matrix.multiply(left, middle), matrix.transpose(right))
        if admissible(scope.symbol(name), value, 0):
            values[(name, NO_MODE), 0] = value
    return changed(point, values)


def _middle(kind: int, number: int, rows: int, cols: int, rank: int, mirrored: bool) -> Matrix:
    """The ``D`` of one symbol."""
    size = min(rows, cols)
    shift = number if kind in (1, 6) else 0
    entries: list[Rational] = [_SPECTRUM[(i + shift) % len(_SPECTRUM)] for i in range(size)]
    match kind:
        case 0 | 1 | 6:
            entries = entries[: rank if kind == 0 else size]
        case 2:
            entries = entries[: max(1, rank - 1)]
        case 3:
            entries = [(-1) ** i for i in range(size)]
        case 4:
            entries = [1] * max(1, size - 1)
        case 5:
            entries = [1] * size
    middle = matrix.zeros(rows, cols)
    for i, value in enumerate(entries):
        middle[i][i] = value
    if kind == 7 and not mirrored:  # nilpotent
        middle = [[int(j - i == cols - 1 > 0) for j in range(cols)] for i in range(rows)]
    return middle


# -- correction -----------------------------------------------------------------------------------


def _solved(point: Point, relation: Relation) -> Point | None:
    """The relation made true by one symbol, another one for each seed, that vanishes last.

    A product is 0 already where one of its factors that are numbers is.
    """
    factors = relation.lhs.factors if isinstance(relation.lhs, Prod) else ()
    if relation.rhs == ZERO and draws_of(point).seed % 2:
        for factor in factors:
            if isinstance(factor, Sum) and (found := _solved(point, Relation(factor, "=", ZERO))):
                return found
    keys = _keys(point, relation)
    names = [*dict.fromkeys(name for name, _ in keys)]
    start = draws_of(point).seed % max(1, len(names))
    options: list[Point] = []
    for name in names[start:] + names[:start]:
        slots = [(key, 0) for key in keys if key[0] == name]
        found = _solve_for(point, relation, slots)
        if found is None:
            continue
        if not any(matrix.is_zero(_value(found, slot)) for slot in slots):
            return found
        options.append(found)
    if (other := _secant(point, relation, keys)) is not None:
        options.append(other)
    if (rooted := by_gram(point, relation)) is not None:
        name, value = rooted
        options.append(changed(point, {((name, NO_MODE), 0): value}))
    return min(options, key=_zeros, default=None)


def _moved(point: Point, relation: Relation, order: int) -> Point:
    """The relation made true to this order in time by the derivatives of the functions in it."""
    keys = [key for key in _keys(point, relation) if key[0] in point.scope.functions]
    slots = [(key, order) for key in keys]
    for key, k in slots:
        draws_of(point).value(*key, k)
    found = _solve_for(point, relation, slots) if slots else point  # states move by their flow
    if found is not None:
        return found
    still = {
        (key, k): matrix.zeros(*point.shape(key[0])) for key in keys for k in range(1, order + 1)
    }
    return changed(point, still)


def _solve_for(point: Point, relation: Relation, slots: Sequence[Slot]) -> Point | None:
    """The point with these values moved so that the relation holds, if they enter linearly."""
    scope, order = point.scope, slots[0][1]
    if order == 0 and any("orthonormal" in scope.symbol(name).properties for (name, _), _ in slots):
        return None
    start = {slot: _value(point, slot) for slot in slots}
    steps = [
        (slot, direction)
        for slot in slots
        for direction in _directions(scope.symbol(slot[0][0]).properties, *point.shape(slot[0][0]))
    ]

    def gap(weights: Sequence[Rational]) -> list[Rational]:
        return _gap(changed(point, moved(weights)), relation, order)

    def moved(weights: Sequence[Rational]) -> dict[Slot, Matrix]:
        values = dict(start)
        for weight, (slot, direction) in zip(weights, steps, strict=True):
            if weight:
                values[slot] = matrix.add(values[slot], matrix.scale(weight, direction))
        return values

    count = len(steps)
    base, once, twice = _gap(point, relation, order), gap([1] * count), gap([2] * count)
    if any(x - 2 * y + z for x, y, z in zip(base, once, twice, strict=True)):
        return None  # they do not enter linearly
    columns = [
        [x - y for x, y in zip(gap([int(i == k) for i in range(count)]), base, strict=True)]
        for k in range(count)
    ]
    total = [sum(row) for row in zip(*columns, strict=True)]
    if total != [y - x for x, y in zip(base, once, strict=True)]:
        return None
    found = solve([*zip(*columns, strict=True)], [-x for x in base])
    if found is None:
        return None
    values = moved(found)
    if not all(admissible(scope.symbol(name), v, k) for ((name, _), k), v in values.items()):
        return None
    return changed(point, values)


def _secant(point: Point, relation: Relation, keys: Sequence[Key]) -> Point | None:
    """The second zero of a quadratic equation on a line through a simple first one."""
    slots: list[Slot] = [(key, 0) for key in keys]
    start = {slot: _value(point, slot) for slot in slots}
    if len(_gap(point, relation, 0)) != 1:
        return None
    for choice in islice(product(*(_bases(m) for m in start.values())), _BASES):
        base = dict(zip(slots, choice, strict=True))
        if any(_gap(changed(point, base), relation, 0)):
            continue

        def at(s: Rational, base: dict[Slot, Matrix] = base) -> dict[Slot, Matrix]:
            return {
                slot: matrix.add(matrix.scale(1 - s, base[slot]), matrix.scale(s, start[slot]))
                for slot in slots
            }

        one, two, three = (_gap(changed(point, at(s)), relation, 0)[0] for s in (1, 2, 3))
        bend = matrix.quotient(two - 2 * one, 2)
        if not bend or three != 9 * bend + 3 * (one - bend):
            continue
        s = matrix.quotient(bend - one, bend)
        if not s:
            continue
        values = at(s)
        if all(admissible(point.scope.symbol(name), v, 0) for ((name, _), _), v in values.items()):
            return changed(point, values)
    return None


def _bases(value: Matrix) -> Iterator[Matrix]:
    """Values through which lines are drawn; signs do not matter here."""
    rows, cols = len(value), len(value[0])
    corner = matrix.zeros(rows, cols)
    corner[0][0] = 1
    yield from (matrix.zeros(rows, cols), corner, matrix.scale(-1, corner))


def _directions(traits: frozenset[str], rows: int, cols: int) -> Iterator[Matrix]:
    """A basis of the matrices with linear properties."""
    mirrored = traits & {"symmetric", "psd"}
    for i in range(rows):
        for j in range(cols):
            if ("diagonal" in traits and i != j) or (mirrored and j < i):
                continue
            unit = matrix.zeros(rows, cols)
            unit[i][j] = 1
            if mirrored:
                unit[j][i] = 1
            yield unit


def _gap(point: Point, relation: Relation, order: int) -> list[Rational]:
    """The difference of the sides at this order in time, its entries at all modes in a row."""
    found: list[Rational] = []
    for mode in point.modes(relation.lhs, relation.rhs):
        lhs, rhs = (point.evaluate(side, mode) for side in (relation.lhs, relation.rhs))
        shape = max(lhs.rows, rhs.rows), max(lhs.cols, rhs.cols)
        left, right = lhs.shaped(*shape).at(order), rhs.shaped(*shape).at(order)
        found += chain.from_iterable(matrix.add(left, matrix.scale(-1, right)))
    return found
