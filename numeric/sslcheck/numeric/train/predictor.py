"""Predictors that are set instead of trained: eqs. (9)-(11) and their relatives."""

from __future__ import annotations

from typing import Any

from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.spectrum import eigenvalues
from sslcheck.numeric.train.options import TrainOptions
from sslcheck.numeric.train.root import matrix_function, powered, root_by_products

__all__ = ["Estimate", "set_values"]


def set_values(xp: Any, s: Array, power: float, eps: float, convention: str) -> Array:
    """The eigenvalues of the predictor from those of F-hat, which are not negative.

    ``paper``, eq. (11): ``p_j = s_j^power + eps max_j s_j``. ``reference``, the authors' published
    training code: ``p_j = (s_j / max_j s_j)^power + eps``; for F-hat = 0 that is eps.
    """
    largest = xp.max(s)
    if convention == "paper":
        return powered(xp, s, power) + eps * largest
    one = xp.ones_like(largest)
    return powered(xp, s / xp.where(largest > 0, largest, one), power) + eps


class Estimate:
    """F-hat, the moving average of ``E_B[f f^T]`` of eq. (9), and the predictor made from it.

    ``clamped`` counts the eigenvalues that rounding made negative, on the device; ``fallbacks``
    the roots by products that did not converge and were taken by eigenvectors. The first batch is
    the first estimate.
    """

    def __init__(self, options: TrainOptions, arrays: Arrays) -> None:
        self.arrays = arrays
        self.options = options
        n = options.n
        self.F = arrays.zeros((n, n))
        self._new = arrays.zeros((n, n))
        self.clamped = arrays.zeros(())
        self.fallbacks = 0
        self.products = 0
        self._work: list[Array] = []
        if options.root == "products":
            self._work = [arrays.zeros((n, n)) for _ in range(4)]
            self._work.append(arrays.eye(n))

    def update(self, f: Array, first: bool = False) -> None:
        """One step of (9) from the outputs ``f`` (batch, n), rows samples; one product."""
        xp, options = self.arrays.xp, self.options
        rho = 0.0 if first else options.rho
        if options.center and options.batch:  # an exact batch has mean 0 already
            f = f - xp.mean(f, axis=0)
        xp.matmul(f.T, f, out=self._new)
        self._new *= (1.0 - rho) / f.shape[0]
        self.F *= rho
        self.F += self._new

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
        """What (11) makes of a matrix in place of F-hat, and how many eigenvalues it clamped."""
        xp, options = self.arrays.xp, self.options

        def values(s: Array) -> Array:
            return set_values(xp, s, options.exponent, options.eps, options.convention)

        return matrix_function(self.arrays, matrix, values)

    def _by_products(self) -> Array | None:
        """``F^(1/2)`` without eigenvectors; max_j s_j is the largest eigenvalue all the same."""
        xp, options = self.arrays.xp, self.options
        found = root_by_products(self.arrays, self.F, self._work)
        if found is None:
            self.fallbacks += 1
            return None
        root, count = found
        self.products += count
        largest = xp.max(eigenvalues(self.arrays, self.F))
        eye = self._work[-1]
        if options.convention == "paper":
            return root + options.eps * largest * eye
        scale = xp.sqrt(xp.where(largest > 0, largest, xp.ones_like(largest)))
        return root / scale + options.eps * eye
