"""Exact systems of linear equations."""

from __future__ import annotations

from collections.abc import Sequence

from sslcheck.derive.exact.matrix import Rational, quotient, whole

__all__ = ["solve"]


def solve(rows: Sequence[Sequence[Rational]], right: Sequence[Rational]) -> list[Rational] | None:
    """A solution of ``rows x = right`` with as many zeros as there is freedom; None without one."""
    work = [[*row, value] for row, value in zip(rows, right, strict=True)]
    count = len(rows[0]) if rows else 0
    pivots: list[int] = []
    at = 0
    for column in range(count):
        pick = next((r for r in range(at, len(work)) if work[r][column]), None)
        if pick is None:
            continue
        work[at], work[pick] = work[pick], work[at]
        lead = work[at][column]
        work[at] = [quotient(x, lead) for x in work[at]]
        for r in range(len(work)):
            factor = work[r][column]
            if r != at and factor:
                work[r] = [x - factor * y for x, y in zip(work[r], work[at], strict=True)]
        pivots.append(column)
        at += 1
    if any(row[-1] for row in work[at:]):
        return None
    found: list[Rational] = [0] * count
    for row, column in zip(work, pivots, strict=False):
        found[column] = whole(row[-1])
    return found
