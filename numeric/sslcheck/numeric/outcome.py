"""How a run ended: a code and what it means for the person who reads it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["NotFinite", "Outcome"]


class NotFinite(ArithmeticError):
    """A state, or a matrix on the way, has entries that are not finite: the run ends."""


class Outcome(StrEnum):
    """Why a run stopped. Whatever it had saved by then is kept."""

    COMPLETED = "completed"
    STEP_BELOW_FLOOR = "step below floor"
    NOT_FINITE = "not finite"
    TOO_MANY_STEPS = "too many steps"
    INTERRUPTED = "interrupted"

    @property
    def message(self) -> str:
        """What happened to an integration, likely causes, what to try."""
        return _MESSAGES[self]


_MESSAGES = {
    Outcome.COMPLETED: "the end time was reached",
    Outcome.STEP_BELOW_FLOOR: (
        "the step size fell below what the time can resolve: the solution grows without bound, or"
        " the tolerance is too tight for the dtype; raise `--rtol`, take float64, or end earlier"
    ),
    Outcome.NOT_FINITE: (
        "the state is not finite any more: the start or a rate is too large, or a fixed step is"
        " too long; lower `--step` or the start, or take `--method tsit5`"
    ),
    Outcome.TOO_MANY_STEPS: (
        "the limit of steps was reached before the end time; raise `--max-steps` or `--rtol`, or"
        " end earlier"
    ),
    Outcome.INTERRUPTED: "the run was interrupted",
}
