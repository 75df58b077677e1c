"""Flows of one scalar: its rate with what attracts, and its fixed points over a parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sslcheck.derive.article.article import Claim
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Dot, Expr, Sym
from sslcheck.derive.kinds.stability import Stability
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.text.printing import plain, to_latex
from sslcheck.derive.traverse import walk
from sslcheck.numeric.flows.draws import draw_value
from sslcheck.reports.page.blocks import rich, words
from sslcheck.reports.page.experiments.evaluate import series_value
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot, found
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.plots.branches import Branches, draw_branches
from sslcheck.reports.plots.line import Line, draw_line
from sslcheck.reports.plots.series import Numbers
from sslcheck.reports.plots.style import formula, literal

__all__ = ["Rate", "branches_plot", "line_plot", "rate_of"]

_POINTS = 400
_COLUMNS = 401
_FINE = 2001
_WIDE = 1e3
_BESIDE = 1e-3
"""Of the threshold: so far from it fixed points that merge there are close already."""
_CLOSE = 0.1
_SMALL = 0.04
_ROOM = 8.0
"""What is shown: all fixed points, if those that merge can be seen among them."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How a scalar moves under what a claim supposes, and the values that the claim names.

    ``numbers`` are those of the other symbols; ``half``: its domain begins at 0.
    """

    variable: str
    rate: Expr
    ends: tuple[Expr, ...]
    numbers: dict[str, float]
    half: bool

    def at(self, values: Numbers, **more: Numbers) -> Numbers:
        """The rate at values of the scalar."""
        with np.errstate(all="ignore"):
            return series_value(self.rate, {self.variable: values, **self.numbers, **more}, values)

    @property
    def named(self) -> list[float]:
        """The claimed values."""
        one = np.zeros(1)
        return [float(series_value(end, self.numbers, one)[0]) for end in self.ends]

    @property
    def told(self) -> str:
        """The numbers, as a caption says them."""
        return ", ".join(f"${to_latex(Sym(n))} = {v:.3g}$" for n, v in self.numbers.items())


def rate_of(given: Experiments, claim: Claim) -> Rate | None:
    """The rate of what a claim is about, if that moves alone."""
    form, relations = claim.form, claim.statement.relations
    parameter = form.parameter if isinstance(form, Threshold) else ""
    first = Sym(form.variable) if isinstance(form, Threshold) else relations[0].lhs
    if not isinstance(form, Threshold | Stability) or not isinstance(first, Sym):
        return None
    scene, symbols = given.scene, given.article.symbols
    setting = scene.setting(claim.hypotheses, claim.flow, None, form.meant(claim))
    normal = scene.normal(setting)
    try:
        rate = normal.expr(normal.element(Dot(first)))
        values = [normal.alphabet.scalar(normal.scalar(r.rhs)) for r in relations]
    except SslcheckError:
        return None
    ends = tuple(map(normal.expr, values))
    inside = {part.name for node in (rate, *ends) for part in walk(node) if isinstance(part, Sym)}
    inside -= {first.name, parameter}
    if not all(n in symbols and symbols[n].scalar for n in inside):
        return None
    moved = scene.flow(scene.flow_name(claim.hypotheses, claim.flow)).rates
    if any(n in moved or symbols[n].role == "function" for n in inside):
        return None
    numbers = {n: float(draw_value(symbols[n], (), given.seed)) for n in sorted(inside)}
    return Rate(first.name, rate, ends, numbers, symbols[first.name].sign != "real")


def line_plot(stem: str, claim: Claim) -> Callable[[Experiments, str], Plot]:
    """The rate over the scalar's values, with the points that are proved to attract."""

    def make(given: Experiments, place: str) -> Plot:
        moved = _moved(given, claim)
        points = tuple(moved.named)
        far = 1.4 * (max(map(abs, points)) or 1.0)
        values = np.linspace(0.0 if moved.half else -far, far, _POINTS)
        label = formula(Sym(moved.variable))
        title = literal(f"Flow {claim.flow}")
        figure = draw_line(Line(label, title, values, moved.at(values), points))
        where = f" for {moved.told}" if moved.told else ""
        caption = f"The rate of ${to_latex(Sym(moved.variable))}${where}, with the points that"
        alt = f"The rate of {plain(moved.variable)} over its values, with points on zeros where"
        source = Source(words(f"line of {claim.id}"), "the CPU, float64", moved.numbers)
        return Plot(stem, place, f"{alt} it falls.", rich(f"{caption} attract."), figure, (source,))

    return make


