"""One cell of a sweep: its run, and the row that comes out, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.words import gist
from sslcheck.numeric.integration import Integration
from sslcheck.numeric.job import Job
from sslcheck.numeric.jobs import job_of
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.stack import alike, room, together

__all__ = ["FAILED", "HEAD", "Row", "failed", "run_cells"]

Row = dict[str, Any]
"""Values by column: numbers, words, or None."""

FAILED = "failed"
HEAD = ("code", "cause", "contradicted", "seconds")
"""What every row begins with, after its cell."""


def run_cells(
    kind: str, cells: Iterator[tuple[int, Mapping[str, Any]]], stopped: Callable[[], bool]
) -> Iterator[tuple[int, Row]]:
    """The rows of cells, by number, as they end; of one that is interrupted there is none.

    The columns are `HEAD`, the counts of a run, and the last value of each of its series; of one
    that cannot be made the row says why. Runs of one model, next to each other and small, are made
    `together`.
    """
    waiting: list[tuple[int, Integration[Any]]] = []
    for cell, plain in cells:
        if stopped():
            return
        began = time.perf_counter()
        try:
            job = job_of(kind, plain)
        except Exception as error:
            yield cell, _failure(error, time.perf_counter() - began)
            continue
        common = alike(job) if isinstance(job, Integration) else None
        if waiting and (alike(waiting[0][1]) != common or len(waiting) >= room(waiting[0][1])):
            yield from _together(waiting, stopped)
            waiting = []
        if common is not None and isinstance(job, Integration):
            waiting.append((cell, job))
        else:
            yield from _alone(cell, job, stopped)
    yield from _together(waiting, stopped)


def _alone(cell: int, job: Job[Any], stopped: Callable[[], bool]) -> Iterator[tuple[int, Row]]:
    began = time.perf_counter()
    try:
        row = _row(job.run(stopped=stopped))
    except Exception as error:
        row = _failure(error, time.perf_counter() - began)
    if row["code"] != str(Outcome.INTERRUPTED):
        yield cell, row


def _together(
    waiting: Sequence[tuple[int, Integration[Any]]], stopped: Callable[[], bool]
) -> Iterator[tuple[int, Row]]:
    if len(waiting) < 2:
        for cell, job in waiting:
            yield from _alone(cell, job, stopped)
        return
    ended = dict(together([job for _, job in waiting], stopped))
    for k, found in sorted(ended.items()):
        yield waiting[k][0], _failure(found) if isinstance(found, Exception) else _row(found)


def _failure(error: Exception, seconds: float = 0.0) -> Row:
    internal = "" if isinstance(error, SslcheckError) else f"{type(error).__name__}: "
    return failed(f"{internal}{gist(error)}", seconds)


def _row(run: Any) -> Row:
    found: Row = {
        "code": str(run.outcome),
        "cause": "",
        "contradicted": run.contradicted,
        "seconds": round(run.seconds, 4),
    }
    for name, value in run.counts().items():
        if value is None or isinstance(value, str | int | float):
            found.setdefault(name, value)
    for name, series in run.series.items():
        found.setdefault(name, float(series[-1]))
    return found


def failed(cause: str, seconds: float = 0.0) -> Row:
    """The row of a cell that has no run."""
    return {"code": FAILED, "cause": cause, "contradicted": False, "seconds": round(seconds, 4)}
