"""What a training run returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.derive.text.words import counted
from sslcheck.numeric.article import Subject
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.recorded import Recorded
from sslcheck.numeric.training.findings import agrees, happened, rows
from sslcheck.numeric.training.forecast import Forecast
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.watched.finding import Finding

__all__ = ["TrainRun"]


@dataclass(frozen=True, slots=True)
class TrainRun(Recorded):
    """What came out. Series have one entry for each logged step, ``times`` in units of the flow.

    ``expected`` are the metrics of the weights that the theory says the run tends to.
    """

    options: TrainOptions
    outcome: Outcome
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
            f" {len(self.series)} series at {counted(len(self.times), 'time')}>"
        )

    @property
    def message(self) -> str:
        """How it ended, in a sentence: likely causes, what to try."""
        return _MESSAGES.get(self.outcome, self.outcome.message)

    @property
    def states(self) -> dict[str, np.ndarray[Any, Any]]:
        """Nothing: of the weights only the last are kept."""
        return {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The summary, one row for each metric."""
        return rows(self)

    @property
    def contradicted(self) -> bool:
        """Whether what happened is not what is proved."""
        return agrees(self) is False

    def counts(self) -> dict[str, Any]:
        """How far it came, what that took, and what became of the modes."""
        return {
            "steps": self.steps,
            "matrix products": self.products,
            "eigenvalues clamped": self.clamped,
            "roots not by products": self.fallbacks,
            "happened": happened(self),
            "agrees": agrees(self),
            "lr": self.options.lr,
            "end": {name: float(values[-1]) for name, values in self.series.items()},
        }

    @property
    def figures(self) -> tuple[str, ...]:
        """The stem of the figure that shows it."""
        return ("training",)


_MESSAGES = {
    Outcome.COMPLETED: "all steps were made",
    Outcome.NOT_FINITE: (
        "the weights or the estimate of F are not finite any more: `--lr` is too large for these"
        " data, or the flow itself grows without bound; lower `--lr`, or take another convention"
    ),
}
