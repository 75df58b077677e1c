"""The predictor `identity`: what is proved of it is asked of its own law."""

from __future__ import annotations

from sslcheck.numeric.training.options import TrainOptions


def test_it_stays_the_identity_and_has_a_law_of_its_own() -> None:
    options = TrainOptions(predictor="identity", target="no-stop-gradient")
    scheme = options.scheme
    assert (scheme.fixed, scheme.law, scheme.at_rest(options)) == (True, "identity", 1.0)
    assert scheme.curvature(options, 3.0, 0.5, 1.0, 2.0) == 1.0
    other = TrainOptions(predictor="identity", target="simsiam")
    assert other.scheme.curvature(other, 3.0, 0.5, 1.0, 2.0) == 3.0
