"""Functions of a symmetric PSD matrix on the device: by eigenvectors, or a root by products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.spectrum import eigenvectors
from sslcheck.numeric.outcome import NotFinite

__all__ = ["NoEigenvalues", "matrix_function", "powered", "root_by_products"]

_MOST = 60  # iterations; a condition number of 1/epsilon takes fewer
_EVERY = 4  # iterations between two looks at the residual


class NoEigenvalues(SslcheckError, ArithmeticError):
    """A library found no eigenvalues of a matrix that has some: a failure of the library."""


def matrix_function(
    arrays: Arrays, matrix: Array, function: Callable[[Array], Array], nonnegative: bool = True
) -> tuple[Array, Array]:
    """``U diag(f(s)) U^T`` for ``matrix = U diag(s) U^T``, and how many s were below 0, clamped.

    Where the values of ``function`` are not negative the product is that of a matrix with its
    transpose, which is symmetric to the last bit, and half the work where BLAS knows it.
    The count is a 0-dimensional array on the device. Raises `NotFinite`, `NoEigenvalues`.
    """
    xp = arrays.xp
    values, vectors = eigenvectors(arrays, matrix)
    if not np.isfinite(arrays.number(xp.max(xp.abs(values)))):
        if np.isfinite(arrays.number(xp.max(xp.abs(matrix)))):
            raise NoEigenvalues(
                f"no eigenvalues of F were found by {arrays.solver} in {arrays.dtype},"
                " though its entries are finite; take `--dtype float64`, or `--backend numpy`"
            )
        raise NotFinite("the estimate of F is not finite")
    zero = xp.zeros_like(values)
    below = xp.sum(xp.where(values < 0, xp.ones_like(values), zero))
    made = function(xp.where(values < 0, zero, values))
    if not nonnegative:
        whole = xp.matmul(vectors * made, vectors.T)
        return (whole + whole.T) * 0.5, below
    half = vectors * xp.sqrt(made)
    return xp.matmul(half, half.T), below


def root_by_products(arrays: Arrays, matrix: Array, work: list[Array]) -> tuple[Array, int] | None:
    """``matrix^(1/2)`` of a PSD matrix by the coupled Newton-Schulz iteration, and its products.

    ``Y <- Y T, Z <- T Z, T = (3 I - Z Y) / 2`` from ``Y = A / |A|, Z = I``: three products each
    (N. J. Higham, Functions of Matrices, 2008, eq. (6.35)). Stops where ``|Y^2 - A|`` is at the
    level of rounding; None where it does not get there (a negative eigenvalue is one reason).
    ``work`` are five matrices of the same shape. Raises `NotFinite`.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # of a matrix that has no root
        return _newton_schulz(arrays, matrix, work)


def _newton_schulz(arrays: Arrays, matrix: Array, work: list[Array]) -> tuple[Array, int] | None:
    xp, n = arrays.xp, matrix.shape[0]
    size = arrays.norm(matrix)
    if not np.isfinite(size):
        raise NotFinite("the estimate of F is not finite")
    if size == 0:
        return xp.zeros_like(matrix), 0
    Y, Z, T, other, eye = work
    Y[...] = matrix / size
    Z[...] = eye
    tolerance = 8 * n**0.5 * arrays.epsilon
    count, best = 0, float("inf")
    for k in range(1, _MOST + 1):
        xp.matmul(Z, Y, out=T)
        T *= -0.5
        T += 1.5 * eye
        xp.matmul(Y, T, out=other)
        Y, other = other, Y
        xp.matmul(T, Z, out=other)
        Z, other = other, Z
        count += 3
        if k % _EVERY == 0:
            xp.matmul(Y, Y, out=other)
            other -= matrix / size
            count += 1
            residual = arrays.norm(other)
            if residual <= tolerance:
                return (Y + Y.T) * (0.5 * size**0.5), count
            if not residual < best:
                return None
            best = residual
    return None


def powered(xp: Any, values: Array, power: float) -> Array:
    """``values^power`` of nonnegative numbers."""
    return xp.sqrt(values) if power == 0.5 else values**power
