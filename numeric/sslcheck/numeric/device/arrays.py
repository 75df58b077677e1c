"""An array library with a device and a dtype, passed as an argument; nothing process-global.

The numeric core uses what NumPy, CuPy, PyTorch behind a thin wrapper and, in the tests, the strict
array API have in common, plus ``out=``. Only `Arrays` moves numbers between host and device.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.choices import allowed

if TYPE_CHECKING:
    from sslcheck.derive.emit import ElementwisePlan

__all__ = [
    "LESS",
    "Array",
    "Arrays",
    "BackendUnavailable",
    "Fault",
    "Generator",
    "NotEnoughMemory",
    "gibibytes",
    "host_memory",
    "open_arrays",
]

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


class Fault(Enum):
    """What an error of a library is about, that is no bug of its caller."""

    MEMORY = "memory"
    DEVICE = "device"


class Generator(Protocol):
    """Random numbers that a device makes itself."""

    def normal(self, out: Array) -> None: ...
    def uniform(self, out: Array) -> None: ...
    def labels(self, count: int, classes: int) -> Array: ...


@dataclass(frozen=True)
class Arrays:
    """``xp`` with a floating-point type on one device.

    What libraries do in ways of their own are the methods from `on_host` on: those of a library
    that has no such way need not be there.
    """

    name: str
    xp: Any
    dtype: str
    description: str
    to_device: Callable[[np.ndarray[Any, Any]], Array]
    to_host: Callable[[Array], np.ndarray[Any, Any]]
    synchronize: Callable[[], None]
    free_memory: Callable[[], int | None]
    placed: Mapping[str, Any] = field(default_factory=dict)
    """What functions that make arrays are told besides, so that they are on the device."""

    @property
    def on_host(self) -> bool:
        """Whether its memory is that of the host."""
        return False

    @property
    def shares(self) -> bool:
        """Whether several threads of this process may compute at a time, by `Parts`."""
        return False

    @property
    def solver(self) -> str:
        """Which routine finds eigenvectors, where that is not the library's only one."""
        return self.name

    def eigh(self, matrix: Array) -> tuple[Array, Array]:
        """Eigenvalues in ascending order, and eigenvectors, of a symmetric matrix."""
        values, vectors = self.xp.linalg.eigh(matrix)
        return values, vectors

    def gram(self, rows: Array, out: Array) -> None:
        """``rows^T rows`` into ``out``."""
        self.xp.matmul(rows.T, rows, out=out)

    def generator(self, key: int) -> Generator | None:
        """The device's own random numbers from a key of 32 bits; None: they come from the host."""
        return None

    @property
    def generator_memory(self) -> int:
        """Bytes of the state of a `generator`."""
        return 0

    def modes_kernel(
        self, plan: ElementwisePlan, data: tuple[Array, ...], scalars: tuple[float, ...]
    ) -> Callable[[tuple[Array, ...], tuple[Array, ...]], tuple[Array, ...]] | None:
        """One compiled kernel for modes that do not hang on each other; None: there is none."""
        return None

    def kernel_of_c(self, text: str, name: str) -> Any | None:
        """A function of CUDA C, compiled when it is first called; None: the library has no such."""
        return None

    def fault(self, error: Exception) -> Fault | None:
        """What an error is that this library has raised; None for what is a bug."""
        return Fault.MEMORY if isinstance(error, MemoryError) else None

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
        return self.xp.zeros(shape, dtype=like.dtype, **self.placed)

    def eye(self, n: int) -> Array:
        """The identity, n x n, on the device."""
        like = self.put(np.zeros(1))
        return self.xp.eye(n, dtype=like.dtype, **self.placed)

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
        if self.on_host:
            _check_free(needed + host, self.free_memory(), what, self.description)
        else:
            _check_free(needed, self.free_memory(), what, self.description)
            _check_free(host, host_memory(), what, "the CPU")


def _check_free(needed: int, free: int | None, what: str, where: str) -> None:
    if free is not None and needed > free:
        raise NotEnoughMemory(
            f"{what} needs {gibibytes(needed)} on {where}, which has {gibibytes(free)} free; {LESS}"
        )


def gibibytes(number: int) -> str:
    """Bytes, however many: a float holds no more than 1e308.

    >>> gibibytes(3 * 2**29), gibibytes(10**400)
    ('1.50 GiB', '9.31E+390 GiB')
    """
    exact = Decimal(number) / 2**30
    return f"{exact:.2f} GiB" if exact < 10**9 else f"{exact:.2E} GiB"


def open_arrays(backend: str, dtype: str = "float64") -> Arrays:
    """A library by name, on its current device.

    Raises `BackendUnavailable` with what to install for a library or device that is not there,
    and for a name or dtype that is not supported.
    """
    from sslcheck.numeric.device.library import library

    if dtype not in ("float64", "float32"):
        raise BackendUnavailable(f"no dtype `{dtype}`; supported: float64, float32")
    if backend not in allowed("backend"):
        known = ", ".join(allowed("backend"))
        raise BackendUnavailable(f"no backend `{backend}`; supported: {known}")
    found = library(backend)
    about = found.describe()
    if not about.available:
        raise BackendUnavailable(f"backend `{backend}` is not available: {about.detail}")
    return found.arrays(dtype)


def host_memory() -> int | None:
    """Memory of the host that can be had without swapping, where the system tells; in bytes."""
    return _free_host_memory()


def _free_host_memory() -> int | None:
    """Memory that can be had without swapping, where the system tells."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    return None
