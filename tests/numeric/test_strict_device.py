"""The whole numeric core on a device that is not the host: no silent transfer, same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("array_api_strict")
if np.lib.NumpyVersion(np.__version__) < "2.0.0":
    pytest.skip("array-api-strict moves arrays by a NumPy 2 argument", allow_module_level=True)

from tests.numeric.strict import strict_arrays

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

KINDS: dict[str, dict[str, Any]] = {
    "full": {"model": "full"},
    "gram": {"model": "gram"},
    "modal": {"init": "aligned", "model": "modal"},
    "diagonal": {"data": "power-law", "init": "balanced"},
    "symmetrised": {"target": "simsiam", "symmetrised": True, "init": "aligned", "model": "full"},
    "no stop-gradient": {"target": "no-stop-gradient", "data": "power-law"},
    "fixed steps": {"method": "rk4", "step": 0.05},
}


def test_silent_transfers_raise() -> None:
    arrays = strict_arrays()
    on_device = arrays.put([1.0, 2.0])
    with pytest.raises(RuntimeError, match="NumPy"):
        np.asarray(on_device)
    with pytest.raises((TypeError, ValueError)):
        on_device + np.ones(2)


@pytest.mark.parametrize("kind", KINDS)
def test_run_is_that_of_numpy(kind: str) -> None:
    options = Options(d=7, n=4, t_end=1.0, saves=5, **KINDS[kind])
    found = Simulation(options, strict_arrays()).run()
    expected = Simulation(options).run()
    assert found.outcome == expected.outcome == "completed"
    assert found.accepted == expected.accepted
    for name, values in expected.states.items():
        assert isinstance(found.states[name], np.ndarray)
        np.testing.assert_allclose(found.states[name], values, rtol=1e-10, atol=1e-12)
    for name, values in expected.series.items():
        np.testing.assert_allclose(found.series[name], values, rtol=1e-6, atol=1e-9)
