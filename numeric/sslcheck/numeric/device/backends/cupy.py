"""CuPy: devices of NVIDIA by CUDA, or of AMD by ROCm."""

from __future__ import annotations

import ctypes
import importlib
import math
from collections.abc import Callable, Iterable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sslcheck.derive.emit import ElementwisePlan, cuda_text
from sslcheck.derive.text.words import gist
from sslcheck.numeric.device.arrays import Array, Arrays, Fault
from sslcheck.numeric.device.library import Backend, Device, Library

__all__ = ["LIBRARY"]

_THREADS = 256
_PHILOX = 256_000 * 64
"""Bytes of the state that CuPy keeps for a Philox generator, however little is drawn."""

_DRIVER_LIBRARIES = ("libcuda.so.1", "libcuda.so")
_AMD_DRIVER = Path("/dev/kfd")  # where the kernel's driver for computing on AMD GPUs is loaded
_WHEELS = {
    "cupy-cuda12x": "'cupy-cuda12x[ctk]>=14'",
    "cupy-cuda13x": "'cupy-cuda13x[ctk]>=14'",
    "cupy-rocm-7-0": "'cupy-rocm-7-0>=14'",
}
"""What pip installs: those for CUDA bring the libraries with ``ctk``, that for ROCm does not."""

_NEEDS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("the device", "the device", lambda cupy: cupy.zeros((2, 2))),
    # a first operation on elements is compiled
    ("NVRTC", "hipRTC", lambda cupy: cupy.zeros((2, 2)) + 1.0),
    ("cuBLAS", "hipBLAS", lambda cupy: cupy.matmul(cupy.zeros((2, 2)), cupy.zeros((2, 2)))),
    ("cuSOLVER", "hipSOLVER", lambda cupy: cupy.linalg.eigvalsh(cupy.eye(2))),
)
"""A library of CUDA, the one in its place with ROCm, and something that takes it."""


class _CupyArrays(Arrays):
    """Arrays on the current device."""

    def generator(self, key: int) -> _Philox:
        """Philox, whose state CuPy does not tell."""
        return _Philox(self.xp.random, key)

    @property
    def generator_memory(self) -> int:
        return _PHILOX

    def modes_kernel(
        self, plan: ElementwisePlan, data: tuple[Array, ...], scalars: tuple[float, ...]
    ) -> Callable[[tuple[Array, ...], tuple[Array, ...]], tuple[Array, ...]]:
        """The plan as one CUDA kernel, so that every number is read and written once."""
        single = self.dtype == "float32"
        text = cuda_text(plan, "float" if single else "double")
        compiled = self.kernel_of_c(text, "evaluate")
        real = self.xp.float32 if single else self.xp.float64
        numbers = tuple(real(value) for value in scalars)
        blocks = (math.ceil(plan.modes / _THREADS),)
        modes = self.xp.int64(plan.modes)

        def call(states: tuple[Array, ...], outputs: tuple[Array, ...]) -> tuple[Array, ...]:
            compiled(blocks, (_THREADS,), (modes, *states, *data, *outputs, *numbers))
            return ()

        return call

    def kernel_of_c(self, text: str, name: str) -> Any:
        return self.xp.RawKernel(text, name)

    def fault(self, error: Exception) -> Fault | None:
        """Of CUDA's libraries, of the compiler and of the driver: what is no bug of a caller."""
        if isinstance(error, MemoryError):
            return Fault.MEMORY
        return None if isinstance(error, _BUGS) else Fault.DEVICE


class _Philox:
    """A generator of CuPy."""

    def __init__(self, random: Any, key: int) -> None:
        self._rng = random.Generator(random.Philox4x3210(key))

    def normal(self, out: Array) -> None:
        """Fill with independent standard normal numbers."""
        out[...] = self._rng.standard_normal(out.shape, dtype=out.dtype)

    def uniform(self, out: Array) -> None:
        """Fill with independent numbers, uniform on [0, 1)."""
        out[...] = self._rng.random(out.shape, dtype=out.dtype)

    def labels(self, count: int, classes: int) -> Array:
        """Uniform integers below ``classes``."""
        return self._rng.integers(0, classes, count)


_BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    NotImplementedError,
    OSError,  # no bug, but no matter of the device: of a file
    RecursionError,
    TypeError,
    ValueError,
)
"""What a library raises that is called in a wrong way."""


