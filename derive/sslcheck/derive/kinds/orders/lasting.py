"""Inequalities that name the time: at each instant, or from the start on along the flow.

``f >= 0`` holds for all times if it holds at the start and ``df/dt + c f >= 0`` with a constant c:
then ``f e^(ct)`` does not fall (Grönwall).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    ZERO,
    At,
    Dot,
    Expr,
    Integral,
    Prod,
    Relation,
    Sum,
    Sym,
    difference,
    names_time,
)
from sslcheck.derive.kinds.orders.order import by_rates, order_finding
from sslcheck.derive.kinds.residuals.divisors import nonzero, regular_multiple
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Sign, Symbol
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.traverse import within
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["from_the_start", "growing", "has_rates", "only_time", "ordered", "timed", "with_time"]

_ORDER = 3  # Taylor order to which the second route follows the flow
_TIME = "t"
_BOUND = "for all times, not an inequality at a point"
_OWN = "it holds at the start, and its sign does not change: it moves by a multiple of itself"
_TURNED = {"<=": ">=", "<": ">"}
_WEAK = {">": ">=", "pd": "psd"}
_LATER = (
    "it is not negative at the start, and this derivative of it neither",
    "it is not negative at the start, and this derivative of it is positive: after the start",
)


def ordered(
    normal: NormalForm, relation: Relation, setting: Setting, before: tuple[ProofStep, ...] = ()
) -> Finding:
    """That one side is at least the other: a sum of squares, or what grows from one at the start.

    ``before`` are the steps that the statement is derived by.
    """
    if lost := _lost(normal, relation, setting, before):
        return _all_timed(lost)
    found = order_finding(normal, relation, setting, before, squares_alone=True)
    if found.holds is None and not found.conditions:
        found = replace(found, later=partial(_searched, normal, relation, setting, before))
    return _all_timed(found)


def _searched(
    normal: NormalForm, relation: Relation, setting: Setting, before: tuple[ProofStep, ...]
) -> Finding:
    """By all that is known, also from the start on."""
    found = from_the_start(normal, relation, setting, before)
    return _all_timed(found or order_finding(normal, relation, setting, before))


def _all_timed(found: Finding) -> Finding:
    return replace(
        found, checks=tuple(map(timed, found.checks)), then=tuple(map(timed, found.then))
    )


def timed(check: Check) -> Check:
    """A check with how the second route evaluates an inequality that names the time.

    Where nothing else moves the time is a number that is not negative; along a flow what happens
    soon after the start is looked at.
    """
    relation, setting = check.relation, check.setting
    parts = [*within((relation.lhs, relation.rhs), setting.lets, setting.definitions)]
    if _TIME in setting.symbols or not (setting.began or any(map(names_time, parts))):
        return check
    if not only_time(parts, setting):
        return replace(check, order=_ORDER)
    return replace(check, setting=with_time(setting, "nonnegative"))


def only_time(parts: Iterable[Expr], setting: Setting) -> bool:
    """Whether nothing moves in these parts of a statement but the time."""
    kinds = (At, Dot, Integral)
    moving = {
        n for n, s in setting.symbols.items() if n in setting.flow or (setting.began and s.moves)
    }
    return not any(
        isinstance(part, kinds) or (isinstance(part, Sym) and part.name in moving) for part in parts
    )


def with_time(setting: Setting, sign: Sign) -> Setting:
    """A setting in which the time is a number."""
    return replace(setting, symbols={**setting.symbols, _TIME: Symbol(_TIME, sign=sign)})


def from_the_start(
    normal: NormalForm, relation: Relation, setting: Setting, before: tuple[ProofStep, ...] = ()
) -> Finding | None:
    """That an inequality holds at the start, and what it says of the rate; None where that is not
    seen.
    """
    check = timed(Check(relation, setting))
    if not check.order:
        return None
    if relation.op in _TURNED:
        relation = Relation(relation.rhs, _TURNED[relation.op], relation.lhs)
    gap = difference(relation.lhs, relation.rhs)
    begins = Relation(At(gap), relation.op, ZERO)
    if nonzero(normal, (gap,)):
        return None
    if not has_rates(normal, gap):
        return _by_their_squares(normal, relation, setting, before)
    try:
        first = order_finding(normal, begins, setting)
        if not first.holds or first.conditions:
            return None
        own = _by_itself(normal, gap, setting)
        if own is not None:
            last = argued_step(reason(relation, " for all ", Sym(_TIME)), _OWN, _BOUND)
            return Finding(True, (check, *first.checks), (*before, *first.steps, own, last))
        grows = growing(normal, gap, _WEAK.get(relation.op, relation.op), setting)
        if grows is not None:
            why = "it holds at the start, and this derivative is not negative (Grönwall)"
            last = argued_step(reason(relation, " for all ", Sym(_TIME)), why, _BOUND)
            checks = (check, *first.checks, *grows.checks)
            return Finding(True, checks, (*before, *first.steps, *grows.steps, last))
    except Unsupported:
        pass
    return None


def growing(
    normal: NormalForm, gap: Expr, op: str, setting: Setting, deep: bool = True
) -> Finding | None:
    """That a difference grows, times an exponential of the time; None where that is not seen.

    If ``deep`` its derivative may itself be what grows from 0 or more at the start.
    """
    weighted = []
    for rate in _rates(normal, gap):
        moved: Expr = Dot(gap)
        if not rate.is_zero():
            moved = Sum((moved, Prod((normal.expr(normal.alphabet.scalar(rate)), gap))))
        weighted.append(moved)
    for squares_alone, moved in product((True, False), weighted):  # what takes long comes last
        found = order_finding(
            normal, Relation(moved, op, ZERO), setting, squares_alone=squares_alone
        )
        if found.holds and not found.conditions:
            return found
    for moved in weighted if deep else ():
        begins = Relation(At(moved), _WEAK.get(op, op), ZERO)
        first = order_finding(normal, begins, setting, squares_alone=True)
        if not first.holds or first.conditions:
            continue
        second = growing(normal, moved, op, setting, deep=False)
        if second is not None:
            said = argued_step(reason(Relation(moved, op, ZERO)), _LATER[op in _WEAK], _BOUND)
            steps = (*first.steps, *second.steps, said)
            return replace(second, checks=(*first.checks, *second.checks), steps=steps)
    return None


def _lost(
    normal: NormalForm, relation: Relation, setting: Setting, before: tuple[ProofStep, ...]
) -> Finding | None:
    """What is equal at the start, and moves by squares of rates, as what a gradient flow loses."""
    check = timed(Check(relation, setting))
    if not check.order:
        return None
    if relation.op in _TURNED:
        relation = Relation(relation.rhs, _TURNED[relation.op], relation.lhs)
    gap = difference(relation.lhs, relation.rhs)
    begins = Relation(At(gap), "=", ZERO)
    try:
        level = relation.op == ">=" and normal.holds(begins) and not nonzero(normal, (gap,))
        moves = by_rates(normal, Dot(gap), check) if level and has_rates(normal, gap) else None
    except Unsupported:
        return None
    if moves is None:
        return None
    steps = (identity_step(begins, "both sides are the same at the start", setting), *moves.steps)
    why = "it holds at the start, and the difference moves by squares"
    last = argued_step(reason(relation, " for all ", Sym(_TIME)), why, _BOUND)
    return Finding(True, (check,), (*before, *steps, last))


def _by_their_squares(
    normal: NormalForm, relation: Relation, setting: Setting, before: tuple[ProofStep, ...]
) -> Finding | None:
    """Of sides that are roots, times numbers that are not negative: by their squares."""
    sides = (relation.lhs, relation.rhs)
    signs = Signs(normal.functions)
    try:
        values = [normal.finished(normal.whole(side)).value() for side in sides]
    except Unsupported:
        return None
    squared = [(value * value).root_reduced() for value in values]
    if any(isinstance(n, lt.RootOf) for value in squared for n in value.free()):
        return None
    if not all(map(signs.known_nonnegative, values)):
        return None
    left, right = (normal.expr(normal.alphabet.scalar(value)) for value in squared)
    squares = Relation(left, relation.op, right)
    found = from_the_start(normal, squares, setting, before)
    if found is None:
        return None
    why = "neither side is negative, and their squares are in this order"
    check = timed(Check(relation, setting))
    steps = (*found.steps, argued_step(reason(relation, " for all ", Sym(_TIME)), why, _BOUND))
    return replace(found, checks=(check, *found.checks), steps=steps)


def _by_itself(normal: NormalForm, gap: Expr, setting: Setting) -> ProofStep | None:
    """That a number moves by a multiple of itself, which divides by nothing that may be 0."""
    element = normal.whole(gap)
    if element.shape != ("1", "1"):
        return None
    factor = regular_multiple(normal, normal.whole_rate(element), element)
    if factor is None:
        return None
    moved = Prod((normal.expr(normal.alphabet.scalar(factor)), gap))
    return identity_step(Relation(Dot(gap), "=", moved), "the flow inserted", setting)


def has_rates(normal: NormalForm, gap: Expr) -> bool:
    """Whether a difference has a derivative at all times: roots and logarithms, also in the flow,
    are of what stays positive, and inverses of nothing that moves.
    """
    signs = Signs(normal.functions)
    try:
        elements = [normal.whole(e) for e in (gap, *map(Dot, map(Sym, normal.setting.flow)))]
    except Unsupported:
        return False
    for element in elements:
        letters = element.letters().union(*(c.free() for c in element.terms.values()))
        for letter in filter(normal.functions.moves, lt.closure(letters)):
            if isinstance(letter, (lt.RootOf, lt.LogOf)) and not signs.known_positive(letter.value):
                return False
            if isinstance(
                letter, (lt.InverseOf, lt.PseudoOf, lt.MatrixRootOf, lt.UnitOf, lt.MaxOf)
            ):
                return False
    return True


def _rates(normal: NormalForm, gap: Expr) -> Iterator[Ratio]:
    """0, and constant rates at which exponentials in a number decay, or a state in it."""
    seen = [normal.scalars.number(0)]
    yield seen[0]
    element = normal.whole(gap)
    for coeff in element.terms.values():
        for name in sorted(coeff.free() & normal.setting.flow.keys()):
            slope = coeff.diff(name).cancelled()
            if slope.is_zero():
                continue
            own = (-normal.scalar_rate(coeff).diff(name) / slope).cancelled()
            if not any(map(normal.functions.moves, own.deep())) and not own.is_zero():
                seen.append(own)
                yield own
        for letter in coeff.ordered():
            if not isinstance(letter, lt.ExpOf):
                continue
            rate = normal.scalar_rate(letter.value).cancelled()
            if any(map(normal.functions.moves, rate.deep())):
                continue
            for power in sorted(_powers(coeff.cancelled(), letter)):
                turned = (rate * normal.scalars.number(-power)).cancelled()
                if not any((turned - one).is_zero() for one in seen):
                    seen.append(turned)
                    yield turned


def _powers(value: Ratio, letter: lt.ExpOf) -> Iterable[int]:
    """The powers of a letter in the terms of a quotient by one term."""
    above, below = (p.coefficients(letter) for p in (value.numerator, value.denominator))
    return {up - down for up in above for down in below} if len(below) == 1 else set()
