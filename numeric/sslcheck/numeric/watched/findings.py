"""The gauges of a run against what is proved about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from sslcheck.derive.expr import Sym
from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.numeric.options import Options
from sslcheck.numeric.watched.alive import DEAD
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.gauges import Gauges
from sslcheck.numeric.watched.laws import Rules
from sslcheck.numeric.watched.series import Kind

__all__ = ["bound_of", "drift_allowed", "find", "measured", "norm_of", "over_bound", "tolerance"]

Numbers = np.ndarray[Any, Any]
Series = Mapping[str, Numbers]


class _Stepped(Protocol):
    """How time was discretised."""

    @property
    def method(self) -> str: ...

    @property
    def rtol(self) -> float: ...


_FALLS = ("modes alive",)
_COARSE = 0.1
"""A relative limit from here on says nothing: it is left out."""


def tolerance(options: _Stepped, accepted: int, epsilon: float, absolute: float = 0.0) -> float:
    """How far an exactly conserved relation may drift, relative to its terms.

    Each step errs by at most ``rtol`` of the state and ``absolute`` of it besides; twice that for a
    quantity that is quadratic in the state. Not a number where there is nothing to hold a run
    against: fixed steps have no tolerance, and a coarse one says nothing.
    """
    if options.method == "rk4":
        return float("nan")
    return float(drift_allowed(options.rtol, accepted, epsilon, absolute))


def drift_allowed(rtol: float, accepted: Any, epsilon: float, absolute: Any) -> Numbers:
    """The same of one run or of many: steps and absolute errors are numbers or arrays of them."""
    allowed = 2 * np.maximum(accepted, 1) * (max(rtol, epsilon) + absolute)
    return np.where(allowed < _COARSE, allowed, np.nan)


def find(
    gauges: Gauges, options: Options, times: Numbers, series: Series, accepted: int, size: int
) -> tuple[Finding, ...]:
    """All rows, the proved ones first; ``size`` is how many numbers make a state.

    A run that has saved nothing but its start is held against nothing.
    """

    def relative_to(*states: str) -> float:
        """The tolerance of what is made of these states, relative to their largest sizes.

        Each errs absolutely, and so relatively the more the smaller it is.
        """
        sizes = [float(series[Kind.SCALE.of(state)][-1]) for state in states]
        sizes = [s for s in sizes if s > 0]  # what was 0 all the time has no part in anything
        if not sizes or len(times) < 2:
            return float("nan")
        absolute = options.atol * float(size) ** 0.5 / min(sizes)  # atol is of a single number
        return tolerance(options, accepted, gauges.arrays.epsilon, absolute)

    allowed = relative_to(*gauges.states)
    rows: list[Finding] = []
    for law in gauges.rules.laws:
        if isinstance(law, ExactLaw):
            rows.append(_drift(law, gauges, series, allowed))
        else:
            rows.extend(_bounded(law, gauges, times, series, allowed))
    rows.extend(_symmetry(gauges, series, relative_to))
    commutator = Sym(gauges.rules.subject.roles.commutator)
    bounded = any(isinstance(w, BoundLaw) and w.quantity == commutator for w in gauges.rules.laws)
    for name, (equation, text, note) in _measured(gauges.rules).items():
        if name in series and not (name == "commutator" and bounded):
            row = measured(text, equation, series[name], note, name)
            rows.append(replace(row, worst=_least(series[name])) if name in _FALLS else row)
    return tuple(rows)


def _measured(rules: Rules) -> dict[str, tuple[str, str, str]]:
    """Gauges that nothing is proved about: equation, name and note."""
    places, roles = rules.places, rules.subject.roles
    unproved = "no law is proved for this flow and start"
    alive = f"w_j² above 1/{1 / DEAD:.0f} of its mean at the start; the fewest are shown as worst"
    rank = "of its shape: sees no collapse of all modes"
    return {
        "commutator": (places.commutator, rules.commutator_text, unproved),
        "loss": (places.objective, f"objective {plain(places.loss)}", ""),
        "modes alive": ("", "modes alive", alive),
        "effective rank": ("", f"effective rank of {plain(roles.correlation)}", rank),
    }


def norm_of(law: BoundLaw) -> str:
    """What the row of a quantity is called about which no bound is proved on a run."""
    return f"‖{to_text(law.quantity)}‖"


def over_bound(law: BoundLaw) -> str:
    """What the row of a quantity under its bound is called."""
    return f"{norm_of(law)} over its bound"


def measured(name: str, equation: str, values: Numbers, note: str, key: str) -> Finding:
    """The row of the series ``key`` that nothing is proved about."""
    worst = float(np.nanmax(values)) if np.isfinite(values).any() else float("nan")
    start, end = float(values[0]), float(values[-1])
    return Finding(name, equation, start, end, worst, None, None, note, key)


def _least(values: Numbers) -> float:
    return float(np.nanmin(values)) if np.isfinite(values).any() else float("nan")


def _within(worst: float, limit: float) -> bool | None:
    if np.isnan(limit) or not np.isfinite(worst):
        return None  # nothing to hold, or nothing to hold it against
    return bool(worst <= limit)


def _drift(law: ExactLaw, gauges: Gauges, series: Series, allowed: float) -> Finding:
    values = series[Kind.DRIFT.of(law.claim)]
    worst = float(np.max(values))
    quantity = to_text(law.quantity)
    rate = to_text(law.rate)
    places, equation = gauges.rules.places, law.equation
    if gauges.modal and equation == places.balance and places.parabola:
        equation = f"{equation}, {places.parabola}"
    note = f"from e^(-{rate} t) times its start, relative to its terms"
    note += "; the largest over the modes" if gauges.modal else ""
    limit = None if np.isnan(allowed) else allowed
    return Finding(
        f"drift of {quantity}",
        equation,
        float(values[0]),
        float(values[-1]),
        worst,
        limit,
        _within(worst, allowed),
        note,
        Kind.DRIFT.of(law.claim),
    )


def _bounded(
    law: BoundLaw, gauges: Gauges, times: Numbers, series: Series, allowed: float
) -> list[Finding]:
    size, gap = series[Kind.SIZE.of(law.claim)], series[Kind.GAP.of(law.claim)]
    least = f"λ_min({plain(law.matrix)})"
    loose = [s for s in law.symmetric if not _kept(gauges, s, series)]
    reasons = [f"{plain(s)} is not kept symmetric" for s in loose]
    reasons += [f"{plain(s)} = {to_text(v)} is not kept" for s, v in law.assumed]
    if np.isnan(gap).any():
        seldom = "eigenvalues at the first and the last save only"
        reasons.append("an eigenvalue is not finite" if gauges.spectra else seldom)
    elif len(times) < 3:
        reasons.append("two saves do not tell how well their integral is known")
    rows = []
    if reasons:
        note = f"no bound: {', '.join(reasons)}"
        key = Kind.SIZE.of(law.claim)
        rows.append(measured(norm_of(law), law.equation, size, note, key))
    else:
        limit = gauges.loosened(law.claim, bound_of(law, times, size, gap), allowed)
        ratio = np.divide(size, limit, out=np.ones_like(size), where=limit > 0)
        worst = float(np.max(ratio))
        rows.append(
            Finding(
                over_bound(law),
                law.equation,
                float(ratio[0]),
                float(ratio[-1]),
                worst,
                None if np.isnan(allowed) else 1.0,
                None if np.isnan(allowed) else _within(worst, 1.0 + 1e-12),
                f"‖{to_text(law.quantity)}(0)‖ e^(-{'2 ' if law.factor == 2 else ''}∫{least} dt)",
            )
        )
    smallest = _least(gap)
    assumed = ", ".join(f"{to_text(v)} fitted to {plain(s)}" for s, v in law.assumed)
    rows.append(
        Finding(
            least, law.equation, float(gap[0]), float(gap[-1]), smallest, None, None,
            f"the smallest is shown as worst{'; ' if assumed else ''}{assumed}",
            Kind.GAP.of(law.claim),
        )
    )  # fmt: skip
    return rows


def bound_of(law: BoundLaw, times: Numbers, size: Numbers, gap: Numbers) -> Numbers:
    """``|G(0)| e^{-factor * integral}``, the integral lowered by an estimate of its error.

    The trapezoidal sums over all save times and over every second one differ by about three times
    the error of the former; the whole difference is granted.
    """
    widths = np.diff(times)
    fine = np.concatenate([[0.0], np.cumsum(widths * (gap[1:] + gap[:-1]) / 2)])
    coarse_times, coarse_gap = times[::2], gap[::2]
    steps = np.diff(coarse_times) * (coarse_gap[1:] + coarse_gap[:-1]) / 2
    coarse = np.interp(times, coarse_times, np.concatenate([[0.0], np.cumsum(steps)]))
    exact = np.interp(times, coarse_times, fine[::2])
    margin = np.maximum.accumulate(np.abs(exact - coarse))
    # between two coarse times the estimate of the later one counts
    margin[:-1] = np.maximum(margin[:-1], margin[1:])
    result: Numbers = size[0] * np.exp(-law.factor * (fine - margin))
    return result


def _kept(gauges: Gauges, state: str, series: Series) -> bool:
    """Whether a state is symmetric at the start and the flow is proved to keep it so."""
    skew = series.get(Kind.ASYMMETRY.of(state))
    started = gauges.modal or (skew is not None and skew[0] <= 100 * gauges.arrays.epsilon)
    return started and state in gauges.rules.symmetric


def _symmetry(gauges: Gauges, series: Series, relative_to: Callable[[str], float]) -> list[Finding]:
    rows, equation = [], gauges.rules.places.commutator
    for state in gauges.states:
        key, name = Kind.ASYMMETRY.of(state), f"asymmetry of {plain(state)}"
        if key not in series:
            continue
        if not _kept(gauges, state, series):
            note = "the flow does not keep it symmetric"
            rows.append(measured(name, equation, series[key], note, key))
            continue
        worst, allowed = float(np.max(series[key])), relative_to(state)
        size = plain(state)
        note = f"‖{size} - {size}ᵀ‖ over the largest ‖{size}‖; the flow keeps it symmetric"
        limit = None if np.isnan(allowed) else allowed
        start, end = float(series[key][0]), float(series[key][-1])
        holds = _within(worst, allowed)
        rows.append(Finding(name, equation, start, end, worst, limit, holds, note, key))
    return rows
