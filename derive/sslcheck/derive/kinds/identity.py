"""`identity`: an equation holds at every admissible point, for all sizes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import InverseOf
from sslcheck.derive.calculus.stacked import stacks
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.orders.squeezed import by_orders
from sslcheck.derive.kinds.residuals.divisors import nonzero, regular_multiple
from sslcheck.derive.kinds.residuals.repairs import repairs
from sslcheck.derive.kinds.residuals.summands import termwise
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, of_error, reason
from sslcheck.derive.traverse import map_children, walk, within
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Identity", "identity_finding", "moves"]

_LATER, _LATEST = 2, 8  # orders in time
_NESTED = 3  # sums within sums
_SAME = "both sides have the same normal form, hence for every size and every value"
_BY_INVERSES = "the difference of the sides is 0 times the sums whose inverses stand in it"
_INSIDE = "the equations assumed, used inside functions as well, make the sides equal"
_BY_RELATIONS = "the difference of the sides is a combination of multiples of the equations assumed"


class Identity(Kind, frozen=True, kw_only=True, tag="identity"):
    """At every admissible point both sides are equal; derivatives are those of the flow.

    A statement that names the time (`t`, exponentials, integrals, values at 0) is one about each
    trajectory at all times: what is declared of a state then counts at the start, and later where
    the flow keeps it. A statement that divides by what may be 0 needs that it is not, and one with
    a root that what it is of is not negative: the row tells it.
    """

    over_time = True
    any_motion = True
    summed = True
    entries = True
    reads = "`left = right`, or several such equations"
    several = True
    pointwise = True
    needs_flow = "for derivatives"
    shows_flow = True

    def decide(self, case: Case) -> Finding:
        """Both sides have the same normal form, so they agree for every size and every value.

        Or both start alike and their difference moves by a multiple of itself. Where a sum has no
        normal form, an exact point may refute it.
        """
        try:
            found = identity_finding(case.normal, case.relations, case.setting, mended=case.repairs)
            if found.holds or not case.normal.supposed:
                return found
            return replace(found, later=partial(_supposed, case, found))
        except Unsupported as error:
            if not error.valued:
                raise
            return _by_terms(case, of_error(error))


def _supposed(case: Case, found: Finding) -> Finding:
    """By what takes longer: inequalities, and times of which one is meant."""
    return _at_one(case, found) or by_orders(case, found)


def _at_one(case: Case, found: Finding) -> Finding | None:
    """An equation between exponentials at time 1, where it holds at all times, as
    ``e^{A t} v = e^{a t} v``.
    """
    setting, time = replace(case.setting, kept=frozenset()), e.Sym("t")

    def timed(node: e.Expr) -> e.Expr:
        node = map_children(node, timed)
        return e.Exp(e.Prod((time, node.arg))) if isinstance(node, e.Exp) else node

    told = [side for r in (*case.relations, *setting.relations) for side in (r.lhs, r.rhs)]
    names = {
        part.name
        for part in within(told, setting.lets, setting.definitions)
        if isinstance(part, e.Sym)
    }
    if any(name == "t" or setting.symbols[name].moves for name in names):
        return None
    relations = tuple(e.Relation(timed(r.lhs), r.op, timed(r.rhs)) for r in case.relations)
    if relations == case.relations:
        return None
    normal = case.derivation.normal(setting)
    shown = identity_finding(normal, relations, setting, mended=False)
    if not shown.holds or shown.conditions:
        return None
    last = [
        argued_step(r, "at time 1", "an equation, evaluated as the claim") for r in case.relations
    ]
    return replace(shown, checks=found.checks, steps=(*shown.steps, *last))


def _by_terms(case: Case, obstacle: Reason) -> Finding:
    """What the summands show of sums that have no normal form."""
    setting = case.setting
    checks = tuple(Check(r, setting, _order(r, setting)) for r in case.relations)
    for _ in range(_NESTED):
        inside = [termwise(r, setting.symbols, setting.indices) for r in case.relations]
        relations = tuple(filter(None, inside))
        if len(relations) < len(inside):
            break
        case = replace(case, relations=relations)
        with suppress(Unsupported):
            found = identity_finding(case.normal, relations, setting, mended=False)
            if found.holds:
                return replace(found, checks=checks)
    return Finding(None, checks, (), obstacle, decisive=True)


def identity_finding(
    normal: NormalForm, relations: tuple[e.Relation, ...], setting: Setting, mended: bool = True
) -> Finding:
    """The finding on a set of equations; ``mended``, with what would make false ones true."""
    residuals: list[Element] = []
    sides: list[Element] = []
    beside: list[Element] = []  # what stands beside others in Kronecker products
    steps: list[ProofStep] = []
    why_not: Reason = ()
    for relation in relations:
        order = _order(relation, setting)
        gaps = normal.remainders(relation)
        both: list[list[Element]] = []
        for side in (relation.lhs, relation.rhs):
            elements, reached = normal.parts(side)
            both.append(elements)
            if reached is not None and reached != side:
                steps.append(
                    identity_step(e.Relation(side, "=", reached), _reason(side, setting), setting)
                )
        sides += [each for elements in both for each in elements]
        if all(gap.is_zero() for gap in gaps):
            why = _by_relations(normal, both) if setting.relations else _compared(*both)
            steps.append(identity_step(relation, why, setting, order))
        elif order and _begins(normal, relation, gaps) and all(_stays(normal, g) for g in gaps):
            why = "both sides agree at t = 0, and their difference moves by a multiple of itself"
            steps.append(identity_step(relation, why, setting, order))
            gaps = [normal.alphabet.zero(gap.shape) for gap in gaps]
        else:
            apart = e.difference(relation.lhs, relation.rhs)
            if stacks(normal, apart):
                rest, beside = normal.parts(apart)[1], [*beside, *normal.stacked_words(apart)]
            else:
                rest = normal.expr(gaps[0])
            why_not = why_not or reason("the two sides differ", *((" by ", rest) if rest else ()))
            if rest is not None:
                why = "words that do not cancel: the two sides differ"
                steps.append(identity_step(e.Relation(apart, "=", rest), why, setting))
        residuals += gaps
    holds = all(r.is_zero() for r in residuals)
    timed = setting.began or any(_names_time(relation, setting) for relation in relations)
    divided = nonzero(normal, [side for r in relations for side in (r.lhs, r.rhs)], timed)
    opaque = any(normal.functions.opaque(r) for r in (*residuals, *beside))
    return Finding(
        holds,
        tuple(Check(relation, setting, _order(relation, setting)) for relation in relations),
        tuple(steps),
        why_not,
        divided if holds else repairs(normal, residuals, sides) if mended else (),
        complete=not opaque and not timed,
    )


def _by_relations(normal: NormalForm, both: list[list[Element]]) -> str:
    """What shows that two sides are equal by the equations assumed."""
    inside = any(normal.functions.opaque(each) for elements in both for each in elements)
    return _INSIDE if inside else _BY_RELATIONS


def _compared(lhs: list[Element], rhs: list[Element]) -> str:
    """What shows that two lists of elements, each of one value, are equal."""
    letters = frozenset[Any]().union(*(each.letters() for each in (*lhs, *rhs)))
    inverted = any(isinstance(letter, InverseOf) for letter in letters)
    alike = len(lhs) == len(rhs) == 1 and not (lhs[0] - rhs[0]).terms
    return _BY_INVERSES if inverted and not alike else _SAME


def _begins(normal: NormalForm, relation: e.Relation, gaps: list[Element]) -> bool:
    """Whether an equation holds at the start, as what is supposed there has it."""
    if all(normal.at_start(gap).is_zero() for gap in gaps):
        return True
    parts = within((relation.lhs, relation.rhs), normal.setting.lets, normal.setting.definitions)
    if not normal.setting.began or any(map(e.names_time, parts)):
        return False
    there = NormalForm(replace(normal.setting, kept=None), normal.scalars)
    return all(gap.is_zero() for gap in there.remainders(relation))


def _stays(normal: NormalForm, gap: Element) -> bool:
    """Whether a difference that is 0 at the start moves by multiples of itself (Grönwall)."""
    rate = normal.whole_rate(gap)
    return rate.is_zero() or regular_multiple(normal, rate, gap) is not None or normal.keeps(gap)


def _order(relation: e.Relation, setting: Setting) -> int:
    """To which order in time an equation is to be compared at exact points; 0 if it is not timed.

    One that names the time says more than its start does, the more so with powers of t; so does
    one under what is supposed of the start alone.
    """
    if setting.kept is None or not (setting.began or _names_time(relation, setting)):
        return 0  # of an instant nothing is said before or after it
    parts = [*within((relation.lhs, relation.rhs), setting.lets, setting.definitions)]
    powers = [int(p.exponent) for p in parts if isinstance(p, e.Power) and p.base == e.Sym("t")]
    times = sum(powers) + parts.count(e.Sym("t")) - len(powers)
    return min(max(_LATER, times), _LATEST)


def _names_time(relation: e.Relation, setting: Setting) -> bool:
    sides = (relation.lhs, relation.rhs)
    return any(map(e.names_time, within(sides, setting.lets, setting.definitions)))


def moves(node: e.Expr) -> bool:
    """Whether a time derivative occurs."""
    return any(isinstance(part, e.Dot) for part in walk(node))


def _reason(side: e.Expr, setting: Setting) -> str:
    if any(isinstance(part, e.Partial) for part in walk(side)):
        return "the flow differentiated by the parameter"
    if moves(side):
        return "the derived flow inserted, products multiplied out"
    if setting.lets or setting.definitions:
        return "definitions and hypotheses inserted, products multiplied out"
    return "products multiplied out"
