"""Which array backends are available, and what is missing where one is not.

Nothing is imported until it is asked for. A backend counts as available after it has done on its
device, with a few bytes, each kind of thing that a run does.
"""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["Backend", "Device", "describe_backends", "gist"]

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


@dataclass(frozen=True, slots=True)
class Device:
    """A device by its name and its memory in bytes."""

    name: str
    memory: int


@dataclass(frozen=True, slots=True)
class Backend:
    """An array library: usable or not, and if not, in ``detail``, what to do about it."""

    name: str
    available: bool
    version: str | None
    detail: str
    devices: tuple[Device, ...] = ()


def describe_backends() -> tuple[Backend, ...]:
    """NumPy and CuPy as they are found on this machine; never raises for a missing one."""
    return _numpy(), _cupy()


def _numpy() -> Backend:
    numpy: Any = importlib.import_module("numpy")
    return Backend("numpy", True, numpy.__version__, "CPU")


def _cupy() -> Backend:
    if find_spec("cupy") is None:
        return Backend("cupy", False, None, _advice(_driver_version(), _AMD_DRIVER.exists()))
    try:
        cupy: Any = importlib.import_module("cupy")
    except Exception as error:  # whatever a broken installation raises is what the user needs
        # CuPy frames the reason with advice on lines of its own
        detail = f"CuPy is installed but cannot be imported: {gist(error.__cause__ or error)}"
        return Backend("cupy", False, None, detail)
    devices: tuple[Device, ...] = ()
    try:
        driver = _driver_of(cupy)
        devices = tuple(_devices(cupy.cuda.runtime))
    except Exception as error:
        reason = f"CuPy is installed but finds no usable device: {gist(error)}"
        return Backend("cupy", False, cupy.__version__, f"{_mismatch(cupy)}{reason}")
    missing = _missing(cupy) if devices else f"{driver}; CuPy is installed; there is no device"
    return Backend("cupy", not missing, cupy.__version__, missing or driver, devices)


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


def gist(error: BaseException) -> str:
    """The first line of what an error says, or its type where it says nothing."""
    lines = (line.strip() for line in str(error).splitlines())
    return next((line for line in lines if any(map(str.isalnum, line))), type(error).__name__)
