"""The device of the stand-in for CuPy: its memory, its generator, its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tests.numeric.cupy_array import DeviceArray
    from tests.numeric.cupy_standin import CupyStandin

__all__ = [
    "PHILOX",
    "CompileException",
    "Device",
    "DeviceError",
    "Generator",
    "Memory",
    "OutOfMemoryError",
    "Runtime",
]

PHILOX = 16_384_000
"""Bytes of the state of a generator."""


class OutOfMemoryError(MemoryError):
    """As `cupy.cuda.memory.OutOfMemoryError`."""


class CompileException(Exception):
    """As `cupy.cuda.compiler.CompileException`."""


class DeviceError(RuntimeError):
    """As `cupy_backends.cuda.api.runtime.CUDARuntimeError`."""


class Memory:
    """Bytes on the device: in use now, and at most so far."""

    def __init__(self) -> None:
        self.total = 8 * 2**30
        self.taken = 0  # by other processes
        self.limit = 0
        self.used = 0
        self.peak = 0

    def take(self, count: int) -> Block:
        most = self.limit or self.total - self.taken
        if self.used + count > most:
            raise OutOfMemoryError(
                f"Out of memory allocating {count} bytes (allocated so far: {self.used} bytes)."
            )
        self.used += count
        self.peak = max(self.peak, self.used)
        return Block(self, count)


class Block:
    """Bytes that are given back when no array uses them any more."""

    def __init__(self, memory: Memory, count: int) -> None:
        self.memory, self.count = memory, count

    def __del__(self) -> None:
        self.memory.used -= self.count


class Generator:
    """``cupy.random.Generator``: other numbers than CuPy's, the same for a seed."""

    def __init__(self, standin: CupyStandin, bits: Any) -> None:
        self._made, self._state = standin._made, bits[0]
        self._rng = np.random.Generator(bits[1])

    def standard_normal(self, size: Any, dtype: Any) -> DeviceArray:
        return self._made(self._rng.standard_normal(size, dtype))

    def random(self, size: Any, dtype: Any) -> DeviceArray:
        return self._made(self._rng.random(size, dtype))

    def integers(self, low: int, high: int, size: Any) -> DeviceArray:
        return self._made(self._rng.integers(low, high, size))


class Device:
    """``cupy.cuda.Device``, the current one."""

    id = 0

    def __init__(self, standin: CupyStandin) -> None:
        self._memory = standin.memory
        self.synchronize = standin._named("synchronize", lambda: None)

    @property
    def mem_info(self) -> tuple[int, int]:
        memory = self._memory
        return memory.total - memory.taken - memory.used, memory.total


class Runtime:
    """``cupy.cuda.runtime``."""

    def __init__(self, standin: CupyStandin) -> None:
        self._standin = standin

    @property
    def is_hip(self) -> bool:
        return self._standin.rocm

    def driverGetVersion(self) -> int:
        return 70_051_831 if self._standin.rocm else 12040

    def getDeviceCount(self) -> int:
        self._standin.called("getDeviceCount")
        return 1

    def getDeviceProperties(self, device: int) -> dict[str, Any]:
        assert device == 0
        return {"name": b"stand-in", "totalGlobalMem": self._standin.memory.total}
