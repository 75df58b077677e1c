"""A start from which nothing moves, and at which a quantity is not what it is to tend to."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, RootOf
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Relation, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.existence import names_in, states_in
from sslcheck.derive.kinds.limits.gaps import gap_names
from sslcheck.derive.text.reason import assigned, reason
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.finding import Check

__all__ = ["resting"]

_NEVER_ZERO = frozenset({"orthonormal", "invertible"})


def resting(case: Case, quantity: Expr) -> Check | None:
    """A check that fails where all states that move a quantity are 0, which is a fixed point.

    None where it is none, no admissible start, or the quantity is 0 there.
    """
    setting, normal = case.setting, case.normal
    if setting.initial or setting.relations or setting.leftover or gap_names(case):
        return None
    try:
        element = normal.element(quantity)
        states = set(states_in(normal, element))
        while True:
            rates = [normal.element(Dot(Sym(name))) for name in states]
            more = states.union(*(names_in(rate) & setting.flow.keys() for rate in rates))
            if more == states:
                break
            states = more
        if any(isinstance(n, RootOf) for rate in rates for n in _scalars(rate)):
            return None  # what starts at the root's 0 may leave it as well
        symbols = [setting.symbols[name] for name in sorted(states)]
        if any(s.sign == "positive" or s.properties & _NEVER_ZERO for s in symbols):
            return None
        start: dict[str, Expr] = {s.name: ZERO for s in symbols}
        at_rest = case.derivation.normal(with_lets(setting, start))  # at all times, not at t = 0
        if not all(at_rest.element(setting.flow[name]).is_zero() for name in states):
            return None
        if at_rest.element(quantity).is_zero():
            return None
        there = replace(setting, initial=start, kept=setting.kept or frozenset())
    except (Unsupported, ZeroDivisionError):
        return None
    note = reason("a fixed point, from which nothing moves: ", assigned(start))
    return Check(Relation(quantity, "=", ZERO), there, note=note)


def _scalars(element: Element) -> frozenset[Letter]:
    return frozenset[Letter]().union(*(coeff.deep() for coeff in element.terms.values()))
