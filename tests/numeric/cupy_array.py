"""Arrays of the stand-in for CuPy, which refuse what those of CuPy refuse."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from tests.numeric.cupy_device import Block

if TYPE_CHECKING:
    from tests.numeric.cupy_standin import CupyStandin

__all__ = ["DeviceArray", "Refused", "operand"]


class Refused(TypeError):
    """What CuPy refuses, or does in silence by waiting for the device."""


class DeviceArray:
    """An array of the stand-in; only `asnumpy` reads it."""

    __hash__ = None  # type: ignore[assignment]
    __array_priority__ = 1000

    def __init__(self, host: Any, standin: CupyStandin, block: Block | None = None) -> None:
        self._host = host
        self._standin = standin
        self._block = block or standin.memory.take(host.nbytes)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self._host.shape)

    @property
    def dtype(self) -> Any:
        return self._host.dtype

    @property
    def ndim(self) -> int:
        return int(self._host.ndim)

    @property
    def T(self) -> DeviceArray:
        return self._view(self._host.T)

    def __len__(self) -> int:
        return len(self._host)

    def _view(self, host: Any) -> DeviceArray:
        return DeviceArray(host, self._standin, self._block)

    def __neg__(self) -> DeviceArray:
        return DeviceArray(-self._host, self._standin)

    def __getitem__(self, index: Any) -> DeviceArray:
        parts = index if isinstance(index, tuple) else (index,)
        for part in parts:
            if part is not None and part is not ... and type(part) not in (int, slice):
                raise Refused(f"an index of type {type(part).__name__}")
        # with an ellipsis even a number is a view
        return self._view(self._host[parts if ... in parts else (*parts, ...)])

    def __setitem__(self, index: Any, value: Any) -> None:
        target = self[index]
        target._host[...] = operand(value)

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise Refused("Implicit conversion to a NumPy array, or to a number, is not allowed.")

    __array__ = __array_ufunc__ = __array_function__ = _refuse
    __bool__ = __complex__ = __float__ = __int__ = __iter__ = _refuse


def operand(value: Any) -> Any:
    """The host's array of an operand: of the device, or a number of Python itself."""
    if isinstance(value, DeviceArray):
        return value._host
    if type(value) in (bool, int, float):
        return value
    raise Refused(f"Unsupported type {type(value)}")


def _binary(name: str) -> Callable[[DeviceArray, Any], DeviceArray]:
    function = getattr(operator, name)

    def call(self: DeviceArray, other: Any) -> DeviceArray:
        self._standin.called(name)
        return DeviceArray(np.asarray(function(self._host, operand(other))), self._standin)

    return call


def _reflected(name: str) -> Callable[[DeviceArray, Any], DeviceArray]:
    function = getattr(operator, name)

    def call(self: DeviceArray, other: Any) -> DeviceArray:
        self._standin.called(name)
        return DeviceArray(np.asarray(function(operand(other), self._host)), self._standin)

    return call


def _in_place(name: str) -> Callable[[DeviceArray, Any], DeviceArray]:
    function = getattr(np, {"add": "add", "sub": "subtract", "mul": "multiply"}[name])

    def call(self: DeviceArray, other: Any) -> DeviceArray:
        self._standin.called(name)
        function(self._host, operand(other), out=self._host, casting="same_kind")
        return self

    return call


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(DeviceArray, f"__{_name}__", _binary(_name))
    setattr(DeviceArray, f"__r{_name}__", _reflected(_name))
for _name in ("lt", "le", "gt", "ge", "eq", "ne", "and_", "or_"):
    setattr(DeviceArray, f"__{_name.rstrip('_')}__", _binary(_name))
for _name in ("add", "sub", "mul"):
    setattr(DeviceArray, f"__i{_name}__", _in_place(_name))
