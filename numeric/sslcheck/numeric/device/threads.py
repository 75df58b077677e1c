"""How many threads BLAS may use: by the size of the products, not by the number of cores.

A thread of a BLAS pool that has done its share spins until the others have done theirs. Where a
product takes microseconds and another process wants the core, most of the time is spent so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from threadpoolctl import ThreadpoolController

__all__ = ["GRAIN", "blas_threads", "threads_for"]

GRAIN = 2**25
"""Operations that a thread has to get of a product: about a millisecond of a core."""


@contextlib.contextmanager
def blas_threads(flop: int) -> Iterator[None]:
    """Give BLAS, in the whole process, the threads that a product of ``flop`` operations is worth.

    Never more than are allowed already, such as by ``OPENBLAS_NUM_THREADS`` or around this.
    """
    pools = _pools()
    with pools.limit(limits=_worth(flop, pools)):
        yield


def threads_for(flop: int) -> int:
    """How many threads `blas_threads` gives."""
    return _worth(flop, _pools())


def _pools() -> ThreadpoolController:
    # looked up each time: SciPy brings a pool of its own when it is imported
    found: ThreadpoolController = ThreadpoolController().select(user_api="blas")
    return found


def _worth(flop: int, pools: ThreadpoolController) -> int:
    allowed = min((pool["num_threads"] for pool in pools.info()), default=1)
    return max(1, min(allowed, flop // GRAIN))
