"""Points that satisfy what a setting says: declared natures of derived values, and relations.

Draws have what is declared of independent symbols by construction. What hypotheses and definitions
make of the others is checked here, and points that satisfy equations are constructed; whatever the
construction, each point is verified exactly before it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.linear import solve
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import Draws, Key, admissible, orthonormal
from sslcheck.derive.exact.shrink import mixed_points, simple_points
from sslcheck.derive.expr import Relation

__all__ = ["satisfies", "satisfying"]

_SIMPLE = 60
_MIXED = 60
_REDRAWN = 12
_ROUNDS = 4
_PARTS = (16, 128)


def satisfies(point: Point) -> bool:
    """Whether all declarations, definitions, hypotheses and relations hold at the point."""
    return _declared(point) and all(_gap(point, r) is None for r in point.scope.setting.relations)


def satisfying(point: Point) -> Point:
    """The point itself where it satisfies the setting, or one of the same sizes that does.

    Unsupported where none is found.
    """
    if satisfies(point):
        return point
    for candidate in _candidates(point):
        try:
            found = _corrected(candidate)
            if satisfies(found):
                return found
        except (Unsupported, ShapeMismatch, ZeroDivisionError):
            continue
    raise Unsupported("no exact point was found that satisfies the hypotheses")


def _declared(point: Point) -> bool:
    """Whether derived values are what their symbols are declared to be."""
    scope = point.scope
    setting = scope.setting
    for name, symbol in setting.symbols.items():
        if not symbol.properties and symbol.sign == "real":
            continue
        if scope.replacement(name) is None and name not in setting.initial:
            continue
        modes = range(point.sizes[scope.modes(symbol.index)]) if symbol.index else (NO_MODE,)
        for mode in modes:
            try:
                value = point.symbol(name, mode).at(0)
            except (Unsupported, ShapeMismatch):
                continue  # what cannot be evaluated cannot be refuted either
            except ZeroDivisionError:
                return False
            if not admissible(symbol, value, 0):
                return False
    return True


def _gap(point: Point, relation: Relation) -> Matrix | None:
    """The difference of the sides where the relation fails, at time 0."""
    found = violation(relation, point, 0)
    return None if found is None else matrix.add(found.lhs, matrix.scale(-1, found.rhs))


# -- candidates -----------------------------------------------------------------------------------


def _candidates(point: Point) -> Iterator[Point]:
    draws = point.source
    assert isinstance(draws, Draws)
    if point.scope.setting.relations:
        for kind in range(6):
            yield _aligned(point, kind, Random(f"{draws.seed} {kind}"))
    for k in range(1, _REDRAWN):
        seed = draws.seed + 101 * k
        yield Point(point.scope, point.sizes, Draws(point.scope, point.sizes, seed))
    for part in _PARTS:
        yield _shrunk(point, part)
    yield from islice(simple_points(point), _SIMPLE)
    yield from mixed_points(point, _MIXED)


def _shrunk(point: Point, part: int) -> Point:
    """The point with every scalar that has been drawn divided by a number."""
    draws = point.source
    assert isinstance(draws, Draws)
    values = {
        key: [[[matrix.quotient(value[0][0][0], part)]]]
        for key, value in draws.values.items()
        if value and point.scope.symbol(key[0]).scalar
    }
    return Point(point.scope, point.sizes, Draws(point.scope, point.sizes, draws.seed, values))


def _aligned(point: Point, kind: int, rng: Random) -> Point:
    """Matrices ``Q D R^T`` with one orthonormal frame for each space and one spectrum for all.

    Such matrices satisfy what normal forms of linear algebra are about: balance, commutation,
    projections, eigenvectors. ``kind`` varies the spectrum.
    """
    scope = point.scope
    frames: dict[str, Matrix] = {}
    names = _related(point)
    rank = min((min(point.shape(n)) for n in names if not scope.symbol(n).scalar), default=1)
    rank = max(1, rank - (kind >= 4))
    spectra: list[list[Rational]] = [[1] * 9, [2, 3, 5, 7, 1, 4, 6, 8, 9], [3, 1, 2, 5, 4] * 2]
    spectrum = spectra[kind % 3][:rank]
    values: dict[Key, list[Matrix]] = {}
    for name in names:
        symbol = scope.symbol(name)
        if symbol.scalar:
            continue
        rows, cols = point.shape(name)
        left, right = (
            frames.setdefault(space, orthonormal(size, size, rng) if size > 1 else [[1]])
            for space, size in zip(symbol.shape, (rows, cols), strict=True)
        )
        middle = matrix.zeros(rows, cols)
        for k, value in enumerate(spectrum[: min(rows, cols)]):
            middle[k][k] = 1 if "orthonormal" in symbol.properties else value
        if "diagonal" in symbol.properties:
            values[name, NO_MODE] = [middle]
            continue
        turned = matrix.multiply(matrix.multiply(left, middle), matrix.transpose(right))
        values[name, NO_MODE] = [turned]
    draws = point.source
    assert isinstance(draws, Draws)
    return Point(scope, point.sizes, Draws(scope, point.sizes, draws.seed, values))


def _related(point: Point) -> list[str]:
    """The independent symbols that the relations are made of."""
    scope = point.scope
    relations = scope.setting.relations
    names = frozenset().union(*(scope.mentions(s) for r in relations for s in (r.lhs, r.rhs)))
    return [
        n
        for n in scope.setting.symbols
        if n in names and scope.replacement(n) is None and n not in scope.setting.initial
    ]


# -- correction -----------------------------------------------------------------------------------


def _corrected(point: Point) -> Point:
    """The point with one symbol after the other solved for, as long as relations fail."""
    for _ in range(_ROUNDS):
        for relation in point.scope.setting.relations:
            if _gap(point, relation) is None:
                continue
            better = _solved(point, relation)
            if better is None:
                return point
            point = better
        if all(_gap(point, r) is None for r in point.scope.setting.relations):
            break
    return point


def _solved(point: Point, relation: Relation) -> Point | None:
    """A symbol that enters a relation linearly, moved so that it holds."""
    mentioned = [*_names_of(point, relation)]
    for name in sorted(mentioned, key=lambda n: (not point.scope.symbol(n).scalar, n)):
        found = _solve_for(point, relation, name)
        if found is not None:
            return found
    return None


def _names_of(point: Point, relation: Relation) -> Iterator[str]:
    """The independent symbols of one relation."""
    scope = point.scope
    names = scope.mentions(relation.lhs) | scope.mentions(relation.rhs)
    yield from (n for n in _related(point) if n in names and not scope.symbol(n).index)


def _solve_for(point: Point, relation: Relation, name: str) -> Point | None:
    symbol = point.scope.symbol(name)
    if "orthonormal" in symbol.properties:
        return None
    directions = [*_directions(symbol.properties, *point.shape(name))]
    start = point.symbol(name).at(0)
    base = _difference(point, relation)
    columns = []
    for direction in directions:
        moved = _difference(_with(point, name, matrix.add(start, direction)), relation)
        columns.append(matrix.add(moved, matrix.scale(-1, base)))
    twice = matrix.zeros(len(start), len(start[0]))
    for direction in directions:
        twice = matrix.add(twice, matrix.scale(2, direction))
    far = _difference(_with(point, name, matrix.add(start, twice)), relation)
    expected = base
    for column in columns:
        expected = matrix.add(expected, matrix.scale(2, column))
    if far != expected:
        return None  # it does not enter linearly
    rows = [
        [column[i][j] for column in columns] for i in range(len(base)) for j in range(len(base[0]))
    ]
    right = [-x for row in base for x in row]
    steps = solve(rows, right)
    if steps is None:
        return None
    value = start
    for step, direction in zip(steps, directions, strict=True):
        value = matrix.add(value, matrix.scale(step, direction))
    if not admissible(symbol, value, 0):
        return None
    return _with(point, name, value)


def _directions(properties: frozenset[str], rows: int, cols: int) -> Iterator[Matrix]:
    """A basis of the matrices with linear properties."""
    for i in range(rows):
        for j in range(cols):
            if "diagonal" in properties and i != j:
                continue
            mirrored = properties & {"symmetric", "psd"}
            if mirrored and j < i:
                continue
            unit = matrix.zeros(rows, cols)
            unit[i][j] = 1
            if mirrored:
                unit[j][i] = 1
            yield unit


def _difference(point: Point, relation: Relation) -> Matrix:
    lhs, rhs = point.evaluate(relation.lhs), point.evaluate(relation.rhs)
    shape = max(lhs.rows, rhs.rows), max(lhs.cols, rhs.cols)
    left, right = lhs.shaped(*shape).at(0), rhs.shaped(*shape).at(0)
    return matrix.add(left, matrix.scale(-1, right))


def _with(point: Point, name: str, value: Matrix) -> Point:
    draws = point.source
    assert isinstance(draws, Draws)
    values: dict[Key, Sequence[Matrix]] = {k: v[:1] for k, v in draws.values.items() if v}
    values[name, NO_MODE] = [value]
    return Point(point.scope, point.sizes, Draws(point.scope, point.sizes, draws.seed, values))
