"""The strict array API on a device that is not the host, as `Arrays`.

Any silent transfer raises: NumPy cannot read an array of that device, and arrays of two devices do
not mix. The wrapper adds ``out=``, which the standard leaves out and NumPy and CuPy have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_strict
import numpy as np

from sslcheck.numeric.device.arrays import Arrays

__all__ = ["DEVICE", "strict_arrays"]

DEVICE = array_api_strict.Device("device1")
HOST = array_api_strict.Device("CPU_DEVICE")


class _Namespace:
    def __getattr__(self, name: str) -> Any:
        return getattr(array_api_strict, name)


def _into(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*operands: Any, out: Any = None) -> Any:
        result = function(*operands)
        if out is None:
            return result
        out[...] = result
        return out

    return call


for _name in ("add", "matmul", "multiply", "subtract"):
    setattr(_Namespace, _name, staticmethod(_into(getattr(array_api_strict, _name))))


# NumPy and CuPy have it at the top
_Namespace.trace = staticmethod(array_api_strict.linalg.trace)  # type: ignore[attr-defined]


def _to_host(array: Any) -> np.ndarray[Any, Any]:
    return np.asarray(np.from_dlpack(array.to_device(HOST)))


def strict_arrays(dtype: str = "float64") -> Arrays:
    """A fresh `Arrays` on the device."""
    return Arrays(
        "array-api-strict",
        _Namespace(),
        dtype,
        "a device that is not the host",
        lambda values: array_api_strict.asarray(values, device=DEVICE),
        _to_host,
        lambda: None,
        lambda: None,
        {"device": DEVICE},
    )
