"""On a CUDA device: the numbers of NumPy, the memory that was predicted, the rate of its products.

Run by ``pytest -m gpu``; CuPy is imported only then.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.device.kernel import Kernel, Program
from sslcheck.numeric.job import Progress
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

pytestmark = pytest.mark.gpu

PARITY = {"float64": 1e-9, "float32": 1e-4}
RTOL = {"float64": 1e-11, "float32": 1e-5}
KINDS: dict[str, dict[str, Any]] = {
    "full": {"model": "full"},
    "gram": {"model": "gram"},
    "modal": {"model": "modal", "init": "aligned"},
    "modal, power law": {"model": "modal", "init": "aligned", "data": "power-law"},
    "diagonal": {"data": "power-law"},
    "no stop-gradient": {"target": "no-stop-gradient", "data": "power-law"},
    "symmetrised": {"target": "simsiam", "symmetrised": True, "model": "full"},
    "fixed steps": {"model": "full", "method": "rk4", "step": 0.02},
}
LARGE: dict[str, Any] = {"d": 2048, "model": "full", "saves": 2, "t_end": 0.2}


@pytest.fixture
def cupy() -> Any:
    """CuPy with an empty memory pool."""
    module = pytest.importorskip("cupy")
    module.get_default_memory_pool().free_all_blocks()
    return module


@pytest.mark.parametrize("dtype", PARITY)
@pytest.mark.parametrize("kind", KINDS)
def test_run_is_that_of_numpy(cupy: Any, kind: str, dtype: str) -> None:
    common: dict[str, Any] = {"d": 80, "n": 64, "t_end": 3.0, "saves": 4, "dtype": dtype}
    common |= {"rtol": RTOL[dtype], **KINDS[kind]}
    expected = Simulation(Options(backend="numpy", **common)).run()
    found = Simulation(Options(backend="cupy", **common)).run()
    assert found.outcome == expected.outcome == "completed"
    for name, values in expected.states.items():
        assert isinstance(found.states[name], np.ndarray)
        scale = float(np.abs(values).max())
        np.testing.assert_allclose(found.states[name], values, rtol=0, atol=PARITY[dtype] * scale)
    assert all(f.holds is not False for f in found.findings)


@pytest.mark.parametrize("dtype", PARITY)
def test_cuda_text_is_the_array_text(cupy: Any, dtype: str) -> None:
    """One evaluation: the compiled kernel against the same plan as array operations."""
    common: dict[str, Any] = {"d": 1000, "init": "aligned", "data": "power-law", "dtype": dtype}
    host = Simulation(Options(backend="numpy", **common))
    device = Simulation(Options(backend="cupy", **common))
    rng = np.random.default_rng(0)
    states = [rng.normal(size=1000).astype(dtype) for _ in host.choice.model.states]
    expected = [np.zeros(1000, dtype) for _ in states]
    Kernel(Program.of(host.choice.plan), host.arrays, host.values)(tuple(states), tuple(expected))
    arrays = open_arrays("cupy", dtype)
    found = [arrays.zeros(1000) for _ in states]
    kernel = Kernel(Program.of(device.choice.plan), arrays, device.values)
    kernel(tuple(arrays.put(state) for state in states), tuple(found))
    close = 1e-12 if dtype == "float64" else 1e-4
    for got, want in zip(found, expected, strict=True):
        np.testing.assert_allclose(arrays.to_host(got), want, rtol=close, atol=close)


@pytest.mark.parametrize("dtype", PARITY)
def test_memory_is_as_predicted(cupy: Any, dtype: str) -> None:
    """Large enough for states to be kept on the device only while they are worked on."""
    simulation = Simulation(Options(backend="cupy", dtype=dtype, **LARGE))
    predicted = simulation.memory
    assert not simulation.recorder.whole
    simulation.run()
    cupy.cuda.Device().synchronize()
    pool = cupy.get_default_memory_pool()
    assert 0 < pool.used_bytes() <= pool.total_bytes()
    assert 1 / 1.2 < predicted / pool.total_bytes() < 1.2


def product_rate(cupy: Any, d: int, dtype: str, repeats: int = 20) -> float:
    """Floating-point operations per second of the library's own matrix product."""
    a, b, c = (cupy.ones((d, d), dtype=dtype) for _ in range(3))
    best = 0.0
    for _ in range(3):  # the first one warms up
        cupy.cuda.Device().synchronize()
        began = time.perf_counter()
        for _ in range(repeats):
            cupy.matmul(a, b, out=c)
        cupy.cuda.Device().synchronize()
        best = max(best, 2 * d**3 * repeats / (time.perf_counter() - began))
    return best


def test_rate_of_products(cupy: Any) -> None:
    """A step takes little more time than its matrix products: 3 fifths of their rate at least."""
    d = LARGE["d"]
    fastest = product_rate(cupy, d, "float64")
    marks: list[tuple[int, float]] = []

    def note(at: Progress) -> None:
        cupy.cuda.Device().synchronize()
        marks.append((at.products, time.perf_counter()))

    options = Options(backend="cupy", **{**LARGE, "t_end": 4.0})
    Simulation(options).run(progress=note)
    assert len(marks) > 6
    (first, began), (last, ended) = marks[1], marks[-2]  # without the saves at both ends
    reached = 2 * d**3 * (last - first) / (ended - began)
    assert reached > 0.6 * fastest
