"""What a decision procedure returns: its finding, and what the second route must check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sslcheck.derive.expr import Expr, Relation
from sslcheck.derive.printing import relation_latex
from sslcheck.derive.setting import Setting

__all__ = ["Check", "Condition", "Finding", "ProofStep", "identity_step", "with_lets"]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A statement that the second route evaluates at exact points.

    ``order`` is the order in time to which both sides are compared.
    """

    relation: Relation
    setting: Setting
    order: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ProofStep:
    """One step: what is stated, why, and the identity to be re-evaluated, if it is one.

    Made by `identity_step` or `argued_step`; ``unchecked`` says why there is no ``check``.
    """

    latex: str
    reason: str
    check: Check | None = None
    unchecked: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """An extra assumption under which a failing statement holds.

    ``apply`` adds it to a setting; ``check`` is what the second route must find true with it.
    """

    latex: str
    apply: Callable[[Setting], Setting]
    text: str = ""
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The first route's answer on one statement under one setting.

    ``holds`` is None where the procedure cannot tell. ``checks`` state the claim itself for the
    second route: all must hold if the claim does, and one must fail if it does not. ``conditions``
    repair a failing claim when all are added; ``sufficient`` says that the procedure itself has
    proved the claim under them, in words that need no new run. ``complete`` is False where a normal
    form may fail to vanish although the two sides agree (square roots of several radicands).
    """

    holds: bool | None
    checks: tuple[Check, ...]
    steps: tuple[ProofStep, ...] = ()
    why: str = ""
    conditions: tuple[Condition, ...] = ()
    sufficient: bool = False
    complete: bool = True
    remarks: tuple[str, ...] = ()
    solved: Mapping[str, Expr] = field(default_factory=dict)
    """Unknowns of the claim that the procedure has derived."""


def with_lets(setting: Setting, lets: Mapping[str, Expr]) -> Setting:
    """The setting with further replacements; a replaced state no longer moves by the flow."""
    flow = {name: rate for name, rate in setting.flow.items() if name not in lets}
    return replace(setting, lets={**setting.lets, **lets}, flow=flow)


def identity_step(relation: Relation, reason: str, setting: Setting, order: int = 0) -> ProofStep:
    """A step that states an equation, to be re-evaluated by the second route."""
    return ProofStep(relation_latex(relation), reason, Check(relation, setting, order))


def argued_step(latex: str, reason: str, unchecked: str) -> ProofStep:
    """A step in which the second route has nothing to evaluate; ``unchecked`` says why."""
    return ProofStep(latex, reason, unchecked=unchecked)
