"""Predictors that are set instead of trained: eqs. (9)-(11) and their relatives."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.outcome import NotFinite
from sslcheck.numeric.parts import Parts
from sslcheck.numeric.spectrum import eigenvalues
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.root import matrix_function, powered, root_by_products

__all__ = ["LEAST", "Estimate", "set_values"]

LEAST = 1e-4
"""``reference``: no eigenvalue of a predictor that is set is smaller."""


def set_values(xp: Any, s: Array, options: TrainOptions) -> Array:
    """The eigenvalues of the predictor from those of F-hat, which are not negative.

    ``paper``, eq. (11): ``p_j = s_j^power + eps max_j s_j``. ``reference``, as the authors'
    published trainer does it: ``p_j = max((s_j / max_j s_j)^power + eps, 1e-4)``, where 0 / 0 is 0,
    and for directcopy ``p_j = s_j + eps``.
    """
    power, eps = options.exponent, options.eps
    if options.copies:
        return s + eps
    largest = xp.max(s)
    if options.convention == "paper":
        return powered(xp, s, power) + eps * largest
    one = xp.ones_like(largest)
    made = powered(xp, s / xp.where(largest > 0, largest, one), power) + eps
    return xp.where(made < LEAST, LEAST * one, made)


class Estimate:
    """F-hat, the moving average of ``E_B[f f^T]`` of eq. (9), and the predictor made from it.

    With ``center`` it is one of covariances: in ``paper`` that of each batch about its own mean; in
    ``reference`` the moving average of ``E_B[f f^T]`` less ``m m^T``, with m, the `mean`, the
    moving average of ``E_B[f]``. ``clamped`` counts the eigenvalues that rounding made negative, on
    the device; ``fallbacks`` the roots by products that were taken by eigenvectors. The first
    batch is the first estimate.
    """

    def __init__(self, options: TrainOptions, arrays: Arrays, parts: Parts | None = None) -> None:
        self.arrays = arrays
        self.parts = parts or Parts()
        self.options = options
        n = options.n
        self.F = arrays.zeros((n, n))
        self._new = arrays.zeros((n, n))
        self._others = [arrays.zeros((n, n)) for _ in range(self.parts.count - 1)]
        self.clamped = arrays.zeros(())
        self.fallbacks = 0
        self.products = 0
        self.mean: Array | None = arrays.zeros((n,)) if options.keeps_mean else None
        self._work: list[Array] = []
        if options.root == "products":
            self._work = [arrays.zeros((n, n)) for _ in range(4)]
            self._work.append(arrays.eye(n))

    def update(self, f: Array, first: bool = False) -> None:
        """One step of (9) from the outputs ``f`` (batch, n), rows samples; one product.

        With ``A <- rho A + (1 - rho) E_B[f f^T]`` and ``m <- rho m + (1 - rho) b``, b the mean of
        the batch, ``F = A - m m^T`` moves by ``F <- rho F + (1 - rho) (C_B + rho e e^T)`` with
        ``C_B`` the covariance of the batch and ``e = b - m``: no large terms cancel, and F is PSD.
        """
        xp, options = self.arrays.xp, self.options
        rho = 0.0 if first else options.rho
        b: Array | None = None
        if options.centers:
            b = xp.mean(f, axis=0)
            f = f - b
        self._square(f)
        self._new *= (1.0 - rho) / f.shape[0]
        self.F *= rho
        self.F += self._new
        if b is not None and self.mean is not None:
            e = b - self.mean
            self.F += (rho * (1.0 - rho)) * (e[:, None] * e[None, :])
            self.mean += (1.0 - rho) * e

    def _square(self, f: Array) -> None:
        """``f^T f``, each part of the rows on its own."""

        def square(rows: slice, out: Array) -> None:
            self.arrays.gram(f[rows, :], out)

        pairs = zip(self.parts.slices(f.shape[0]), (self._new, *self._others), strict=True)
        self.parts.each(*(partial(square, rows, out) for rows, out in pairs))
        for other in self._others:
            self._new += other

    def symmetrise(self) -> None:
        """``F = (F + F^T) / 2``."""
        xp = self.arrays.xp
        xp.add(self.F, self.F.T, out=self._new)
        xp.multiply(self._new, 0.5, out=self.F)

    def refresh(self, W_p: Array) -> None:
        """Set the predictor; raises `NotFinite`, and then leaves it as it was.

        Before it is used, F-hat is made symmetric, which products may leave it by rounding only.
        """
        self.symmetrise()
        made = self._by_products() if self._work else None
        if made is None:
            made, below = self.predictor(self.F)
            self.clamped += below
        W_p[...] = made

    def predictor(self, matrix: Array) -> tuple[Array, Array]:
        """What the rule makes of a matrix in place of F-hat, and how many eigenvalues it clamped.

        DirectCopy of ``reference`` is ``F + eps I``, not scaled and without eigenvalues.
        """
        xp, options = self.arrays.xp, self.options
        if options.copies:
            if not np.isfinite(self.arrays.number(xp.max(xp.abs(matrix)))):
                raise NotFinite("the estimate of F is not finite")
            return matrix + options.eps * self.arrays.eye(options.n), self.arrays.zeros(())

        return matrix_function(self.arrays, matrix, lambda s: set_values(xp, s, options))

    def _by_products(self) -> Array | None:
        """``F^(1/2)`` without eigenvectors; max_j s_j is the largest eigenvalue all the same.

        None where products do not lead there: to an eigenvalue below 1e-4, which has to be raised,
        or where the iteration does not converge.
        """
        xp, options = self.arrays.xp, self.options
        s = eigenvalues(self.arrays, self.F)
        largest = xp.max(s)
        if options.convention == "reference" and options.eps < LEAST:
            small = xp.min(set_values(xp, xp.where(s < 0, 0.0 * s, s), options))
            if self.arrays.number(small) <= LEAST:
                self.fallbacks += 1
                return None
        found = root_by_products(self.arrays, self.F, self._work)
        if found is None:
            self.fallbacks += 1
            return None
        root, count = found
        self.products += count
        eye = self._work[-1]
        if options.convention == "paper":
            return root + options.eps * largest * eye
        scale = xp.sqrt(xp.where(largest > 0, largest, xp.ones_like(largest)))
        return root / scale + options.eps * eye
