"""The predictor `learned`: what is proved of it is asked of its own law."""

from __future__ import annotations

from sslcheck.numeric.training.options import TrainOptions


def test_it_is_trained_and_pulled_along() -> None:
    options = TrainOptions(predictor="learned", n=4, target="simsiam", alpha_p=4.0)
    scheme = options.scheme
    assert (scheme.trained, scheme.law, scheme.at_rest(options)) == (True, "any", None)
    assert scheme.curvature(options, 4.0, 0.5, 1.5, 9.0) == (1.5 * 2 + 2 * 3) ** 2
    assert scheme.largest(options, 9.0, lambda: 1.5) == 1.5
