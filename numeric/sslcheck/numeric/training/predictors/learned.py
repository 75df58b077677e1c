"""A predictor that is trained with the network."""

from __future__ import annotations

from sslcheck.numeric.training.basins import Fate, Growth, of_learned
from sslcheck.numeric.training.modes import Modes
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.predictor import Predictor

__all__ = ["PREDICTOR"]


class _Learned(Predictor):
    name = "learned"
    trained = True

    def fate(self, options: TrainOptions, growth: Growth, modes: Modes) -> Fate | str:
        return of_learned(options, growth, modes)


PREDICTOR = _Learned()
