"""Stored runs as sections of a page: options, result, summary, a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from sslcheck.reports.page.blocks import Block, Folded, Heading, Math, Picture, Table, Text, words
from sslcheck.reports.page.stored import StoredRun
from sslcheck.reports.plots.stored import draw_stored
from sslcheck.reports.plots.sweep import draw_sweep
from sslcheck.reports.text import counted

__all__ = ["run_blocks", "run_figures"]


def run_figures(runs: Sequence[StoredRun]) -> dict[str, Figure]:
    """The figure of each run that has series, and of a sweep, by its stem."""
    found: dict[str, Figure] = {}
    for number, run in enumerate(runs, 1):
        if run.series:
            found[_stem(number)] = draw_stored(run.times, run.series, run.about, run.title)
        elif run.picture is not None:
            found[_stem(number)] = draw_sweep(run.picture)
    return found


def run_blocks(runs: Sequence[StoredRun], pictures: bool) -> Iterator[Block]:
    """A section for each run."""
    if runs:
        yield Heading(2, "Runs given with --from")
    for number, run in enumerate(runs, 1):
        yield Heading(3, f"Run {number}: {run.name}")
        yield Text(words(f"{run.title}. {run.said}"))
        if run.rows:
            yield Table(run.headers, tuple(tuple(map(words, row)) for row in run.rows))
        if pictures and run.series:
            yield Picture(
                _stem(number),
                f"The series of run {number} over time, one panel for each",
                (f"What was measured along run {number}, at {len(run.times)} times.",),
            )
        elif pictures and run.picture is not None:
            what, labels = run.picture.quantity, run.picture.labels
            said: list[str | Math] = [f"{what} over "]
            for label in labels:
                said += [" and "] * (len(said) > 1)
                said += [Math(label.strip("$")) if label.startswith("$") else label]
            alternative = f"{what} over {' and '.join(label.strip('$') for label in labels)}"
            yield Picture(_stem(number), alternative, (*said, "."))
        if run.chosen:
            yield Text(words("The options that are not the defaults:"))
            yield _options(run, run.chosen)
        every = _options(run, sorted(run.options))
        yield Folded(4, f"All {counted(len(every.rows), 'option')}", (every,))


def _options(run: StoredRun, names: Sequence[str]) -> Table:
    rows = tuple((words(name), words(str(run.options[name]))) for name in names)
    return Table(("option", "value"), rows)


def _stem(number: int) -> str:
    return f"run-{number}"
