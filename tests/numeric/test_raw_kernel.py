"""How a CUDA kernel is called, checked with no GPU: a stand-in for CuPy compiles the text as C."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.arrays import Arrays, open_arrays
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulate import Simulation

TYPES: dict[Any, Any] = {np.dtype("f8"): ctypes.c_double, np.dtype("f4"): ctypes.c_float}


class CupyLike:
    """NumPy with a `RawKernel` that insists on what the real one needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def RawKernel(self, code: str, name: str) -> Any:
        count = len(list(self.folder.glob("*.c")))
        source = self.folder / f"kernel{count}.c"
        source.write_text(code)
        library = source.with_suffix(".so")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True, timeout=60)
        function = getattr(ctypes.CDLL(str(library)), name)
        function.restype = None

        def call(grid: tuple[int, ...], block: tuple[int, ...], args: tuple[Any, ...]) -> None:
            self.calls += 1
            modes, *rest = args
            assert isinstance(modes, np.int64)  # a bare int would be passed as it is on the device
            assert grid[0] * block[0] >= modes > (grid[0] - 1) * block[0]
            function(ctypes.c_longlong(int(modes)), *map(_passed, rest))

        return call


def _passed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        assert value.flags.c_contiguous
        return ctypes.c_void_p(value.ctypes.data)
    assert isinstance(value, np.generic), f"{type(value)} has no size on the device"
    return TYPES[value.dtype](value)


def cupy_like(folder: Path, dtype: str) -> tuple[Arrays, CupyLike]:
    library = CupyLike(folder)
    return replace(open_arrays("numpy", dtype), name="cupy", xp=library), library


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler `cc` on this machine")
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-11), ("float32", 1e-3)])
def test_modal_run_through_the_raw_kernel(tmp_path: Path, dtype: str, tolerance: float) -> None:
    options = Options(d=300, n=260, init="aligned", t_end=2.0, saves=3, dtype=dtype, rtol=1e-5)
    arrays, library = cupy_like(tmp_path, dtype)
    found = Simulation(options, arrays).run()
    expected = Simulation(options).run()
    assert library.calls > found.evaluations  # those of the gauges on top
    for name, values in expected.states.items():
        assert found.states[name].dtype == np.dtype(dtype)
        np.testing.assert_allclose(found.states[name], values, rtol=tolerance, atol=tolerance)
    for name, values in expected.gauges.items():
        np.testing.assert_allclose(found.gauges[name], values, rtol=1e-3, atol=1e-3)
