"""Which modes survive and which collapse below the threshold, from sets that the flow cannot leave.

All statements are about aligned modes; g is the derived growth, with the roots p_- < p_+. On the
edge of a box the derivative points inward: what is above p_- stays, what is below decays.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from sslcheck.numeric.training.eigenvalues import LEAST
from sslcheck.numeric.training.modes import Modes
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Fate", "Growth", "of_direct", "of_learned", "of_reference"]

Numbers = np.ndarray[Any, Any]

_BALANCED = 1e-9  # of w^2 = p^2 / alpha_p, relative


@dataclass(frozen=True, slots=True)
class Growth:
    """Of each mode the coefficients of g, the threshold eta_c, and p_-, p_+ where eta < eta_c."""

    coefficients: tuple[Numbers, Numbers, Numbers]
    critical: Numbers
    roots: tuple[Numbers, Numbers]
    eta: float

    @property
    def below(self) -> Numbers:
        """The modes that have roots."""
        return np.asarray(self.eta < self.critical)

    def at(self, p: float) -> Numbers:
        """g(p) of each mode."""
        c0, c1, c2 = self.coefficients
        return np.asarray(c0 + c1 * p + c2 * p**2)


@dataclass(frozen=True, slots=True)
class Fate:
    """Of each mode whether it is proved to survive or to die, and the p and w that it tends to.

    ``rest`` is the p of the directions of the outputs that have no mode (n > d); ``why`` says why
    all die, where that is not where they start.
    """

    alive: Numbers
    dead: Numbers
    p: Numbers
    w: Numbers
    rest: float = 0.0
    why: str = ""


def of_direct(options: TrainOptions, growth: Growth, modes: Modes) -> Fate:
    """Predictors set by eq. (11), ``p_j = s_j^power + eps max s``, where s is that of F-hat.

    Or by ``p_j = s_j + eps``, DirectCopy as published: what `_lift` adds is the difference.

    F-hat of eq. (9) follows ``S_j w_j^2`` at the rate ``k = log(1 / rho) / lr``. Let M bound all
    s. A mode cannot fall below s_-, with ``s_-^power = p_-``, if there ``p_- <= p_j <= p_+``:
    F-hat, a mean of the past, is not below s_-, nor above M or ``s_- / (1 - 2 D / k)``, where D is
    the fastest decay of W. And ``s^power + eps M < p_-`` decays for ever.
    """
    power, (low, high) = options.exponent, growth.roots
    s = modes.total * np.stack([modes.w, modes.a]) ** 2
    least, most = s.min(axis=0), s.max(axis=0)
    top = np.where(growth.below, _inverse(options, high), 0.0)
    bound = _largest(options, growth, float(most.max()), float(top.max()))
    edge = (np.maximum(low - options.eps, 0.0) if options.copies else low) ** (1 / power)
    lag = 2 * _decay(options, growth, bound) / _memory_rate(options)
    behind = np.where(lag < 1, edge / np.maximum(1 - lag, 1e-300), np.inf)
    highest = np.minimum(behind, bound) ** power + _lift(options, bound)
    held = (highest < high) if options.copies else (highest <= high)  # an edge of 0 needs room
    alive = growth.below & (least > edge) & held
    falls = most**power + _lift(options, bound) < low
    if options.copies:  # p is at least eps: beyond p_+ nothing grows
        falls |= options.eps > high
    dead = (growth.eta > growth.critical) | (growth.below & falls)
    rest = _lift(options, float(top[alive].max()) if alive.any() else 0.0)
    p = np.where(alive, high, rest)
    settled = np.maximum(high - rest, 0.0) ** (1 / power)
    seen = np.where(modes.total > 0, modes.total, 1.0)
    w = np.where(alive, np.sqrt(settled / seen), 0.0)
    return Fate(alive, dead, p, w, rest)


def _lift(options: TrainOptions, largest: float) -> float:
    """What the rule adds to ``s^power`` where no s exceeds ``largest``, at most."""
    return options.eps if options.copies else options.eps * largest


def _decay(options: TrainOptions, growth: Growth, bound: float) -> Numbers:
    """D: no w_j falls faster while no s exceeds ``bound``, with no help of W_a where it lags."""
    if bound == float("inf"):
        return np.full_like(growth.critical, np.inf)
    fastest = bound**options.exponent + _lift(options, bound)
    if options.target == "ema":
        return np.asarray(growth.eta - growth.coefficients[2] * fastest**2)
    return np.maximum(-growth.at(fastest), growth.eta)


def _memory_rate(options: TrainOptions) -> float:
    """How fast F-hat forgets [1/time]: by the factor rho in a step."""
    return -log(options.rho) / options.time_step if options.rho else float("inf")


def _largest(options: TrainOptions, growth: Growth, start: float, top: float) -> float:
    """M: no s exceeds it, the least of a few candidates that is proved.

    With F-hat at ``top`` or more nothing grows. While s is above ``(1 + e) top``, F-hat gets there
    in the time ``log((1 + e) / e) / k``; till then s grows at most at the rate
    ``2 (eta_c M / top - eta)``, since W_a is not above M. So M holds if for some e it is out of
    reach.
    """
    if top == 0:
        return start
    rate, best = _memory_rate(options), float(growth.critical.max())
    e = np.geomspace(1e-4, 1e2, 121)
    for candidate in np.geomspace(1.0, 1e3, 241):
        ratio = max(start / top, float(candidate))
        exponent = 2 * max(best * ratio - growth.eta, 0.0) / rate
        if (np.log1p(e) + exponent * np.log1p(1 / e) <= np.log(ratio)).any():
            return ratio * top
    return float("inf")


def _inverse(options: TrainOptions, p: Numbers) -> Numbers:
    """The s that alone has the value p: of ``s^power + eps s = p`` by bisection."""
    power, eps = options.exponent, options.eps
    if options.copies:
        return np.maximum(p - eps, 0.0)
    low, high = np.zeros_like(p), p ** (1 / power)
    for _ in range(80):
        middle = (low + high) / 2
        above = middle**power + eps * middle > p
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.asarray((low + high) / 2)


def of_reference(options: TrainOptions, growth: Growth) -> Fate | str:
    """Predictors divided by the largest s: the leading mode has ``p = 1 + eps`` at any size.

    There ``g(p) = x p - (x + x') p^2 - eta`` is not above 0, and 0 for ``eps = x' = eta = 0``
    alone: whichever mode leads decays, and the others are not larger. This is proved for F-hat
    without memory, and however far the small eigenvalues of the predictor are raised.
    """
    if options.rho > 0:
        return "the reference convention with an F̂ that remembers (ρ > 0)"
    leading = growth.at(1.0 + options.eps)
    if not (leading < 0).all():
        return "the leading mode may be one that does not decay at p = 1 + ε"
    zero, least = np.zeros_like(leading), max(options.eps, LEAST)
    why = "the leading mode has p = 1 + ε, and there its growth is < 0 at any size"
    return Fate(zero > 0, leading < 0, zero + least, zero, least, why)


def of_learned(options: TrainOptions, growth: Growth, modes: Modes) -> Fate:
    """A learned predictor, aligned and symmetric, with q = sqrt(alpha_p) w.

    By (3) ``q^2 - p^2`` keeps its sign. With W_a = W: ``q >= p > p_-`` survives, and
    ``q <= p < p_-`` dies. With a moving average on the parabola, q = p: both p and the target's
    ``b = sqrt(alpha_p) a`` above p_- survive, and both below die.
    """
    low, high = growth.roots
    root = options.alpha_p**0.5
    p, q, b = modes.p, root * modes.w, root * modes.a
    balanced = np.abs(q - p) <= _BALANCED * np.maximum(np.abs(p), np.abs(q))
    if options.target == "ema":
        alive, dead = balanced & (np.minimum(p, b) > low), balanced & (np.maximum(p, b) < low)
    else:
        alive, dead = (balanced | (q > p)) & (p > low), (balanced | (q < p)) & (p < low) & (p >= 0)
    surplus = q**2 - p**2 if options.eta == 0 else 0.0  # it decays as e^{-2 eta t}
    w = np.where(alive, np.sqrt(np.maximum(high**2 + surplus, 0.0)) / root, 0.0)
    dead = (growth.eta > growth.critical) | (growth.below & dead)
    return Fate(growth.below & alive, dead, np.where(alive, high, 0.0), w)
