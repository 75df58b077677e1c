"""A run of any flow as panels: its proved constants, its objective, and the sizes of its states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sslcheck.derive.expr import Sym
from sslcheck.derive.text.printing import to_text
from sslcheck.numeric.flows.conserved import Conserved
from sslcheck.numeric.flows.margins import Margin
from sslcheck.numeric.flows.run import FlowRun
from sslcheck.numeric.watched.series import Kind
from sslcheck.reports.plots.panels import Curve, Panel, draw_panels
from sslcheck.reports.plots.style import formula, literal

__all__ = ["flow_figures", "flow_panels"]

Numbers = np.ndarray[Any, Any]

_SHORT = 30  # characters of a formula in a title
_CURVES = ("measured", "second", "law", "bound")


def flow_figures(run: FlowRun) -> dict[str, Figure]:
    """The figures of a run by their stems."""
    title = literal(f"Flow {run.flow} of {Path(run.options.article).stem}")
    return {"gauges": draw_panels(run.times, tuple(flow_panels(run)), title, "time t of the flow")}


def flow_panels(run: FlowRun) -> Iterator[Panel]:
    """The panels in the order of the summary, in the letters of the article."""
    entry = run.chosen.model.elementwise
    norm = "largest |entry|" if entry else "Frobenius norm"
    symbols = run.chosen.model.setting.symbols
    limits = {f.series: f.limit for f in run.findings if f.series}
    for law in run.laws:
        key, where = law.claim, _where(law)
        label = formula(law.quantity)
        size = Curve(label, run.series[Kind.QUANTITY.of(key)])
        if law.limit:
            short = len(to_text(law.quantity)) <= _SHORT
            title = rf"{label} $\to 0$, {where}" if short else f"What vanishes by {where}"
            yield Panel(title, norm, (size,), log=True)
            continue
        yield Panel(
            f"Drift from the law of {where}",
            "relative drift",
            (Curve("drift of " + label, run.series[Kind.DRIFT.of(key)]),),
            log=True,
            limit=limits.get(Kind.DRIFT.of(key)),
        )
        law_curve = Curve("its proved law", run.series[Kind.LAW.of(key)], "law")
        yield Panel(f"Size and law of {where}", norm, (size, law_curve))
    yield from map(partial(_margin, run), run.margins)
    if "loss" in run.series:
        yield Panel("Objective", "objective", (Curve("objective", run.series["loss"]),))
    if entry and (numbers := [*_numbers(run)]):
        alone = f" {numbers[0].label}" if len(numbers) == 1 else "s"
        yield Panel(f"State{alone}", "value", tuple(numbers))
        return
    curves = [
        Curve(_sized(name, entry or symbols[name].scalar), values, role)
        for (name, values), role in zip(_sizes(run), _CURVES * len(run.series), strict=False)
    ]
    alone = f" of {curves[0].label}" if len(curves) == 1 else " of the states"
    yield Panel(f"Size{alone}", norm, tuple(curves))


def _where(law: Conserved | Margin) -> str:
    return f"eq. ({literal(law.equation)})" if law.equation else f"claim {literal(law.claim)}"


def _numbers(run: FlowRun) -> Iterator[Curve]:
    """The states themselves, where they are single numbers and were kept."""
    names, symbols = run.chosen.plan.names, run.chosen.model.setting.symbols
    if any(symbols[name].index for name in run.chosen.model.moved):
        return
    for name, role in zip(run.chosen.model.moved, _CURVES * len(run.series), strict=False):
        values = run.states.get(names.of(name))
        if values is not None and values.size == len(run.times):
            yield Curve(formula(Sym(name)), values.reshape(len(run.times)), role)


def _margin(run: FlowRun, margin: Margin) -> Panel:
    """What is proved to be at least 0, called by its formula where that is short."""
    values, label = run.series[Kind.MARGIN.of(margin.claim)], formula(margin.quantity)
    order = r"\succeq" if margin.matrix else r"\geq"
    title = f"What is at least 0 by {_where(margin)}"
    if len(to_text(margin.quantity)) <= _SHORT:
        title = f"{label} ${order} 0$"
    ylabel = "least eigenvalue" if margin.matrix else "value"
    return Panel(title, ylabel, (Curve(label, values),), log=bool(np.min(values) > 0))


def _sized(name: str, number: bool) -> str:
    return formula(Sym(name), "|{}|") if number else formula(Sym(name), r"\|{}\|", "‖{}‖")


def _sizes(run: FlowRun) -> Iterator[tuple[str, Numbers]]:
    for name in run.chosen.model.moved:
        yield name, run.series[Kind.SIZE.of(name)]
