"""The verdict on one claim, with everything a reader needs to check it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sslcheck.derive.text.reason import Reason, Tex, plainly
from sslcheck.derive.verdicts.condition import Condition
from sslcheck.derive.verdicts.evidence import (
    Correction,
    HypothesisUse,
    Need,
    Numbers,
    RouteResult,
    Step,
    Witness,
)
from sslcheck.derive.verdicts.plain import plain
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["ClaimResult"]


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """The verdict on one claim; ``as_dict`` is the JSON of the command line.

    ``stated``, ``claimed``, ``because``, ``given`` and ``notes`` are data; ``printed``,
    ``summary``, ``why``, ``conditions`` and ``remarks`` are the same in plain characters.
    """

    id: str
    equation: str
    kind: str
    stated: Reason
    """What is printed: a formula, or a sentence."""
    claimed: Reason
    """What the claim says, in words of the article's author."""
    verdict: Verdict
    because: Reason = ()
    given: tuple[Condition, ...] = ()
    hypotheses: tuple[HypothesisUse, ...] = ()
    witness: Witness | None = None
    needs: tuple[Need, ...] = ()
    correction: Correction | None = None
    routes: tuple[RouteResult, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[Reason, ...] = ()
    numbers: Numbers | None = None
    """What the look in numbers saw, where it was asked for."""
    seconds: float = 0.0
    in_paper: bool | None = None
    """Whether the paper that the article sums up says the same; None if nobody has looked."""
    paper_says: Reason = ()
    """What the paper says at this place."""
    reading: str = ""
    """What was decided, where it is not what is printed but stands for it."""
    understood: str = ""
    """How that was read, in LaTeX with all parentheses, where these are more than it has."""

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.verdict.upper()}, {self.summary!r}>"

    @property
    def printed(self) -> str:
        """What is printed: the LaTeX of a formula, or a sentence in plain characters."""
        match self.stated:
            case (Tex(source=source),):
                return source
        return plainly(self.stated)

    @property
    def summary(self) -> str:
        """What the claim says, in plain characters."""
        return plainly(self.claimed)

    @property
    def paper(self) -> str:
        """What the paper says at this place, in plain characters."""
        return plainly(self.paper_says)

    @property
    def why(self) -> str:
        """The reason in plain characters."""
        return plainly(self.because)

    @property
    def conditions(self) -> tuple[str, ...]:
        """What the verdict rests on, or would need, in plain characters."""
        return tuple(condition.text for condition in self.given)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remarks in plain characters."""
        return tuple(map(plainly, self.notes))

    @property
    def repaired(self) -> bool:
        """Whether what should stand instead is there and proved."""
        return self.correction is not None and self.correction.verdict is Verdict.PROVED

    def fails(self, mildest: str = "refuted") -> bool:
        """Whether the verdict counts as a failure.

        From ``mildest`` on: ``conditional``, ``corrected`` (refuted, though what should stand there
        is proved) or ``refuted``, the gravest.
        """
        match self.verdict:
            case Verdict.PROVED:
                return False
            case Verdict.CONDITIONAL:
                return mildest == "conditional" or not (self.given or self.repaired)
            case Verdict.REFUTED:
                return mildest != "refuted" or not self.repaired
        return True

    def as_dict(self) -> dict[str, Any]:
        """Plain lists, dicts and strings, ready for ``json.dumps``."""
        found: dict[str, Any] = plain(self)
        return found

    def _repr_markdown_(self) -> str:
        from sslcheck.derive.verdicts.notebook import claim_markdown

        return claim_markdown(self)
