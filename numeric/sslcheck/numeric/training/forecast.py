"""What the proved statements say about a training run before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Expr
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import subject
from sslcheck.numeric.start import Start
from sslcheck.numeric.training.basins import Fate, Growth
from sslcheck.numeric.training.collapse import DecayLaw, decay_laws, mode_growth
from sslcheck.numeric.training.modes import Modes, find_modes
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import Problem

__all__ = ["Forecast", "Verdict", "forecast", "growth_of", "threshold"]

Matrix = np.ndarray[Any, Any]


_ROUNDING = 1e-12  # of the largest eigenvalue: what is below may be 0


class Verdict(StrEnum):
    """What becomes of the modes, by the proved statements."""

    COLLAPSE = "collapse"
    SURVIVES = "no collapse"
    PARTIAL = "partial"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The verdict of the theory, why, and the weights that the run tends to where these are known.

    ``threshold`` is the weight decay above which everything collapses whatever the predictor does
    (NaN where there is none),
    ``alive`` the number of modes that are proved to survive, ``least`` the smallest w_j^2 that one
    of them tends to. ``rate``: the norm of W is proved to fall at least like ``e^{-rate t}``, but
    for a factor; 0 where no rate is known.
    """

    verdict: Verdict
    why: str
    threshold: float
    alive: int | None = None
    final: Mapping[str, Matrix] = field(default_factory=dict, repr=False)
    least: float = float("inf")
    rate: float = 0.0


def forecast(
    scene: Derivation, options: TrainOptions, problem: Problem, start: Start, odd: str = ""
) -> Forecast:
    """Derive the laws for the flow of the run, and judge its start by them.

    ``odd`` is what `otherwise` says of the flow: of another network nothing is said.
    Laws for every state come first; below the threshold the start must be aligned with the data,
    which isotropic data make every start for a predictor that is set from F.
    """
    roles = scene.article.roles_for("training")
    eta, W, noise = plain(roles.decay), plain(roles.online), plain(roles.spread)
    if odd:
        return Forecast(Verdict.UNDECIDED, odd, float("nan"))
    if options.target == "ema" and options.beta == 0:
        still = f"{plain(roles.average)} = 0: the target stays as it is"
        why = f"{still}, and what is proved is about one that follows {W}"
        return Forecast(Verdict.UNDECIDED, why, float("nan"))
    laws = [law for law in decay_laws(scene) if law.target == options.target]
    critical = threshold(laws, problem)
    low, high = problem.moments.extremes(roles.spread)
    noisy = low > _ROUNDING * high
    nothing = _collapsed(options, start)
    for law in laws:
        if law.predictor not in (options.scheme.law, "any"):
            continue
        if law.factor == 0 and (options.eta > 0 or noisy):
            who = "no predictor" if law.predictor == "identity" else "no stop-gradient"
            why = f"{who}: ‖{W}‖ decays for {eta} > 0 or {noise} > 0, from every start"
            rate = _rate(options, problem, options.eta + low)
            return Forecast(Verdict.COLLAPSE, why, critical, 0, nothing, rate=rate)
        if law.factor > 0 and options.eta > critical:
            beyond = f"{eta} = {options.eta:g} > {eta}_c = {critical:.4g}"
            why = f"{beyond}: every predictor, every start"
            rate = _rate(options, problem, options.eta - critical)
            return Forecast(Verdict.COLLAPSE, why, critical, 0, nothing, rate=rate)
    if options.target == "no-stop-gradient" or options.scheme.fixed:
        why = f"{eta} = 0 and {noise} is singular: the bound on ‖{W}‖ does not shrink"
        return Forecast(Verdict.UNDECIDED, why, critical)
    return _below(scene, options, problem, start, critical)


def _rate(options: TrainOptions, problem: Problem, margin: float) -> float:
    """r with ``dV/dt <= -2 r V`` for the V of the law, ``margin`` the decay of its part in W.

    Without a moving average V is half the squared norm of W, and r the margin. With one,
    ``|a|^2 <= 2 |b|^2 + 2 |a - b|^2`` for W and W_a in the metric of the law gives what is below.
    """
    if options.target != "ema":
        return margin
    if options.scheme.fixed:
        largest = problem.moments.extremes(problem.moments.names[0])[1]
        share = min(margin / (4 * largest), 0.5) if largest else 0.5
        return min(margin / 2, options.beta * share)
    return min(1.0, options.beta / options.eta) * margin / 4


