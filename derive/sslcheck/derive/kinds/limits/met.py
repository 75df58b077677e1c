"""Whether some trajectory meets a condition on trajectories: one that never is says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import closure
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import At, Dot, Sym, difference, negative
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.existence import has_values, names_in, stages
from sslcheck.derive.kinds.limits.nothing import special_flows
from sslcheck.derive.kinds.residuals.divisors import regular_multiple
from sslcheck.derive.kinds.scalar.size_one import commuting, smallest
from sslcheck.derive.signs.quadratic import Form, read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.traverse import at_rest
from sslcheck.derive.verdicts.condition import Nonzero

__all__ = ["some_last", "stays_away", "stays_positive"]


def some_last(case: Case) -> bool:
    """Whether a solution is seen that exists for all times: a fixed point, or one of a flow in
    which some letters are 0, and the rates of these still have a value.
    """
    normal, flow = case.normal, case.setting.flow
    if _rests(case, flow, normal.alphabet.scalar(normal.scalars.one)):
        return True
    return any(
        stages(special.normal, frozenset(special.setting.flow)) is not None
        and all(has_values(normal, normal.whole(Dot(Sym(n)))) for n in values if n in flow)
        for values, special in special_flows(case)
    )


def stays_positive(case: Case, rate: Form) -> bool:
    """Whether a rate is seen to be positive (definite) at all times on some trajectory.

    With no state in it, it may be so from the start on; else at a point of size 1 that is fixed,
    or from which the rate never falls.
    """
    flow = case.setting.flow
    states = {n for n in closure(rate.letters()) if n in flow}
    total = Element(rate.alphabet, ("1", "1"), {})
    for key, coeff in rate.terms.items():
        word = tuple(letter for part in key for letter in part)
        total = total + Element(rate.alphabet, ("1", "1"), {word: coeff})
    return not states or _rests(case, states, total) or _grows(case, states, total)


def stays_away(case: Case, condition: Nonzero) -> bool:
    """Whether a number is seen not to come to 0 on some trajectory: it moves by a multiple of
    itself, it begins positive and never falls or negative and never rises, or it may rest.
    """
    normal, value = case.normal, condition.value
    try:
        element = normal.whole(value)
        rate = normal.whole_rate(element)
        if regular_multiple(normal, rate, element) is not None:
            return True
        begins = Signs(case.derivation.normal(replace(case.setting, kept=None)).functions)
        signs = Signs(normal.functions)
        for side, at, moved in (
            (value, element.value(), rate.value()),
            (negative(value), -element.value(), -rate.value()),
        ):
            if begins.known_nonnegative(-at):
                continue
            if signs.known_nonnegative(moved) or stays_positive(case, read_form(normal, side)):
                return True
        return False
    except Unsupported:
        return False


def _grows(case: Case, states: Iterable[str], rate: Element) -> bool:
    """Whether a rate moves by a factor of itself that is not negative, at size 1."""
    normal = case.normal
    try:
        value = commuting(normal, rate)
        moved = normal.scalars.number(0)
        for name in states:
            slope = value.diff(name)
            moved = moved + slope * commuting(normal, normal.whole(Dot(Sym(name))))
        factor = (moved / value).cancelled()
        known = Signs(normal.functions).known_nonnegative(factor)
        return known and _meets(case, rate, [])
    except (Unsupported, ZeroDivisionError):
        return False


def _rests(case: Case, states: Iterable[str], positive: Element) -> bool:
    """Whether states rest, with those that move them, where a number is positive."""
    normal, moving = case.normal, set(states)
    try:
        while True:
            rates = [normal.finished(normal.whole(Dot(Sym(name)))) for name in sorted(moving)]
            more = moving.union(*(names_in(rate) & normal.setting.flow.keys() for rate in rates))
            if more == moving:
                break
            moving = more
        return _meets(case, positive, rates, still=True)
    except (Unsupported, ZeroDivisionError):
        return False


def _meets(case: Case, positive: Element, gaps: list[Element], still: bool = False) -> bool:
    """Whether a point of size 1 that satisfies what is supposed makes gaps 0 and a number > 0.

    Where all is ``still``, derivatives are 0.
    """
    normal, setting = case.normal, case.setting
    given = [difference(r.lhs, r.rhs) for r in (*setting.relations, *setting.leftover)]
    given += [difference(Sym(n), At(value)) for n, value in setting.initial.items()]
    given = [at_rest(gap) for gap in given] if still else given
    gaps = gaps + [normal.finished(normal.element(gap)) for gap in given]
    return smallest(normal, setting, positive, gaps, positive=True) is not None
