"""How a training run ended: a code and what it means for the person who reads it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["TrainOutcome"]


class TrainOutcome(StrEnum):
    """Why a run stopped. What it had recorded by then is kept."""

    COMPLETED = "completed"
    NOT_FINITE = "not finite"
    INTERRUPTED = "interrupted"

    @property
    def message(self) -> str:
        """What happened, likely causes, what to try."""
        return _MESSAGES[self]


_MESSAGES = {
    TrainOutcome.COMPLETED: "all steps were made",
    TrainOutcome.NOT_FINITE: (
        "the weights or the estimate of F are not finite any more: `--lr` is too large for these"
        " data, or the flow itself grows without bound; lower `--lr`, or take another convention"
    ),
    TrainOutcome.INTERRUPTED: "the run was interrupted",
}
