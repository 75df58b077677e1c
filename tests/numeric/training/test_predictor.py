"""Predictors: a file each, and what each says of itself is what the loop does."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.choices import allowed
from sslcheck.numeric.training.network import step_flops
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.predictor import predictor
from sslcheck.numeric.training.training import Training

NAMES = ("directcopy", "directpred", "directset", "identity", "learned")


def test_every_file_is_a_predictor_of_its_name() -> None:
    assert allowed("predictor") == NAMES
    assert [predictor(name).name for name in NAMES] == [*NAMES]


@pytest.mark.parametrize("convention", ["paper", "reference"])
@pytest.mark.parametrize("name", NAMES)
def test_what_it_says_of_itself_is_what_a_step_does(name: str, convention: str) -> None:
    options = TrainOptions(
        d=6, n=4, batch=16, steps=1, classes=0, predictor=name, convention=convention, freq=3
    )
    training, scheme = Training(options), options.scheme
    training.begin()
    before = {n: np.array(v) for n, v in training.network.states().items()}
    assert ("F_hat" in before) == scheme.direct
    training.network(training.views.x1, training.views.x2, 1)  # not due to be refreshed
    predictor_, online, _ = training.network.names
    moved = not np.array_equal(training.network.states()[predictor_], before[predictor_])
    assert moved == scheme.learns(options)
    if scheme.fixed:
        np.testing.assert_array_equal(before[predictor_], np.eye(4))
    assert not np.array_equal(training.network.states()[online], before[online])
    by_hand = [(16, 6, 4), (16, 6, 4), (4, 16, 6)]  # outputs of both networks, the gradient of W
    by_hand += [] if scheme.fixed else [(16, 4, 4)] * 2  # through the predictor and back
    by_hand += [(4, 16, 4)] * (scheme.learns(options) + scheme.direct)
    flops = sum(2 * a * b * c for a, b, c in by_hand)
    assert 0.5 * flops < step_flops(options, 16) <= flops


@pytest.mark.parametrize("name", NAMES)
def test_it_is_said_in_words(name: str) -> None:
    options = TrainOptions(predictor=name, freq=5, power=0.25 if name == "directset" else 0.5)
    said = options.scheme.describe(options)
    assert said.startswith(f"predictor {name}")
    assert ("every 5 steps" in said) == options.scheme.direct
    assert ("to the power 0.25" in said) == (name == "directset")
