"""Functions of what converges: a continuous one tends to its value at the limits.

The limits of the states are sought among 0, where a number rests, and the constants that the claim
and the flow name. Free functions of time, and states of which no limit is known, may stand in
bounded factors of what tends to 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import combinations_with_replacement, islice, product
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, IntegralOf, Of, PseudoOf, RateOf, Unnamed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.expr import ZERO, Relation, Sym, difference
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.existence import existence, names_in
from sslcheck.derive.kinds.limits.settling import rests
from sslcheck.derive.kinds.residuals.divisors import vanishing_factors
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.traverse import walk, within
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = ["follows", "resting_places"]

_CHOICES = 64  # of limits
_OTHERS = 4  # of them, with which a quantity does not tend to where it is to tend
_JUMPS = (IntegralOf, PseudoOf, RateOf, Unnamed)
_BOUND = "a limit, not an equation at a point"
_FACTOR = "it is bounded, times some of what tends to 0"


def follows(case: Case, tends: Callable[[Case], Finding | None]) -> Finding | None:
    """That a quantity tends to its limit since all that moves in it does; None if unseen.

    ``tends`` decides whether a state tends to a limit.
    """
    normal, setting, moves = case.normal, case.setting, case.normal.functions.moves
    gap = difference(case.relation.lhs, case.relation.rhs)
    element = normal.finished(normal.whole(gap))
    inside = names_in(element)
    moving = sorted(n for n in inside if isinstance(n, str) and (n == "t" or moves(n)))
    states = [name for name in moving if name in setting.flow]
    if not states or any(isinstance(n, _JUMPS) and moves(n) for n in inside):
        return None
    if any(_is_state(normal, element, name) for name in states):
        return None  # that is asked by whoever asks
    free = [name for name in moving if name not in setting.flow]
    shown = identity_step(Relation(gap, "=", normal.expr(element)), "what it is", setting)
    others: list[tuple[dict[str, Element], Element]] = []
    for limits in resting_places(case, states):
        there = _value(normal, element, limits)
        if there is None:
            continue
        if not there.is_zero():
            others.append((limits, there))
        elif free and not _is_bounded(normal, element, limits):
            continue
        elif (found := _all(case, limits, tends)) is not None:
            why = "it is continuous in what moves"
            why = _FACTOR if free else why
            last = argued_step(reason(case.relation), why, _BOUND)
            return replace(found, steps=(*found.steps, shown, last))
    for limits, there in others[:_OTHERS] if not free else ():
        found = _all(case, limits, tends)
        if found is not None and not found.conditions:
            reached = normal.expr(there)
            step = argued_step(Relation(gap, "->", reached), "it is continuous", _BOUND)
            said = reason(gap, " tends to ", reached)
            apart = Check(Relation(reached, "=", ZERO), setting, note=said)
            steps = (*found.steps, shown, step)
            return Finding(False, (apart,), steps, said, complete=False)
    return _beside_one(case, element, states, tends) if len(moving) > 1 else None


def _beside_one(
    case: Case, element: Element, states: list[str], tends: Callable[[Case], Finding | None]
) -> Finding | None:
    """That one state tends to 0, and with it what is bounded but for it, whatever others do."""
    normal = case.normal
    for name in states:
        limits = {name: normal.alphabet.zero(_shape(normal, name))}
        if not _is_bounded(normal, element, limits):
            continue
        found = _all(case, limits, tends)
        if found is not None:
            last = argued_step(reason(case.relation), _FACTOR, _BOUND)
            given = (*found.conditions, *existence(normal, element))
            return replace(
                found, steps=(*found.steps, last), conditions=tuple(dict.fromkeys(given))
            )
    return None


def resting_places(case: Case, states: list[str]) -> Iterator[dict[str, Element]]:
    """Where states may tend to: constants at which those rest that these states alone move."""
    options = [_limits(case, name) for name in states]
    for choice in islice(product(*options), _CHOICES):
        limits = dict(zip(states, choice, strict=True))
        if _may_rest(case.normal, limits):
            yield limits


def _all(
    case: Case, limits: Mapping[str, Element], tends: Callable[[Case], Finding | None]
) -> Finding | None:
    """That states tend to these limits; None where one is not seen to."""
    whole = Finding(True, ())
    for name, value in limits.items():
        toward = Relation(Sym(name), "->", case.normal.expr(value))
        one = tends(replace(case, relations=(toward,)))
        if one is None or not one.holds:
            return None
        whole = Finding(
            True,
            (*whole.checks, *one.checks),
            (*whole.steps, *one.steps),
            conditions=tuple(dict.fromkeys((*whole.conditions, *one.conditions))),
        )
    return whole


def _is_state(normal: NormalForm, element: Element, name: str) -> bool:
    """Whether a quantity is a state, up to a constant: then its limit is no simpler question."""
    rest = element - normal.element(Sym(name)) if element.shape == _shape(normal, name) else None
    return rest is not None and not any(map(normal.functions.moves, names_in(rest)))


def _shape(normal: NormalForm, name: str) -> tuple[str, str]:
    return normal.element(Sym(name)).shape


def _limits(case: Case, name: str) -> list[Element]:
    """What a state may tend to: 0, where a number rests, constants that are named."""
    normal, setting = case.normal, case.setting
    symbol, shape = setting.symbols[name], _shape(case.normal, name)
    found = [normal.alphabet.zero(shape)]
    if symbol.scalar:
        with suppress(Unsupported):
            found += [normal.alphabet.scalar(value) for value in rests(normal, name)]
    sides = (case.relation.lhs, case.relation.rhs, *setting.flow.values())
    for part in dict.fromkeys(within(sides, setting.lets, setting.definitions)):
        if any(isinstance(n, Sym) and normal.functions.moves(n.name) for n in walk(part)):
            continue
        try:
            value = normal.finished(normal.whole(part))
        except (Unsupported, ShapeMismatch):
            continue
        names = names_in(value)
        fixed = not any(map(normal.functions.moves, names)) and "t" not in names
        named = value.shape == shape and fixed and not any(isinstance(n, AtStart) for n in names)
        if named and all(not (value - other).is_zero() for other in found):
            found.append(value)
    return found


def _placed(normal: NormalForm, limits: Mapping[str, Element]) -> Substitution:
    scalar = {n: v.value() for n, v in limits.items() if normal.setting.symbols[n].scalar}
    return Substitution(normal.alphabet, limits, scalar, normal.functions)


def _may_rest(normal: NormalForm, limits: Mapping[str, Element]) -> bool:
    """Whether no state that is moved by these alone would leave its limit."""
    placed = _placed(normal, limits)
    for name in limits:
        try:
            rate = normal.whole_rate(normal.element(Sym(name)))
            if any(n not in limits and normal.functions.moves(n) for n in names_in(rate)):
                continue
            if not normal.reduced(placed.element(rate)).is_zero():
                return False
        except Unsupported:
            return False
    return True


def _value(normal: NormalForm, element: Element, limits: Mapping[str, Element]) -> Element | None:
    """The value of a quantity at the limits; None where it is not known to be continuous there."""
    placed = _placed(normal, limits)
    try:
        for value in _divisors(normal, element):
            below = placed.scalar(value)
            if below.is_zero() or vanishing_factors(normal, below):
                return None
        return normal.reduced(placed.element(element))
    except Unsupported:
        return None


def _divisors(normal: NormalForm, element: Element) -> Iterator[Ratio]:
    for coeff in element.terms.values():
        yield coeff.denominator
        for letter in coeff.deep():
            if isinstance(letter, Of):
                yield letter.value.denominator


def _is_bounded(normal: NormalForm, element: Element, limits: Mapping[str, Element]) -> bool:
    """Whether each term of a number is bounded, times some of what tends to 0: all else that moves
    in it is the geometric mean of two terms of the denominator, none of whose terms is negative.
    """
    if element.terms.keys() != {()}:
        return False
    value = element.as_scalar().cancelled()
    signs, names = Signs(normal.functions), value.scalars.names
    moving = [k for k, n in enumerate(names) if normal.functions.moves(n)]
    small = {k for k in moving if names[k] in limits and limits[names[k]].is_zero()}

    def term(powers: tuple[int, ...], coeff: Any) -> Ratio:
        return Ratio(value.scalars, value.num.ring.dtype({powers: coeff}), value.scalars.unit)

    below = [(powers, term(powers, coeff)) for powers, coeff in value.den.items()]
    if not all(signs.known_nonnegative(each) for _, each in below):
        return False
    if not signs.known_positive(value.denominator):
        return False
    still = dict.fromkeys((names[k] for k in moving), value.scalars.one)
    bounds = [m for m, each in below if signs.known_positive(each.substitute(still))]

    def over(powers: tuple[int, ...]) -> bool:
        for one, two in combinations_with_replacement(bounds, 2):
            left = {k: d for k in moving if (d := 2 * powers[k] - one[k] - two[k])}
            if left and left.keys() <= small and min(left.values()) > 0:
                return True
        return False

    return all(map(over, value.num.itermonoms()))
