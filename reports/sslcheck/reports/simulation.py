"""A run of ``sslcheck simulate`` as text for the terminal."""

from __future__ import annotations

import math

from tabulate import tabulate

from sslcheck.numeric.findings import Finding
from sslcheck.numeric.simulate import Run
from sslcheck.reports.text import clean, duration

__all__ = ["amount", "render_run"]

_HEADERS = ("eq.", "gauge", "start", "end", "worst", "limit", "", "note")
_FEW = 24  # columns that are left for the note at least


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
    plan, options = run.choice.plan, run.options
    flops = plan.flops * run.evaluations
    rate = f", {amount(flops / run.seconds, 'FLOP/s')}" if run.seconds > 0 else ""
    head = [
        ("flow", f"{options.flow}, n = {options.n}, d = {options.d}, {clean(options.data)} data"),
        ("model", f"{run.choice.model.name}: {clean(run.choice.why)}"),
        (
            "kernel",
            f"{plan.products} matrix products, {amount(plan.flops, 'FLOP')} per evaluation;"
            f" {memory(run.memory)} in all",
        ),
        ("device", f"{clean(run.device)}, {options.dtype}"),
        (
            "work",
            f"{run.accepted} steps of {options.method}, {run.rejected} rejected,"
            f" {run.evaluations} evaluations, {run.products} matrix products,"
            f" {duration(run.seconds)}{rate}",
        ),
        ("result", f"{run.outcome} at t = {run.t:g}: {run.outcome.message}"),
    ]
    top = tabulate(head, tablefmt="plain", maxcolwidths=[None, width - 10], disable_numparse=True)
    return f"{top}\n\n{_gauges(run.findings, width)}\n{_verdict(run)}\n"


def _gauges(findings: tuple[Finding, ...], width: int) -> str:
    cells = [
        [
            f.equation,
            clean(f.name),
            _number(f.start),
            _number(f.end),
            _number(f.worst),
            "" if f.limit is None else f"≤ {_number(f.limit)}",
            {True: "holds", False: "EXCEEDED", None: ""}[f.holds],
            clean(f.note),
        ]
        for f in findings
    ]
    columns = list(zip(_HEADERS, *cells, strict=True)) if cells else []
    # tabulate keeps two places beside a header, and two between columns
    used = sum(max(len(head) + 2, *map(len, rest)) + 2 for head, *rest in columns[:-1])
    note = max(width - used, _FEW)
    table = tabulate(
        cells,
        headers=_HEADERS,
        tablefmt="plain",
        maxcolwidths=[*[None] * 7, note],
        disable_numparse=True,
        colalign=("left", "left", "right", "right", "right", "left", "left", "left"),
    )
    return "\n".join(line.rstrip() for line in table.splitlines())


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3g}"


def _verdict(run: Run) -> str:
    proved = [f for f in run.findings if f.holds is not None]
    broken = [f.name for f in proved if not f.holds]
    if broken:
        return f"{len(broken)} of {len(proved)} proved statements exceeded: {', '.join(broken)}"
    if not proved:
        return "no proved statement can be held against this run"
    if len(run.times) < 2:
        return (
            "nothing was saved after the start: no proved statement could be held against the run"
        )
    word = "statement holds" if len(proved) == 1 else "statements hold"
    extent = "along the run" if run.outcome == "completed" else f"up to t = {run.times[-1]:g}"
    return f"{len(proved)} proved {word} {extent}"
