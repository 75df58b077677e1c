"""No predictor: the identity in its place."""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.numeric.training.basins import Fate, Growth
from sslcheck.numeric.training.modes import Modes
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.predictor import Predictor

__all__ = ["PREDICTOR"]


class _Identity(Predictor):
    name = "identity"
    fixed = True
    law = "identity"

    def fate(self, options: TrainOptions, growth: Growth, modes: Modes) -> Fate | str:
        return "without a predictor no mode is proved to survive"

    def at_rest(self, options: TrainOptions) -> float | None:
        return 1.0

    def largest(
        self, options: TrainOptions, correlation: float, measured: Callable[[], float]
    ) -> float:
        return 1.0

    def curvature(
        self, options: TrainOptions, view: float, noise: float, size: float, correlation: float
    ) -> float:
        if options.target == "no-stop-gradient":
            return 2 * noise
        return super().curvature(options, view, noise, size, correlation)


PREDICTOR = _Identity()
