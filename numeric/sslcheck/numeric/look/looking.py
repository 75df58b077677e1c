"""One look at one verdict: by the claim's kind, within a bounded time, objections only."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look import along, instant, line, matrices, settled
from sslcheck.numeric.look.counterexample import counterexample
from sslcheck.numeric.look.errors import Spent, Unseen
from sslcheck.numeric.look.given import Given, ways_of
from sslcheck.numeric.look.session import Objection, Session

__all__ = ["KINDS", "Sight", "look"]

KINDS: dict[str, instant.Look] = {
    "common": instant.common,
    "definite": matrices.definite,
    "fixed-point": instant.fixed_point,
    "identity": instant.identity,
    "inequality": instant.inequality,
    "integral": along.integral,
    "linear": matrices.linear,
    "lyapunov": instant.lyapunov,
    "preserved": instant.preserved,
    "solution": along.solution,
    "stationary": settled.stationary,
    "stability": line.stability,
    "threshold": line.threshold,
    "vanishes": along.vanishes,
}
"""How a claim of each kind is looked at."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen: at how many points and sizes, an objection if there is one, or why nothing."""

    points: int
    sizes: int
    objection: Objection | None = None
    note: str = ""


def look(article: Article, result: ClaimResult, seconds: float = 1.0, most: int = 24) -> Sight:
    """Look at the verdict on one claim, for at most some seconds and draws.

    Says nothing (``note``) where it cannot see.

    Never raises: a fault of its own is a note.
    """
    claim = next(c for c in article.claims if c.id == result.id)
    try:
        return _look(article, claim, result, seconds, most)
    except (MemoryError, RecursionError):
        return Sight(0, 0, note="too large to be looked at in numbers")
    except Exception as error:  # a fault of the look is no reason to lose the verdicts
        return Sight(0, 0, note=f"the look in numbers failed: {type(error).__name__}: {error}")


def _look(article: Article, claim: Claim, result: ClaimResult, seconds: float, most: int) -> Sight:
    if claim.depths is not None and (result.verdict is not Verdict.PROVED or result.given):
        return Sight(0, 0, note="of claims about all depths those that are proved are looked at")
    if claim.kind not in KINDS:
        return Sight(0, 0, note=f"claims of kind `{claim.kind}` are not looked at")
    if result.verdict is Verdict.REFUTED:
        return _under(article, claim, result, Given(), seconds, most)
    if result.verdict not in (Verdict.PROVED, Verdict.CONDITIONAL):
        return Sight(0, 0, note=f"nothing to object to where a claim is {result.verdict}")
    try:
        ways = ways_of(article, result)
    except Unseen as error:
        return Sight(0, 0, note=str(error))
    points = sizes = 0
    note = ""
    for way in ways:
        sight = _under(article, claim, result, way, seconds / len(ways), most)
        points, sizes, note = points + sight.points, max(sizes, sight.sizes), note or sight.note
        if sight.objection is not None:
            return replace(sight, points=points)
    return Sight(points, sizes, None, note)


def _under(
    article: Article, claim: Claim, result: ClaimResult, way: Given, seconds: float, most: int
) -> Sight:
    refuted = result.verdict is Verdict.REFUTED
    procedure = counterexample if refuted else KINDS[claim.kind]
    try:
        session = Session(article, claim, seconds, way, most, conforming=not refuted)
    except SslcheckError as error:
        return Sight(0, 0, note=str(error))
    note, objection = "", None
    try:
        with np.errstate(all="ignore"):
            objection = procedure(session, result)
    except Spent:
        pass
    except (SslcheckError, np.linalg.LinAlgError, OverflowError) as error:
        note = str(error)
    if not session.points and not note and objection is None:
        note = "no admissible point was found"
    return Sight(session.points, len(session.sizes), objection, note)
