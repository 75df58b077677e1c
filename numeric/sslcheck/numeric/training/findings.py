"""What happened in a training run, beside what the theory says: rows of the summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from sslcheck.derive.article.roles import Roles
from sslcheck.derive.models.laws import BoundLaw
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.training.forecast import Verdict
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.findings import bound_of
from sslcheck.numeric.watched.places import Places, correlation, places_of

if TYPE_CHECKING:
    from sslcheck.numeric.training.result import TrainRun

__all__ = ["agrees", "bound_law", "happened", "norm_bound", "rows"]

Numbers = np.ndarray[Any, Any]

_LATE = 20.0  # times 1 / rate: e^-20 of any factor that a start can bring is dead
_RISEN = 1.01  # of the norm over the last quarter: beyond the noise of batches


def _measured(places: Places, roles: Roles) -> tuple[tuple[str, str, str, str], ...]:
    """Equation, series, name and note of what is measured in every run."""
    W, W_p, X = plain(roles.online), plain(roles.predictor), plain(roles.mean)
    noise, loss, F = plain(roles.spread), plain(places.loss), correlation(roles)
    rank = "Roy and Vetterli; sees no collapse of all"
    alive = "w_j² above 1/1000 of its mean at the start, or a tenth of the least predicted"
    commutator = f"‖{F} {W_p} - {W_p} {F}‖"
    fixed = f"{F}\u0302 to {W} ({X} + {noise}) {W}ᵀ"
    return (
        (places.objective, "loss", f"objective {loss}", "exact moments of the data"),
        ("", "norm of W", f"‖{W}‖", ""),
        ("", "norm of W_p", f"‖{W_p}‖", ""),
        ("", "modes alive", "modes alive", alive),
        ("", "effective rank", f"effective rank of {F}", rank),
        (places.commutator, "alignment", commutator, f"over ‖{F}‖ ‖{W_p}‖"),
        (places.estimate, "F_hat to F", f"{F}\u0302 to {W} {X} {W}ᵀ", "relative distance"),
        (places.estimate, "F_hat to F*", fixed, "relative distance; its derived fixed point"),
        ("", "probe accuracy", "probe accuracy", f"ridge on {W} x, held-out views"),
    )


def rows(run: TrainRun) -> tuple[Finding, ...]:
    """The summary of a run, one row for each metric that it has."""
    return tuple(_rows(run))


def _rows(run: TrainRun) -> Iterator[Finding]:
    roles = run.subject.roles
    places = places_of(run.subject.article, roles)
    W, W_p, eta = plain(roles.online), plain(roles.predictor), plain(roles.decay)
    for equation, key, name, note in _measured(places, roles):
        if key in run.series:
            yield _row(run, equation, key, name, note)
    if "parabola" in run.series:
        if run.options.scheme.trained:
            note = f"‖{W} {W}ᵀ - {W_p}ᵀ {W_p} / {plain(roles.ratio)}‖, relative to both"
            both = ", ".join(filter(None, (places.balance, places.parabola)))
            yield _row(run, both, "parabola", "distance to the parabola", note)
        else:
            paper = run.options.convention == "paper"
            rule = f"({places.rule})" if paper else "the published rule"
            note = f"‖{W_p} - {rule} at the fixed point of ({places.estimate})‖, relative"
            place = places.rule if paper else ""
            yield _row(run, place, "parabola", "predictor to its rule", note)
    if "drift of (3)" in run.series:
        bracket = f"of the bracket of ({places.balance})"
        note = f"{bracket} from e^(-2 {eta} t) times its start; first order in lr"
        yield _row(run, places.balance, "drift of (3)", "drift", note)
    bound = norm_bound(run)
    law = bound_law(run)
    if bound is not None and law is not None:
        with np.errstate(over="ignore"):  # far beyond a bound that is as good as 0
            ratio = run.series["norm of W"] / np.where(bound > 0, bound, 1.0)
        note = f"≤ 1 along the flow: ‖{W}(0)‖ e^(-∫λ_min({plain(law.matrix)}) dt)"
        name, ends = f"‖{W}‖ over its bound", (float(ratio[0]), float(ratio[-1]))
        yield _finding(law.equation, name, *ends, 1.0, note)


def _row(run: TrainRun, equation: str, key: str, name: str, note: str) -> Finding:
    series = run.series[key]
    theory = run.expected.get(key, float("nan"))
    return _finding(equation, name, float(series[0]), float(series[-1]), theory, note, key)


def _finding(
    equation: str, name: str, start: float, end: float, theory: float, note: str, key: str = ""
) -> Finding:
    """What was measured, with nothing that holds at every time, but what the end should be."""
    nothing = float("nan")
    return Finding(name, equation, start, end, nothing, None, None, note, key, theory=theory)


def bound_law(run: TrainRun) -> BoundLaw | None:
    """The law that bounds the norm of the online network, where the flow of the run has one."""
    return next((w for w in run.laws if isinstance(w, BoundLaw)), None)


def norm_bound(run: TrainRun) -> Numbers | None:
    """Its bound on ``|W|`` at the logged times."""
    law = bound_law(run)
    gap = run.series.get("gap of H")
    if law is None or gap is None or np.isnan(gap).any():
        return None
    return bound_of(law, run.times, run.series["norm of W"], gap)


def happened(run: TrainRun) -> str:
    """What became of the modes, in the words of `Verdict` where they fit."""
    if run.outcome is Outcome.NOT_FINITE or not len(run.times):
        return "diverged"
    alive, modes = _alive(run), min(run.options.n, run.options.d)
    if np.isnan(alive):
        return "not measured"
    if alive == 0:
        return str(Verdict.COLLAPSE)
    return str(Verdict.SURVIVES) if alive == modes else f"{alive:.0f} of {modes} alive"


def agrees(run: TrainRun) -> bool | None:
    """Whether what happened is what the theory said; None where it said nothing, or not yet.

    The theory is about the flow and about time without end: a collapse that is slow is none the
    less one. It is contradicted by modes that live on long after the proved rate has killed them,
    by a norm that grows, and by the death of a mode that is proved to survive; and only by steps
    that follow the flow, which long ones and those of small batches do not.
    """
    verdict = run.forecast.verdict
    if verdict is Verdict.UNDECIDED or run.outcome is Outcome.INTERRUPTED:
        return None
    norm, times, since = run.series["norm of W"], run.times, _followed_since(run)
    if run.outcome is Outcome.NOT_FINITE:
        return None  # a step too large for the flow
    alive, said = _alive(run), run.forecast.alive or 0
    if np.isnan(alive):
        return None
    if alive == said:
        return True
    if alive < said:  # one that died contradicts the theory, one that has not grown yet does not
        return False if run.series["modes alive"][0] >= said and since == times[0] else None
    followed, rate = float(times[-1]) - since, run.forecast.rate
    if rate > 0 and rate * followed > _LATE:
        return False
    # behind a moving average, what falls all the time is not the norm of W alone
    falls = verdict is Verdict.COLLAPSE and run.options.target != "ema"
    late = times >= max(since, (0.75 - 1e-9) * times[-1])  # rounded times are in it
    return False if falls and _rising(norm[late]) else None


def _followed_since(run: TrainRun) -> float:
    """From when on the steps followed the flow at all logged times; no time if not to the end."""
    strained = np.flatnonzero(run.series["strain"] > 1)  # what was not measured is not strained
    first = int(strained[-1]) + 1 if len(strained) else 0
    return float(run.times[first]) if first < len(run.times) else float("inf")


def _rising(norm: Numbers) -> bool:
    """Whether a norm has grown."""
    return len(norm) > 1 and bool(norm[-1] > _RISEN * norm[0])


def _alive(run: TrainRun) -> float:
    return float(run.series["modes alive"][-1])
