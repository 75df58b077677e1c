"""Runs of many modes at once: the plane of a mode, the factor tau, the collapse threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Expr
from sslcheck.derive.kinds.solution import Solution
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.text.printing import to_latex
from sslcheck.reports.page.blocks import rich
from sslcheck.reports.page.experiments.evaluate import series_value
from sslcheck.reports.page.experiments.modes import Modes
from sslcheck.reports.page.experiments.setting import Experiments, Plot, Values, found
from sslcheck.reports.plots.collapse import Collapse, draw_collapse
from sslcheck.reports.plots.factor import Factor, draw_factor
from sslcheck.reports.plots.phase import Phase, draw_phase
from sslcheck.reports.plots.style import literal

__all__ = ["collapse", "factor", "phase"]

Numbers = np.ndarray[Any, Any]

_SIGMA2 = 0.25
_ALPHA = 1.0
_LOW = 0.05
_CLEAR = 0.03
_GRID = 181
_DEAD = 1e-3  # a final s below this share of the start's scale counts as collapsed


def _scalars(given: Experiments, eta: float, sigma2: float) -> dict[str, float]:
    """The scalars of the equations by their names, for a target W_a = W: of a mode all are 1."""
    roles = given.roles
    values = {roles.decay: eta, roles.noise: sigma2**0.5, roles.ratio: _ALPHA, **given.ones}
    return Values({name: float(value) for name, value in values.items()})


def _modes(given: Experiments, target: str, count: int, eta: Any, sigma2: Any) -> Modes:
    """Modes for white data."""
    roles = given.roles
    numbers = {roles.ratio: _ALPHA, roles.average: 1.0, roles.decay: eta}
    return Modes(given.scene, target, count, numbers, (1.0, sigma2))


def _fixed(given: Experiments, eta: float, sigma2: float, name: str) -> float | None:
    """A fixed point as the article defines it, or None where it is not real."""
    return _real(given.defined(name), _scalars(given, eta, sigma2))


def phase(given: Experiments, place: str) -> Plot:
    """The (p, s) plane of SimSiam below, and above, the threshold."""
    critical = scalar_value(given.value(Threshold), _scalars(given, 0.0, _SIGMA2))
    etas = (round(0.9 * critical, 3), round(1.25 * critical, 3))
    planes = [_plane(given, eta) for eta in etas]
    below, above = planes
    share = float(below.collapses.mean())
    pair = [attracts for _, _, attracts in below.fixed] == [True, False, True]
    alone = len(above.fixed) == 1 and bool(above.collapses.all())
    branches = given.roles.branches
    caption = rich(
        f"System ({place}) for SimSiam ($τ = 1$), $σ² = {_SIGMA2:g}$, $α_p = {_ALPHA:g}$; the"
        f" threshold is $η = {critical:g}$. (a) Below it 0 and ${branches[1]}$"
        f" {found(pair and 0 < share < 1, 'attract', 'do not both attract')}: trajectories run"
        f" to the invariant parabola and along it. The grey starts end at 0; ${branches[0]}$"
        " (open circle), where the nullclines meet for the first time, lies on the edge. (b)"
        f" Above it {found(alone, 'every start collapses', 'not every start collapses')}: the"
        " nullclines meet at 0 alone."
    )
    alt = (
        "Two phase planes, eigenvalue of the predictor against eigenvalue of F. Left: trajectories"
        " run to a dotted parabola and along it to a filled dot at p plus or to 0; starts in a grey"
        " region end at 0. Right: all trajectories end at 0 and the whole plane is grey."
    )
    source = given.modes_source(
        "phase", flow=given.flow("simsiam"), eta=etas, sigma2=_SIGMA2, alpha_p=_ALPHA,
        grid=f"{_GRID} x {_GRID}",
    )  # fmt: skip
    return Plot("phase", place, alt, caption, draw_phase(planes), (source,))


def _plane(given: Experiments, eta: float) -> Phase:
    p, s = np.linspace(0.0, 1.0, _GRID), np.linspace(0.0, 0.8, _GRID)
    grid_p, grid_s = (g.ravel() for g in np.meshgrid(p, s))
    predictor, online, _ = given.roles.weights
    every = _modes(given, "simsiam", grid_p.size, eta, _SIGMA2)
    start = {predictor: grid_p, online: np.sqrt(grid_s)}
    rates = every.rates(start)
    shape = (s.size, p.size)
    final = every.integrate(start, np.array([0.0, 200.0]))[online][-1] ** 2
    few_p = np.array([0.02, 0.02, 0.02, 0.02, 0.4, 0.75, 0.95, 0.95, 0.95, 0.95, 0.5])
    few_s = np.array([0.75, 0.45, 0.22, 0.08, 0.78, 0.78, 0.7, 0.4, 0.2, 0.06, 0.02])
    few = _modes(given, "simsiam", few_p.size, eta, _SIGMA2)
    paths = few.integrate({predictor: few_p, online: np.sqrt(few_s)}, np.linspace(0.0, 200.0, 2001))
    return Phase(
        eta,
        p,
        s,
        rates[predictor].reshape(shape),
        (2 * start[online] * rates[online]).reshape(shape),
        (final < _DEAD).reshape(shape),
        (paths[predictor], paths[online] ** 2),
        p**2 / _ALPHA,
        _fixed_points(given, eta),
    )


def _fixed_points(given: Experiments, eta: float) -> tuple[tuple[float, float, bool], ...]:
    """0 and, where they are real, the branches as defined, each with the sign of the flow there."""
    predictor, online, _ = given.roles.weights
    found = [0.0]
    for name in given.roles.branches:
        value = _fixed(given, eta, _SIGMA2, name)
        found += [value] if value is not None else []
    points = []
    for p in found:
        near = np.array([p - 1e-4, p + 1e-4])
        modes = _modes(given, "simsiam", 2, eta, _SIGMA2)
        rates = modes.rates({predictor: near, online: np.abs(near) / _ALPHA**0.5})[predictor]
        points.append((p, p**2 / _ALPHA, bool(rates[1] < 0)))
    return tuple(points)


def _real(node: Expr, values: Mapping[str, float]) -> float | None:
    """A value, or None where a root of a negative number stands in it."""
    try:
        return float(scalar_value(node, values))
    except TypeError:  # Python's root of a negative number is complex
        return None


def factor(given: Experiments, place: str) -> Plot:
    """tau_j from three starts against (8) as printed and its general form."""
    eta, beta, t_end = 0.05, 1.0, 8.0
    times = np.linspace(0.0, t_end, 2001)
    unknown, constant = _unknown(given), given.places.constant
    starts = (
        (f"${unknown}(0) = 0$, ${constant} = 0$", 0.0, 0.6, 0.6),
        (f"${unknown}(0) = 1$, ${constant} = 0$", 1.0, 0.6, 0.6),
        (f"${unknown}(0) = 0$, ${constant} = 0.8$", 0.0, 0.3, (0.09 + 0.8) ** 0.5),
    )
    tau0, p, w = (np.array([start[k] for start in starts]) for k in (1, 2, 3))
    predictor, online, target = given.roles.weights
    modes = _modes(given, "ema", len(starts), eta, _SIGMA2)
    run = modes.integrate({predictor: p, online: w, target: tau0 * w}, times)
    tau = run[target] / run[online]
    printed_form, general_form = given.value(Solution), given.corrected(Solution)
    cases = []
    for j, start in enumerate(starts):
        values = Values({modes.entries[n]: run[n][:, j] for n in given.roles.weights})
        values |= {name: series_value(value, values, times) for name, value in given.also()}
        values[given.roles.average] = beta
        printed = series_value(printed_form, values, times)
        general = series_value(general_form, values, times)
        cases.append(Factor(start[0], times, tau[:, j], printed, general))
    size = next(name for name, _ in given.also())
    agree = all(_close(c.general, c.integrated) for c in cases if c.general is not None)
    special = [_close(c.printed, c.integrated) for c in cases] == [True, False, False]
    caption = rich(
        f"The factor $τ$ of one mode, $η = {eta:g}$, $β = {beta:g}$, $σ² = {_SIGMA2:g}$. The"
        f" general solution (dotted) {found(agree, 'lies on', 'does not lie on')} what is"
        f" integrated from every start. ({place}) as printed"
        f" {found(special, 'does so', 'does not do so')} only in (a), where ${unknown}(0) = 0$"
        f" and ${constant} = 0$: it forgets the initial value in (b), and in (c) it takes"
        f" ${modes.entries[predictor]}$ for the root of ${given.roles.ratio} {size}$."
    )
    alt = (
        "Three panels of tau over time. Left, tau(0) = 0 and c = 0: the printed and the general"
        " solution lie on the integrated curve. Middle, tau(0) = 1, and right, c not 0: only the"
        " general solution does, the printed one is apart."
    )
    figure = draw_factor(cases, r"$\tau_j = a_j / w_j$", f"({literal(place)}) as printed")
    source = given.modes_source(
        "factor", flow=given.flow("ema"), eta=eta, beta=beta, sigma2=_SIGMA2, alpha_p=_ALPHA,
        tau0=tau0.tolist(), p0=p.tolist(), s0=(w**2).tolist(), t_end=t_end,
    )  # fmt: skip
    return Plot("factor", place, alt, caption, figure, (source,))


def _unknown(given: Experiments) -> str:
    form = given.claim(Solution).form
    assert isinstance(form, Solution)
    return form.unknown


def _close(one: Numbers, other: Numbers) -> bool:
    """Whether two curves would be one in a plot."""
    return bool(np.allclose(one, other, atol=1e-3))


def collapse(given: Experiments, place: str) -> Plot:
    """The final s over the (eta, sigma^2) plane, and a cut with the fixed points."""
    threshold, t_end = given.value(Threshold), 400.0
    eta, sigma2 = np.linspace(0.002, 0.3, 120), np.linspace(0.0, 1.0, 101)
    plane_eta, plane_sigma2 = (g.ravel() for g in np.meshgrid(eta, sigma2))
    final = _ends(given, plane_eta, plane_sigma2, 1.0, t_end) ** 2
    cut = np.linspace(0.005, 0.295, 30)
    branch = np.linspace(0.0, 0.3, 1201)
    level = np.full_like(cut, _SIGMA2)
    lower, upper = given.roles.branches
    fixed = {
        name: np.array([_nan(_fixed(given, float(e), _SIGMA2, name)) for e in branch])
        for name in given.roles.branches
    }
    data = Collapse(
        eta,
        sigma2,
        final.reshape(sigma2.size, eta.size),
        np.array([scalar_value(threshold, _scalars(given, 0.0, v)) for v in sigma2]),
        _SIGMA2,
        cut,
        _ends(given, cut, level, 1.0, t_end),
        _ends(given, cut, level, _LOW, t_end),
        branch,
        fixed[upper],
        fixed[lower],
    )
    edge = data.threshold[:, None]
    clear = np.abs(eta[None, :] / edge - 1) > _CLEAR
    dead = data.final < _DEAD
    sharp = bool(np.array_equal(dead[clear], (eta[None, :] > edge)[clear]))
    branches = given.roles.branches
    caption = rich(
        f"Where a SimSiam mode is at $t = {t_end:g}$. (a) From"
        f" ${given.entries[given.roles.predictor]}(0) = 1$ on the invariant parabola; the dashed"
        f" curve is the derived threshold ${to_latex(threshold)}$ at $τ = 1$: modes to its"
        f" right, and only these, {found(sharp, 'have', 'have not')} collapsed (checked"
        f" everywhere but within {_CLEAR:.0%} of it). (b) A cut: modes that start high"
        f" {found(_on_branch(data), 'end on', 'do not end on')} the derived ${branches[1]}$ up"
        f" to the threshold, where it merges with ${branches[0]}$, and at 0 beyond it; modes"
        f" that start below ${branches[0]}$ {found(_low_ends(data), 'end', 'do not end')} at 0."
    )
    alt = (
        "Left: map of the final eigenvalue of F over weight decay and augmentation; it drops to 0"
        " (white) along the dashed derived threshold. Right: final p over weight decay from a high"
        " start, on the upper derived branch until it ends in a fold, and from a low start, at 0."
    )
    source = given.modes_source(
        "collapse", flow=given.flow("simsiam"), eta="0.002 to 0.3", sigma2="0 to 1",
        modes=final.size, alpha_p=_ALPHA, t_end=t_end,
    )  # fmt: skip
    return Plot("collapse", place, alt, caption, draw_collapse(data), (source,))


def _on_branch(data: Collapse) -> bool:
    """Whether the high start ends on p_+, or at 0 where there is none."""
    upper = np.interp(data.cut_eta, data.branch_eta, np.nan_to_num(data.upper))
    gone = np.isnan(data.upper[np.searchsorted(data.branch_eta, data.cut_eta)])
    return bool(np.allclose(data.cut_high, np.where(gone, 0.0, upper), atol=0.02))


def _low_ends(data: Collapse) -> bool:
    """Whether the low start ends at 0 exactly where it is below p_-, or there is none."""
    lower = data.lower[np.searchsorted(data.branch_eta, data.cut_eta)]
    below = np.isnan(lower) | (lower > _LOW)
    return bool(np.array_equal(data.cut_low < _DEAD, below))


def _ends(given: Experiments, eta: Numbers, sigma2: Numbers, p: float, t_end: float) -> Numbers:
    """p at the end, from p on the invariant parabola."""
    predictor, online, _ = given.roles.weights
    modes = _modes(given, "simsiam", eta.size, eta, sigma2)
    start = {predictor: np.full(eta.size, p), online: np.full(eta.size, p / _ALPHA**0.5)}
    final: Numbers = np.abs(modes.integrate(start, np.array([0.0, t_end]))[predictor][-1])
    return final


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value
