"""The look over a whole report: a third row beside the two routes, and a verdict where it objects.

An objection does not say which side is wrong, only that they cannot both be right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from sslcheck.derive.article.article import Article
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import Numbers, RouteResult, Witness
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.looking import Sight, look
from sslcheck.numeric.look.session import Objection

__all__ = ["NUMBERS", "look_over"]

NUMBERS = "numbers"
"""The name of the row."""


def look_over(
    article: Article,
    report: Report,
    seconds: float = 1.0,
    progress: Callable[[int, int, str], None] | None = None,
) -> Report:
    """The report with a row of numbers for each claim; ``seconds`` is for each of them.

    ``progress`` is called with (claims done, claims in all, id of the next claim).
    """
    found = []
    for done, result in enumerate(report.claims):
        if progress is not None:
            progress(done, len(report.claims), result.id)
        found.append(_with(result, look(article, result, seconds)))
    return replace(report, claims=tuple(found))


def _with(result: ClaimResult, sight: Sight) -> ClaimResult:
    points = "no point" if not sight.points else _counted(sight.points, "point")
    tried = f"{points}, {_counted(sight.sizes, 'size')}" if sight.points else points
    if sight.objection is None:
        says = "agree" if sight.points else "silent"
        detail = reason(tried if sight.points else sight.note or tried)
        row = RouteResult(NUMBERS, says, detail)
        note = "" if sight.points else sight.note or tried
        numbers = Numbers(says, sight.points, sight.sizes, note)
        return replace(result, routes=(*result.routes, row), numbers=numbers)
    objection = sight.objection
    row = RouteResult(NUMBERS, "object", reason(f"{tried}; {objection.what}"))
    return replace(
        result,
        verdict=Verdict.DISAGREEMENT,
        because=reason(
            f"{result.verdict} by both routes, but the numbers object at {_place(objection)}:"
            f" {objection.what}; this is a bug of the checker"
        ),
        witness=result.witness or _witness(objection),
        routes=(*result.routes, row),
        numbers=_numbers(sight, objection),
    )


def _numbers(sight: Sight, objection: Objection) -> Numbers:
    """The objection as plain numbers."""
    return Numbers(
        "object",
        sight.points,
        sight.sizes,
        objection.what,
        dict(objection.sizes),
        objection.draw,
        _finite(objection.time),
        [[_finite(entry) for entry in row] for row in objection.lhs],
        [[_finite(entry) for entry in row] for row in objection.rhs],
        _finite(objection.error),
    )


def _finite(number: float) -> float | None:
    """A number that JSON can say."""
    return float(number) if math.isfinite(number) else None


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _place(objection: Objection) -> str:
    parts = [f"{space} = {size}" for space, size in objection.sizes.items()]
    return ", ".join([*parts, f"draw {objection.draw}", f"t = {objection.time:.4g}"])


def _witness(objection: Objection) -> Witness:
    """Both sides as decimals."""

    def shown(rows: list[list[float]]) -> list[list[str]]:
        return [[f"{entry:.6g}" for entry in row] for row in rows]

    return Witness(
        sizes=dict(objection.sizes),
        values={},
        of=None,
        lhs=shown(objection.lhs),
        rhs=shown(objection.rhs),
        noted=reason(f"in float64, relative difference {objection.error:.2g}"),
    )
