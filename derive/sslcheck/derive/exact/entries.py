"""The value of an expression at a point: entries, and sums over their indices, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from sslcheck.derive import expr as e
from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact.matrix import Matrix, zeros
from sslcheck.derive.exact.point import NO_MODE, Point, rule
from sslcheck.derive.exact.scope import parts
from sslcheck.derive.exact.series import Series, combine, constant
from sslcheck.derive.traverse import free_indices, map_children

__all__ = ["Place", "places", "summands", "taken"]

Place = Mapping[str, int]
"""A value, from 0, for each free letter below entries."""


@rule(e.Entry)
def _entry(point: Point, node: e.Entry, mode: int) -> Series:
    return taken(node, point.evaluate(node.arg, mode))


@rule(e.IndexSum)
def _sum(point: Point, node: e.IndexSum, mode: int) -> Series:
    return combine([(1, point.evaluate(term, mode)) for term in summands(point, node, mode)])


def taken(node: e.Entry, value: Series) -> Series:
    """The entry of a value, or its column; Unsupported where a letter has no value."""
    row, column = node.row, node.column
    if column == "":  # of a vector
        row, column = (0, row) if value.rows == 1 else (row, 0)
        if value.rows > 1 and value.cols > 1:
            raise ShapeMismatch("an entry of a matrix with one index", ("", ""))
    if isinstance(column, str) or (isinstance(row, str) and row):
        raise Unsupported(f"the index {row or column} outside of a sum")
    if column >= value.cols or (row != "" and row >= value.rows):
        raise ShapeMismatch("an index beyond the rows or columns", ("", ""))

    def term(k: int) -> Matrix:
        whole = value.at(k)
        return [[line[column]] for line in (whole if row == "" else [whole[int(row)]])]

    return Series(value.rows if row == "" else 1, 1, term, value.degree)


def summands(point: Point, node: e.IndexSum, mode: int) -> Iterator[e.Expr]:
    """The terms of a sum over an index."""
    count = _range(point, node.index, (node.arg,), mode)
    if node.space and point.dimension(node.space) != count:
        raise ShapeMismatch(f"a sum over {node.space} in an index of another range", ("", ""))
    return (_placed(node.arg, {node.index: k}) for k in range(count))


def places(point: Point, relation: e.Relation, mode: int) -> Iterator[tuple[Place, e.Relation]]:
    """A relation for each choice of its free letters, which is tried for all of them."""
    sides = relation.lhs, relation.rhs
    letters = sorted(free_indices(*sides))
    ranges = [range(_range(point, letter, sides, mode)) for letter in letters]
    for choice in product(*ranges):
        place = dict(zip(letters, choice, strict=True))
        lhs, rhs = (_placed(side, place) for side in sides)
        yield place, e.Relation(lhs, relation.op, rhs) if place else relation


def _placed(node: e.Expr, place: Place) -> e.Expr:
    """A node with numbers in place of free letters."""
    if isinstance(node, e.IndexSum):
        place = {letter: k for letter, k in place.items() if letter != node.index}
    if not place or free_indices(node).isdisjoint(place):
        return node
    node = map_children(node, lambda part: _placed(part, place))
    if isinstance(node, e.Entry):
        row, column = (place.get(str(at), at) for at in (node.row, node.column))
        return e.Entry(node.arg, row, column)
    return node


def _range(point: Point, letter: str, nodes: tuple[e.Expr, ...], mode: int) -> int:
    """How many values a letter has: as many as there are rows, or columns, where it stands.

    ShapeMismatch where it stands at sides of different lengths.
    """
    found = {count for node in nodes for count in _lengths(point, letter, node, mode)}
    if len(found) != 1:
        raise ShapeMismatch(f"the index {letter} of several ranges", ("", ""))
    return found.pop()


def _still(point: Point) -> dict[tuple[str, int], Series]:
    """Each view as a column of zeros."""
    random = {name for views in point.scope.setting.views for name in views.random}
    return {(name, NO_MODE): constant(zeros(*point.shape(name))) for name in random}


def _lengths(point: Point, letter: str, node: e.Expr, mode: int) -> Iterator[int]:
    if letter not in free_indices(node):
        return
    if isinstance(node, e.Expect):  # where views have values, any will do
        point = point.child(_still(point))
    if isinstance(node, e.Entry) and letter in (node.row, node.column):
        others = dict.fromkeys(free_indices(node.arg), 0)
        value = point.evaluate(_placed(node.arg, others), mode)
        if not value.rows:
            raise Unsupported("an entry of an identity of unknown size")
        if node.column == "":
            yield max(value.rows, value.cols)
        else:
            yield from {value.rows} if node.row == letter else ()
            yield from {value.cols} if node.column == letter else ()
    for part in parts(node):
        yield from _lengths(point, letter, part, mode)
