"""Cells of a sweep in chunks: what a worker is given at a time, so that small runs are stacked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sslcheck.numeric.sweeps.cell import Row, run_cells

__all__ = ["Chunks", "run_chunk"]

_MOST = 64  # cells of a chunk: as many as a stack holds
_SECONDS = 1.0  # that a chunk is to take


class Chunks:
    """Chunks of ``cells``, next to each other, of so many as will take about a second.

    The first are of one cell; by what they `took` the next ones are at most twice as large.
    """

    def __init__(self, cells: Iterator[int]) -> None:
        self._cells = cells
        self._again: deque[int] = deque()
        self._alone: deque[int] = deque()
        self.size = 1

    def __iter__(self) -> Iterator[list[int]]:
        return self

    def __next__(self) -> list[int]:
        if self._alone:
            return [self._alone.popleft()]
        chunk = [self._again.popleft() for _ in range(min(self.size, len(self._again)))]
        while len(chunk) < self.size and (cell := next(self._cells, None)) is not None:
            chunk.append(cell)
        if not chunk:
            raise StopIteration
        return chunk

    def took(self, count: int, seconds: float) -> None:
        """So many cells took so long."""
        if count:
            fit = int(_SECONDS * count / max(seconds, 1e-9))
            self.size = max(1, min(fit, 2 * self.size, _MOST))

    def again(self, cells: Iterable[int]) -> None:
        """Hand these out once more."""
        self._again.extend(cells)

    def alone(self, cells: Iterable[int]) -> None:
        """Hand these out once more, each by itself."""
        self._alone.extend(cells)


def run_chunk(
    kind: str, cells: Sequence[tuple[int, Mapping[str, Any]]]
) -> tuple[dict[int, Row], float]:
    """The rows of cells from plain options, and the seconds that they took.

    After twice the time of a chunk no further cell is begun: those that are left have no row.
    """
    began = time.perf_counter()

    def due() -> Iterator[tuple[int, Mapping[str, Any]]]:
        for k, cell in enumerate(cells):
            if k and time.perf_counter() - began > 2 * _SECONDS:
                return
            yield cell

    rows = dict(run_cells(kind, due(), lambda: False))
    return rows, time.perf_counter() - began
