"""A start from which nothing moves, and at which a quantity is not what it is to tend to.

All states 0, or a point of size 1, where matrices are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, RootOf
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Relation, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.existence import names_in, states_in
from sslcheck.derive.kinds.limits.gaps import gap_names
from sslcheck.derive.kinds.scalar.size_one import at_size_one, smallest
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.reason import Reason, assigned, reason
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.finding import Check

__all__ = ["resting"]

_NEVER_ZERO = frozenset({"orthonormal", "invertible"})


def resting(case: Case, quantity: Expr) -> Check | None:
    """A check that fails at a fixed point of all states that move a quantity.

    None where none is found that is an admissible start, or the quantity is 0 there.
    """
    setting, normal = case.setting, case.normal
    if setting.initial or setting.relations or setting.leftover or gap_names(case):
        return None
    try:
        states = _moving(normal, quantity)
        rates = [normal.finished(normal.whole(Dot(Sym(name)))) for name in sorted(states)]
        if any(isinstance(n, RootOf) for rate in rates for n in _scalars(rate)):
            return None  # what starts at the root's 0 may leave it as well
        return _nothing(case, quantity, states) or _of_size_one(case, quantity, rates)
    except (Unsupported, ZeroDivisionError):
        return None


def _moving(normal: NormalForm, quantity: Expr) -> frozenset[str]:
    """The states in a quantity, and all that move them."""
    flow = normal.setting.flow
    states = states_in(normal, normal.finished(normal.whole(quantity)))
    while True:
        rates = [normal.whole(Dot(Sym(name))) for name in states]
        more = states.union(*(names_in(rate) & flow.keys() for rate in rates))
        if more == states:
            return states
        states = more


def _nothing(case: Case, quantity: Expr, states: frozenset[str]) -> Check | None:
    """Where all of these states are 0."""
    setting = case.setting
    symbols = [setting.symbols[name] for name in sorted(states)]
    if any(s.sign == "positive" or s.properties & _NEVER_ZERO for s in symbols):
        return None
    start: dict[str, Expr] = {s.name: ZERO for s in symbols}
    try:
        at_rest = case.derivation.normal(with_lets(setting, start))  # at all times, not at t = 0
        if not all(at_rest.element(setting.flow[name]).is_zero() for name in states):
            return None
        if at_rest.element(quantity).is_zero():
            return None
    except (Unsupported, ZeroDivisionError):
        return None
    there = replace(setting, initial=start, kept=setting.kept or frozenset())
    return Check(Relation(quantity, "=", ZERO), there, note=_note(start))


def _of_size_one(case: Case, quantity: Expr, rates: list[Element]) -> Check | None:
    """At a fixed point of size 1, with simple numbers as parameters and functions of time."""
    setting, normal = case.setting, case.normal
    target = normal.finished(normal.whole(quantity))
    point = smallest(normal, setting, target, rates)
    if point is None:
        return None
    there = at_size_one(case, replace(setting, kept=setting.kept or frozenset()), point)
    return Check(Relation(quantity, "=", ZERO), there, note=_note(point))


def _note(start: Mapping[str, Expr]) -> Reason:
    return reason("a fixed point, from which nothing moves: ", assigned(start))


def _scalars(element: Element) -> frozenset[Letter]:
    return frozenset[Letter]().union(*(coeff.deep() for coeff in element.terms.values()))
