"""A run of ``sslcheck simulate`` as text for the terminal."""

from __future__ import annotations

from typing import Any

from sslcheck.numeric.choose import Choice
from sslcheck.numeric.flows.chosen import Chosen
from sslcheck.numeric.flows.run import FlowRun
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.simulation import Run
from sslcheck.numeric.watched.finding import Finding
from sslcheck.reports.columns import columns, pairs, wrapped
from sslcheck.reports.text import clean, counted, duration, number

__all__ = ["amount", "memory", "render_run", "run_text"]

_HEADERS = ("eq.", "gauge", "start", "end", "worst", "limit", "", "note")


def amount(number: float, unit: str = "") -> str:
    """A large count with a metric prefix.

    >>> amount(2.68e8, "FLOP"), amount(18)
    ('268 MFLOP', '18')
    """
    for factor, prefix in ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= factor:
            return f"{number / factor:.3g} {prefix}{unit}".rstrip()
    return f"{number:.3g} {unit}".rstrip()


def memory(number: int) -> str:
    """Bytes in binary units.

    >>> memory(3 * 2**20)
    '3.0 MiB'
    """
    for factor, unit in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} bytes"


def render_run(run: Run, width: int = 120) -> str:
    """What was integrated, what it cost, how it ended, and each gauge against its limit."""
    options = run.options
    flops = run.choice.plan.flops * run.evaluations
    rate = f", {amount(flops / run.seconds, 'FLOP/s')}" if run.seconds > 0 else ""
    size = f"n = {options.n}, d = {options.d}"
    head = [("flow", f"{clean(run.choice.subject.flow)}, {size}, {clean(options.data)} data")]
    products = f" {counted(run.products, 'matrix product')},"
    return run_text(head, run.choice, run, width, f"{products} {duration(run.seconds)}{rate}")


def run_text(
    head: list[tuple[str, str]],
    choice: Choice | Chosen,
    run: Run | FlowRun,
    width: int,
    cost: str = "",
) -> str:
    """The rows of ``head``, then how a run was made and ended, its gauges and the verdict on it."""
    plan, options = choice.plan, run.options
    cost = cost or f" {duration(run.seconds)}"
    rows = [
        *head,
        ("model", f"{choice.model.name}: {clean(choice.why)}"),
        (
            "kernel",
            f"{counted(plan.products, 'matrix product')}, {amount(plan.flops, 'FLOP')} per"
            f" evaluation; {memory(run.memory)} in all",
        ),
        ("device", f"{clean(run.device)}, {options.dtype}"),
        (
            "work",
            f"{counted(run.accepted, 'step')} of {run.method}, {run.rejected} rejected,"
            f" {counted(run.evaluations, 'evaluation')},{cost}",
        ),
        ("result", f"{run.outcome} at t = {run.t:g}: {run.outcome.message}"),
    ]
    verdict = wrapped(_verdict_on(run.findings, run.times, run.outcome), width, "  ")
    return f"{pairs(rows, width)}\n\n{_gauge_table(run.findings, width)}\n{verdict}\n"


def _gauge_table(findings: tuple[Finding, ...], width: int) -> str:
    """Each gauge with its start, end, worst value and limit."""
    cells = [
        [
            f.equation,
            clean(f.name),
            number(f.start),
            number(f.end),
            number(f.worst),
            "" if f.limit is None else f"{'≥' if f.least else '≤'} {number(f.limit)}",
            {True: "holds", False: "EXCEEDED", None: ""}[f.holds],
            clean(f.note),
        ]
        for f in findings
    ]
    return columns(
        _HEADERS,
        cells,
        width,
        flexible={1: 3, 7: 1},  # a name is read in one line, a note need not be
        right=(2, 3, 4),
        keys=2,
        blocks=True,
        least=18,
    )


def _verdict_on(findings: tuple[Finding, ...], times: Any, outcome: Outcome) -> str:
    """How many proved statements a run was held against, and which it exceeds."""
    proved = [f for f in findings if f.holds is not None]
    broken = [f.name for f in proved if not f.holds]
    if broken:
        of = counted(len(proved), "proved statement")
        return f"{len(broken)} of {of} exceeded: {', '.join(broken)}"
    if not proved:
        return "no proved statement can be held against this run"
    if len(times) < 2:
        return (
            "nothing was saved after the start: no proved statement could be held against the run"
        )
    word = "statement holds" if len(proved) == 1 else "statements hold"
    extent = "along the run" if outcome == "completed" else f"up to t = {times[-1]:g}"
    return f"{len(proved)} proved {word} {extent}"
