"""PyTorch: NVIDIA and AMD by its CUDA build, Apple by Metal, otherwise the CPU."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from sslcheck.derive.text.words import counted, gist
from sslcheck.numeric.device.arrays import Array, Arrays, BackendUnavailable, Fault, host_memory
from sslcheck.numeric.device.library import Backend, Device, Library

__all__ = ["LIBRARY"]

_GENERATOR = 8192
"""Bytes of the state of a generator, at most: that of the CPU is a Mersenne twister."""


class _TorchArrays(Arrays):
    """Tensors on one device."""

    @property
    def on_host(self) -> bool:
        return bool(self.xp.device.type == "cpu")

    def generator(self, key: int) -> _Generator:
        """Its own generator for this device."""
        return _Generator(self.xp.torch, self.xp.device, key)

    @property
    def generator_memory(self) -> int:
        return _GENERATOR

    def fault(self, error: Exception) -> Fault | None:
        """Out of memory is an error on a device and a text on the CPU; others are of drivers."""
        torch = self.xp.torch
        if isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error):
            return Fault.MEMORY
        return Fault.DEVICE if isinstance(error, getattr(torch, "AcceleratorError", ())) else None


class _Generator:
    """A generator of the device."""

    def __init__(self, torch: Any, device: Any, key: int) -> None:
        self._torch, self._device = torch, device
        self._rng = torch.Generator(device).manual_seed(key)

    def normal(self, out: Array) -> None:
        """Fill with independent standard normal numbers."""
        out.normal_(generator=self._rng)

    def uniform(self, out: Array) -> None:
        """Fill with independent numbers, uniform on [0, 1)."""
        out.uniform_(generator=self._rng)

    def labels(self, count: int, classes: int) -> Array:
        """Uniform integers below ``classes``."""
        return self._torch.randint(0, classes, (count,), generator=self._rng, device=self._device)


_SAME = (
    *("abs", "ceil", "diag", "diagonal", "exp", "log", "log2", "matmul", "max", "min"),
    *("ones_like", "prod", "reshape", "sqrt", "stack", "trace", "zeros_like"),
)
"""What PyTorch calls as NumPy does, with the same arguments where a run calls it."""

_SOLVERS = ("det", "eigh", "eigvalsh", "inv", "slogdet", "solve", "svd")


class _Namespace:
    """NumPy's names for the functions that a run and its kernels call, on one device."""

    def __init__(self, torch: Any, device: Any) -> None:
        self.torch, self.device = torch, device
        self.__version__ = str(torch.__version__)
        self.linalg = _Solvers(torch)
        self.finfo = torch.finfo
        for name in _SAME:
            setattr(self, name, getattr(torch, name))
        for name in ("add", "subtract", "multiply", "maximum"):
            setattr(self, name, self._binary(getattr(torch, name)))

    def _binary(self, function: Callable[..., Array]) -> Callable[..., Array]:
        """A function of two arrays, or of an array and a number on either side."""

        def call(left: Any, right: Any, out: Array | None = None) -> Array:
            like = left if hasattr(left, "dtype") else right
            pair = (self._tensor(left, like), self._tensor(right, like))
            return function(*pair, out=out) if out is not None else function(*pair)

        return call

    def _tensor(self, value: Any, like: Array) -> Array:
        if isinstance(value, self.torch.Tensor):
            return value
        return self.torch.tensor(value, dtype=like.dtype, device=self.device)

    def zeros(self, shape: Any, dtype: Any) -> Array:
        return self.torch.zeros(shape, dtype=dtype, device=self.device)

    def ones(self, shape: Any, dtype: Any) -> Array:
        return self.torch.ones(shape, dtype=dtype, device=self.device)

    def eye(self, n: int, dtype: Any) -> Array:
        return self.torch.eye(n, dtype=dtype, device=self.device)

    def where(self, condition: Array, left: Any, right: Any) -> Array:
        # PyTorch keeps the order in memory of what is chosen from, in which no view could be flat
        return self.torch.where(condition, left, right).contiguous()

    def sum(self, array: Array, axis: int | None = None) -> Array:
        return self.torch.sum(array) if axis is None else self.torch.sum(array, dim=axis)

    def mean(self, array: Array, axis: int | None = None) -> Array:
        return self.torch.mean(array) if axis is None else self.torch.mean(array, dim=axis)

    def argmax(self, array: Array, axis: int) -> Array:
        return self.torch.argmax(array, dim=axis)

    def take(self, array: Array, indices: Array, axis: int) -> Array:
        return self.torch.index_select(array, axis, indices)


