"""Predictors that are set from the estimate of F, eqs. (9)-(11): what they have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np

from sslcheck.derive.text.printing import plain
from sslcheck.derive.text.words import counted
from sslcheck.numeric.article import subject
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.basins import Fate, Growth, of_direct, of_reference
from sslcheck.numeric.training.eigenvalues import eigenvalue_rule, rule_of
from sslcheck.numeric.training.emitted import recursion
from sslcheck.numeric.training.modes import Modes
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.predictor import Predictor
from sslcheck.numeric.watched.places import correlation as correlation_text

__all__ = ["Direct"]

_VALUES = 65  # of s at which a rule is looked at


class Direct(Predictor):
    """Set from F-hat to the ``power`` of its own, or of the option where there is none."""

    direct = True
    power: ClassVar[float | None] = None

    def exponent(self, options: TrainOptions) -> float:
        """Its power."""
        return options.power if self.power is None else self.power

    def check(self, options: TrainOptions) -> None:
        """Only one without a power of its own takes one."""
        if self.power is not None and options.power != 0.5:
            raise InvalidOption("`power` is for the predictor directset; the others have their own")

    def learns(self, options: TrainOptions) -> bool:
        """Between two refreshes, in the reference convention."""
        return options.convention == "reference" and options.freq > 1

    def fate(self, options: TrainOptions, growth: Growth, modes: Modes) -> Fate | str:
        """That of `of_direct` or, in the reference convention, of `of_reference`."""
        if unproved := _unproved(options):
            return unproved
        if options.convention == "paper" or self.copies(options):
            return of_direct(options, growth, modes)
        return of_reference(options, growth)

    def at_rest(self, options: TrainOptions) -> float | None:
        """The least eigenvalue that the rule gives; that of directpred is 0, as F."""
        return self._of(options, 0.0) or None

    def _of(self, options: TrainOptions, s: float) -> float:
        """The largest value that the rule makes of eigenvalues of F-hat up to s."""
        rule = eigenvalue_rule(options, open_arrays("numpy"), _VALUES)
        return float(np.abs(rule(np.linspace(0.0, s, _VALUES))).max())

    def largest(
        self, options: TrainOptions, correlation: float, measured: Callable[[], float]
    ) -> float:
        """What the rule makes of the correlation."""
        return self._of(options, correlation)

    def describe(self, options: TrainOptions) -> str:
        """With its power, how often it is set, and the numbers of the rule."""
        often = "" if options.freq == 1 else f" every {options.freq} steps"
        power = f" to the power {options.power:g}" if self.takes_power else ""
        return (
            f"predictor {self.name}{power}{often} ({options.convention},"
            f" ε = {options.eps:g}, ρ = {options.rho:g})"
        )


def _unproved(options: TrainOptions) -> str:
    """What the proof for a predictor set from F does not cover, or nothing."""
    roles = subject(options.flow).roles
    F, W_p = correlation_text(roles), plain(roles.predictor)
    if not recursion(options).plain:
        return f"the estimate {plain(roles.estimate)} of {F} runs otherwise than the proof is about"
    if options.convention == "paper" and not rule_of(options).is_sum(roles.addition):
        return f"the rule {rule_of(options).says} is not the one that the proof is about"
    if options.freq > 1 and options.convention == "reference":
        return "the reference convention with gradient steps between refreshes"
    if options.freq > 1:
        return f"{W_p} is set every {options.freq} steps: how it lags behind {F} is not bounded"
    if 0 < options.batch < options.n:
        batch = counted(options.batch, "input")
        return f"a batch of {batch} gives {F} an estimate of lower rank than it has"
    if options.center:
        return f"a batch's mean is taken from {F}: the estimate has another fixed point"
    return ""
