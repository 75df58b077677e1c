"""Claims at drawn points: how often a refuted order fails, and where a recursion tends to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from sslcheck.derive.article.article import Claim
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.kinds.definite import DefiniteMatrix
from sslcheck.derive.kinds.fixed_point import FixedPoint
from sslcheck.derive.kinds.inequality import Inequality
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.session import Session
from sslcheck.reports.page.blocks import rich, words
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.plots.points import draw_distances, draw_margins
from sslcheck.reports.plots.series import Numbers
from sslcheck.reports.plots.style import formula, literal

__all__ = ["point_plots"]

Make = Callable[[Experiments, str], Plot]

_DRAWS = 200
_SECONDS = 4.0
_STEPS = 60
_SAME = 1e-9
"""Of the largest term: less apart, the sides are equal up to rounding."""


def point_plots(given: Experiments, report: Report) -> Iterator[tuple[str, str, Make]]:
    """Stem, equation and maker of the figures beside claims about one instant."""
    results = {claim.id: claim for claim in report.claims}
    for number, claim in enumerate(given.article.claims, 1):
        result = results.get(claim.id)
        if result is None or claim.refused or claim.depths is not None:
            continue
        refuted = result.verdict is Verdict.REFUTED and result.witness is not None
        if isinstance(claim.form, Inequality | DefiniteMatrix) and refuted:
            yield f"order-{number}", claim.equation, _margins(f"order-{number}", claim)
        if isinstance(claim.form, FixedPoint) and (refuted or result.verdict is Verdict.PROVED):
            correction = result.correction
            mended = correction is not None and correction.verdict is Verdict.PROVED
            stem = f"recursion-{number}"
            yield stem, claim.equation, _recursion(stem, claim, mended)


def _margins(stem: str, claim: Claim) -> Make:
    """By how much a refuted order holds at admissible points."""

    def make(given: Experiments, place: str) -> Plot:
        session = Session(given.article, claim, _SECONDS, most=_DRAWS)
        (relation,) = session.relations
        margins = []
        with np.errstate(all="ignore"):
            for moment in session.moments():
                lhs, rhs, _ = session.sides(moment, relation)
                gap = lhs - rhs if relation.op in (">", ">=", "psd", "pd") else rhs - lhs
                size = max(moment.scale.most, *(float(np.abs(x).max()) for x in (lhs, rhs))) or 1.0
                least = np.linalg.eigvalsh(gap).min() if relation.op in ("psd", "pd") else gap.min()
                margins.append(float(least) / size)
        if not margins:
            raise RunFailed(f"no admissible point of `{claim.id}` was found")
        values = np.where(np.abs(margins) < _SAME, 0.0, np.sort(margins))
        below = int((values < 0).sum())
        if not below:
            raise RunFailed(
                f"none of {len(values)} drawn points refutes claim {claim.id}: its counterexample"
                " is special"
            )
        what = (
            "smallest eigenvalue of the difference"
            if relation.op in ("psd", "pd")
            else "difference"
        )
        caption = rich(
            f"Claim {claim.id} at {len(values)} admissible points that are drawn, at several"
            f" sizes: the {what} of its sides over the largest term, in order. It is below 0 at"
            f" {below} of them."
        )
        alt = (
            f"The differences of the sides of claim {claim.id} at drawn points, from the least on."
        )
        figure = draw_margins(np.sort(values), literal(f"Claim {claim.id}"), what)
        source = Source(words(f"points of {claim.id}"), "the CPU, float64", {"points": len(values)})
        return Plot(stem, place, alt, caption, figure, (source,))

    return make


def _recursion(stem: str, claim: Claim, mended: bool) -> Make:
    """The printed recursion, iterated, and how far it is from what is claimed of it."""

    def make(given: Experiments, place: str) -> Plot:
        form = claim.form
        assert isinstance(form, FixedPoint)
        assert claim.row is not None
        session = Session(given.article, claim, _SECONDS)
        rule = session.resolved(claim.row.relations[0], claim.row.source)
        named = [("as claimed", session.relations[0].rhs)]
        if mended and claim.repaired is not None:
            right = claim.repaired.statement
            named.append(("as corrected", session.resolved(right.relations[0], right.source).rhs))
        moments = session.moments(rule.lhs, rule.rhs, *(value for _, value in named), time=None)
        moment = next(islice(moments, 1), None)
        if moment is None:
            raise RunFailed(f"no admissible point of `{claim.id}` was found")
        series = _iterated(moment, form.unknown, rule.rhs)
        size = float(np.linalg.norm(series[0])) or 1.0
        curves, told = [], []
        for name, value in named:
            goal = moment.value(value)
            distance = np.array([np.linalg.norm(one - goal) for one in series]) / size
            curves.append((name, distance))
            told.append(f"{distance[-1]:.1g} from the value {name}")
        caption = rich(
            f"The recursion of ${to_latex(Sym(form.unknown))}$, iterated from a drawn start, and"
            f" its distance from what claim {claim.id} says of it, over the size of the start:"
            f" after {len(series) - 1} steps {' and '.join(told)}."
        )
        alt = f"Distance from the claimed fixed point over the iterations, claim {claim.id}."
        figure = draw_distances(curves, literal(f"Claim {claim.id}"), formula(Sym(form.unknown)))
        source = Source(words(f"recursion of {claim.id}"), "the CPU, float64", {"steps": _STEPS})
        return Plot(stem, place, alt, caption, figure, (source,))

    return make


def _iterated(moment: Moment, unknown: str, rule: Expr) -> list[Numbers]:
    """The values of the unknown, each inserted into the right side of the recursion."""
    values = [moment.value(Sym(unknown))]
    for _ in range(_STEPS):
        later = moment.copy(fixed={**moment.fixed, unknown: values[-1]})
        later.states.pop(unknown, None)
        values.append(later.value(rule))
        if not np.isfinite(values[-1]).all():
            raise RunFailed("the recursion grows beyond all numbers")
    return values
