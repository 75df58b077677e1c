"""Do shapes conform, and how large is each identity matrix."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive.expr import Expr, Relation
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.shapes.inference import Inference, is_zero

__all__ = ["resolve", "resolve_relation"]


def resolve(
    expr: Expr,
    symbols: Mapping[str, Symbol],
    *,
    source: str = "",
    where: str = "",
    merged: Mapping[str, str] = {},
    expected: Shape | None = None,
) -> tuple[Expr, Shape]:
    """``expr`` with the size of every identity filled in, and its shape.

    ``expected`` is the shape that it must have, ``merged`` maps spaces to those that they equal;
    the result is in terms of the latter. The spaces of ``vec`` and Kronecker products are joined
    by ``*`` (``d*n``). Raises `ShapeMismatch` where shapes do not conform and `LatexError` where a
    size cannot be determined; ``source`` and ``where`` are for their messages.
    """
    work = Inference(symbols, source, where, merged)
    expr = work.number(expr)
    size = work.size(expr)
    if expected is not None:
        goal = work.spaces.space(expected[0]), work.spaces.space(expected[1])
        if not is_zero(expr):
            place = f"it must be {work.spaces.show(goal)}"
            work.demand.same(expr, size, goal, "the expression has the wrong shape", place)
        size = goal
    return work.fill(expr), work.spaces.shape(size)


def resolve_relation(
    relation: Relation,
    symbols: Mapping[str, Symbol],
    *,
    source: str = "",
    where: str = "",
    merged: Mapping[str, str] = {},
    as_numbers: bool = False,
) -> Relation:
    """Both sides as by `resolve`, with one shape for both; the number 0 fits any shape.

    ``as_numbers`` takes products of the same spaces in another order (``n*d`` for ``d*n``) for one
    space, as arrays of numbers do. Definiteness (``psd``, ``pd``) needs square sides. Raises as
    `resolve` does, and `LatexError` where matrices are compared as numbers are.
    """
    work = Inference(symbols, source, where, merged, as_numbers)
    lhs, rhs = work.number(relation.lhs), work.number(relation.rhs)
    left, right = work.size(lhs), work.size(rhs)
    if not is_zero(lhs) and not is_zero(rhs):
        work.demand.alike([(lhs, left), (rhs, right)], "the two sides differ in shape")
    for side, size in ((lhs, left), (rhs, right)):
        if relation.op in ("psd", "pd"):
            work.demand.square(side, size, "only a square matrix can be definite")
        elif relation.op not in ("=", "->"):
            work.demand.ordered(side, size, relation.op)
    return Relation(work.fill(lhs), relation.op, work.fill(rhs))
