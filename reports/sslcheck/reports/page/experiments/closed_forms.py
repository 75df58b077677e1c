"""Closed forms that an article claims, beside its flow as it is integrated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from sslcheck.derive.article.article import Claim
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.kinds.solution import Solution
from sslcheck.derive.models.flow_model import flow_model
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import array_name
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.outcome import Outcome
from sslcheck.reports.page.blocks import Math, Piece, words
from sslcheck.reports.page.experiments.evaluate import series_value
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot, Values, found
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.plots.factor import Factor, draw_factor
from sslcheck.reports.plots.style import formula, literal

__all__ = ["closed_forms", "drawable"]

Numbers = np.ndarray[Any, Any]

_MOST = 3
_SAVES = 801
_NEAR = 1e-3
"""Of the largest value: curves that are closer are one in a plot."""


def drawable(given: Experiments, claims: Sequence[Claim], flow: str) -> list[Claim]:
    """Closed forms of one scalar, or one for each mode, from any start of the flow."""
    model = flow_model(given.scene, flow, {})
    if not model.elementwise:
        return []
    return [
        claim
        for claim in claims
        if isinstance(claim.form, Solution)
        and not claim.hypotheses
        and len(claim.statement.relations) == 1
        and claim.statement.relations[0].lhs == Sym(claim.form.unknown)
        and claim.form.unknown in model.states
    ][:_MOST]


def closed_forms(
    given: Experiments,
    stem: str,
    flow: str,
    claims: Sequence[Claim],
    proved: Collection[str],
    corrected: Collection[str],
) -> Plot:
    """A panel for each claim: what is integrated, what is claimed, and what is right instead.

    ``proved`` and ``corrected`` are claims, the latter those whose correction is proved.
    """
    options = FlowOptions(given.name, flow, seed=given.seed, saves=_SAVES)
    simulation = FlowSimulation(options, proved=frozenset())
    run = simulation.run()
    if run.outcome is not Outcome.COMPLETED:
        raise RunFailed(f"a run for a figure ended early: {run.outcome.message}")
    data = {n: float(simulation.inputs.value(n)[0]) for n in simulation.chosen.model.data}
    cases, told = [], []
    for claim in claims:
        case = _case(claim, run, {**run.scalars, **data}, claim.id in corrected)
        cases.append(case)
        told.append(_told(claim, case, claim.id in proved))
    form = claims[0].form
    assert isinstance(form, Solution)
    unknown = Sym(form.unknown)
    said: list[Piece] = ["The flow ", flow, " from a start that is drawn: "]
    said += [Math(form.unknown), " as integrated", _mode(form.unknown, given)]
    said += [", and in closed form. ", " ".join(told)]
    names = ", ".join(claim.id for claim in claims)
    alt = f"{plain(form.unknown)} over time, integrated and in the closed forms of {names}."
    figure = draw_factor(cases, formula(unknown), "as claimed", "proved")
    source = Source(words(f"closed forms, {flow}"), run.device, run.options.as_dict(), run.seconds)
    return Plot(stem, claims[0].equation, alt, tuple(said), figure, (source,))


def _case(claim: Claim, run: FlowRun, numbers: dict[str, float], corrected: bool) -> Factor:
    form = claim.form
    assert isinstance(form, Solution)
    series = run.states[array_name(form.unknown)][:, 0]
    values = Values({**numbers, form.unknown: series})

    def along(side: Expr) -> Numbers:
        try:
            with np.errstate(all="ignore"):
                return series_value(side, values, run.times)
        except (SslcheckError, ZeroDivisionError) as error:
            raise RunFailed(f"the closed form of `{claim.id}` has no numbers: {error}") from error

    right = claim.repaired if corrected else None
    general = along(right.statement.relations[0].rhs) if right is not None else None
    printed = along(claim.statement.relations[0].rhs)
    return Factor(literal(f"Claim {claim.id}"), run.times, series, printed, general)


def _told(claim: Claim, case: Factor, proved: bool) -> str:
    """What the run shows of a claim, and whether it shows what is proved."""
    size = float(np.abs(case.integrated).max()) or 1.0

    def near(curve: Numbers) -> bool:
        return bool(np.all(np.abs(curve - case.integrated) <= _NEAR * size))

    lies = near(case.printed)
    shows = found(lies, "lies on it", "leaves it") if proved else _either(lies)
    text = f"That of {claim.id} {shows}"
    if case.general is not None:
        text += f"; what is proved instead {found(near(case.general), 'lies on it', 'leaves it')}"
    return f"{text}."


def _mode(unknown: str, given: Experiments) -> str:
    return ", of the first mode" if given.article.symbols[unknown].index else ""


def _either(lies: bool) -> str:
    return "lies on it" if lies else "leaves it"
