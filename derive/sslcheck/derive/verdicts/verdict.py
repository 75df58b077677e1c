"""What can be found about a claim."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Verdict"]


class Verdict(StrEnum):
    """What was found about a claim."""

    PROVED = "proved"
    CONDITIONAL = "conditional"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    DISAGREEMENT = "disagreement"
    """The two routes differ, or the numbers object: a fault of the checker."""
    REFUSED = "refused"
    """The claim is not readable, not of the form of its kind, or its hypotheses clash."""
