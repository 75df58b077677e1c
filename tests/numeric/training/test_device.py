"""Training on a device that is not the host: no silent transfer, the numbers of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("array_api_strict")
if np.lib.NumpyVersion(np.__version__) < "2.0.0":
    pytest.skip("array-api-strict moves arrays by a NumPy 2 argument", allow_module_level=True)

from tests.numeric.strict import strict_arrays
from tests.numeric.training.runs import options

from sslcheck.numeric.training.training import Training

KINDS: dict[str, dict[str, Any]] = {
    "directpred": {"classes": 4, "probe": 40, "center": True},
    "products": {"root": "products", "batch": 64},
    "reference": {
        "convention": "reference",
        "freq": 3,
        "noise": "diagonal",
        "predictor": "directset",
    },
    "reference, center": {
        "convention": "reference",
        "center": True,
        "root": "products",
        "eps": 0.0,
    },
    "reference, copy": {"convention": "reference", "center": True, "predictor": "directcopy"},
    "learned": {"predictor": "learned", "momentum": 0.5, "noise": "mask", "alpha_p": 1.5},
    "no stop-gradient": {"target": "no-stop-gradient", "noise": "low-rank", "rank": 2},
    "directset": {"predictor": "directset", "power": 0.7, "data": "power-law"},
    "identity": {"predictor": "identity", "target": "simsiam", "batch": 0},
}


@pytest.mark.parametrize("kind", KINDS)
def test_run_is_that_of_numpy(kind: str) -> None:
    o = options(**KINDS[kind], draws="host")
    found, expected = Training(o, strict_arrays()).run(), Training(o).run()
    assert found.outcome == expected.outcome == "completed"
    for name, values in expected.last.items():
        assert isinstance(found.last[name], np.ndarray)
        np.testing.assert_allclose(found.last[name], values, rtol=1e-9, atol=1e-11)
    for name, values in expected.series.items():
        np.testing.assert_allclose(found.series[name], values, rtol=1e-6, atol=1e-9)


def test_host_draws_are_those_of_the_device_where_it_is_the_host() -> None:
    found, expected = (Training(options(draws=where)).run() for where in ("host", "device"))
    np.testing.assert_array_equal(found.last["W"], expected.last["W"])
