"""How a CUDA kernel is called, checked with no GPU: a stand-in for CuPy compiles the text as C."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from tests.numeric.cupy_standin import CupyStandin

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.system import System


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler `cc` on this machine")
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-11), ("float32", 1e-3)])
def test_modal_run_through_the_raw_kernel(
    standin: CupyStandin, dtype: str, tolerance: float
) -> None:
    """More modes than a block has threads."""
    options = {"d": 300, "n": 260, "init": "aligned", "t_end": 2.0, "saves": 3, "rtol": 1e-5}
    found = Simulation(Options(dtype=dtype, backend="cupy", **options)).run()  # type: ignore[arg-type]
    expected = Simulation(Options(dtype=dtype, **options)).run()  # type: ignore[arg-type]
    assert standin.calls["launch"] > found.evaluations  # those of the gauges on top
    for name, values in expected.states.items():
        assert found.states[name].dtype == np.dtype(dtype)
        np.testing.assert_allclose(found.states[name], values, rtol=tolerance, atol=tolerance)
    for name, values in expected.series.items():
        np.testing.assert_allclose(found.series[name], values, rtol=1e-3, atol=1e-3)


def test_many_modes_are_computed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    system = Simulation(Options(d=60, n=50, init="aligned", data="power-law")).system
    size, arrays = system.layout.size, system.arrays
    state = np.random.default_rng(0).standard_normal(size)
    whole, blocks = arrays.zeros(size), arrays.zeros(size)
    system.rate(state, whole)
    monkeypatch.setattr("sslcheck.numeric.device.kernel._BLOCK", 7)
    system = Simulation(Options(d=60, n=50, init="aligned", data="power-law")).system
    system.rate(state, blocks)
    np.testing.assert_array_equal(blocks, whole)


def test_parameters_may_be_those_of_each_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the size of a block a plane of parameters failed."""
    system = Simulation(Options(d=60, n=50, init="aligned", data="power-law")).system
    plan = system.plan
    assert isinstance(plan, ElementwisePlan)
    names = (*plan.scalars, *map(plan.names.symbol, plan.data))
    values = {name: np.linspace(0.1, 0.2, 50) for name in names}
    state = np.random.default_rng(0).standard_normal(system.layout.size)
    found = []
    for size in (50, 7):
        monkeypatch.setattr("sslcheck.numeric.device.kernel._BLOCK", size)
        found.append(system.arrays.zeros(system.layout.size))
        System(system.model, plan, system.arrays, values).rate(state, found[-1])
    np.testing.assert_array_equal(*found)
