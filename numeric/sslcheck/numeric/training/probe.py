"""A linear probe: ridge regression in closed form from features to classes, on held-out data."""

from __future__ import annotations

import numpy as np

from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.training.draws import open_draws
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import Problem
from sslcheck.numeric.training.views import Views

__all__ = ["Probe"]

_RIDGE = 1e-3  # of the number of rows
_STREAM = 7_003  # added to the seed: rows that training does not see


class Probe:
    """Labelled views, drawn on the host: one half fits, the other half is held out.

    Features are ``W x``, not rescaled, and the constant is not penalised: weights that have shrunk
    to nothing leave the most frequent class, a guess.
    """

    def __init__(self, options: TrainOptions, problem: Problem, arrays: Arrays) -> None:
        self.arrays = arrays
        draws = open_draws(arrays, options.seed + _STREAM, "host")
        self._sets: list[tuple[Array, Array]] = []
        for step in range(2):
            views = Views(options, problem, arrays, draws, options.probe)
            labels: Array = views.draw(step)
            self._sets.append((views.x1, labels))
        classes = arrays.to_device(np.arange(options.classes))
        labels = self._sets[0][1]
        one, none = arrays.put([[1.0]]), arrays.zeros((1, 1))
        self._targets = arrays.xp.where(labels[:, None] == classes[None, :], one, none)
        self._ridge = arrays.put(_RIDGE * options.probe * np.eye(options.n))

    def accuracy(self, W: Array) -> Array:
        """The share of held-out views whose class is found; 0-dimensional, on the device.

        ``B = (Z^T Z + r I)^-1 Z^T Y`` with features Z = x W^T and one-hot classes Y, both less
        their means; a view z has the class with the largest of ``mean Y + (z - mean Z) B``.
        """
        xp = self.arrays.xp
        (x, _), (held_out, labels) = self._sets
        features = xp.matmul(x, W.T)
        middle, share = xp.mean(features, axis=0), xp.mean(self._targets, axis=0)
        features = features - middle
        gram = xp.matmul(features.T, features) + self._ridge
        fitted = xp.linalg.solve(gram, xp.matmul(features.T, self._targets - share))
        scores = share + xp.matmul(xp.matmul(held_out, W.T) - middle, fitted)
        found = xp.argmax(scores, axis=1)
        one = xp.ones_like(features[0, 0])
        return xp.mean(xp.where(found == labels, one, xp.zeros_like(one)))
