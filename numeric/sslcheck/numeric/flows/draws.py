"""Values as they are declared: drawn for each symbol from the seed and its name alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from sslcheck.derive.setting import Symbol
from sslcheck.numeric.bounds import InvalidOption, shown
from sslcheck.numeric.flows.options import STRUCTURES

__all__ = ["draw_value", "mismatch"]

Numbers = np.ndarray[Any, Any]

_SAME = 1e-10
"""Of what a file must be up to rounding, relative to its largest entry."""

_STATE = (0.3, 1.0)
"""Positive scalars of states, in units of their scale: they are not to start next to 0."""


def draw_value(
    symbol: Symbol, shape: tuple[int, ...], seed: int, structure: str = "", scale: float = 1.0
) -> Numbers:
    """A value of a shape, with the sign and the properties that are declared.

    Scalars have the shape ``()``, those of modes ``(modes,)``. Matrices are about ``scale`` in the
    spectral norm, at any size. A matrix that is asked to be ``isotropic`` is the number in front of
    the identity, one that is ``diagonal`` the vector of its diagonal.
    """
    rng = np.random.default_rng([seed, *symbol.name.encode("utf-8", "replace")])
    marks = symbol.properties
    signed = "psd" not in marks and symbol.sign == "real"
    if structure == STRUCTURES[0]:
        return np.asarray(scale)
    if symbol.scalar or structure == STRUCTURES[1]:
        entries = shape if symbol.scalar else shape[:1]
        drawn = rng.uniform(-1.0, 1.0, entries) if signed else rng.uniform(*_STATE, entries)
        return np.asarray(scale * drawn)
    rows, columns = shape
    if "orthonormal" in marks:
        if rows < columns:
            raise InvalidOption(
                f"`{symbol.name}` has orthonormal columns, and {columns} of them do not fit into"
                f" {rows} dimensions; give other sizes by `--size`"
            )
        return np.asarray(np.linalg.qr(rng.standard_normal(shape))[0])
    if "psd" in marks:
        half = rng.standard_normal((rows, 2 * rows)) / (rows**0.5 + (2 * rows) ** 0.5)
        return np.asarray(scale * half @ half.T)
    drawn = rng.standard_normal(shape) / (rows**0.5 + columns**0.5)
    return np.asarray(scale * ((drawn + drawn.T) / 2**0.5 if "symmetric" in marks else drawn))


def mismatch(symbol: Symbol, value: Numbers) -> str:
    """What keeps a value from being what is declared of its symbol, or nothing.

    Vectors for matrices are their diagonals.
    """
    least = float(value.min(initial=np.inf))
    if symbol.scalar:
        if symbol.sign == "positive" and least <= 0:
            return f"is declared positive; its least number is {shown(least)}"
        if symbol.sign == "nonnegative" and least < 0:
            return f"is declared nonnegative; its least number is {shown(least)}"
        return ""
    room = _SAME * float(np.abs(value).max(initial=0.0))
    marks = symbol.properties
    if value.ndim < 2:
        if "invertible" in marks and not value.all():
            return "is declared invertible; its diagonal has a 0"
        return "is declared psd; its diagonal has a negative entry" * (
            "psd" in marks and least < -room
        )
    if "diagonal" in marks and np.abs(value - np.diag(np.diag(value))).max(initial=0.0) > room:
        return "is declared diagonal; it has other entries"
    if marks & {"symmetric", "psd"} and np.abs(value - value.T).max(initial=0.0) > room:
        return f"is declared {'psd' if 'psd' in marks else 'symmetric'}; it is not symmetric"
    if "psd" in marks:
        lowest = float(np.linalg.eigvalsh(value).min())
        if lowest < -room * len(value):
            return f"is declared psd; its least eigenvalue is {lowest:.3g}"
    if "invertible" in marks:
        singular = np.linalg.svd(value, compute_uv=False)
        if singular[-1] <= room * len(value):
            return f"is declared invertible; its least singular value is {singular[-1]:.3g}"
    if "orthonormal" in marks:
        off = float(np.abs(value.T @ value - np.eye(value.shape[1])).max())
        if off > _SAME * len(value):
            return f"is declared to have orthonormal columns; its Gram matrix is {off:.2g} off"
    return ""
