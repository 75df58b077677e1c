"""Results as data: verdicts with everything a reader needs to check them again."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

__all__ = [
    "ClaimResult",
    "Correction",
    "HypothesisUse",
    "Need",
    "Report",
    "RouteResult",
    "Step",
    "Verdict",
    "Witness",
]


class Verdict(StrEnum):
    """What was found about a claim."""

    PROVED = "proved"
    CONDITIONAL = "conditional"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof in LaTeX, its reason, and whether the second route re-checked it.

    ``unchecked`` says why not, where it did not.
    """

    latex: str
    reason: str
    rechecked: bool
    unchecked: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """An exact counterexample: sizes, values (rows of rationals) and both sides there.

    ``op`` is the relation of the sides that fails there, as `Relation` writes it.
    """

    sizes: dict[str, int]
    values: dict[str, list[list[str]]]
    statement: str
    lhs: list[list[str]]
    rhs: list[list[str]]
    note: str = ""
    op: str = "="


@dataclass(frozen=True, slots=True)
class Need:
    """Why one of several conditions cannot be dropped: a counterexample with all the others."""

    condition: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class HypothesisUse:
    """One line of the assumption ledger: what happens to the claim without this hypothesis."""

    name: str
    text: str
    needed: bool | None
    breaks: str = ""


@dataclass(frozen=True, slots=True)
class RouteResult:
    """What one decision route says: ``holds``, ``fails`` or ``silent``, and how it knows."""

    name: str
    result: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What should stand instead (``corrected``) or needs no condition (``general``)."""

    kind: str
    latex: str
    verdict: Verdict
    steps: tuple[Step, ...] = ()
    routes: tuple[RouteResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """The verdict on one claim; ``as_dict`` is the JSON of the command line."""

    id: str
    equation: str
    kind: str
    printed: str
    summary: str
    verdict: Verdict
    why: str = ""
    conditions: tuple[str, ...] = ()
    hypotheses: tuple[HypothesisUse, ...] = ()
    witness: Witness | None = None
    needs: tuple[Need, ...] = ()
    correction: Correction | None = None
    routes: tuple[RouteResult, ...] = ()
    steps: tuple[Step, ...] = ()
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    in_paper: bool | None = None
    """Whether the paper that the article sums up says the same; None if nobody has looked."""
    paper: str = ""
    """What the paper says at this place."""

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.verdict.upper()}, {self.summary!r}>"

    def as_dict(self) -> dict[str, Any]:
        """Plain lists, dicts and strings, ready for ``json.dumps``."""
        return asdict(self)

    def _repr_markdown_(self) -> str:
        from sslcheck.derive.notebook import claim_markdown

        return claim_markdown(self)


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one article, in the article's order.

    ``source`` says whose text was checked, ``summary_of`` of which paper it is a summary, if it is.
    """

    article: str
    title: str
    claims: tuple[ClaimResult, ...]
    seconds: float = 0.0
    remarks: tuple[str, ...] = field(default=())
    source: str = ""
    summary_of: str = ""

    def __repr__(self) -> str:
        counts = Counter(claim.verdict for claim in self.claims)
        found = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
        return f"<Report on {self.article!r}: {found or 'no claims'}>"

    @property
    def exit_code(self) -> int:
        """0 all decided and repaired, 1 a claim refuted with no proved correction, 2 undecided."""
        if any(c.verdict is Verdict.UNDECIDED for c in self.claims):
            return 2
        for claim in self.claims:
            repaired = claim.correction is not None and claim.correction.verdict is Verdict.PROVED
            if claim.verdict is Verdict.REFUTED and not repaired:
                return 1
            if claim.verdict is Verdict.CONDITIONAL and not (claim.conditions or repaired):
                return 1
        return 0

    def _repr_markdown_(self) -> str:
        from sslcheck.derive.notebook import report_markdown

        return report_markdown(self)