class _CuPy(Library):
    name = "cupy"

    def describe(self) -> Backend:
        if find_spec("cupy") is None:
            return Backend(self.name, False, None, _advice(_driver_version(), _AMD_DRIVER.exists()))
        try:
            cupy: Any = importlib.import_module("cupy")
        except Exception as error:  # whatever a broken installation raises is what the user needs
            # CuPy frames the reason with advice on lines of its own
            detail = f"CuPy is installed but cannot be imported: {gist(error.__cause__ or error)}"
            return Backend(self.name, False, None, detail)
        devices: tuple[Device, ...] = ()
        try:
            driver = _driver_of(cupy)
            devices = tuple(_devices(cupy.cuda.runtime))
        except Exception as error:
            reason = f"CuPy is installed but finds no usable device: {gist(error)}"
            return Backend(self.name, False, cupy.__version__, f"{_mismatch(cupy)}{reason}")
        missing = _missing(cupy) if devices else f"{driver}; CuPy is installed; there is no device"
        return Backend(self.name, not missing, cupy.__version__, missing or driver, devices)

    def arrays(self, dtype: str) -> Arrays:
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

        return _CupyArrays(
            self.name, cupy, dtype, name, cupy.asarray, cupy.asnumpy, device.synchronize, free
        )


def _devices(runtime: Any) -> Iterable[Device]:
    for number in range(runtime.getDeviceCount()):
        properties = runtime.getDeviceProperties(number)
        yield Device(properties["name"].decode(), properties["totalGlobalMem"])


def _driver_of(cupy: Any) -> str:
    """The driver in words, of CUDA or of ROCm, whose versions are written in another way."""
    version = cupy.cuda.runtime.driverGetVersion()
    if _is_rocm(cupy):
        return f"driver for HIP {version // 10_000_000}.{version // 100_000 % 100}"
    return f"driver for CUDA {_dotted(version)}"


def _is_rocm(cupy: Any) -> bool:
    return bool(getattr(cupy.cuda.runtime, "is_hip", False))


def _missing(cupy: Any) -> str:
    """Why CuPy cannot do on its device what a run needs, and the remedy; empty where it can."""
    for cuda, hip, use in _NEEDS:
        needed = hip if _is_rocm(cupy) else cuda
        try:
            cupy.asnumpy(use(cupy))  # waits for it
        except MemoryError as error:
            return f"the device has no memory left to begin with: {gist(error)}"
        except Exception as error:
            remedy = "" if needed == "the device" else f"; if it is missing: {_remedy(cupy)}"
            return f"CuPy cannot use {needed}: {gist(error)}{remedy}"
    return ""


def _remedy(cupy: Any) -> str:
    """How to come by the libraries that an installed CuPy needs."""
    if _is_rocm(cupy):
        return "install ROCm 7"
    for wheel in ("cupy-cuda12x", "cupy-cuda13x"):
        if _installed(wheel):
            return f"pip install {_WHEELS[wheel]}"
    return "install the CUDA toolkit that CuPy was built for"


def _mismatch(cupy: Any) -> str:
    """What stands between an installed CuPy and a device, where that can be told."""
    if _is_rocm(cupy):
        return ""
    driver = _driver_version()
    if driver is None:
        return "no NVIDIA driver; "
    if driver // 1000 == 12 and _installed("cupy-cuda13x"):
        return (
            f"driver for CUDA {_dotted(driver)}, CuPy for CUDA 13: pip uninstall cupy-cuda13x,"
            f" then pip install {_WHEELS['cupy-cuda12x']}; "
        )
    return ""


def _installed(distribution: str) -> bool:
    try:
        metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def _driver_version() -> int | None:
    """The newest CUDA version that the driver supports (12040 is 12.4), or None with no driver."""
    for name in _DRIVER_LIBRARIES:
        try:
            library = ctypes.CDLL(name)
            version = ctypes.c_int()
            if library.cuDriverGetVersion(ctypes.byref(version)) == 0:
                return version.value
        except (OSError, AttributeError):  # no such library, or not that of a driver
            continue
    return None


def _advice(driver: int | None, amd: bool) -> str:
    """What to install for a driver of NVIDIA, or for that of AMD.

    >>> _advice(13000, False)
    "driver for CUDA 13.0, no CuPy: pip install 'cupy-cuda13x[ctk]>=14'"
    """
    if driver is None and amd:
        wheel = _WHEELS["cupy-rocm-7-0"]
        return f"driver for AMD GPUs, no CuPy; with ROCm 7: pip install {wheel}"
    if driver is None:
        wheel = _WHEELS["cupy-cuda12x"]
        return f"no NVIDIA driver, no CuPy; with a driver: pip install {wheel}"
    if driver < 12000:
        return f"driver for CUDA {_dotted(driver)} is too old: CUDA 12 or newer is needed"
    wheel = _WHEELS["cupy-cuda13x" if driver >= 13000 else "cupy-cuda12x"]
    return f"driver for CUDA {_dotted(driver)}, no CuPy: pip install {wheel}"


def _dotted(version: int) -> str:
    return f"{version // 1000}.{version % 1000 // 10}"


LIBRARY = _CuPy()