def _collapsed(options: TrainOptions, start: Start) -> dict[str, Matrix]:
    """The weights at W = 0: a predictor that is not pulled along stays, others follow."""
    found = {name: np.zeros_like(m) for name, m in start.matrices.items()}
    rest = options.scheme.at_rest(options)
    if rest is not None:
        found[subject(options.flow).roles.predictor] = rest * np.eye(options.n)
    return found


def threshold(laws: list[DecayLaw], problem: Problem) -> float:
    """``factor * lambda_max(X (X + X')^-1 X)``, or 0 where no law with a threshold is given."""
    factor = max((float(law.factor) for law in laws), default=0.0)
    X, total = problem.moments.mean, problem.total
    if "dense" not in (X.structure, total.structure):
        d = problem.moments.d
        x, s = X.diagonal(d), total.diagonal(d)
        return factor * float(np.max(np.divide(x**2, s, out=np.zeros(d), where=s > 0)))
    x = X.value if X.structure == "dense" else np.diag(X.diagonal(problem.moments.d))
    s = total.value if total.structure == "dense" else np.diag(total.diagonal(len(x)))
    return factor * float(np.linalg.eigvalsh(x @ np.linalg.pinv(s, hermitian=True) @ x)[-1])


def growth_of(scene: Derivation, x: Matrix, noise: Matrix, eta: float) -> Growth:
    """The derived growth of modes with their data put in: coefficients, threshold, roots."""
    law = mode_growth(scene)
    names, decay = list(law.data), scene.article.roles_for("training").decay

    def at(node: Expr, where: Matrix) -> Matrix:
        values = [
            scalar_value(node, {names[0]: float(a), names[1]: float(b), decay: eta}) if on else 0.0
            for a, b, on in zip(x, noise, where, strict=True)
        ]
        return np.array(values)

    seen = x > 0  # without data a mode only decays, and has no roots
    critical = at(law.threshold, seen)
    low, high = (at(root, seen & (eta < critical)) for root in law.roots)
    first, second, third = (at(c, seen | True) for c in law.coefficients)
    return Growth((first, second, third), critical, (low, high), eta)


def _below(
    scene: Derivation, options: TrainOptions, problem: Problem, start: Start, critical: float
) -> Forecast:
    modes = find_modes(options, problem, start)
    if isinstance(modes, str):
        return Forecast(Verdict.UNDECIDED, modes, critical)
    growth = growth_of(scene, modes.x, modes.noise, options.eta)
    fate = options.scheme.fate(options, growth, modes)
    if isinstance(fate, str):
        return Forecast(Verdict.UNDECIDED, fate, critical)
    return _judged(options, fate, modes, critical)


def _all(count: int) -> str:
    return f"all {count} modes start" if count > 1 else "the only mode starts"


def _judged(options: TrainOptions, fate: Fate, modes: Modes, critical: float) -> Forecast:
    count, alive, dead = len(modes.w), int(fate.alive.sum()), int(fate.dead.sum())
    eta = plain(subject(options.flow).roles.decay)
    below = f"{eta} = {options.eta:g} < {eta}_c = {critical:.4g}"
    if alive + dead < count:
        why = (
            f"{below}; of {count} modes {alive} are proved to survive, {dead} to collapse, about"
            " the others nothing is proved"
        )
        return Forecast(Verdict.UNDECIDED, why, critical)
    final = _weights(options, fate, modes)
    least = float(np.min(fate.w[fate.alive] ** 2, initial=np.inf))
    if alive == count:
        why = f"{below}; {_all(count)} in the basin of p_+"
        return Forecast(Verdict.SURVIVES, why, critical, alive, final, least)
    if dead == count:
        why = fate.why or f"{below}, but {_all(count)} in the basin of 0"
        return Forecast(Verdict.COLLAPSE, why, critical, 0, final)
    why = f"{below}; of {count} modes {alive} start in the basin of p_+, {dead} in that of 0"
    return Forecast(Verdict.PARTIAL, why, critical, alive, final, least)


def _weights(options: TrainOptions, fate: Fate, modes: Modes) -> dict[str, Matrix]:
    p = np.full(options.n, fate.rest)
    p[: len(fate.p)] = fate.p
    return modes.weights(p, fate.w)
