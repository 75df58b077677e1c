"""Rates that settle: of a law ``dG/dt = -(R + U(t)) G`` in which ``U`` tends to 0.

Where ``R`` is constant and positive (definite), the rate is at least half of it after some time,
and G decays from then on (Grönwall), on solutions that exist for all times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sslcheck.derive.algebra.letters import Letter
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Relation, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import Decay
from sslcheck.derive.kinds.limits.existence import existence
from sslcheck.derive.kinds.limits.gaps import gap_letters
from sslcheck.derive.kinds.limits.quantity import Law
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step

__all__ = ["settles"]

_WHY = (
    "what moves in the rate tends to 0, so that after some time it is at least half of what is"
    " left, which is positive; then Grönwall's inequality"
)
_BOUND = "a limit, not an equation at a point"


def settles(
    case: Case, law: Law, check: Check, tends: Callable[[Case], Finding | None]
) -> Finding | None:
    """That a quantity tends to 0 by a law, seen in ``check``, whose rate settles; None if unseen.

    Where the rate tends to 0 itself it is undecided: no positive number stays below that.
    ``tends`` decides whether a quantity tends to its limit.
    """
    normal = law.form.normal
    parted = _parted(normal, law.form)
    if parted is None:
        return None
    still, states = parted
    if still.terms and () not in (Decay(still, gap_letters(case)).ways() or ()):
        return None
    found = []
    for name in sorted(states):
        one = tends(replace(case, relations=(Relation(Sym(name), "->", ZERO),)))
        if one is None or not one.holds:
            return None
        found.append(one)
    if not still.terms:
        return Finding(None, (), law.steps, reason("the rate ", law.rate, " tends to 0"))
    given = (
        *(condition for one in found for condition in one.conditions),
        *existence(normal, normal.element(law.quantity), law.form),
    )
    last = argued_step(reason(case.relation), _WHY, _BOUND)
    return Finding(
        True,
        (check, *(each for one in found for each in one.checks)),
        (*law.steps, *(step for one in found for step in one.steps), last),
        conditions=tuple(dict.fromkeys(given)),
    )


def _parted(normal: NormalForm, form: Form) -> tuple[Form, frozenset[str]] | None:
    """What of a rate stands still, and the states with which the rest tends to 0."""
    still: dict[Key, Ratio] = {}
    states: set[str] = set()
    for key, coeff in form.terms.items():
        within = {letter for word in key for letter, _ in word}
        moving = {letter for letter in within if normal.functions.moves(letter)}
        if not moving:
            split = _number_parted(normal, coeff)
            if split is None:
                return None
            constant, more = split
            still[key] = constant
            states |= more
        elif _states(normal, moving) and not any(map(normal.functions.moves, coeff.deep())):
            states |= _states(normal, moving)
        else:
            return None
    kept = {key: coeff for key, coeff in still.items() if not coeff.is_zero()}
    return (replace(form, terms=kept), frozenset(states)) if states else None


def _number_parted(normal: NormalForm, coeff: Ratio) -> tuple[Ratio, frozenset[str]] | None:
    """The value of a number where the states in it are 0, and these."""
    moving = {letter for letter in coeff.deep() if normal.functions.moves(letter)}
    states = _states(normal, moving)
    if moving and (not states or not moving <= coeff.free()):
        return None
    zero = normal.scalars.number(0)
    try:
        return coeff.substitute(dict.fromkeys(moving, zero)).cancelled(), states
    except Unsupported:  # it divides by them
        return None


def _states(normal: NormalForm, moving: set[Letter]) -> frozenset[str]:
    """Letters that are all states of the flow; empty where one is not."""
    names = frozenset(name for name in normal.setting.flow if name in moving)
    return names if len(names) == len(moving) else frozenset()
