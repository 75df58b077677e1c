"""What a decision procedure returns: its finding, and what the second route must check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sslcheck.derive.expr import Expr, Relation
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.verdicts.condition import Condition

__all__ = ["Check", "Finding", "ProofStep", "argued_step", "identity_step"]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A statement that the second route evaluates at exact points.

    ``order`` is the order in time to which both sides are compared. With a ``span`` it says no more
    than that ``rhs - lhs`` is a combination, with one coefficient for each, of what is in it.
    """

    relation: Relation
    setting: Setting
    order: int = 0
    note: Reason = ()
    span: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ProofStep:
    """One step: what is stated, why, and the identity to be re-evaluated, if it is one.

    Made by `identity_step` or `argued_step`; ``unchecked`` says why there is no ``check``.
    """

    states: Reason
    why: Reason
    check: Check | None = None
    unchecked: Reason = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The first route's answer on one statement under one setting.

    ``holds`` is None where the procedure cannot tell. ``checks`` state the claim itself for the
    second route: all must hold if the claim does, and one must fail if it does not. ``conditions``
    repair a failing claim when all are added; ``sufficient`` says that the procedure itself has
    proved the claim under them, in words that need no new run; ``firm`` is what the second
    route must then find true, ``then`` what it must find true wherever it sees them met, and
    ``possible`` is false at some point if they can be met at all. Where ``holds``, ``conditions``
    are what the statement needs in order to say something (divisors that are not 0). ``complete``
    is False where a normal form may fail to vanish although the two sides agree (square roots of
    several radicands).
    """

    holds: bool | None
    checks: tuple[Check, ...]
    steps: tuple[ProofStep, ...] = ()
    why: Reason = ()
    conditions: tuple[Condition, ...] = ()
    sufficient: bool = False
    firm: tuple[Check, ...] = ()
    then: tuple[Check, ...] = ()
    possible: Check | None = None
    complete: bool = True
    remarks: tuple[Reason, ...] = ()
    solved: Mapping[str, Expr] = field(default_factory=dict)
    """Unknowns of the claim that the procedure has derived."""
    decisive: bool = False
    """Whether one of the checks at an exact point refutes the claim, where ``holds`` is None."""
    given: tuple[Condition, ...] = ()
    """What a proof rests on beside the hypotheses: divisors that are not 0, times that exist."""
    later: Callable[[], Finding] | None = None
    """What takes its place where no check is false: it takes long, counterexamples do not."""


def identity_step(
    relation: Relation, why: str | Reason, setting: Setting, order: int = 0
) -> ProofStep:
    """A step that states an equation, to be re-evaluated by the second route."""
    return ProofStep(reason(relation), reason(why), Check(relation, setting, order))


def argued_step(
    states: Expr | Relation | Reason, why: str | Reason, unchecked: str | Reason
) -> ProofStep:
    """A step in which the second route has nothing to evaluate; ``unchecked`` says why."""
    return ProofStep(reason(states), reason(why), unchecked=reason(unchecked))
