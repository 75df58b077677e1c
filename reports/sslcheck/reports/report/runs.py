"""Stored runs as sections of a page: options, result, the table of gauges, a figure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from sslcheck.numeric.findings import Finding
from sslcheck.reports.figures.stored import draw_stored
from sslcheck.reports.report.blocks import Block, Heading, Picture, Rich, Table, Text, words
from sslcheck.reports.report.stored import StoredRun

__all__ = ["run_blocks", "run_figures"]

_HEADERS = ("eq.", "gauge", "start", "end", "worst", "limit", "", "note")


def run_figures(runs: Sequence[StoredRun]) -> dict[str, Figure]:
    """The figure of each run that has series, by its stem."""
    figures = {}
    for number, run in enumerate(runs, 1):
        if run.series:
            drifts = [f for f in run.findings if f.name.startswith("drift of ")]
            names = [name for name in run.series if name.startswith("drift of ")]
            limits = {
                name: f.limit
                for name, f in zip(names, drifts, strict=False)
                if f.limit is not None and math.isfinite(f.limit) and f.limit > 0
            }
            o = run.options
            title = f"{o.flow} flow, n = {o.n}, d = {o.d}, {run.model} model"
            figures[_stem(number)] = draw_stored(run.times, run.series, limits, title)
    return figures


def run_blocks(runs: Sequence[StoredRun], pictures: bool) -> Iterator[Block]:
    """A section for each run."""
    if runs:
        yield Heading(2, "Runs given with --from")
    for number, run in enumerate(runs, 1):
        options = run.options
        yield Heading(3, f"Run {number}: {run.name}")
        yield Text(
            words(
                f"{options.flow} flow, n = {options.n}, d = {options.d}, {options.data} data,"
                f" {options.init} start, {run.model} model; {run.result.get('code')}:"
                f" {run.result.get('message')}."
            )
        )
        rows = tuple((words(k), words(str(v))) for k, v in sorted(options.as_dict().items()))
        yield Table(("option", "value"), rows)
        if run.findings:
            yield Table(_HEADERS, tuple(map(_row, run.findings)))
        if pictures and run.series:
            proved = [f for f in run.findings if f.holds is not None]
            held = sum(bool(f.holds) for f in proved)
            yield Picture(
                _stem(number),
                f"The gauges of run {number} over time, one panel for each series",
                (
                    f"The gauges of run {number} over its {len(run.times)} save times; {held} of"
                    f" {len(proved)} statements that are proved about it hold along it.",
                ),
            )


def _stem(number: int) -> str:
    return f"run-{number}"


def _row(finding: Finding) -> tuple[Rich, ...]:
    cells = (
        finding.equation,
        finding.name,
        _number(finding.start),
        _number(finding.end),
        _number(finding.worst),
        "" if finding.limit is None else f"≤ {_number(finding.limit)}",
        {True: "holds", False: "EXCEEDED", None: ""}[finding.holds],
        finding.note,
    )
    return tuple(words(cell) for cell in cells)


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3g}"
