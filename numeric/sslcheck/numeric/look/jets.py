"""Truncated Taylor series in time with array coefficients: a value and its derivatives at once.

A jet is a list ``[c_0, c_1, ...]`` of the coefficients of ``c_0 + c_1 s + ...``; each is an array
whose last two axes are rows and columns, a scalar being 1 x 1. Axes before them are broadcast.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = [
    "Array",
    "Jet",
    "add",
    "constant",
    "determinant",
    "entrywise",
    "exponential",
    "kronecker",
    "logarithm",
    "multiply",
    "power",
    "quotient",
    "root",
    "squared_norm",
]

Array = NDArray[Any]
Jet = list[Array]


def constant(value: Array, order: int) -> Jet:
    """A value that does not move."""
    return [value, *[np.zeros_like(value)] * order] if order else [value]


def add(a: Jet, b: Jet) -> Jet:
    """The sum."""
    return [x + y for x, y in zip(a, b, strict=True)]


def _times(a: Array, b: Array) -> Array:
    """The matrix product; a 1 x 1 factor multiplies all entries."""
    return a * b if a.shape[-2:] == (1, 1) or b.shape[-2:] == (1, 1) else a @ b


def multiply(a: Jet, b: Jet) -> Jet:
    """The product, coefficient by coefficient (Cauchy)."""
    result = []
    for k in range(len(a)):
        total = _times(a[0], b[k])
        for i in range(1, k + 1):
            total = total + _times(a[i], b[k - i])
        result.append(total)
    return result


def entrywise(a: Jet, b: Jet) -> Jet:
    """The product entry by entry (Hadamard)."""
    result = []
    for k in range(len(a)):
        parts = (a[i] * b[k - i] for i in range(k + 1))
        result.append(sum(parts, start=np.zeros((1, 1))))
    return result


def squared_norm(a: Jet) -> Jet:
    """The sum of the squares of the entries."""
    return [c.sum(axis=(-2, -1), keepdims=True) for c in entrywise(a, a)]


def kronecker(a: Jet, b: Jet) -> Jet:
    """The Kronecker product of two matrices."""
    result = []
    for k in range(len(a)):
        total = np.zeros((1, 1))
        for i in range(k + 1):
            x, y = a[i], b[k - i]
            both = x[..., :, None, :, None] * y[..., None, :, None, :]
            rows, columns = x.shape[-2] * y.shape[-2], x.shape[-1] * y.shape[-1]
            total = total + both.reshape(*both.shape[:-4], rows, columns)
        result.append(total)
    return result


def quotient(a: Jet, b: Jet) -> Jet:
    """The quotient by a scalar."""
    result: Jet = []
    for k in range(len(a)):
        total = a[k]
        for i in range(1, k + 1):
            total = total - b[i] * result[k - i]
        result.append(total / b[0])
    return result


def exponential(a: Jet) -> Jet:
    """``e^a``: ``k y_k = sum of i a_i y_(k-i)`` of a scalar.

    Of a matrix: the first rows of blocks of the exponential of the Toeplitz matrix of the ``a_i``.
    """
    if a[0].shape[-1] > 1:
        return _matrix_exponential(a)
    result = [np.exp(a[0])]
    for k in range(1, len(a)):
        terms = (i * a[i] * result[k - i] for i in range(1, k + 1))
        result.append(sum(terms, start=np.zeros_like(a[0])) / k)
    return result


def _matrix_exponential(a: Jet) -> Jet:
    size, count = a[0].shape[-1], len(a)
    lead = np.broadcast_shapes(*(c.shape[:-2] for c in a))
    whole = np.zeros((*lead, size * count, size * count), np.result_type(*a))
    for row in range(count):
        for k, c in enumerate(a[: count - row]):
            at = (row + k) * size
            whole[..., row * size : (row + 1) * size, at : at + size] = c
    top = scipy.linalg.expm(whole)[..., :size, :]
    return [top[..., k * size : (k + 1) * size] for k in range(count)]


def logarithm(a: Jet) -> Jet:
    """``ln a`` of a positive scalar: ``a y' = a'``; of others it is no number."""
    with np.errstate(all="ignore"):
        result = [np.log(a[0])]
    for k in range(1, len(a)):
        terms = (i * result[i] * a[k - i] for i in range(1, k))
        result.append((a[k] - sum(terms, start=np.zeros_like(a[0])) / k) / a[0])
    return result


def determinant(a: Jet) -> Jet:
    """By its sum over permutations, beyond the value itself."""
    if len(a) == 1:
        return [np.linalg.det(a[0])[..., None, None]]
    size = a[0].shape[-1]
    total = constant(np.zeros((1, 1)), len(a) - 1)
    for order in permutations(range(size)):
        swaps = sum(x > y for k, y in enumerate(order) for x in order[:k])
        product = constant(np.full((1, 1), (-1.0) ** swaps), len(a) - 1)
        for i, j in enumerate(order):
            product = multiply(product, [c[..., i : i + 1, j : j + 1] for c in a])
        total = add(total, product)
    return total


def power(a: Jet, exponent: int) -> Jet:
    """A whole power of a square matrix or a scalar; negative ones by the inverse."""
    if exponent < 0:
        return power(_inverse(a), -exponent)
    if exponent == 0:
        one = np.broadcast_to(np.eye(a[0].shape[-1]), a[0].shape)
        return constant(one, len(a) - 1)
    result = a
    for _ in range(exponent - 1):
        result = multiply(result, a)
    return result


def _inverse(a: Jet) -> Jet:
    first = np.linalg.inv(a[0])
    result: Jet = [first]
    for k in range(1, len(a)):
        total = _times(a[1], result[k - 1])
        for i in range(2, k + 1):
            total = total + _times(a[i], result[k - i])
        result.append(-_times(first, total))
    return result


def root(a: Jet) -> Jet:
    """The square root: of a nonnegative scalar, or of a positive semi-definite matrix its own."""
    if a[0].shape[-2:] == (1, 1):
        first = np.sqrt(a[0])
        result: Jet = [first]
        for k in range(1, len(a)):
            rest = a[k]
            for i in range(1, k):
                rest = rest - result[i] * result[k - i]
            result.append(rest / (2 * first))
        return result
    values, vectors = np.linalg.eigh(a[0])
    if values.min() < -1e-9 * max(1.0, float(np.abs(values).max())):
        return [np.full_like(c, np.nan) for c in a]
    first = (vectors * np.sqrt(np.maximum(values, 0))[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    result = [first]
    for k in range(1, len(a)):
        rest = a[k]
        for i in range(1, k):
            rest = rest - result[i] @ result[k - i]
        result.append(
            scipy.linalg.solve_sylvester(first, first, rest) if first.ndim == 2 else rest * np.nan
        )
    return result
