"""Predictors that are set: their power, and what they are where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.eigenvalues import eigenvalue_rule
from sslcheck.numeric.training.options import TrainOptions


@pytest.mark.parametrize("name", ["directpred", "directcopy"])
def test_one_with_a_power_of_its_own_takes_none(name: str) -> None:
    with pytest.raises(InvalidOption, match="the others have their own"):
        TrainOptions(predictor=name, power=0.7)
    assert TrainOptions(predictor=name).exponent == {"directpred": 0.5, "directcopy": 1.0}[name]
    assert TrainOptions(predictor="directset", power=0.7).exponent == 0.7


@pytest.mark.parametrize("convention", ["paper", "reference"])
@pytest.mark.parametrize("name", ["directpred", "directcopy", "directset"])
def test_at_rest_is_what_the_rule_makes_of_nothing(name: str, convention: str) -> None:
    options = TrainOptions(predictor=name, convention=convention)
    rest = options.scheme.at_rest(options)
    host = open_arrays("numpy")
    assert eigenvalue_rule(options, host, 3)(np.zeros(3)).tolist() == [rest or 0.0] * 3
    measured = options.scheme.largest(options, 2.0, lambda: 1 / 0)
    assert measured == eigenvalue_rule(options, host, 1)(np.array([2.0]))[0]
