"""The experiments behind the figures of the page of an article that says what plays which part."""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.fixed_point import FixedPoint
from sslcheck.derive.kinds.solution import Solution
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.numeric.watched.places import claim_of
from sslcheck.reports.page.experiments.costs import cost
from sslcheck.reports.page.experiments.estimates import estimate
from sslcheck.reports.page.experiments.flows import alignment, balance, decay
from sslcheck.reports.page.experiments.planes import collapse, factor, phase
from sslcheck.reports.page.experiments.setting import Experiments, Plot
from sslcheck.reports.page.experiments.training import training

__all__ = ["PLOTS", "Experiments", "Plot"]

Place = Callable[[Experiments], str]


def _online(given: Experiments) -> str:
    """The equation of the claim that the online network vanishes."""
    online = Sym(given.roles.online)
    claim = claim_of(given.article, Vanishes, lambda c: c.statement.relations[0].lhs == online)
    return claim.equation if claim is not None else ""


def _branches(given: Experiments) -> str:
    return given.equation(Threshold) if given.roles.branches and given.roles.modes else ""


PLOTS: tuple[tuple[str, Place, Callable[[Experiments, str], Plot]], ...] = (
    ("balance", lambda given: given.places.balance, balance),
    ("decay", _online, decay),
    ("alignment", lambda given: given.places.commutator, alignment),
    ("phase", _branches, phase),
    ("collapse", _branches, collapse),
    ("cost", lambda given: given.equation(Threshold), cost),
    ("factor", lambda given: given.equation(Solution) if given.roles.modes else "", factor),
    ("estimate", lambda given: given.equation(FixedPoint), estimate),
    ("training", lambda given: given.places.rule, training),
)
"""Stem of each figure, the equation beside which it stands, empty where the article has no such,
and the function that makes it; in the order of the page."""
