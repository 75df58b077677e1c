"""One step of one trajectory as text: a Runge-Kutta method around the rate of a flow.

The text consists of functions in Python that are made of assignments alone, so that one text serves
Numba and, translated, CUDA. The formulas are those of `Stepper`, `Integrator` and `PIController`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from sslcheck.derive.emit import ElementwisePlan, point_text
from sslcheck.numeric.integrate.controller import GROW, LEAST_ERROR, SAFETY, SHRINK
from sslcheck.numeric.integrate.integrator import FLAT, LEAST_FIRST
from sslcheck.numeric.integrate.tableau import Tableau

__all__ = ["method_text"]

_TINY, _HUGE = 1e-30, 1e30  # squares of errors beyond which the step changes no more
_FAR = 3.0  # its exponential is beyond `GROW` and, below, `SHRINK`


def method_text(plan: ElementwisePlan, method: Tableau) -> str:
    """The functions ``rate``, ``begin``, ``step``, ``between`` and ``control``, in this order.

    ``begin(y.., c.., rtol, atol, t_end)`` returns the derivatives, the first step, and the sum of
    the norms of state and derivative. ``step(h, y.., k.., c.., rtol, atol)`` returns the new state,
    its derivative, and the square of the error over the tolerance. ``between(theta, h, y.., k..,
    c..)`` is the state inside a step. ``control(square, last, rejected)`` returns by what the step
    is multiplied next, and its own memory: the logarithm of the last error, and whether the step
    was rejected. It calls ``log`` and ``exp``, of numbers within these bounds. The plan is one of
    `alone`.
    """
    made = _Method(len(plan.states), len(plan.data), method)
    parts = (point_text(plan), made.begin(), made.step(), made.between(), _control(method.order))
    return "\n\n".join(parts)


class _Method:
    """Functions for a number of states and parameters."""

    def __init__(self, states: int, parameters: int, method: Tableau) -> None:
        self.method = method
        self.each = range(states)
        self.state, self.first = self._all("y"), self._all("k0_")
        self.parameters = [f"c{i}" for i in range(parameters)]

    def _all(self, stem: str) -> list[str]:
        return [f"{stem}{i}" for i in self.each]

    def _rate(self, results: Iterable[str], arguments: Iterable[str]) -> str:
        return f"    {_tuple(results)} = rate({_list(arguments, self.parameters)})"

    def _norm(self, parts: Iterable[str]) -> str:
        return f"({' + '.join(f'{part} * {part}' for part in parts)}) ** 0.5"

    def begin(self) -> str:
        """Hairer, Nørsett and Wanner, Solving ODEs I, section II.4."""
        root = float(len(self.each)) ** 0.5
        lines = [
            f"def begin({_list(self.state, self.parameters, ['rtol', 'atol', 't_end'])}):",
            self._rate(self.first, self.state),
            f"    size = {self._norm(self.state)}",
            f"    slope = {self._norm(self.first)}",
            f"    unit = rtol * size + atol * {root!r}",
            "    d0 = size / unit",
            "    d1 = slope / unit",
            "    h0 = 0.01 * d0 / d1 if min(d0, d1) > 1e-05 else 1e-06 * t_end",
            f"    h0 = min(max(h0, {LEAST_FIRST!r} * t_end), t_end)",
            *(f"    z{i} = y{i} + h0 * k0_{i}" for i in self.each),
            self._rate(self._all("k1_"), self._all("z")),
            *(f"    e{i} = k1_{i} - k0_{i}" for i in self.each),
            f"    d2 = {self._norm(self._all('e'))} / unit / h0",
            "    most = max(d1, d2)",
            "    flat = max(1e-06 * t_end, 0.001 * h0)",
            f"    h1 = flat if most <= {FLAT!r} else (0.01 / most) ** 0.2",
            f"    h1 = min(max(min(100.0 * h0, h1), {LEAST_FIRST!r} * t_end), t_end)",
            "    h = h1 if d2 - d2 == 0.0 else h0",
            f"    return {_tuple([*self.first, 'h', 'size + slope'])}",
        ]
        return "\n".join(lines) + "\n"

    def step(self) -> str:
        last = self.method.stages - 1
        lines = [
            f"def step({_list(['h'], self.state, self.first, self.parameters, ['rtol', 'atol'])}):",
            *self._stages(),
        ]
        for i in self.each:
            error = _weighted(self.method.error, i)
            scale = f"max(abs(y{i}), abs(z{i})) * rtol + atol"
            lines.append(f"    e{i} = h * ({error}) / ({scale})")
        square = " + ".join(f"e{i} * e{i}" for i in self.each)
        results = [*self._all("z"), *self._all(f"k{last}_")]
        lines.append(f"    return {_tuple([*results, f'({square}) / {float(len(self.each))!r}'])}")
        return "\n".join(lines) + "\n"

    def between(self) -> str:
        """The stages are computed anew: a step that is looked into is rare."""
        lines = [
            f"def between({_list(['theta', 'h'], self.state, self.first, self.parameters)}):",
            *self._stages(),
        ]
        for stage, row in enumerate(self.method.dense):
            powers = [f"{c!r}{' * theta' * (k + 1)}" for k, c in enumerate(row) if c]
            lines.append(f"    b{stage} = h * ({' + '.join(powers) or '0.0'})")
        for i in self.each:
            parts = " + ".join(f"b{s} * k{s}_{i}" for s in range(self.method.stages))
            lines.append(f"    x{i} = y{i} + {parts}")
        return "\n".join([*lines, f"    return {_tuple(self._all('x'))}"]) + "\n"

    def _stages(self) -> Iterator[str]:
        for stage in range(1, self.method.stages):
            for i in self.each:
                yield f"    z{i} = y{i} + h * ({_weighted(self.method.a[stage], i)})"
            yield self._rate(self._all(f"k{stage}_"), self._all("z"))


def _weighted(weights: Iterable[float], i: int) -> str:
    return " + ".join(f"{w!r} * k{stage}_{i}" for stage, w in enumerate(weights) if w)


def _control(order: int) -> str:
    """`PIController` with logarithms.

    Errors outside of `_TINY` to `_HUGE` cut or stretch the step as far as may be, as these do; one
    that is not a number does what a huge one does.
    """
    lines = [
        "def control(square, last, rejected):",
        f"    bounded = square if square < {_HUGE!r} else {_HUGE!r}",
        f"    size = 0.5 * log(max({_TINY!r}, bounded))",
        f"    good = {-0.7 / order!r} * size + {0.4 / order!r} * last",
        f"    power = good if square <= 1.0 else {-1.0 / order!r} * size",
        f"    factor = {SAFETY!r} * exp(max({-_FAR!r}, min({_FAR!r}, power)))",
        f"    most = 1.0 if rejected > 0.0 else {GROW!r}",
        "    most = most if square <= 1.0 else 0.9",
        f"    factor = max({SHRINK!r}, min(most, factor))",
        f"    kept = max(size, {math.log(LEAST_ERROR)!r}) if square <= 1.0 else last",
        "    again = 0.0 if square <= 1.0 else 1.0",
        "    return (factor, kept, again)",
    ]
    return "\n".join(lines) + "\n"


def _list(*groups: Iterable[str]) -> str:
    return ", ".join(name for group in groups for name in group)


def _tuple(names: Iterable[str]) -> str:
    return f"({''.join(f'{name}, ' for name in names)})"
