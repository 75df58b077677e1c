"""Runs of many modes at once: the plane of a mode, the factor tau, the collapse threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Expr
from sslcheck.derive.printing import to_latex
from sslcheck.reports.figures.collapse import Collapse, draw_collapse
from sslcheck.reports.figures.factor import Factor, draw_factor
from sslcheck.reports.figures.phase import Phase, draw_phase
from sslcheck.reports.report.blocks import Math
from sslcheck.reports.report.experiments.evaluate import series_value
from sslcheck.reports.report.experiments.modes import Modes
from sslcheck.reports.report.experiments.setting import Experiments, Plot, found

__all__ = ["collapse", "factor", "phase"]

Numbers = np.ndarray[Any, Any]

_SIGMA2 = 0.25
_ALPHA = 1.0
_LOW = 0.05
_CLEAR = 0.03
_GRID = 181
_DEAD = 1e-3  # a final s below this share of the start's scale counts as collapsed


def _scalars(eta: float, sigma2: float) -> dict[str, float]:
    """The scalars of the equations by their names, for SimSiam: tau = 1."""
    named = {r"\eta": eta, r"\sigma": sigma2**0.5, r"\alpha_p": _ALPHA, r"\tau_j": 1.0}
    return {name: float(value) for name, value in named.items()}


def _data(eta: Any, sigma2: Any) -> Mapping[str, Any]:
    """The values of the modal kernel for white data."""
    return {"X_j": 1.0, "X'_j": sigma2, r"\alpha_p": _ALPHA, r"\beta": 1.0, r"\eta": eta}


def phase(given: Experiments) -> Plot:
    """The (p, s) plane of SimSiam below, and above, the threshold."""
    critical = scalar_value(given.value("beyond.threshold"), _scalars(0.0, _SIGMA2))
    etas = (round(0.9 * critical, 3), round(1.25 * critical, 3))
    planes = [_plane(given, eta) for eta in etas]
    below, above = planes
    share = float(below.collapses.mean())
    pair = [attracts for _, _, attracts in below.fixed] == [True, False, True]
    alone = len(above.fixed) == 1 and bool(above.collapses.all())
    caption = (
        f"System (6) for SimSiam (τ = 1), σ² = {_SIGMA2:g}, α_p = {_ALPHA:g}; the threshold is η ="
        f" {critical:g}. (a) Below it 0 and ",
        Math("p_+"),
        f" {found(pair and 0 < share < 1, 'attract', 'do not both attract')}: trajectories run to"
        " the invariant parabola and along it. The grey starts end at 0; ",
        Math("p_-"),
        " (open circle), where the nullclines meet for the first time, lies on the edge. (b) Above"
        f" it {found(alone, 'every start collapses', 'not every start collapses')}: the nullclines"
        " meet at 0 alone.",
    )
    alt = (
        "Two phase planes, eigenvalue of the predictor against eigenvalue of F. Left: trajectories"
        " run to a dotted parabola and along it to a filled dot at p plus or to 0; starts in a grey"
        " region end at 0. Right: all trajectories end at 0 and the whole plane is grey."
    )
    source = given.modes_source(
        "phase", flow="simsiam", eta=etas, sigma2=_SIGMA2, alpha_p=_ALPHA, grid=f"{_GRID} x {_GRID}"
    )
    return Plot("phase", "6", alt, caption, draw_phase(planes), (source,))


def _plane(given: Experiments, eta: float) -> Phase:
    p, s = np.linspace(0.0, 1.0, _GRID), np.linspace(0.0, 0.8, _GRID)
    grid_p, grid_s = (g.ravel() for g in np.meshgrid(p, s))
    every = Modes(given.scene, "simsiam", grid_p.size, _data(eta, _SIGMA2))
    start = {"p_j": grid_p, "w_j": np.sqrt(grid_s)}
    rates = every.rates(start)
    shape = (s.size, p.size)
    final = every.integrate(start, np.array([0.0, 200.0]))["w_j"][-1] ** 2
    few_p = np.array([0.02, 0.02, 0.02, 0.02, 0.4, 0.75, 0.95, 0.95, 0.95, 0.95, 0.5])
    few_s = np.array([0.75, 0.45, 0.22, 0.08, 0.78, 0.78, 0.7, 0.4, 0.2, 0.06, 0.02])
    few = Modes(given.scene, "simsiam", few_p.size, _data(eta, _SIGMA2))
    paths = few.integrate({"p_j": few_p, "w_j": np.sqrt(few_s)}, np.linspace(0.0, 200.0, 2001))
    return Phase(
        eta,
        p,
        s,
        rates["p_j"].reshape(shape),
        (2 * start["w_j"] * rates["w_j"]).reshape(shape),
        (final < _DEAD).reshape(shape),
        (paths["p_j"], paths["w_j"] ** 2),
        p**2 / _ALPHA,
        _fixed_points(given, eta),
    )


def _fixed_points(given: Experiments, eta: float) -> tuple[tuple[float, float, bool], ...]:
    """0 and, where they are real, p_- and p_+ as defined, each with the sign of the flow there."""
    values = _scalars(eta, _SIGMA2)
    found = [0.0]
    for name in ("p_-", "p_+"):
        value = _real(given.article.definitions[name], values)
        found += [value] if value is not None else []
    points = []
    for p in found:
        near = np.array([p - 1e-4, p + 1e-4])
        modes = Modes(given.scene, "simsiam", 2, _data(eta, _SIGMA2))
        rates = modes.rates({"p_j": near, "w_j": np.abs(near) / _ALPHA**0.5})["p_j"]
        points.append((p, p**2 / _ALPHA, bool(rates[1] < 0)))
    return tuple(points)


def _real(node: Expr, values: Mapping[str, float]) -> float | None:
    """A value, or None where a root of a negative number stands in it."""
    try:
        return float(scalar_value(node, values))
    except TypeError:  # Python's root of a negative number is complex
        return None


def factor(given: Experiments) -> Plot:
    """tau_j from three starts against (8) as printed and its general form."""
    eta, beta, t_end = 0.05, 1.0, 8.0
    times = np.linspace(0.0, t_end, 2001)
    starts = (
        (r"$\tau_j(0) = 0$, $c_j = 0$", 0.0, 0.6, 0.6),
        (r"$\tau_j(0) = 1$, $c_j = 0$", 1.0, 0.6, 0.6),
        (r"$\tau_j(0) = 0$, $c_j = 0.8$", 0.0, 0.3, (0.09 + 0.8) ** 0.5),
    )
    tau0, p, w = (np.array([start[k] for start in starts]) for k in (1, 2, 3))
    modes = Modes(given.scene, "byol", len(starts), dict(_data(eta, _SIGMA2)))
    run = modes.integrate({"p_j": p, "w_j": w, "a_j": tau0 * w}, times)
    tau = run["a_j"] / run["w_j"]
    cases = []
    for j, start in enumerate(starts):
        values = {"p_j": run["p_j"][:, j], "s_j": run["w_j"][:, j] ** 2, r"\beta": beta,
                  r"\tau_j": tau[:, j]}  # fmt: skip
        printed = series_value(given.value("8"), values, times)
        general = series_value(given.corrected("8"), values, times)
        cases.append(Factor(start[0], times, tau[:, j], printed, general))
    agree = all(_close(c.general, c.integrated) for c in cases)
    special = [_close(c.printed, c.integrated) for c in cases] == [True, False, False]
    caption = (
        f"The factor τ of one mode, η = {eta:g}, β = {beta:g}, σ² = {_SIGMA2:g}. The general"
        f" solution (dotted) {found(agree, 'lies on', 'does not lie on')} what is integrated from"
        f" every start. (8) as printed {found(special, 'does so', 'does not do so')} only in (a),"
        " where ",
        Math(r"\tau_j(0) = 0"),
        " and ",
        Math("c_j = 0"),
        ": it forgets the initial value in (b), and in (c) it takes ",
        Math("p_j"),
        " for the root of ",
        Math(r"\alpha_p s_j"),
        ".",
    )
    alt = (
        "Three panels of tau over time. Left, tau(0) = 0 and c = 0: the printed and the general"
        " solution lie on the integrated curve. Middle, tau(0) = 1, and right, c not 0: only the"
        " general solution does, the printed one is apart."
    )
    source = given.modes_source(
        "factor", flow="byol", eta=eta, beta=beta, sigma2=_SIGMA2, alpha_p=_ALPHA,
        tau0=tau0.tolist(), p0=p.tolist(), s0=(w**2).tolist(), t_end=t_end,
    )  # fmt: skip
    return Plot("factor", "8", alt, caption, draw_factor(cases), (source,))


def _close(one: Numbers, other: Numbers) -> bool:
    """Whether two curves would be one in a plot."""
    return bool(np.allclose(one, other, atol=1e-3))


def collapse(given: Experiments) -> Plot:
    """The final s over the (eta, sigma^2) plane, and a cut with the fixed points."""
    threshold, t_end = given.value("beyond.threshold"), 400.0
    eta, sigma2 = np.linspace(0.002, 0.3, 120), np.linspace(0.0, 1.0, 101)
    plane_eta, plane_sigma2 = (g.ravel() for g in np.meshgrid(eta, sigma2))
    final = _ends(given, plane_eta, plane_sigma2, 1.0, t_end) ** 2
    cut = np.linspace(0.005, 0.295, 30)
    branch = np.linspace(0.0, 0.3, 1201)
    level = np.full_like(cut, _SIGMA2)
    fixed = {
        name: np.array(
            [_nan(_real(given.article.definitions[name], _scalars(e, _SIGMA2))) for e in branch]
        )
        for name in ("p_+", "p_-")
    }
    data = Collapse(
        eta,
        sigma2,
        final.reshape(sigma2.size, eta.size),
        np.array([scalar_value(threshold, _scalars(0.0, v)) for v in sigma2]),
        _SIGMA2,
        cut,
        _ends(given, cut, level, 1.0, t_end),
        _ends(given, cut, level, _LOW, t_end),
        branch,
        fixed["p_+"],
        fixed["p_-"],
    )
    edge = data.threshold[:, None]
    clear = np.abs(eta[None, :] / edge - 1) > _CLEAR
    dead = data.final < _DEAD
    sharp = bool(np.array_equal(dead[clear], (eta[None, :] > edge)[clear]))
    caption = (
        f"Where a SimSiam mode is at t = {t_end:g}. (a) From ",
        Math("p_j(0) = 1"),
        " on the invariant parabola; the dashed curve is the derived threshold ",
        Math(to_latex(threshold)),
        f" at τ = 1: modes to its right, and only these, {found(sharp, 'have', 'have not')}"
        f" collapsed (checked everywhere but within {_CLEAR:.0%} of it). (b) A cut: modes that"
        f" start high {found(_on_branch(data), 'end on', 'do not end on')} the derived ",
        Math("p_+"),
        " up to the threshold, where it merges with ",
        Math("p_-"),
        ", and at 0 beyond it; modes that start below ",
        Math("p_-"),
        f" {found(_low_ends(data), 'end', 'do not end')} at 0.",
    )
    alt = (
        "Left: map of the final eigenvalue of F over weight decay and augmentation; it drops to 0"
        " (white) along the dashed derived threshold. Right: final p over weight decay from a high"
        " start, on the upper derived branch until it ends in a fold, and from a low start, at 0."
    )
    source = given.modes_source(
        "collapse", flow="simsiam", eta="0.002 to 0.3", sigma2="0 to 1", modes=final.size,
        alpha_p=_ALPHA, t_end=t_end,
    )  # fmt: skip
    return Plot("collapse", "6", alt, caption, draw_collapse(data), (source,))


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
    modes = Modes(given.scene, "simsiam", eta.size, _data(eta, sigma2))
    start = {"p_j": np.full(eta.size, p), "w_j": np.full(eta.size, p / _ALPHA**0.5)}
    final: Numbers = np.abs(modes.integrate(start, np.array([0.0, t_end]))["p_j"][-1])
    return final


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value
