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
import subprocess
from collections import Counter
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from tests.numeric.cupy_array import DeviceArray, Refused, operand
from tests.numeric.cupy_device import PHILOX, Device, Generator, Memory, Runtime

__all__ = ["BINARY", "LINALG", "OWN", "UNARY", "CupyStandin"]

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
    "ones",
    "prod",
    "reshape",
    "stack",
    "sum",
    "take",
    "trace",
    "where",
    "zeros",
)
UNARY = ("abs", "ceil", "exp", "log", "log2", "max", "min", "ones_like", "sqrt", "zeros_like")
BINARY = ("add", "maximum", "multiply", "subtract")
LINALG = ("det", "eigh", "eigvalsh", "inv", "slogdet", "solve", "svd")
TYPES: dict[Any, Any] = {
    np.dtype("f8"): ctypes.c_double,
    np.dtype("f4"): ctypes.c_float,
    np.dtype("i8"): ctypes.c_longlong,
}


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
        module.finfo = np.finfo
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

    def _ones(self, shape: Any, dtype: Any = float) -> DeviceArray:
        return self._made(np.ones(shape, dtype))

    def _eye(self, N: int, *, dtype: Any = float) -> DeviceArray:
        return self._made(np.eye(N, dtype=dtype))

    def _diag(self, v: DeviceArray) -> DeviceArray:
        return self._made(np.diag(v._host))

    def _plain(self, name: str) -> Callable[[DeviceArray], DeviceArray]:
        return lambda a: self._made(getattr(np, name)(a._host))

    def _elementwise(self, name: str) -> Callable[..., DeviceArray]:
        def call(x1: Any, x2: Any, out: DeviceArray | None = None) -> DeviceArray:
            result = getattr(np, name)(operand(x1), operand(x2))
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
        if any(np.shares_memory(out._host, taken._host) for taken in (a, b)):
            raise Refused("`out` of a product is among its operands")
        out._host[...] = result
        return out

    def _reshape(self, a: DeviceArray, newshape: Any) -> DeviceArray:
        found = a._host.reshape(newshape)
        return a._view(found) if np.shares_memory(found, a._host) else self._made(found)

    def _stack(self, tup: Any) -> DeviceArray:
        return self._made(np.stack([operand(a) for a in tup]))

    def _where(self, condition: DeviceArray, x: Any, y: Any) -> DeviceArray:
        return self._made(np.where(condition._host, operand(x), operand(y)))

    def _sum(self, a: DeviceArray, axis: int | None = None) -> DeviceArray:
        return self._made(np.sum(a._host, axis=axis))

    def _prod(self, a: DeviceArray) -> DeviceArray:
        return self._made(np.prod(a._host))

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

    def _inv(self, a: DeviceArray) -> DeviceArray:
        """Never raises: of what has no inverse, nan."""
        try:
            return self._made(np.linalg.inv(a._host))
        except np.linalg.LinAlgError:
            return self._made(np.full_like(a._host, np.nan))

    def _det(self, a: DeviceArray) -> DeviceArray:
        return self._made(np.linalg.det(a._host))

    def _slogdet(self, a: DeviceArray) -> tuple[DeviceArray, DeviceArray]:
        sign, size = np.linalg.slogdet(a._host)
        return self._made(sign), self._made(size)

    def _svd(self, a: DeviceArray, full_matrices: bool = True) -> tuple[DeviceArray, ...]:
        return tuple(map(self._made, np.linalg.svd(a._host, full_matrices=full_matrices)))

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
