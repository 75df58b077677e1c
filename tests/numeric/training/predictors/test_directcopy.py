"""The predictor `directcopy`: what is proved of it is asked of its own law."""

from __future__ import annotations

from sslcheck.numeric.training.options import TrainOptions


def test_in_the_published_trainer_it_is_not_scaled() -> None:
    assert TrainOptions(predictor="directcopy", convention="reference").copies
    assert not TrainOptions(predictor="directcopy").copies
    assert not TrainOptions(predictor="directset", power=1.0, convention="reference").copies
