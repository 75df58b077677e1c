"""Where the cells of a sweep are run: one after the other here, or by the workers of Dask.

To a worker go the kind of runs and the plain options of a chunk of cells, half a kilobyte each;
back come their rows. A worker that dies loses the chunks that it was at, and the scheduler gives
these to others; where they all die of one, its cells are run one by one.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.words import gist
from sslcheck.numeric.sweeps.cell import Row, failed, run_cells
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.chunks import Chunks, run_chunk

__all__ = ["ClusterFailed", "DaskMissing", "here", "on_dask"]

Rows = Iterator[dict[int, Row]]
"""Rows by the number of their cell, as they come: those that came together in one."""

_AHEAD = 2  # chunks for each worker that are handed out before others have ended
_PAUSE = 0.2  # seconds between two looks at whether to stop
_TIMEOUT = 20  # seconds for a scheduler to answer


class DaskMissing(SslcheckError, ImportError):
    """Dask, which runs cells in other processes, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "cells are run in other processes by Dask, which is not installed: pip install"
            " 'sslcheck-dynamics[dask]'; without `--workers` and `--scheduler` they are run here"
        )


class ClusterFailed(SslcheckError, RuntimeError):
    """A scheduler does not answer, or is lost."""


def here(sweep: Sweep, cells: Iterator[int], stopped: Callable[[], bool]) -> Rows:
    """Run cells in this process. One that is interrupted has no row."""
    asked = ((cell, sweep.plain(cell)) for cell in cells)
    for cell, row in run_cells(sweep.kind, asked, stopped):
        yield {cell: row}


def on_dask(
    sweep: Sweep,
    cells: Iterator[int],
    stopped: Callable[[], bool],
    workers: int = 0,
    scheduler: str = "",
) -> Rows:
    """Run cells by ``workers`` processes of this machine, or of the ``scheduler`` at an address.

    Raises `DaskMissing`, `ClusterFailed`.
    """
    try:
        import distributed
    except ImportError as error:
        raise DaskMissing from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is in the rows
    with ExitStack() as stack:
        try:
            address: Any = scheduler or stack.enter_context(
                distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address=None,
                    env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
                )
            )
            client = stack.enter_context(distributed.Client(address, timeout=_TIMEOUT))
        except (OSError, ValueError) as error:
            raise ClusterFailed(f"no scheduler at `{scheduler}`: {gist(error)}") from error
        except RuntimeError as error:
            raise ClusterFailed(
                f"no workers can be started: {gist(error)}; each begins by running the program that"
                " asks for it, so in a script the call belongs below `if __name__ == '__main__':`"
            ) from error
        yield from _conducted(client, sweep, cells, stopped)


def _conducted(
    client: Any, sweep: Sweep, cells: Iterator[int], stopped: Callable[[], bool]
) -> Rows:
    chunks = Chunks(cells)
    ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
    at: dict[str, tuple[list[int], Any]] = {}

    def hand_out() -> None:
        room = _AHEAD * max(len(client.ncores()), 1) - len(at)
        for chunk in islice(chunks, max(room, 0)):
            asked = [(cell, sweep.plain(cell)) for cell in chunk]
            future = client.submit(run_chunk, sweep.kind, asked, pure=False)
            at[future.key] = chunk, future
            future.add_done_callback(ended.put)

    hand_out()
    while at and not stopped():
        rows: dict[int, Row] = {}
        try:
            came = [ended.get(timeout=_PAUSE)]
        except queue.Empty:
            continue
        while not ended.empty():
            came.append(ended.get())
        for future in came:
            chunk, _ = at.pop(future.key)
            rows |= _rows(future, chunk, chunks)
        hand_out()
        if rows:
            yield rows
    client.cancel([future for _, future in at.values()])


def _rows(future: Any, chunk: list[int], chunks: Chunks) -> dict[int, Row]:
    """The rows of a chunk; cells that have none are handed out again."""
    if future.status == "finished":
        rows, seconds = future.result()
        chunks.took(len(rows), seconds)
        chunks.again(cell for cell in chunk if cell not in rows)
        return dict(rows)
    if future.status == "error":
        if len(chunk) > 1:  # one of them is to blame, and which one is seen alone
            chunks.alone(chunk)
            return {}
        error = future.exception()
        what = type(error).__name__
        if what == "KilledWorker":
            return {chunk[0]: failed("every worker that ran it died, such as for lack of memory")}
        return {chunk[0]: failed(f"{what}: {gist(error)}")}
    raise ClusterFailed("the scheduler is lost; what had ended is kept: go on by `--resume`")
