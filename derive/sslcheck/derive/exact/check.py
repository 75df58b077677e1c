"""Whether a relation holds at an exact point, and where it fails if not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.entries import places
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import AwayFromStart, Point
from sslcheck.derive.expr import Relation

__all__ = ["Violation", "attempt", "violation"]


_TOLD = {"psd": "symmetric", "pd": "symmetric", "<": "", "<=": "", ">": "", ">=": ""}
"""What is left to be seen of later orders in time, where one tells which side is more."""


class Violation(NamedTuple):
    """Where a relation fails: order in time, mode, indices below entries, and the coefficients of
    both sides."""

    order: int
    mode: int
    lhs: Matrix
    rhs: Matrix
    place: Mapping[str, int] = {}


def violation(relation: Relation, point: Point, order: int) -> Violation | None:
    """The first failure of ``relation`` at the point, or None.

    An equation is compared up to ``t^order`` (as far as it is known: some gradients are at time 0
    only), what is ordered at the first order that differs, which tells how it is soon after; at
    every mode, and at all values of free letters below entries.
    """
    for mode in point.modes(relation.lhs, relation.rhs):
        for place, single in places(point, relation, mode):
            found = _fails(single, point, order, mode)
            if found is not None:
                return found._replace(place=place)
    return None


def _fails(relation: Relation, point: Point, order: int, mode: int) -> Violation | None:
    lhs = point.evaluate(relation.lhs, mode)
    rhs = point.evaluate(relation.rhs, mode)
    shape = max(lhs.rows, rhs.rows), max(lhs.cols, rhs.cols)
    lhs, rhs = lhs.shaped(*shape), rhs.shaped(*shape)
    op = relation.op
    for k in range(order + 1):
        try:
            holds = _holds(op, lhs.at(k), rhs.at(k))
        except AwayFromStart:
            if not k:
                raise  # nothing is compared
            break
        if not holds:
            return Violation(k, mode, lhs.coefficient(k), rhs.coefficient(k))
        if op in _TOLD and lhs.at(k) != rhs.at(k):
            op = _TOLD[op]  # this order tells
        if not op:
            break
    return None


def _holds(op: str, lhs: Matrix, rhs: Matrix) -> bool:
    if op == "=":
        return lhs == rhs
    gap = matrix.add(lhs, matrix.scale(-1, rhs))
    if op == "symmetric":
        return gap == matrix.transpose(gap)
    if op == "psd":
        return matrix.is_psd(gap)
    if op == "pd":
        return matrix.is_pd(gap)
    if len(gap) > 1 or len(gap[0]) > 1 or op not in ("<", "<=", ">", ">="):
        raise Unsupported(f"the relation {op!r} between {len(gap)} x {len(gap[0])} values")
    number = gap[0][0]
    if not number:
        return op in ("<=", ">=")
    return (number > 0) == (op in (">", ">="))


def attempt(relation: Relation, point: Point, order: int) -> Violation | None:
    """As ``violation``, but None also where a side has no value at the point."""
    try:
        return violation(relation, point, order)
    except (Unsupported, ZeroDivisionError):
        return None
