"""Batches of two views, on the device, in buffers that are made once."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from sslcheck.numeric.data import Moment
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.parts import Parts
from sslcheck.numeric.training.draws import Draws
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import Problem

__all__ = ["ExactViews", "Views"]

Matrix = np.ndarray[Any, Any]


class ExactViews:
    """A batch of 2 d rows that has exactly the moments of the data, the same at every step.

    The rows are those of ``(X + X'/2)^(1/2)`` and of ``(X'/2)^(1/2)``, the latter with the other
    sign in the second view: then ``x1^T x1 / rows = X + X'`` and ``x1^T x2 / rows = X``.
    """

    products = 0

    def __init__(self, problem: Problem, arrays: Arrays) -> None:
        d = problem.moments.d
        self.rows = 2 * d
        both = _matrix(_factor(_entries(problem.between(0.5), d)))
        noise = _matrix(_factor(_entries(problem.moments.noise, d) / 2))
        scale = self.rows**0.5
        self.x1 = arrays.put(scale * np.vstack([both, noise]))
        self.x2 = arrays.put(scale * np.vstack([both, -noise]))

    def draw(self, step: int) -> None:
        """Nothing: all steps see the same rows."""


class Views:
    """Draws pairs of views ``x1, x2`` of shape (rows, d), one input to a row.

    For additive Gaussian noise two normals to an entry are enough: half the sum and half the
    difference of the views are independent, of covariance ``C + X'/2`` and ``X'/2``, with C the
    covariance of the inputs (of a class). Low-rank noise and masks act on the input itself.
    ``products`` counts the products with d x d matrices that a batch takes. Each stream of random
    numbers has rows of its own, so that ``parts`` may be drawn at a time, to the same numbers.
    """

    def __init__(
        self,
        options: TrainOptions,
        problem: Problem,
        arrays: Arrays,
        draws: Draws,
        rows: int,
        parts: Parts | None = None,
    ) -> None:
        self.parts = parts or Parts()
        self.arrays = arrays
        self.draws = draws
        self.rows = rows
        self.x1, self.x2, self._work = (arrays.zeros((rows, options.d)) for _ in range(3))
        self._classes = options.classes
        self._keep = 1.0 - options.mask
        self._kind = options.noise if options.noise in ("low-rank", "mask") else "additive"
        self._ends = [rows * k // draws.streams for k in range(draws.streams + 1)]
        self._thin = arrays.zeros((rows, options.rank if self._kind == "low-rank" else 0))
        self._nothing = arrays.zeros((1, 1))
        inner, means = _of_classes(options, problem)
        if self._kind in ("low-rank", "mask"):
            noise = None if problem.directions is None else problem.directions.T
        else:
            covariance = _entries(problem.moments.noise, options.d) / 2
            noise, inner = _factor(covariance), _sum(inner, covariance)
        self._inner = arrays.put(_factor(inner))
        self._noise = self._nothing if noise is None else arrays.put(noise)
        self._means = arrays.put(means)
        self.products = sum(f.shape == (options.d, options.d) for f in (self._inner, self._noise))

    def draw(self, step: int) -> Array | None:
        """Fill ``x1`` and ``x2`` for a step; returns the labels of the inputs, if they have any."""
        draws = self.draws
        draws.begin(step)
        labels = draws.labels(self.rows, self._classes) if self._classes else None
        rows = [slice(a, b) for a, b in pairwise(self._ends)]
        self.parts.each(*(partial(self._fill, k, own, labels) for k, own in enumerate(rows)))
        self._turn()
        return labels

    def _fill(self, stream: int, rows: slice, labels: Array | None) -> None:
        """The rows of one stream of random numbers, into the buffers that `_turn` makes views."""
        xp, draws = self.arrays.xp, self.draws
        x1, x2, work = (x[rows, :] for x in (self.x1, self.x2, self._work))
        draws.normal(x1, stream)
        x, work = self._times(x1, self._inner, work)
        if labels is not None:
            x += xp.take(self._means, labels[rows], axis=0)
        if self._kind == "mask":
            for out in (x2, x):
                draws.uniform(work, stream)
                out[...] = xp.where(work < self._keep, x, self._nothing)
        elif self._kind == "low-rank":  # the same input plus noise in a few directions, drawn twice
            thin = self._thin[rows, :]
            for out in (x2, x):
                draws.normal(thin, stream)
                xp.matmul(thin, self._noise, out=work)
                xp.add(x, work, out=out)
        else:  # x + e and x - e
            draws.normal(x2, stream)
            noise, free = self._times(x2, self._noise, work)
            xp.subtract(x, noise, out=free)
            x += noise

    def _turn(self) -> None:
        """Which buffers the views are in now: a product with a matrix is made beside its factor."""
        if self._inner.ndim == 2:
            self.x1, self._work = self._work, self.x1
        # what lies in the buffer that the noise has left free is the second view
        if self._kind == "additive" and self._noise.ndim < 2:
            self.x2, self._work = self._work, self.x2

    def _times(self, x: Array, factor: Array, free: Array) -> tuple[Array, Array]:
        """``x`` times a root, and the buffer that is free then."""
        if factor.ndim == 2:
            self.arrays.xp.matmul(x, factor, out=free)
            return free, x
        x *= factor
        return x, free


def _of_classes(options: TrainOptions, problem: Problem) -> tuple[Matrix, Matrix]:
    """The covariance of the inputs of a class, and the classes' means (classes x d)."""
    d, last = options.d, max(options.classes - 1, 0)
    latent = _entries(problem.latent, d)
    if problem.centres is None:
        return latent, np.zeros((1, d))
    means = np.zeros((options.classes, d))
    means[:, :last] = options.separation**0.5 * problem.centres
    within = np.ones(d)
    within[:last] = 1 - options.separation
    if latent.ndim == 1:
        root = np.sqrt(latent)
        return root * within * root, means * root
    root = _matrix(_factor(latent))
    return (root * within) @ root, means @ root


def _entries(moment: Moment, d: int) -> Matrix:
    """A covariance: the matrix, or of a diagonal one only the vector."""
    return moment.value if moment.structure == "dense" else moment.diagonal(d)


def _matrix(entries: Matrix) -> Matrix:
    return np.diag(entries) if entries.ndim == 1 else entries


def _sum(first: Matrix, second: Matrix) -> Matrix:
    if first.ndim == second.ndim:
        return np.asarray(first + second)
    return _matrix(first) + _matrix(second)


def _factor(covariance: Matrix) -> Matrix:
    """The symmetric root of a PSD matrix; of a diagonal one only the vector."""
    diagonal = covariance if covariance.ndim == 1 else np.diagonal(covariance)
    if np.count_nonzero(covariance) == np.count_nonzero(diagonal):
        return np.sqrt(diagonal)
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
