"""NumPy, on the CPU."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from sslcheck.numeric.device.arrays import Array, Arrays, host_memory
from sslcheck.numeric.device.library import Backend, Library

__all__ = ["LIBRARY"]

_BLOCK = 64


class _NumpyArrays(Arrays):
    """Arrays in the memory of the host."""

    @property
    def on_host(self) -> bool:
        return True

    @property
    def shares(self) -> bool:
        return True

    def zeros(self, shape: int | Sequence[int]) -> Array:
        return np.zeros(shape, dtype=self.dtype)

    @property
    def solver(self) -> str:
        """LAPACK's divide and conquer in three calls: what `_eigh` does."""
        return "scipy trd, stevd, mqr"

    def eigh(self, matrix: Array) -> tuple[Array, Array]:
        return _eigh(matrix)

    def gram(self, rows: Array, out: Array) -> None:
        """By blocks up to the diagonal; the rest is copied. NumPy takes as long as for all."""
        for first in range(0, len(out), _BLOCK):
            block = slice(first, first + _BLOCK)
            np.matmul(rows[:, block].T, rows[:, : block.stop], out=out[block, : block.stop])
            out[:first, block] = out[block, :first].T


class _NumPy(Library):
    name = "numpy"

    def describe(self) -> Backend:
        return Backend(self.name, True, np.__version__, "CPU")

    def arrays(self, dtype: str) -> Arrays:
        return _NumpyArrays(
            self.name, np, dtype, "the CPU", np.asarray, np.asarray, lambda: None, host_memory
        )


def _eigh(matrix: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors, in the precision of the matrix, on one thread.

    To tridiagonal form, divide and conquer there, and back: a fifth faster than LAPACK's own
    driver of these steps, a third to a half than NumPy, which works in double precision always.
    On one thread, since SciPy brings a BLAS with threads of its own: those would still be waiting
    for work when the next product begins elsewhere. Raises `LinAlgError`.
    """
    if len(matrix) == 1:
        return matrix[0, :].copy(), np.ones_like(matrix)
    steps = ("sytrd", "stevd", "ormqr")
    reduce, solve, turn = import_module("scipy.linalg").get_lapack_funcs(steps, (matrix,))
    room = 64 * len(matrix)
    with _scipy_threads().limit(limits=1):
        below, diagonal, beside, factors, _ = reduce(matrix.T, lower=1, lwork=room)
        values, vectors, failed = solve(diagonal, beside)
        if failed:
            raise np.linalg.LinAlgError("divide and conquer did not converge")
        vectors[1:], _, _ = turn("L", "N", below[1:, :-1], factors, vectors[1:], room)
    return values, vectors


@cache
def _scipy_threads() -> ThreadpoolController:
    import_module("scipy.linalg")
    found = ThreadpoolController()
    paths = [Path(pool["filepath"]) for pool in found.info()]
    own = [str(p) for p in paths if "scipy" in p.parent.name]  # scipy.libs, of SciPy's wheels
    selected: ThreadpoolController = found.select(filepath=own)
    return selected


LIBRARY = _NumPy()
