"""Eigenvalues and eigenvectors of symmetric matrices, the same answers from every library.

NumPy raises where LAPACK does not converge, and may return numbers for a matrix that has none;
CuPy never raises, and has been seen to return nan for a matrix of zeros (cupy/cupy#6539). Here a
matrix of zeros has zeros, and whatever has no eigenvalues has nan, without waiting for the device.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sslcheck.numeric.device.arrays import Array, Arrays

__all__ = ["effective_rank", "eigenvalues", "eigenvectors"]


def eigenvalues(arrays: Arrays, matrix: Array) -> Array:
    """In ascending order; all nan where the matrix is not finite or they are not found."""
    return _of_usable(arrays, matrix, lambda a: (arrays.xp.linalg.eigvalsh(a), a))[0]


def eigenvectors(arrays: Arrays, matrix: Array) -> tuple[Array, Array]:
    """`eigenvalues` and orthonormal columns; these mean nothing where the values are nan."""
    return _of_usable(arrays, matrix, arrays.eigh)


def effective_rank(xp: Any, spectrum: Array) -> Array:
    """O. Roy, M. Vetterli, EUSIPCO 2007: the exponential of the entropy of the spectrum.

    0 of zeros, nan of nan; what rounding has made negative counts as 0. 0-dimensional.
    """
    positive = xp.where(spectrum < 0, xp.zeros_like(spectrum), spectrum)
    total = xp.sum(positive)
    share = positive / xp.where(total > 0, total, xp.ones_like(total))
    logs = xp.log(xp.where(share > 0, share, xp.ones_like(share)))
    return xp.where(total > 0, xp.exp(-xp.sum(share * logs)), 0.0 * total)


def _of_usable(
    arrays: Arrays, matrix: Array, solve: Callable[[Array], tuple[Array, Array]]
) -> tuple[Array, Array]:
    """Solve for the matrix or, where it is 0 or not finite, for the identity in its place."""
    xp = arrays.xp
    largest = xp.max(xp.abs(matrix))  # nan where an entry is
    usable = (largest > 0) & (largest < float("inf"))
    one, zero = xp.ones_like(largest), xp.zeros_like(largest)
    safe = xp.where(usable, matrix, zero)
    diagonal = xp.reshape(safe, (-1,))[:: safe.shape[0] + 1]
    diagonal += xp.where(usable, zero, one)
    try:
        values, vectors = solve(safe)
    except np.linalg.LinAlgError:
        return zero * safe[0, :] + float("nan"), safe
    instead = xp.where(largest == 0, zero, zero + float("nan"))
    return xp.where(usable, values, instead), vectors