class _Solvers:
    """Linear algebra with NumPy's error for what has no solution."""

    def __init__(self, torch: Any) -> None:
        for name in _SOLVERS:
            setattr(self, name, _refusing(torch, getattr(torch.linalg, name)))


def _refusing(torch: Any, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except torch.linalg.LinAlgError as error:
            raise np.linalg.LinAlgError(gist(error)) from error

    return call


class _PyTorch(Library):
    name = "torch"

    def describe(self) -> Backend:
        if find_spec("torch") is None:
            return Backend(self.name, False, None, "no PyTorch: pip install 'torch>=2.13'")
        try:
            torch: Any = importlib.import_module("torch")
        except Exception as error:  # whatever a broken installation raises
            detail = f"PyTorch is installed but cannot be imported: {gist(error)}"
            return Backend(self.name, False, None, detail)
        version = str(torch.__version__)
        try:
            device = _device(torch)
            missing = _missing(torch, device)
            found = _devices(torch) if device.type == "cuda" else ()
            detail = missing or _words(torch, device)
        except Exception as error:
            reason = f"PyTorch finds no usable device: {gist(error)}"
            return Backend(self.name, False, version, reason)
        return Backend(self.name, not missing, version, detail, found)

    def arrays(self, dtype: str) -> Arrays:
        torch: Any = importlib.import_module("torch")
        device = _device(torch)
        if device.type == "mps" and dtype != "float32":
            raise BackendUnavailable(
                f"PyTorch on Apple's GPU has no {dtype}; take `--dtype float32`, or"
                " `--backend numpy`"
            )
        real = getattr(torch, dtype)

        def put(values: Any) -> Array:
            given = np.asarray(values)
            kind = real if np.issubdtype(given.dtype, np.floating) else None
            return torch.tensor(given, dtype=kind, device=device)

        def host(array: Any) -> Any:
            return array.cpu().numpy() if isinstance(array, torch.Tensor) else np.asarray(array)

        return _TorchArrays(
            self.name,
            _Namespace(torch, device),
            dtype,
            _words(torch, device),
            put,
            host,
            lambda: _wait(torch, device),
            lambda: _free(torch, device),
        )


def _device(torch: Any) -> Any:
    """The one that PyTorch would choose: the current CUDA device, Apple's GPU, or the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", torch.cuda.current_device())
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def _words(torch: Any, device: Any) -> str:
    """A device for people."""
    if device.type == "cuda":
        return f"{torch.cuda.get_device_name(device)} by PyTorch"
    if device.type == "mps":
        return "Apple's GPU by PyTorch"
    return f"the CPU by PyTorch, {counted(torch.get_num_threads(), 'thread')}"


def _devices(torch: Any) -> tuple[Device, ...]:
    count = torch.cuda.device_count()
    found = (torch.cuda.get_device_properties(k) for k in range(count))
    return tuple(Device(p.name, p.total_memory) for p in found)


def _missing(torch: Any, device: Any) -> str:
    """What of a run the device cannot do; empty where it can all."""
    try:
        xp: Any = _Namespace(torch, device)
        eye = xp.eye(2, torch.float32)
        (xp.matmul(eye, eye) + xp.linalg.eigvalsh(eye)).cpu()
    except Exception as error:
        return f"PyTorch cannot use {_words(torch, device)}: {gist(error)}"
    return ""


def _wait(torch: Any, device: Any) -> None:
    if device.type != "cpu":
        getattr(torch, device.type).synchronize()


def _free(torch: Any, device: Any) -> int | None:
    """Bytes; of a CUDA device with what PyTorch keeps and does not use."""
    if device.type != "cuda":
        return host_memory()  # Apple's GPU has the memory of the host
    kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return int(torch.cuda.mem_get_info(device)[0] + kept)


LIBRARY = _PyTorch()
