"""An array library with a device and a dtype, passed as an argument; nothing process-global.

The numeric core uses what NumPy, CuPy and (in the tests, behind a thin wrapper) the strict array
API have in common, plus ``out=``. Only `Arrays` moves numbers between host and device.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.backends import describe_backends

__all__ = ["LESS", "Array", "Arrays", "BackendUnavailable", "NotEnoughMemory", "open_arrays"]

Array = Any
"""An array of whichever library is in use."""


LESS = (
    "lower the sizes (`--d`, `--n`) or what is kept (`--saves`, `--log-every`), or take `--dtype"
    " float32` or a smaller model (`--model`)"
)
"""What makes a run smaller."""


class BackendUnavailable(SslcheckError, ImportError):
    """An array library cannot be used here; the message says what is missing."""


class NotEnoughMemory(SslcheckError, MemoryError):
    """A run needs more memory than its device has free."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """``xp`` with a floating-point type on one device."""

    name: str
    xp: Any
    dtype: str
    description: str
    to_device: Callable[[np.ndarray[Any, Any]], Array]
    to_host: Callable[[Array], np.ndarray[Any, Any]]
    synchronize: Callable[[], None]
    free_memory: Callable[[], int | None]

    @property
    def itemsize(self) -> int:
        """Bytes of a number."""
        return int(np.dtype(self.dtype).itemsize)

    @property
    def epsilon(self) -> float:
        """The distance from 1 to the next larger number of the dtype."""
        return float(np.finfo(self.dtype).eps)

    @property
    def smallest(self) -> float:
        """The smallest normal number of the dtype."""
        return float(np.finfo(self.dtype).tiny)

    def put(self, values: Any) -> Array:
        """Numbers of the host as a contiguous array of the dtype on the device."""
        return self.to_device(np.ascontiguousarray(values, dtype=self.dtype))

    def zeros(self, shape: int | Sequence[int]) -> Array:
        """An array of zeros on the device."""
        # not by way of the host: a state may be large
        like = self.put(np.zeros(1))
        return self.xp.zeros(shape, dtype=like.dtype, **self._placed(like))

    def eye(self, n: int) -> Array:
        """The identity, n x n, on the device."""
        like = self.put(np.zeros(1))
        return self.xp.eye(n, dtype=like.dtype, **self._placed(like))

    def _placed(self, like: Array) -> dict[str, Any]:
        return {} if self.name in ("numpy", "cupy") else {"device": like.device}

    def number(self, scalar: Array) -> float:
        """A 0-dimensional array as a number of the host; waits for the device."""
        return float(self.to_host(scalar))

    def copied(self, named: Mapping[str, Array]) -> dict[str, np.ndarray[Any, Any]]:
        """Arrays by name, copied to the host."""
        return {name: np.array(self.to_host(array)) for name, array in named.items()}

    def numbers(self, scalars: Sequence[Array]) -> list[float]:
        """Several of them, with one transfer."""
        return [float(value) for value in self.to_host(self.xp.stack(scalars))]

    def norm(self, array: Array) -> float:
        """The Frobenius norm of a contiguous array."""
        flat = self.xp.reshape(array, (-1,))
        return self.number(self.xp.sqrt(self.xp.matmul(flat, flat)))

    def check_memory(self, needed: int, what: str, host: int = 0) -> None:
        """Raise `NotEnoughMemory` if ``needed`` bytes on the device are more than are free.

        ``host`` bytes are needed beside them where NumPy works, whatever the device is.
        """
        if self.name == "numpy":
            _check_free(needed + host, self.free_memory(), what, self.description)
        else:
            _check_free(needed, self.free_memory(), what, self.description)
            _check_free(host, _free_host_memory(), what, "the CPU")


def _check_free(needed: int, free: int | None, what: str, where: str) -> None:
    if free is not None and needed > free:
        raise NotEnoughMemory(
            f"{what} needs {_gibibytes(needed)} on {where}, which has {_gibibytes(free)} free;"
            f" {LESS}"
        )


def _gibibytes(number: int) -> str:
    """Bytes, however many: a float holds no more than 1e308.

    >>> _gibibytes(3 * 2**29), _gibibytes(10**400)
    ('1.50 GiB', '9.31E+390 GiB')
    """
    exact = Decimal(number) / 2**30
    return f"{exact:.2f} GiB" if exact < 10**9 else f"{exact:.2E} GiB"


def open_arrays(backend: str, dtype: str = "float64") -> Arrays:
    """NumPy or CuPy (its current device) by name.

    Raises `BackendUnavailable` with what to install for a library or device that is not there,
    and for a name or dtype that is not supported.
    """
    if dtype not in ("float64", "float32"):
        raise BackendUnavailable(f"no dtype `{dtype}`; supported: float64, float32")
    if backend == "numpy":
        return _numpy(dtype)
    if backend != "cupy":
        raise BackendUnavailable(f"no backend `{backend}`; supported: numpy, cupy")
    found = next(b for b in describe_backends() if b.name == "cupy")
    if not found.available:
        raise BackendUnavailable(f"backend `cupy` is not available: {found.detail}")
    return _cupy(dtype)


def _numpy(dtype: str) -> Arrays:
    return Arrays(
        "numpy", np, dtype, "the CPU", np.asarray, np.asarray, lambda: None, _free_host_memory
    )


def _cupy(dtype: str) -> Arrays:
    cupy: Any = importlib.import_module("cupy")
    device = cupy.cuda.Device()
    name = cupy.cuda.runtime.getDeviceProperties(device.id)["name"].decode()
    pool = cupy.get_default_memory_pool()
    limit = int(pool.get_limit())  # such as of CUPY_GPU_MEMORY_LIMIT; 0 is none
    if limit:
        name += f" (of which CuPy may take {limit / 2**30:.2f} GiB)"

    def free() -> int:
        # the pool keeps what arrays have given back
        found = int(device.mem_info[0] + pool.free_bytes())
        return min(found, max(limit - int(pool.used_bytes()), 0)) if limit else found

    return Arrays(
        "cupy",
        cupy,
        dtype,
        name,
        cupy.asarray,
        cupy.asnumpy,
        device.synchronize,
        free,
    )


def _free_host_memory() -> int | None:
    """Memory that can be had without swapping, where the system tells."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    return None
