"""A moment moved until expressions are 0, with all signs and properties that are declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import scipy

from sslcheck.derive.expr import Expr
from sslcheck.derive.setting import Symbol
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.jets import Array

__all__ = ["value_of", "zeroed"]

_OUTSIDE = 1e3  # what is no number, or no moment
_FLAT = 1e-7  # slopes beside the steepest one that are rounding


def zeroed(
    moment: Moment,
    free: Sequence[str],
    gaps: Iterable[Expr],
    admits: Callable[[Moment], bool],
    tries: int,
) -> tuple[Moment, float, float] | None:
    """The moment with other values of ``free``, where expressions are near 0, and how far they are.

    By least squares. Last comes how much a further step would change the values: near a double
    zero, as where ``a b`` is 0 by both, expressions are small long before their letters are. None
    where not even the moment itself is admitted.
    """
    gaps = list(gaps)
    charts = {name: _Chart(moment.world.symbols[name], value_of(moment, name)) for name in free}

    def put(raw: Array) -> Moment:
        moved, used = moment.copy(moving=False), 0
        for name, chart in charts.items():
            value = chart.value(raw[used : used + chart.start.size])
            used += chart.start.size
            if name in moved.states:
                moved.states[name] = [value]
            else:  # what is free to move may as well stand still, so that the expressions stay 0
                moved.fixed[name] = value
        return moved

    def residual(raw: Array) -> Array:
        moved = put(raw)
        if not admits(moved):
            return np.full(1, _OUTSIDE)
        found = np.concatenate([np.asarray(moved.value(gap)).real.ravel() for gap in gaps])
        return np.where(np.isfinite(found), found, _OUTSIDE)

    begin = np.concatenate([chart.start for chart in charts.values()])
    if not admits(put(begin)):
        return None
    solved = scipy.optimize.least_squares(
        residual, begin, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=tries
    )
    step = np.linalg.lstsq(solved.jac, solved.fun, rcond=_FLAT)[0]
    there, next_to = put(solved.x), put(solved.x - step)
    parts = (value_of(there, name) - value_of(next_to, name) for name in free)
    away = max((float(np.abs(part).max(initial=0.0)) for part in parts), default=0.0)
    return there, float(np.abs(solved.fun).max(initial=0.0)), away


def value_of(moment: Moment, name: str) -> Array:
    """What a moment has for a symbol that is free."""
    if name in moment.states:
        return moment.states[name][0]
    return moment.fixed[name] if name in moment.fixed else moment.motions[name](moment.time, 0)[0]


class _Chart:
    """Coordinates in which a value keeps its sign and its properties."""

    def __init__(self, symbol: Symbol, value: Array) -> None:
        self._symbol, self._shape = symbol, value.shape
        marks = symbol.properties
        if symbol.scalar and symbol.sign != "real" and "orthonormal" not in marks:
            self.start = np.log(np.maximum(value, 1e-3)).ravel()
        elif "psd" in marks and not symbol.scalar:
            values, vectors = np.linalg.eigh(value)
            self.start = (vectors * np.sqrt(np.maximum(values, 0))).ravel()
            if "diagonal" in marks:
                self.start = np.sqrt(np.maximum(np.diag(value), 0))
        elif "diagonal" in marks:
            self.start = np.diag(value).copy()
        else:
            self.start = value.ravel().copy()

    def value(self, raw: Array) -> Array:
        symbol, marks = self._symbol, self._symbol.properties
        if symbol.scalar and symbol.sign != "real" and "orthonormal" not in marks:
            return np.asarray(np.exp(np.clip(raw, -30, 30))).reshape(self._shape)
        if "diagonal" in marks:
            return np.diag(raw**2 if "psd" in marks else raw)
        value = raw.reshape(self._shape)
        if "psd" in marks:
            return np.asarray(value @ np.swapaxes(value, -1, -2))
        if "orthonormal" in marks:
            left, _, right = np.linalg.svd(value, full_matrices=False)
            return np.asarray(left @ right)
        if "symmetric" in marks:
            return np.asarray((value + np.swapaxes(value, -1, -2)) / 2)
        return value
