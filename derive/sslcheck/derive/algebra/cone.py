"""Numbers that are not negative with which columns add up to a target, exactly."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

from sympy.polys.domains import QQ

__all__ = ["in_cone"]

_MOST_PIVOTS = 400

Key = TypeVar("Key", bound=Hashable)


def in_cone(
    target: Mapping[Key, Any],
    free: Sequence[Mapping[Key, Any]],
    signed: Sequence[Mapping[Key, Any]],
) -> list[Any] | None:
    """Weights of the ``signed`` columns, none of them negative, that with some multiples of the
    ``free`` ones add up to the target; None where there are none, or they are not found.
    """
    columns = [*free, *signed]
    keys: dict[Key, None] = {}
    for entries in (*columns, target):
        keys.update(dict.fromkeys(entries))
    zero = QQ.zero
    rows = [[*(c.get(k, zero) for c in columns), target.get(k, zero)] for k in keys]
    for column in range(len(free)):
        at = next((r for r, row in enumerate(rows) if row[column]), None)
        if at is not None:
            lead = rows.pop(at)  # it only says what this multiple is
            rows = [_less(row, lead, column) for row in rows]
    left = [row[len(free) :] for row in rows]
    return _feasible([row for row in left if any(row)], len(signed))


def _less(row: list[Any], lead: list[Any], column: int) -> list[Any]:
    """A row without its entry in a column, which another row has."""
    if not row[column]:
        return row
    factor = row[column] / lead[column]
    return [a - factor * b if b else a for a, b in zip(row, lead, strict=True)]


def _feasible(rows: list[list[Any]], width: int) -> list[Any] | None:
    """A solution of the rows that is not negative, by the simplex method (Bland's rule)."""
    rows = [row if row[-1] >= 0 else [-entry for entry in row] for row in rows]
    basis = [width + k for k in range(len(rows))]  # what is missing of each row
    cost = [sum(column, QQ.zero) for column in zip(*rows, strict=True)] or [QQ.zero] * (width + 1)
    for _ in range(_MOST_PIVOTS):
        column = next((j for j in range(width) if cost[j] > 0), None)
        if column is None or not cost[-1]:
            break
        at = min(
            (r for r, row in enumerate(rows) if row[column] > 0),
            key=lambda r: (rows[r][-1] / rows[r][column], basis[r]),
        )
        lead = [entry / rows[at][column] for entry in rows[at]]
        rows = [lead if r == at else _less(row, lead, column) for r, row in enumerate(rows)]
        cost, basis[at] = _less(cost, lead, column), column
    if cost[-1]:
        return None
    found = {b: row[-1] for b, row in zip(basis, rows, strict=True)}
    return [found.get(j, QQ.zero) for j in range(width)]
