"""A stand-in for CuPy: NumPy behind a wall that refuses what CuPy refuses, and counts.

It stands for CuPy 14, with whose names and arguments `test_cupy_names` compares it where that is
installed. It is stricter than CuPy where CuPy would wait for the device in silence
(`float`, `bool`), convert a dtype (NumPy's numbers), or copy (an `out` among the operands of a
product). `eigh` of zeros gives nan (cupy/cupy#6539), a product takes no vector as `out` (CuPy 13),
and kernels are compiled as C.
"""

from __future__ import annotations

import ctypes
import hashlib
import operator
import subprocess
from collections import Counter
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

__all__ = ["CompileException", "CupyStandin", "DeviceError", "OutOfMemoryError", "Refused"]

PHILOX = 16_384_000
OWN = (
    "RawKernel",
    "argmax",
    "asarray",
    "asnumpy",
    "diag",
    "diagonal",
    "eye",
    "matmul",
    "mean",
    "reshape",
    "stack",
    "sum",
    "take",
    "trace",
    "where",
    "zeros",
)
UNARY = ("abs", "exp", "log", "max", "min", "ones_like", "sqrt", "zeros_like")
BINARY = ("add", "maximum", "multiply", "subtract")
LINALG = ("eigh", "eigvalsh", "solve")
TYPES: dict[Any, Any] = {np.dtype("f8"): ctypes.c_double, np.dtype("f4"): ctypes.c_float}


class Refused(TypeError):
    """What CuPy refuses, or does in silence by waiting for the device."""


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
        target._host[...] = _operand(value)

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise Refused("Implicit conversion to a NumPy array, or to a number, is not allowed.")

    __array__ = __array_ufunc__ = __array_function__ = _refuse
    __bool__ = __complex__ = __float__ = __int__ = __iter__ = _refuse


def _operand(value: Any) -> Any:
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
        return DeviceArray(np.asarray(function(self._host, _operand(other))), self._standin)

    return call


def _reflected(name: str) -> Callable[[DeviceArray, Any], DeviceArray]:
    function = getattr(operator, name)

    def call(self: DeviceArray, other: Any) -> DeviceArray:
        self._standin.called(name)
        return DeviceArray(np.asarray(function(_operand(other), self._host)), self._standin)

    return call


def _in_place(name: str) -> Callable[[DeviceArray, Any], DeviceArray]:
    function = getattr(np, {"add": "add", "sub": "subtract", "mul": "multiply"}[name])

    def call(self: DeviceArray, other: Any) -> DeviceArray:
        self._standin.called(name)
        function(self._host, _operand(other), out=self._host, casting="same_kind")
        return self

    return call


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(DeviceArray, f"__{_name}__", _binary(_name))
    setattr(DeviceArray, f"__r{_name}__", _reflected(_name))
for _name in ("lt", "le", "gt", "ge", "eq", "ne", "and_", "or_"):
    setattr(DeviceArray, f"__{_name.rstrip('_')}__", _binary(_name))
for _name in ("add", "sub", "mul"):
    setattr(DeviceArray, f"__i{_name}__", _in_place(_name))


