"""NumPy, on the CPU."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from sslcheck.numeric.arrays import Array, Arrays, host_memory
from sslcheck.numeric.library import Backend, Library

__all__ = ["LIBRARY"]


class _NumpyArrays(Arrays):
    """Arrays in the memory of the host."""

    @property
    def on_host(self) -> bool:
        return True

    @property
    def solver(self) -> str:
        """NumPy's own works in double precision always; in single SciPy's is twice as fast."""
        return "scipy evd" if self.dtype == "float32" else self.name

    def eigh(self, matrix: Array) -> tuple[Array, Array]:
        if self.dtype == "float32":
            return _single_eigh(matrix)
        values, vectors = np.linalg.eigh(matrix)
        return values, vectors


class _NumPy(Library):
    name = "numpy"

    def describe(self) -> Backend:
        return Backend(self.name, True, np.__version__, "CPU")

    def arrays(self, dtype: str) -> Arrays:
        return _NumpyArrays(
            self.name,
            np,
            dtype,
            "the CPU",
            np.asarray,
            np.asarray,
            lambda: None,
            host_memory,
        )


def _single_eigh(matrix: Array) -> tuple[Array, Array]:
    """In single precision, on one thread.

    SciPy brings a BLAS with threads of its own. Those would still be waiting for work when NumPy's
    begin with the next product: on two cores that takes twice the time.
    """
    if len(matrix) == 1:  # which SciPy 1.11 refuses
        return matrix[0, :], np.ones_like(matrix)
    with _scipy_threads().limit(limits=1):
        values, vectors = import_module("scipy.linalg").eigh(
            matrix, driver="evd", check_finite=False
        )
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
