"""What a verdict rests on, as data: steps, counterexamples, needed conditions, routes, numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from sslcheck.derive.expr import Relation
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Reason, plainly, set_in
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["Correction", "HypothesisUse", "Need", "Numbers", "RouteResult", "Step", "Witness"]


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
