"""One cell of a sweep: its run, and the row that comes out, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.words import gist
from sslcheck.numeric.jobs import job_of

__all__ = ["FAILED", "HEAD", "Row", "failed", "run_cell"]

Row = dict[str, Any]
"""Values by column: numbers, words, or None."""

FAILED = "failed"
HEAD = ("code", "cause", "contradicted", "seconds")
"""What every row begins with, after its cell."""


def run_cell(
    kind: str, plain: Mapping[str, Any], stopped: Callable[[], bool] = lambda: False
) -> Row:
    """Make a run from plain options. Of one that cannot be made the row says why.

    The columns are `HEAD`, the counts of the run, and the last value of each of its series.
    """
    began = time.perf_counter()
    try:
        run = job_of(kind, plain).run(stopped=stopped)
    except Exception as error:  # a cell of many: whatever it is, the others go on
        internal = "" if isinstance(error, SslcheckError) else f"{type(error).__name__}: "
        return failed(f"{internal}{gist(error)}", time.perf_counter() - began)
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
