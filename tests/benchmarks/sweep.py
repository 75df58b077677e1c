"""Small runs of a sweep: the first, the others one by one, and all together.

    python tests/benchmarks/sweep.py

24 runs of `simulate` over six seeds and four values of eta. Seconds of the processor for a run: of
the first one, which has everything derived, planned and emitted for it; of the others, alone and in
stacks. Medians of alternating rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from sslcheck.numeric.jobs import job_of
from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.workers import here
from sslcheck.numeric.system import _plan_of

ROUNDS = 5
OVER = (Axis("eta", (0.02, 0.04, 0.06, 0.08)),)


def seconds(work: Callable[[], object]) -> float:
    """Of the processor."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measured(sweep: Sweep) -> tuple[float, float, float]:
    """Of the first run, of one of the others, and of one in a stack."""

    def run(*cells: int) -> None:
        for _ in here(sweep, iter(cells), lambda: False):
            pass

    def alone() -> None:
        for cell in range(len(sweep)):
            run(cell)

    _plan_of.cache_clear()
    first = seconds(lambda: run(0))
    return first, seconds(alone) / len(sweep), seconds(lambda: run(*range(len(sweep)))) / len(sweep)


def main() -> None:
    """The table."""
    job_of("simulation", Options(d=3).as_dict()).run()
    for given in ({"d": 8, "saves": 2}, {"d": 16, "saves": 2}, {"d": 16}, {"d": 32, "saves": 2}):
        sweep = Sweep("simulation", Options(**given).as_dict(), OVER, 6)  # type: ignore[arg-type]
        rounds = zip(*(measured(sweep) for _ in range(ROUNDS)), strict=True)
        shown = ", ".join(f"{1e3 * median(times):.1f} ms" for times in rounds)
        print(f"{given}: first, alone, together: {shown}")


if __name__ == "__main__":
    main()
