"""Runs of flows by their names on a stand-in for CuPy: the numbers of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.flows.test_run import FLOWS, simulation

from sslcheck.derive.errors import Unsupported


@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_a_flow_gives_what_the_host_gives(standin: CupyStandin, name: str, flow: str) -> None:
    given: dict[str, Any] = {"t_end": 0.1, "saves": 3}
    try:
        host = simulation(name, flow, **given).run()
    except Unsupported as error:
        pytest.skip(str(error))
    device = simulation(name, flow, backend="cupy", **given).run()
    assert device.outcome is host.outcome
    for series, values in host.series.items():
        np.testing.assert_allclose(device.series[series], values, rtol=1e-6, atol=1e-8)
    for state, values in host.last.items():
        np.testing.assert_allclose(device.last[state], values, rtol=1e-8, atol=1e-10)