class CupyStandin:
    """The module (`module`, to be put in the place of ``cupy``), its memory, calls and faults.

    ``faults[name]`` is raised by the call of that name; with ``after[name]`` by a later one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.memory = Memory()
        self.calls: Counter[str] = Counter()
        self.faults: dict[str, Exception] = {}
        self.after: Counter[str] = Counter()
        self.rocm = False
        self.module = ModuleType("cupy")
        self.module.__spec__ = ModuleSpec("cupy", None)
        self._fill(self.module)

    def called(self, name: str) -> None:
        self.calls[name] += 1
        if name in self.faults and self.calls[name] > self.after[name]:
            raise self.faults[name]

    def _named(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.called(name)
            return function(*args, **kwargs)

        return call

    def _made(self, host: Any) -> DeviceArray:
        return DeviceArray(np.asarray(host), self)

    def _fill(self, module: Any) -> None:
        module.__version__ = "14.0.0"
        module.float32, module.float64, module.int64 = np.float32, np.float64, np.int64
        for name in OWN:
            setattr(module, name, self._named(name, getattr(self, f"_{name}")))
        for name in BINARY:
            setattr(module, name, self._named(name, self._elementwise(name)))
        for name in UNARY:
            setattr(module, name, self._named(name, self._plain(name)))
        linalg = {name: self._named(name, getattr(self, f"_{name}")) for name in LINALG}
        module.linalg = SimpleNamespace(**linalg)
        module.random = SimpleNamespace(
            Generator=lambda bits: Generator(self, bits),
            Philox4x3210=lambda seed: (self.memory.take(PHILOX), np.random.Philox(seed)),
        )
        pool = SimpleNamespace(
            free_bytes=lambda: 0,
            get_limit=lambda: self.memory.limit,
            used_bytes=lambda: self.memory.used,
        )
        module.get_default_memory_pool = lambda: pool
        module.cuda = SimpleNamespace(Device=lambda: Device(self), runtime=Runtime(self))

    # -- functions, with the arguments that CuPy has ----------------------------------------------

    def _asarray(self, a: Any) -> DeviceArray:
        return self._made(np.array(a))

    def _asnumpy(self, a: DeviceArray) -> Any:
        return np.array(a._host)

    def _zeros(self, shape: Any, dtype: Any = float) -> DeviceArray:
        return self._made(np.zeros(shape, dtype))

    def _eye(self, N: int, *, dtype: Any = float) -> DeviceArray:
        return self._made(np.eye(N, dtype=dtype))

    def _diag(self, v: DeviceArray) -> DeviceArray:
        return self._made(np.diag(v._host))

    def _plain(self, name: str) -> Callable[[DeviceArray], DeviceArray]:
        return lambda a: self._made(getattr(np, name)(a._host))

    def _elementwise(self, name: str) -> Callable[..., DeviceArray]:
        def call(x1: Any, x2: Any, out: DeviceArray | None = None) -> DeviceArray:
            result = getattr(np, name)(_operand(x1), _operand(x2))
            if out is None:
                return self._made(result)
            if out.shape != result.shape or out.dtype != result.dtype:
                raise Refused(f"`out` of {name} is {out.shape} {out.dtype}")
            out._host[...] = result
            return out

        return call

    def _matmul(self, a: DeviceArray, b: DeviceArray, /, *, out: DeviceArray | None = None) -> Any:
        result = np.matmul(a._host, b._host)
        if out is None:
            return self._made(result)
        if out.ndim < 2:
            raise ValueError("axes don't match array")
        if out.shape != result.shape or out.dtype != result.dtype:
            raise Refused(f"`out` of a product is {out.shape} {out.dtype}, not {result.shape}")
        if not out._host.flags.c_contiguous:
            raise Refused("`out` of a product is not contiguous")
        if any(np.shares_memory(out._host, operand._host) for operand in (a, b)):
            raise Refused("`out` of a product is among its operands")
        out._host[...] = result
        return out

    def _reshape(self, a: DeviceArray, newshape: Any) -> DeviceArray:
        found = a._host.reshape(newshape)
        return a._view(found) if np.shares_memory(found, a._host) else self._made(found)

    def _stack(self, tup: Any) -> DeviceArray:
        return self._made(np.stack([_operand(a) for a in tup]))

    def _where(self, condition: DeviceArray, x: Any, y: Any) -> DeviceArray:
        return self._made(np.where(condition._host, _operand(x), _operand(y)))

    def _sum(self, a: DeviceArray) -> DeviceArray:
        return self._made(np.sum(a._host))

    def _mean(self, a: DeviceArray, axis: int | None = None) -> DeviceArray:
        return self._made(np.mean(a._host, axis=axis))

    def _argmax(self, a: DeviceArray, axis: int | None = None) -> DeviceArray:
        return self._made(np.argmax(a._host, axis=axis))

    def _take(self, a: DeviceArray, indices: DeviceArray, axis: int) -> DeviceArray:
        return self._made(np.take(a._host, indices._host, axis=axis))

    def _trace(self, a: DeviceArray) -> DeviceArray:
        return self._made(np.trace(a._host))

    def _diagonal(self, a: DeviceArray) -> DeviceArray:
        return a._view(np.diagonal(a._host))

    def _solve(self, a: DeviceArray, b: DeviceArray) -> DeviceArray:
        return self._made(np.linalg.solve(a._host, b._host))

    def _eigvalsh(self, a: DeviceArray) -> DeviceArray:
        return self._eigh(a)[0]

    def _eigh(self, a: DeviceArray) -> tuple[DeviceArray, DeviceArray]:
        """Never raises, as cuSOLVER; and of zeros, nan."""
        if np.isfinite(a._host).all() and a._host.any():
            values, vectors = np.linalg.eigh(a._host)
        else:
            values, vectors = np.full(a.shape[0], np.nan, a.dtype), np.full_like(a._host, np.nan)
        return self._made(values), self._made(vectors)

    def _RawKernel(self, code: str, name: str) -> Callable[..., None]:
        """Compiled as C, where the same text loops over the modes."""
        source = self.folder / f"{hashlib.sha256(code.encode()).hexdigest()[:16]}.c"
        library = source.with_suffix(".so")
        if not library.exists():
            source.write_text(code)
            subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
        function = getattr(ctypes.CDLL(str(library)), name)
        function.restype = None

        def call(grid: tuple[int, ...], block: tuple[int, ...], args: tuple[Any, ...]) -> None:
            self.called("launch")
            modes, *rest = args
            assert isinstance(modes, np.int64)  # a bare int would be passed as it is on the device
            assert grid[0] * block[0] >= modes > (grid[0] - 1) * block[0]
            function(ctypes.c_longlong(int(modes)), *map(_passed, rest))

        return call


def _passed(value: Any) -> Any:
    if isinstance(value, DeviceArray):
        assert value._host.flags.c_contiguous
        return ctypes.c_void_p(value._host.ctypes.data)
    assert isinstance(value, np.generic), f"{type(value)} has no size on the device"
    return TYPES[value.dtype](value)


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
