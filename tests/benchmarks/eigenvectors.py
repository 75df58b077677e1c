"""What sets a predictor at every step: eigenvectors by several LAPACKs, and ways round them.

    python tests/benchmarks/eigenvectors.py [N] [SECONDS]

Of F-hat of some batches of half as many rows, in single precision. Ways are timed in turn, for so
many seconds: the medians of the processor's time on one thread, which other processes leave as it
is but for the cache, and of the wall's on two. MKL is that of `pip install mkl`, by ctypes; it and
PyTorch are left out where they are not installed. Nothing here is a test.
"""

from __future__ import annotations

import ctypes
import platform
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import scipy.linalg
from threadpoolctl import ThreadpoolController

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.root import root_by_products

Numbers = np.ndarray[Any, Any]
Eigh = Callable[[Numbers], tuple[Numbers, Numbers]]

RHO, BATCHES = 0.3, 8
ARRAYS = open_arrays("numpy", "float32")


def estimates(n: int, count: int) -> list[Numbers]:
    """F-hat after so many batches, and after each of ``count`` - 1 more."""
    rng = np.random.default_rng(0)
    found: list[Numbers] = []
    F = np.zeros((n, n))
    for k in range(BATCHES + count - 1):
        f = rng.standard_normal((n // 2, n))
        new = f.T @ f / len(f)
        F = RHO * F + (1 - RHO) * new if k else new
        if k >= BATCHES - 1:
            found.append(((F + F.T) / 2).astype(np.float32))
    return found


def mkl() -> Eigh | None:
    """``ssyevd`` of MKL, where its library is on the path of Python."""
    # of an environment, or of `pip install --target`
    places = [Path(p) / up / "lib" for p in sys.path for up in ("../..", "", "..")]
    found = [lib for p in places for lib in sorted(p.glob("libmkl_rt.so*"))]
    if not found:
        return None
    for name in ("libiomp5.so", found[-1].name):
        library = ctypes.CDLL(str(found[-1].with_name(name)), mode=ctypes.RTLD_GLOBAL)

    def solve(matrix: Numbers) -> tuple[Numbers, Numbers]:
        vectors, values = matrix.copy(), np.empty(len(matrix), np.float32)
        a, w = (x.ctypes.data_as(ctypes.POINTER(ctypes.c_float)) for x in (vectors, values))
        n = len(matrix)
        by, lower = ctypes.c_char(b"V"), ctypes.c_char(b"L")
        failed = library.LAPACKE_ssyevd(102, by, lower, n, a, n, w)
        if failed:
            raise ArithmeticError(f"ssyevd of MKL: {failed}")
        return values, vectors.T

    return solve


def drivers() -> dict[str, Eigh]:
    """All ways to eigenvectors that are installed."""
    evd = partial(scipy.linalg.eigh, driver="evd", check_finite=False)
    evr = partial(scipy.linalg.eigh, driver="evr", check_finite=False)
    found: dict[str, Eigh] = {
        "SciPy sytrd, stevd, ormqr": ARRAYS.eigh,
        "SciPy evd": evd,
        "SciPy evr": evr,
        "NumPy": np.linalg.eigh,
    }
    if find_spec("torch") is not None:
        import torch

        def by_torch(matrix: Numbers) -> tuple[Numbers, Numbers]:
            values, vectors = torch.linalg.eigh(torch.from_numpy(matrix))
            return values.numpy(), vectors.numpy()

        found["PyTorch"] = by_torch
    if (by_mkl := mkl()) is not None:
        found["MKL ssyevd"] = by_mkl
    return found


def threads(count: int) -> None:
    """Let every library have so many."""
    ThreadpoolController().limit(limits=count)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(count)


def timed(ways: dict[str, Callable[[], Any]], seconds: float, clock: Any) -> dict[str, float]:
    """Milliseconds of each way, the median of rounds in turn."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    end = time.monotonic() + seconds
    for way in ways.values():
        way()
    while time.monotonic() < end or not all(spent.values()):
        for name, way in ways.items():
            began = clock()
            way()
            spent[name].append(clock() - began)
    return {name: 1e3 * median(found) for name, found in spent.items()}


def error(values: Numbers, vectors: Numbers, matrix: Numbers) -> float:
    """Of the root that they give: ``|R R - F| / |F|``."""
    root = (vectors * np.sqrt(np.maximum(values, 0.0))).astype(float) @ vectors.T.astype(float)
    return float(np.linalg.norm(root @ root - matrix) / np.linalg.norm(matrix))


def compare(n: int, seconds: float) -> None:
    """Eigenvectors: time and error."""
    F, found = estimates(n, 1)[0], drivers()
    ways: dict[str, Callable[[], Any]] = {name: partial(way, F) for name, way in found.items()}
    ways["a product n x n x n"] = lambda: F @ F
    threads(1)
    one = timed(ways, seconds, time.process_time)
    threads(2)
    two = timed(ways, seconds, time.perf_counter)
    threads(1)
    print(f"{'n = ' + str(n):28} {'1 thread':>12} {'2 threads':>12}  |R R - F| / |F|")
    for name in ways:
        text = f"{error(*found[name](F), F):.0e}" if name in found else ""
        print(f"{name:28} {one[name]:9.2f} ms {two[name]:9.2f} ms  {text}")


def others(n: int, seconds: float) -> None:
    """Ways without eigenvectors, or from those of the step before."""
    before, F = estimates(n, 2)
    work = [np.zeros_like(F) for _ in range(4)] + [np.eye(n, dtype=np.float32)]
    cold = root_by_products(ARRAYS, F, work)
    ways = {"": lambda: root_by_products(ARRAYS, F, work)}
    spent = timed(ways, seconds, time.process_time)[""]
    said = "does not converge" if cold is None else f"{cold[1]} products"
    print(f"Newton-Schulz, from the start: {said}, {spent:.1f} ms on one thread")
    _, basis = np.linalg.eigh(before.astype(float))
    turned = basis.T @ F @ basis
    diagonal = np.diagonal(turned)
    off = np.linalg.norm(turned - np.diag(diagonal))
    off /= np.linalg.norm(turned - np.mean(diagonal) * np.eye(n))
    print(f"the last eigenbasis: {off:.0%} of F less its mean lies off the diagonal in it")
    values, basis = np.linalg.eigh(before.astype(float))
    X = (basis * np.sqrt(values)) @ basis.T
    gaps = []
    for _ in range(8):  # Newton: X <- (X + X^-1 F) / 2, an inverse and a product each
        X = (X + np.linalg.solve(X, F.astype(float))) / 2
        gaps.append(np.linalg.norm(X @ X - F) / np.linalg.norm(F))
    best = int(np.argmin(gaps))
    print(
        f"Newton from the last root: |X X - F| / |F| is at best {gaps[best]:.0e}, after {best + 1}"
        " inverses in double precision"
    )
    s = np.linalg.eigvalsh(F.astype(float))[::-1]
    for rank in (n // 2, 3 * n // 4):
        print(f"rank {rank} of {n}: the root errs by {np.sqrt(np.sum(s[rank:]) / np.sum(s)):.0%}")
    print(f"condition number {s[0] / s[-1]:.0f}")


def main() -> None:
    """Both tables."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 512
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    print(f"{platform.machine()}, NumPy {np.__version__}, SciPy {scipy.__version__}")
    compare(n, seconds)
    others(n, seconds / 4)


if __name__ == "__main__":
    main()
