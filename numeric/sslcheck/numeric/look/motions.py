"""Random smooth functions of time with a sign and properties, by their Taylor coefficients."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
import scipy

from sslcheck.derive.setting import Symbol
from sslcheck.numeric.look.jets import Array, Jet, multiply

__all__ = ["KINDS", "motion"]

KINDS = ("swinging", "decaying", "growing", "still")
"""What a function does in the long run."""

Motion = Callable[[float, int], Jet]


def motion(
    symbol: Symbol, shape: tuple[int, ...], rng: np.random.Generator, kind: str, zero: float
) -> Motion:
    """A function of time as declared. It may be 0 throughout with the chance ``zero``."""
    marks = symbol.properties
    if "orthonormal" in marks:
        return _turning(shape, rng)
    if symbol.sign != "positive" and rng.random() < zero:
        return _sum([(np.zeros(shape), 0j)])
    if symbol.scalar and (symbol.sign != "real" or "psd" in marks):
        return _sum(_positive(shape, rng, kind))
    if "psd" in marks:
        half = _sum(_signed(shape, rng, kind))
        if "diagonal" in marks:
            half = _shaped(half, lambda c: c * np.eye(shape[-1]))
        return lambda t, order: _gram(half(t, order))
    whole = _sum(_signed(shape, rng, kind))
    if "diagonal" in marks:
        return _shaped(whole, lambda c: c * np.eye(shape[-1]))
    if "symmetric" in marks:
        return _shaped(whole, lambda c: (c + np.swapaxes(c, -1, -2)) / 2)
    return whole


def _positive(
    shape: tuple[int, ...], rng: np.random.Generator, kind: str
) -> list[tuple[Array, complex]]:
    level, pace = np.exp(0.5 * rng.standard_normal(shape)), rng.uniform(0.4, 1.2)
    if kind == "decaying":
        return [(level, complex(-pace))]
    if kind == "growing":
        return [(level, complex(0.3 * pace))]
    if kind == "still":
        return [(level, 0j)]
    swing = level * rng.uniform(0.2, 0.8, shape) * np.exp(1j * rng.uniform(0, 6, shape))
    return [(level, 0j), (swing, 1j * pace)]


def _signed(
    shape: tuple[int, ...], rng: np.random.Generator, kind: str
) -> list[tuple[Array, complex]]:
    level, pace = rng.standard_normal(shape), rng.uniform(0.4, 1.2)
    other = rng.standard_normal(shape) + 1j * rng.standard_normal(shape)
    if kind == "decaying":
        return [(level, complex(-pace)), (other, complex(-pace, 1))]
    if kind == "growing":
        return [(level, complex(0.3 * pace)), (other, complex(0, pace))]
    if kind == "still":
        return [(level, 0j)]
    return [(level, 0j), (other, 1j * pace)]


def _sum(terms: list[tuple[Array, complex]]) -> Motion:
    """The real part of a sum of ``c e^(rate t)``."""

    def at(time: float, order: int) -> Jet:
        result = []
        for k in range(order + 1):
            parts = [(c * (rate**k * np.exp(rate * time))).real for c, rate in terms]
            result.append(sum(parts, start=np.zeros(terms[0][0].shape)) / factorial(k))
        return result

    return at


def _shaped(inner: Motion, change: Callable[[Array], Array]) -> Motion:
    return lambda t, order: [change(c) for c in inner(t, order)]


def _gram(half: Jet) -> Jet:
    return multiply(half, [np.swapaxes(c, -1, -2) for c in half])


def _turning(shape: tuple[int, ...], rng: np.random.Generator) -> Motion:
    """``e^(t S) Q`` with a skew S and orthonormal columns Q."""
    rows = shape[-2]
    start = np.linalg.qr(rng.standard_normal(shape))[0]
    skew = rng.standard_normal((rows, rows))
    skew = 0.5 * (skew - skew.T)

    def at(time: float, order: int) -> Jet:
        result = [np.asarray(scipy.linalg.expm(time * skew) @ start)]
        for k in range(1, order + 1):
            result.append(skew @ result[-1] / k)
        return result

    return at
