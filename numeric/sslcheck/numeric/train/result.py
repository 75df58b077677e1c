"""What a training run returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.derive.text.words import counted
from sslcheck.numeric.article import Subject
from sslcheck.numeric.train.forecast import Forecast
from sslcheck.numeric.train.options import TrainOptions
from sslcheck.numeric.train.outcome import TrainOutcome

__all__ = ["TrainRun"]


@dataclass(frozen=True, slots=True)
class TrainRun:
    """What came out. Series have one entry for each logged step, ``times`` in units of the flow.

    ``expected`` are the metrics of the weights that the theory says the run tends to.
    """

    options: TrainOptions
    outcome: TrainOutcome
    forecast: Forecast
    subject: Subject
    laws: tuple[ExactLaw | BoundLaw, ...]
    moments: dict[str, str]
    times: np.ndarray[Any, Any]
    series: dict[str, np.ndarray[Any, Any]]
    expected: dict[str, float]
    last: dict[str, np.ndarray[Any, Any]]
    steps: int
    products: int
    memory: int
    clamped: int
    fallbacks: int
    seconds: float
    device: str

    def __repr__(self) -> str:
        options = self.options
        return (
            f"<TrainRun: {options.predictor}, target {options.target}, n = {options.n},"
            f" d = {options.d}, {self.outcome} after {counted(self.steps, 'step')},"
            f" {counted(len(self.times), 'time')}, series {', '.join(self.series)}>"
        )

    @property
    def figures(self) -> tuple[str, ...]:
        """The stem of the figure that shows it."""
        return ("training",)
