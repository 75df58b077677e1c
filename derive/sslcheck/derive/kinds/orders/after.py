"""Inequalities that are said of the times after the start: strict there, and perhaps not before.

``f > 0`` holds for all ``t > 0`` if ``f >= 0`` at the start and ``df/dt + c f > 0`` with a constant
c: then ``f e^(ct)`` grows strictly.
"""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, At, Relation, Sym, difference, names_time
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.orders.lasting import (
    growing,
    has_rates,
    only_time,
    ordered,
    timed,
    with_time,
)
from sslcheck.derive.kinds.orders.order import order_finding
from sslcheck.derive.kinds.residuals.divisors import nonzero
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import reason
from sslcheck.derive.traverse import within
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step

__all__ = ["ordered_when_said"]

_WEAK = {">": ">=", "<": "<=", "pd": "psd"}
_GROWS = "it is not negative at the start, and this derivative is positive (Grönwall)"
_BOUND = "for all times, not an inequality at a point"


def ordered_when_said(case: Case, before: tuple[ProofStep, ...] = ()) -> Finding:
    """That one side is at least the other, from the start on, or strictly after it if said so.

    ``before`` are the steps that the statement is derived by.
    """
    relation, setting = case.relation, case.setting
    if not case.claim.statement.after or relation.op not in _WEAK:
        return ordered(case.normal, relation, setting, before)
    parts = [*within((relation.lhs, relation.rhs), setting.lets, setting.definitions)]
    if any(map(names_time, parts)) and only_time(parts, setting):
        setting = with_time(setting, "positive")
        return ordered(case.derivation.normal(setting), relation, setting, before)
    found = _after_the_start(case.normal, relation, setting)
    if found is not None:
        return replace(found, steps=(*before, *found.steps))
    return ordered(case.normal, relation, setting, before)


def _after_the_start(normal: NormalForm, relation: Relation, setting: Setting) -> Finding | None:
    """That a strict inequality holds at all times after the start; None where it is not seen."""
    check = timed(Check(Relation(relation.lhs, _WEAK[relation.op], relation.rhs), setting))
    sides = (relation.rhs, relation.lhs) if relation.op == "<" else (relation.lhs, relation.rhs)
    gap, op = difference(*sides), "pd" if relation.op == "pd" else ">"
    if not check.order or nonzero(normal, (gap,)) or not has_rates(normal, gap):
        return None
    try:
        first = order_finding(normal, Relation(At(gap), _WEAK[op], ZERO), setting)
        grows = growing(normal, gap, op, setting) if first.holds and not first.conditions else None
    except Unsupported:
        return None
    if grows is None:
        return None
    after = reason(relation, " for all ", Relation(Sym("t"), ">", ZERO))
    steps = (*first.steps, *grows.steps, argued_step(after, _GROWS, _BOUND))
    return Finding(True, (check, *first.checks, *grows.checks), steps)
