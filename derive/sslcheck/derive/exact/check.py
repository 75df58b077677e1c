"""Whether a relation holds at an exact point, and where it fails if not."""

from __future__ import annotations

from typing import NamedTuple

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, AwayFromStart, Point
from sslcheck.derive.exact.series import Series, combine
from sslcheck.derive.expr import Relation

__all__ = ["Violation", "attempt", "violation"]


class Violation(NamedTuple):
    """Where a relation fails: order in time, mode, and the coefficients of both sides."""

    order: int
    mode: int
    lhs: Matrix
    rhs: Matrix


def violation(relation: Relation, point: Point, order: int) -> Violation | None:
    """The first failure of ``relation`` at the point, or None.

    An equation is compared up to ``t^order`` (as far as it is known: gradients and partial
    derivatives at time 0 only), other relations at time 0; at every mode.
    """
    scope = point.scope
    modal = scope.modal_value(relation.lhs) or scope.modal_value(relation.rhs)
    for mode in range(point.modes) if modal else (NO_MODE,):
        lhs = point.evaluate(relation.lhs, mode)
        rhs = point.evaluate(relation.rhs, mode)
        gap = combine([(1, lhs), (-1, rhs)])
        for k in range(order + 1 if relation.op == "=" else 1):
            try:
                holds = _holds(relation.op, gap, k)
            except AwayFromStart:
                break
            if not holds:
                sides = (s.shaped(gap.rows, gap.cols).coefficient(k) for s in (lhs, rhs))
                return Violation(k, mode, *sides)
    return None


def _holds(op: str, gap: Series, order: int) -> bool:
    value = gap.at(order)
    if op == "=":
        return matrix.is_zero(value)
    if op == "psd":
        return matrix.is_psd(value)
    if op == "pd":
        return matrix.is_pd(value)
    if gap.rows > 1 or gap.cols > 1 or op not in ("<", "<=", ">", ">="):
        raise Unsupported(f"the relation {op!r} between {gap.rows} x {gap.cols} values")
    number = value[0][0]
    if not number:
        return op in ("<=", ">=")
    return (number > 0) == (op in (">", ">="))


def attempt(relation: Relation, point: Point, order: int) -> Violation | None:
    """As ``violation``, but None also where a side has no value at the point."""
    try:
        return violation(relation, point, order)
    except (Unsupported, ZeroDivisionError):
        return None
