"""Work of a step in parts, each on a thread of its own, with BLAS on one thread in each.

BLAS's own threads spin while they wait for each other; these sleep. So a step does not suffer
where another process wants a core, and all that it does is shared: products, draws, and what is
done entry by entry.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from sslcheck.numeric.device.arrays import Arrays
from sslcheck.numeric.device.threads import threads_for

__all__ = ["Parts", "parts_for"]

_GRAIN = 2**26
"""Operations that a part has to have in a step, for one to be worth the hand-over."""


class Parts:
    """``count`` parts of any number of rows; nothing is a thread where it is 1."""

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._pool = ThreadPoolExecutor(count - 1) if count > 1 else None

    def slices(self, rows: int) -> list[slice]:
        """Consecutive rows of each part, as even as they can be."""
        ends = [rows * k // self.count for k in range(self.count + 1)]
        return [slice(a, b) for a, b in itertools.pairwise(ends)]

    def each(self, *works: Callable[[], object]) -> None:
        """Do all of them at a time, the first on this thread; raises what one of them raises."""
        if self._pool is None or len(works) == 1:
            for work in works:
                work()
            return
        others = [self._pool.submit(_quiet, work) for work in works[1:]]
        try:
            works[0]()
        finally:
            for other in others:
                other.result()


def _quiet(work: Callable[[], Any]) -> Any:
    with np.errstate(all="ignore"):  # which is a matter of each thread
        return work()


def parts_for(arrays: Arrays, flop: int) -> Parts:
    """The parts of a step of so many operations; one where a library has threads of its own."""
    return Parts(min(threads_for(1 << 62), max(1, flop // _GRAIN)) if arrays.shares else 1)
