"""A predictor that is trained with the network."""

from __future__ import annotations

from sslcheck.numeric.train.basins import Fate, Growth, of_learned
from sslcheck.numeric.train.modes import Modes
from sslcheck.numeric.train.options import TrainOptions
from sslcheck.numeric.train.predictor import Predictor

__all__ = ["PREDICTOR"]


class _Learned(Predictor):
    name = "learned"
    trained = True

    def fate(self, options: TrainOptions, growth: Growth, modes: Modes) -> Fate | str:
        return of_learned(options, growth, modes)


PREDICTOR = _Learned()
