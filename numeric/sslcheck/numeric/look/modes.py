"""Jets over modes: what lays an axis of modes out as a matrix, or takes it away.

``axis`` is that of an index, counted from the end (-3 and below); a jet whose arrays are short of
it, or have length 1 there, is the same for all modes.
"""

from __future__ import annotations

import numpy as np

from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array, Jet

__all__ = ["columns", "diagonal", "maximum", "total"]


def diagonal(a: Jet, axis: int, size: int) -> Jet:
    """The diagonal matrix of the first ``size`` modes of a scalar."""
    return [_diagonal(c, axis, size) for c in a]


def _diagonal(c: Array, axis: int, size: int) -> Array:
    if c.ndim < -axis or c.shape[axis] == 1:
        return c * np.eye(size)
    if c.shape[axis] < size:
        raise Unseen(f"only {c.shape[axis]} modes, but a diagonal of {size} entries")
    entries = np.moveaxis(c, axis, -1)[..., 0, 0, :size]  # index last; rows, columns were 1 x 1
    result = entries[..., None] * np.eye(size)
    return np.expand_dims(result, axis) if axis < -3 or c.ndim > 3 else result


def maximum(a: Jet, axis: int, count: int) -> Jet:
    """The largest of the first ``count`` modes, with its own derivatives."""
    if a[0].ndim < -axis:
        return a
    part = [np.take(c, range(min(count, c.shape[axis])), axis) for c in a]
    at = np.argmax(part[0].real, axis=axis)
    where = np.expand_dims(at, axis)
    return [np.take_along_axis(c + 0 * part[0], where, axis) for c in part]


def columns(a: Jet, axis: int, size: int) -> Jet:
    """Vectors beside each other, so that the axis of the index is that of the columns."""
    result = []
    for c in a:
        if c.ndim < -axis or c.shape[axis] == 1:
            result.append(c * np.ones(size))
            continue
        if c.shape[axis] != size:
            raise Unseen(f"a list of {size} of {c.shape[axis]} vectors")
        beside = np.swapaxes(c, axis, -1)
        result.append(beside[0] if c.ndim == -axis and c.ndim > 2 else beside)
    return result


def total(a: Jet, axis: int, count: int) -> Jet:
    """The sum over ``count`` modes."""
    if a[0].ndim < -axis or a[0].shape[axis] == 1:
        return [count * c for c in a]
    found = [np.sum(c, axis=axis, keepdims=True) for c in a]
    return [c[0] if c.ndim == -axis and c.ndim > 2 else c for c in found]
