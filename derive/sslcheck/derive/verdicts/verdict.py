"""Results as data: verdicts with everything a reader needs to check them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sslcheck.derive.errors import UnknownName
from sslcheck.derive.expr import Relation
from sslcheck.derive.text.columns import as_csv, as_frame
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Reason, Tex, plainly, set_in
from sslcheck.derive.text.words import did_you_mean
from sslcheck.derive.verdicts.condition import Condition

if TYPE_CHECKING:
    import pandas as pd

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
    DISAGREEMENT = "disagreement"
    """The two routes differ, or the numbers object: a fault of the checker."""
    REFUSED = "refused"
    """The claim is not readable, not of the form of its kind, or its hypotheses clash."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof: what it states, why, and whether the second route re-checked it.

    ``obstacle`` says why not, where it did not.
    """

    states: Reason
    why: Reason
    rechecked: bool
    obstacle: Reason = ()

    @property
    def latex(self) -> str:
        """What the step states, as one formula."""
        return set_in(self.states)

    @property
    def reason(self) -> str:
        """Why, in plain characters."""
        return plainly(self.why)

    @property
    def unchecked(self) -> str:
        """Why it was not re-checked, in plain characters."""
        return plainly(self.obstacle)


@dataclass(frozen=True, slots=True)
class Witness:
    """An exact counterexample: sizes, values (rows of rationals) and both sides there.

    ``of`` is what is false there, where it is a statement with sides; ``op`` is its sign.
    """

    sizes: dict[str, int]
    values: dict[str, list[list[str]]]
    of: Relation | None
    lhs: list[list[str]]
    rhs: list[list[str]]
    noted: Reason = ()
    op: str = "="

    @property
    def statement(self) -> str:
        """What is false there, in LaTeX; empty where no statement is."""
        return "" if self.of is None else relation_latex(self.of)

    @property
    def note(self) -> str:
        """What there is to say about it, in plain characters."""
        return plainly(self.noted)


@dataclass(frozen=True, slots=True)
class Need:
    """Why one of several conditions cannot be dropped: a counterexample with all the others."""

    needed: Reason
    witness: Witness

    @property
    def condition(self) -> str:
        """The condition in plain characters."""
        return plainly(self.needed)


@dataclass(frozen=True, slots=True)
class HypothesisUse:
    """One line of the assumption ledger: what happens to the claim without this hypothesis."""

    name: str
    meaning: Reason
    needed: bool | None
    breaking: Reason = ()

    @property
    def text(self) -> str:
        """What it says, in plain characters."""
        return plainly(self.meaning)

    @property
    def breaks(self) -> str:
        """What goes wrong without it, in plain characters."""
        return plainly(self.breaking)


@dataclass(frozen=True, slots=True)
class RouteResult:
    """What one decision route says: ``holds``, ``fails`` or ``silent``, and how it knows."""

    name: str
    result: str
    says: Reason = ()

    @property
    def detail(self) -> str:
        """How it knows, in plain characters."""
        return plainly(self.says)


@dataclass(frozen=True, slots=True)
class Correction:
    """What should stand instead (``corrected``) or needs no condition (``general``)."""

    kind: str
    latex: str
    verdict: Verdict
    steps: tuple[Step, ...] = ()
    routes: tuple[RouteResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the look in float64 numbers saw of a claim.

    ``result`` is ``agree``, ``object`` or ``silent``, after ``points`` points of ``sizes`` sizes;
    ``note`` is what it objects to, or why it is silent. Where it objects, ``place`` are the
    sizes there, ``draw`` and ``time`` which point it is, ``lhs`` and ``rhs`` the sides (rows; null
    for what is not finite), and ``error`` is their difference relative to the largest term.
    """

    result: str
    points: int = 0
    sizes: int = 0
    note: str = ""
    place: dict[str, int] = field(default_factory=dict)
    draw: int | None = None
    time: float | None = None
    lhs: list[list[float | None]] = field(default_factory=list)
    rhs: list[list[float | None]] = field(default_factory=list)
    error: float | None = None


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
        plain: dict[str, Any] = _plain(self)
        return plain

    def _repr_markdown_(self) -> str:
        from sslcheck.derive.verdicts.notebook import claim_markdown

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
    problems: tuple[str, ...] = ()
    """What could not be read of the article, besides claims."""

    def __repr__(self) -> str:
        counts = Counter(claim.verdict for claim in self.claims)
        found = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
        return f"<Report on {self.article!r}: {found or 'no claims'}>"

    def __iter__(self) -> Iterator[ClaimResult]:
        return iter(self.claims)

    def __getitem__(self, claim: str) -> ClaimResult:
        """The verdict on a claim by its id, such as ``"2.1"``. Raises `UnknownName`."""
        for found in self.claims:
            if found.id == claim:
                return found
        of = [c.id for c in self.claims if c.equation == claim]
        near = f"; of equation ({claim}) there are: {', '.join(of)}" if of else ""
        ids = [c.id for c in self.claims]
        near = near or did_you_mean(claim, ids) or f"; there are: {', '.join(ids)}"
        raise UnknownName(f"no claim `{claim}` in this report{near}")

    @property
    def columns(self) -> dict[str, list[Any]]:
        """A row for each claim, by columns: verdict, reason, conditions, correction, in plain text.

        >>> from sslcheck.derive import verify
        >>> verify("directpred", "2.1").columns["verdict"]
        ['refuted']
        """
        repaired = [c.correction for c in self.claims]
        return {
            "claim": [c.id for c in self.claims],
            "equation": [c.equation for c in self.claims],
            "kind": [c.kind for c in self.claims],
            "verdict": [str(c.verdict) for c in self.claims],
            "summary": [c.summary for c in self.claims],
            "why": [c.why for c in self.claims],
            "conditions": ["; ".join(c.conditions) for c in self.claims],
            "instead": ["" if c is None else c.latex for c in repaired],
            "instead verdict": ["" if c is None else str(c.verdict) for c in repaired],
            "seconds": [c.seconds for c in self.claims],
        }

    def to_csv(self, path: str | Path | None = None) -> str:
        """`columns` as CSV, which is also written to ``path`` where one is given."""
        return as_csv(self.columns, path)

    def to_pandas(self) -> pd.DataFrame:
        """`columns` as a table of pandas. Raises `MissingLibrary` without pandas."""
        return as_frame(self.columns)

    @property
    def exit_code(self) -> int:
        """0 all decided and repaired, 1 a claim refuted with no proved correction, 2 undecided,
        3 something that cannot be read or judged, 4 a disagreement: the gravest counts.
        """
        if any(c.verdict is Verdict.DISAGREEMENT for c in self.claims):
            return 4
        if self.problems or any(c.verdict is Verdict.REFUSED for c in self.claims):
            return 3
        if any(c.verdict is Verdict.UNDECIDED for c in self.claims):
            return 2
        return int(any(claim.fails() for claim in self.claims))

    def exit_code_on(self, mildest: str) -> int:
        """`exit_code`, or 1 where a claim `ClaimResult.fails` from the ``mildest`` verdict on."""
        return self.exit_code or int(any(claim.fails(mildest) for claim in self.claims))

    def _repr_markdown_(self) -> str:
        from sslcheck.derive.verdicts.notebook import report_markdown

        return report_markdown(self)


_TOLD = {
    "stated": "printed",
    "claimed": "summary",
    "paper_says": "paper",
    "noted": "note",
    "of": "statement",
    "meaning": "text",
    "states": "latex",
    "obstacle": "unchecked",
    "breaking": "breaks",
    "says": "detail",
    "because": "why",
    "given": "conditions",
    "notes": "remarks",
}
"""Fields that are reasons or conditions, and the plain form that stands for each in JSON."""


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        found = {}
        for spec in fields(value):
            name = _TOLD.get(spec.name, spec.name)
            if isinstance(value, Step) and name == "why":
                name = "reason"
            if isinstance(value, Need) and name == "needed":
                name = "condition"
            found[name] = _plain(getattr(value, name))
        return found
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
