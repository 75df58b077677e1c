"""Many trajectories of ``sslcheck simulate --ensemble`` as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.ensembles.held import Held
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.integrate import Outcome
from sslcheck.reports.columns import columns, pairs, wrapped
from sslcheck.reports.simulation import amount, memory
from sslcheck.reports.text import clean, counted, duration, number

__all__ = ["render_ensemble"]

_SHARES = (0.0, 0.05, 0.5, 0.95, 1.0)
_HEADERS = ("", "least", "5 %", "median", "95 %", "greatest")


def render_ensemble(run: EnsembleRun, width: int = 120) -> str:
    """What was integrated, how the trajectories ended, their quantiles, and what is proved."""
    parts = [
        pairs(list(_head(run)), width),
        columns(_HEADERS, list(_quantiles(run)), width, flexible={0: 1}, right=range(1, 6)),
    ]
    if run.held:
        headers = ("eq.", "law", "worst", "limit", "", "note")
        rows = [
            [
                row.equation,
                clean(row.name),
                number(row.worst),
                f"≤ {number(row.limit)}" if row.keep + row.exceed else "",
                _verdict(row),
                clean(row.note),
            ]
            for row in run.held
        ]
        parts.append(
            columns(headers, rows, width, flexible={1: 3, 5: 1}, right=(2,), keys=2, blocks=True)
        )
    return "\n\n".join(parts) + "\n" + wrapped(_told(run), width, "  ") + "\n"


def _head(run: EnsembleRun) -> Iterator[tuple[str, str]]:
    options, work = run.options, run.work
    yield (
        "flow",
        clean(
            f"{run.flow} of {options.article}, {counted(run.count, 'trajectory', 'trajectories')}"
        ),
    )
    yield "model", f"{run.model.name}: {clean(run.why)}"
    names = [*run.states, *run.parameters]
    given = [plain(n).strip() for n in names if n not in run.drawn]
    drawn = [plain(n).strip() for n in names if n in run.drawn]
    if given:
        yield "given", clean(", ".join(given))
    if drawn:
        yield "drawn", clean(f"{', '.join(drawn)}; from seed {options.seed}")
    operations = counted(run.plan.flops // run.plan.modes, "operation")
    yield "kernel", f"{operations} for a rate; {memory(run.memory)} in all"
    threads = f", {counted(run.threads, 'thread')}" if options.backend == "numpy" else ""
    yield "device", f"{clean(run.device)}, float64{threads}"
    steps, rejected = float(work.accepted.mean()), float(work.rejected.mean())
    speed = f", {amount(run.count / run.seconds)} trajectories/s" if run.seconds > 0 else ""
    yield (
        "work",
        (
            f"{number(steps)} steps of tsit5 on average, {number(rejected)} rejected,"
            f" {duration(run.seconds)}{speed}"
        ),
    )
    ended = ", ".join(f"{n:,} {code}" for code, n in run.outcomes.items())
    yield "result", f"{ended}; t = {options.t_end:g}"


def _quantiles(run: EnsembleRun) -> Iterator[list[str]]:
    """Of the states at the start and the end, and of the steps, of those that came to the end."""
    work = run.work
    ended = work.status == 0
    for k, name in enumerate(run.states):
        text = plain(name).strip()
        yield _row(f"{text} at the start", work.start[k][ended])
        yield _row(f"{text} at the end", work.end[k][ended])
    yield _row("steps", work.accepted[ended])


def _row(name: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[str]:
    found = np.quantile(values, _SHARES) if values.size else [float("nan")] * len(_SHARES)
    return [clean(name), *(number(float(value)) for value in found)]


def _verdict(row: Held) -> str:
    if row.exceed:
        return f"EXCEEDED by {row.exceed:,}"
    return f"holds on {row.keep:,}" if row.keep else ""


def _told(run: EnsembleRun) -> str:
    """What is proved, on how many trajectories."""
    held = [row for row in run.held if row.keep or row.exceed]
    if not held:
        return "no proved statement can be held against these trajectories"
    wrong = sum(row.exceed for row in held)
    if wrong:
        return f"proved statements are exceeded {wrong:,} times"
    word = "statement holds" if len(held) == 1 else "statements hold"
    least = min(row.keep for row in held)
    unsaid = run.outcomes.get(Outcome.COMPLETED, 0) - least
    rest = f"; of {unsaid:,} nothing can be said, so small are they" if unsaid else ""
    return f"{len(held)} proved {word} on {least:,} trajectories{rest}"
