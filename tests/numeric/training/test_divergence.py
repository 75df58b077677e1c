"""A run of training that leaves all numbers ends with a code."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.training.runs import train

from sslcheck.numeric.outcome import Outcome


@pytest.mark.parametrize("predictor", ["directpred", "learned", "identity"])
def test_divergence_ends_with_a_code(predictor: str) -> None:
    run = train(predictor=predictor, lr=50.0, steps=400)
    assert run.outcome is Outcome.NOT_FINITE
    assert "--lr" in run.message
    assert run.steps < 400
    assert all(np.isfinite(values[:-1]).all() for values in run.series.values())
