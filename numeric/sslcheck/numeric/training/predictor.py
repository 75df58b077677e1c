"""How the predictor comes about: one file in `predictors` for each way."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sslcheck.numeric.training.basins import Fate, Growth
    from sslcheck.numeric.training.modes import Modes
    from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Predictor", "predictor"]


class Predictor(ABC):
    """What a kind of predictor means to the loop, to its cost, and to what is said of it before.

    ``direct``: it is set from the estimate of F; ``trained``: it takes gradient steps, always;
    ``fixed``: it stays the identity. ``law`` is whose law of decay holds for it: its own, or that
    for ``any`` predictor.
    """

    name: ClassVar[str]
    direct: ClassVar[bool] = False
    trained: ClassVar[bool] = False
    fixed: ClassVar[bool] = False
    law: ClassVar[str] = "any"
    takes_power: ClassVar[bool] = False
    """Whether the option ``power`` is for it."""

    def exponent(self, options: TrainOptions) -> float:
        """The power of F-hat that is taken, of one that is set from it."""
        return options.power

    def copies(self, options: TrainOptions) -> bool:
        """Whether it is ``F + eps I``, not scaled and without eigenvalues."""
        return False

    def check(self, options: TrainOptions) -> None:  # noqa: B027
        """Raise `InvalidOption` for options that do not go with it."""

    def learns(self, options: TrainOptions) -> bool:
        """Whether it takes gradient steps, be it now and then."""
        return self.trained

    @abstractmethod
    def fate(self, options: TrainOptions, growth: Growth, modes: Modes) -> Fate | str:
        """What becomes of aligned modes below the threshold; a reason where nothing is proved."""

    def at_rest(self, options: TrainOptions) -> float | None:
        """The multiple of the identity that it is at W = 0; None where it is pulled along."""
        return None

    def largest(
        self, options: TrainOptions, correlation: float, measured: Callable[[], float]
    ) -> float:
        """Its largest singular value at the start; ``measured`` is that of the given weights."""
        return measured()

    def curvature(
        self, options: TrainOptions, view: float, noise: float, size: float, correlation: float
    ) -> float:
        """A bound of the Hessian without the weight decay.

        From the largest eigenvalues of X + X' and of X', the largest singular value of W_p, and the
        largest eigenvalue of W (X + X') W^T.
        """
        if options.target == "no-stop-gradient":
            return (size + 1) ** 2 * view
        if self.trained:  # both blocks, and the one between them
            return (size * sqrt(view) + sqrt(options.alpha_p * max(correlation, 0.0))) ** 2
        return size**2 * view

    def describe(self, options: TrainOptions) -> str:
        """It in words, with the options that are for it."""
        return f"predictor {self.name}"


@cache
def predictor(name: str) -> Predictor:
    """The predictor of a name in `allowed`."""
    module = importlib.import_module(f"sslcheck.numeric.training.predictors.{name}")
    found: Predictor = module.PREDICTOR
    return found
