"""Which array backends are available, and what is missing where one is not.

Nothing is imported until it is asked for, and nothing is allocated on a device.
"""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

__all__ = ["Backend", "Device", "describe_backends"]

_DRIVER_LIBRARIES = ("libcuda.so.1", "libcuda.so")


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
        return Backend("cupy", False, None, _advice(_driver_version()))
    try:
        cupy: Any = importlib.import_module("cupy")
    except Exception as error:  # whatever a broken installation raises is what the user needs
        detail = f"CuPy is installed but cannot be imported: {_first_line(error)}"
        return Backend("cupy", False, None, detail)
    try:
        runtime = cupy.cuda.runtime
        driver = runtime.driverGetVersion()
        devices = tuple(_devices(runtime))
    except Exception as error:
        detail = f"CuPy is installed but finds no usable device: {_first_line(error)}"
        return Backend("cupy", False, cupy.__version__, detail)
    if not devices:
        return Backend("cupy", False, cupy.__version__, "CuPy is installed; there is no device")
    return Backend("cupy", True, cupy.__version__, f"driver for CUDA {_dotted(driver)}", devices)


def _devices(runtime: Any) -> Iterable[Device]:
    for number in range(runtime.getDeviceCount()):
        properties = runtime.getDeviceProperties(number)
        yield Device(properties["name"].decode(), properties["totalGlobalMem"])


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


def _advice(driver: int | None) -> str:
    """What to install for a driver.

    >>> _advice(13000)
    "driver for CUDA 13.0, no CuPy: pip install 'sslcheck-dynamics[cuda13]'"
    """
    if driver is None:
        return "no NVIDIA driver, no CuPy; with a driver: pip install 'sslcheck-dynamics[cuda12]'"
    if driver < 12000:
        return f"driver for CUDA {_dotted(driver)} is too old: CUDA 12 or newer is needed"
    extra = "cuda13" if driver >= 13000 else "cuda12"
    found = f"driver for CUDA {_dotted(driver)}"
    return f"{found}, no CuPy: pip install 'sslcheck-dynamics[{extra}]'"


def _dotted(version: int) -> str:
    return f"{version // 1000}.{version % 1000 // 10}"


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