def branches_plot(stem: str, claim: Claim) -> Callable[[Experiments, str], Plot]:
    """The fixed points over the parameter, with the value at which two are proved to merge."""

    def make(given: Experiments, place: str) -> Plot:
        form = claim.form
        assert isinstance(form, Threshold)
        moved, name = _moved(given, claim), form.parameter
        (value,) = moved.named
        size = abs(value) or 1.0
        beside = [_fixed(moved, name, value + side * size * _BESIDE) for side in (-1, 1)]
        columns = value + size * np.linspace(-0.9, 0.9, _COLUMNS)
        apart = [_fixed(moved, name, m) for m in columns[:: _COLUMNS // 4]]
        close, far = (
            max((abs(x) for p in of for x, _ in p), default=0.0) for of in (beside, apart)
        )
        most = 1.1 * (far if close < _SMALL * far else min(far, _ROOM * close)) or 1.0
        grid = _domain(moved, most)
        every = [(m, *point) for m in columns for point in _fixed(moved, name, m, grid)]
        both = [np.array([(m, x) for m, x, a in every if a is good]) for good in (True, False)]
        near = [np.diff([x for x, _ in points]) for points in beside]
        merge = any((gaps < _CLOSE * most).any() for gaps in near)
        labels = formula(Sym(name)), formula(Sym(moved.variable))
        drawn = Branches(labels, literal(f"Flow {claim.flow}"), both[0], both[1], value, most)
        where = f", {moved.told}" if moved.told else ""
        caption = rich(
            f"The fixed points of ${to_latex(Sym(moved.variable))}$ over ${to_latex(Sym(name))}$"
            f"{where}. At the proved ${to_latex(Sym(name))} = {value:.3g}$ (dashed) two of them"
            f" {found(merge, 'merge', 'do not merge')}."
        )
        alt = (
            f"Fixed points of {plain(moved.variable)} over {plain(name)}: those that attract as a"
            " solid line, the others dotted; two meet at the dashed threshold."
        )
        source = Source(words(f"branches of {claim.id}"), "the CPU, float64", moved.numbers)
        return Plot(stem, place, alt, caption, draw_branches(drawn), (source,))

    return make


def _moved(given: Experiments, claim: Claim) -> Rate:
    moved = rate_of(given, claim)
    if moved is None:
        raise RunFailed(f"what `{claim.id}` is about does not move alone")
    return moved


def _domain(moved: Rate, most: float) -> Numbers:
    """Values of the scalar: finer where they are small, if they go far."""
    half = (
        np.linspace(0.0, most, _FINE) if most < _WIDE else np.sinh(np.linspace(0, 10, 20001)) / 10
    )
    return half if moved.half else np.concatenate([-half[:0:-1], half])


def _fixed(
    moved: Rate, parameter: str, value: float, grid: Numbers | None = None
) -> list[tuple[float, bool]]:
    """Where the rate changes its sign, or is 0, and whether that attracts, in ascending order."""
    x = _domain(moved, _WIDE) if grid is None else grid
    rate = moved.at(x, **{parameter: np.full(x.shape, value)})
    sign = np.sign(np.where(np.isfinite(rate), rate, 0.0))
    points = []
    if moved.half and rate[0] == 0:
        points.append((0.0, bool(sign[1] < 0)))
    zeros = np.flatnonzero((sign[1:-1] == 0) & np.isfinite(rate[1:-1])) + 1
    points += [(float(x[k]), bool(sign[k - 1] > 0 > sign[k + 1])) for k in zeros]
    for k in np.flatnonzero(sign[1:-2] * sign[2:-1] < 0) + 1:
        if abs(rate[k]) + abs(rate[k + 1]) < abs(rate[k - 1]) + abs(rate[k + 2]):  # else a pole
            share = rate[k] / (rate[k] - rate[k + 1])
            points.append((float(x[k] + share * (x[k + 1] - x[k])), bool(sign[k] > 0)))
    return sorted(points)
