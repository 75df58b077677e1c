"""What is moved by others: linear equations of higher order, and what is driven to its limit.

A number of which the derivatives satisfy a linear equation with constant coefficients tends to 0
if these pass the test of Hurwitz. One with ``dq/dt = -r q + u`` follows where ``u`` goes: if ``r``
is a positive constant and ``u`` tends to 0, so does ``q`` (variation of constants).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, Letter, Word
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Prod, Relation, Sum, difference, negative
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import Decay, applied, linear_law
from sslcheck.derive.kinds.limits.existence import existence, names_in
from sslcheck.derive.kinds.limits.gronwall import stalls
from sslcheck.derive.kinds.residuals.recurrence import Recurrence, moving_part, recurrence
from sslcheck.derive.kinds.scalar.hurwitz import hurwitz
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.condition import AnyOf, Condition, Positive, with_lets
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["driven", "of_higher_order"]

_ORDER = 2  # in time
_BOUND = "a limit, not an equation at a point"


def of_higher_order(case: Case) -> Finding | None:
    """What the linear equation of a quantity says of its limit; None where that is not seen."""
    normal, setting = case.normal, case.setting
    gap = difference(case.relation.lhs, case.relation.rhs)
    element = normal.element(gap)
    if (pulled := _pulled(case, gap, element)) is not None:
        return pulled
    found = recurrence(normal, element)
    if found is None:
        return None
    demands = [normal.scalar(d).cancelled() for d in hurwitz(found.companion(normal))]
    signs = Signs(normal.functions)
    law = found.relation(normal, gap)
    step = identity_step(law, "the derivatives of the quantity along the flow", setting)
    nothing = Check(Relation(gap, "=", ZERO), setting)
    if any(signs.known_nonnegative(-demand) for demand in demands):
        if not _any_start(case, found.derivatives):
            return None
        why = reason(law, ": not all roots of its characteristic polynomial have real parts < 0")
        return Finding(False, (nothing,), (step,), why)
    if not all(map(signs.known_positive, demands)):
        return _where_stable(case, found, demands, step) if case.repairs else None
    shown = [normal.expr(normal.alphabet.scalar(demand)) for demand in demands]
    checks = (
        Check(law, setting, _ORDER),
        *(Check(Relation(demand, ">", ZERO), setting) for demand in shown),
    )
    roots = (
        "a linear equation with constant coefficients, whose characteristic polynomial has roots"
        " with negative real parts alone (Liénard and Chipart)"
    )
    given = existence(normal, element)
    if found.rest.is_zero():
        steps = (step, argued_step(reason(case.relation), roots, _BOUND))
        return Finding(True, checks, steps, conditions=given)
    if given:
        return None
    one = normal.scalars.one
    reached = normal.expr(found.rest.scaled(-one / found.coefficients[0]))
    steps = (step, argued_step(Relation(gap, "->", reached), roots, _BOUND))
    apart = Check(Relation(reached, "=", ZERO), setting, note=reason(gap, " tends to this"))
    return Finding(False, (apart,), steps, reason(gap, " tends to ", reached), complete=False)


def _where_stable(
    case: Case, found: Recurrence, demands: list[Ratio], step: ProofStep
) -> Finding | None:
    """That it tends to 0 only where all demands are positive; None where nothing shows that one
    need not be.
    """
    normal, setting = case.normal, case.setting
    if not found.rest.is_zero() or not _any_start(case, found.derivatives):
        return None
    signs = Signs(normal.functions)
    quantity = difference(case.relation.lhs, case.relation.rhs)
    conditions: list[Condition] = []
    checks: list[Check] = []
    for demand in demands:
        if signs.known_positive(demand):
            continue
        rate = Form(normal, normal.alphabet, (), {((),): demand})
        values = Decay(rate).stalled(partial(_is_of_order, case, len(found.coefficients)))
        if values is None:
            return None
        shown, ways = normal.expr(normal.alphabet.scalar(demand)), signs.ways(demand) or ()
        conditions += ways[0] if len(ways) == 1 else [AnyOf(ways) if ways else Positive(shown)]
        at = with_lets(setting, values)
        checks.append(Check(Relation(quantity, "=", ZERO), at, note=stalls(values)))
    why = "a root of the characteristic polynomial of this equation may have a real part >= 0"
    given = existence(normal, normal.element(quantity))
    steps, told = (step,), tuple(dict.fromkeys((*conditions, *given)))
    return Finding(False, tuple(checks), steps, reason(why), told, sufficient=True, complete=False)


def _is_of_order(case: Case, order: int, values: Mapping[str, Expr]) -> bool:
    """Whether a quantity satisfies no equation of a lower order with these values, nor is 0."""
    normal = case.derivation.normal(with_lets(case.setting, values))
    element = normal.element(difference(case.relation.lhs, case.relation.rhs))
    found = None if element.is_zero() else recurrence(normal, element)
    return found is not None and len(found.coefficients) == order


def _pulled(case: Case, gap: Expr, element: Element) -> Finding | None:
    """That a quantity with ``dq/dt = H q + e`` does not tend to 0 where the constant e is not 0.

    None where it moves in another way, or where e is 0.
    """
    normal, setting = case.normal, case.setting
    rate = normal.rate(element)
    try:
        still = _still(normal, element, rate)
    except Unsupported:
        return None
    if still is None or still[1].is_zero():
        return None
    back, rest = still
    pull = normal.expr(rest)
    law = Relation(Dot(gap), "=", Sum((normal.expr(back), pull)))
    step = identity_step(law, "the quantity along the flow", setting)
    check = Check(Relation(pull, "=", ZERO), setting, note=reason("with 0 its rate tends to this"))
    why = reason("where it tends to 0, its rate tends to ", pull)
    return Finding(False, (check,), (step,), why, complete=False)


def _still(normal: NormalForm, element: Element, rate: Element) -> tuple[Element, Element] | None:
    """``H q`` and ``e`` with ``dq/dt = H q + e``, both H and e constant; H is linear."""
    back = None
    if found := solve_linear(moving_part(normal, rate), [moving_part(normal, element)]):
        back = element.scaled(found[0])
    else:
        own, moved = (_moving(normal, e) for e in (element, rate))
        law = linear_law(normal, own, moved)
        if law is not None and not any(map(normal.functions.moves, law.letters())):
            back = -applied(law, element)
    if back is None:
        return None
    rest = normal.finished(rate - back)
    return (back, rest) if moving_part(normal, rest).is_zero() else None


def _moving(normal: NormalForm, element: Element) -> Element:
    """The terms of an element in which something moves."""
    moves = normal.functions.moves
    terms = {
        word: coeff
        for word, coeff in element.terms.items()
        if any(moves(letter) for letter, _ in word) or any(map(moves, coeff.deep()))
    }
    return replace(element, terms=terms)


def _any_start(case: Case, derivatives: tuple[Element, ...]) -> bool:
    """Whether a quantity and its derivatives may start anywhere close to where they start: they
    are independent, made of states alone and not of where these start, and nothing is supposed
    of them.
    """
    setting, moves = case.setting, case.normal.functions.moves
    if setting.initial or setting.relations or setting.leftover:
        return False
    letters = frozenset[Letter]().union(*map(_letters, derivatives))
    if any(isinstance(letter, AtStart) for letter in letters):
        return False
    moving = {letter for letter in letters if moves(letter)}
    return moving <= setting.flow.keys() - setting.lets.keys()


def _letters(element: Element) -> frozenset[Letter]:
    return element.letters().union(*(coeff.deep() for coeff in element.terms.values()))


def driven(case: Case, tends: Callable[[Case], Finding | None]) -> Finding | None:
    """That a quantity tends to its limit as what drives it does; None where that is not seen.

    ``tends`` decides whether a quantity tends to its limit.
    """
    normal, setting = case.normal, case.setting
    gap = difference(case.relation.lhs, case.relation.rhs)
    element = normal.element(gap)
    for rate, drive in _ways(normal, element):
        moved = normal.expr(drive)
        found = tends(replace(case, relations=(Relation(moved, "->", ZERO),)))
        if found is None or not found.holds:
            continue
        decay = normal.expr(normal.alphabet.scalar(rate))
        law = Relation(Dot(gap), "=", Sum((negative(Prod((decay, gap))), moved)))
        steps = (
            identity_step(law, "the quantity along the flow", setting),
            *found.steps,
            argued_step(
                reason(case.relation),
                "a linear equation with a constant positive rate, driven by what tends to 0",
                _BOUND,
            ),
        )
        checks = (Check(law, setting, _ORDER), *found.checks)
        given = (*found.conditions, *existence(normal, element))
        return Finding(True, checks, steps, conditions=tuple(dict.fromkeys(given)))
    return None


def _ways(normal: NormalForm, element: Element) -> Iterator[tuple[Ratio, Element]]:
    """``r`` and ``u`` by which a quantity may be driven."""
    if element.shape == ("1", "1"):
        value = element.value()
        for name in sorted(value.free() & normal.setting.flow.keys(), key=str):
            if parted := _parted(normal, value, name):
                rate, drive = parted
                yield rate, normal.alphabet.scalar(drive)
        return
    for name in sorted(n for n in normal.setting.flow if n in element.letters()):
        if parts := _parted_matrix(normal, element, name):
            yield parts


def _has(word: Word, name: str) -> bool:
    """Whether a symbol is a factor of a word."""
    return any(letter == name for letter, _ in word)


def _parted_matrix(normal: NormalForm, element: Element, name: str) -> tuple[Ratio, Element] | None:
    """The same of a matrix: one state stands in it, times a number, and not in what drives it."""
    moved = normal.rate(element)
    word = next((w for w in element.terms if w in moved.terms and _has(w, name)), None)
    if word is None:
        return None
    rate = (-moved.terms[word] / element.terms[word]).root_reduced().cancelled()
    drive = normal.finished(moved + element.scaled(rate))
    constant = not any(map(normal.functions.moves, rate.deep()))
    known = constant and Signs(normal.functions).known_positive(rate)
    return (rate, drive) if known and name not in names_in(drive) else None


def _parted(normal: NormalForm, value: Ratio, name: str) -> tuple[Ratio, Ratio] | None:
    """``r`` and ``u`` with ``d value / dt = -r value + u``: ``u`` free of one state, which is in
    the value as a multiple, and ``r`` positive and constant.
    """
    try:
        slope = value.diff(name).cancelled()
        moved = normal.scalar_rate(value).root_reduced().cancelled()
        steep = moved.diff(name).cancelled()
    except Unsupported:
        return None
    if slope.is_zero() or any(map(normal.functions.moves, slope.deep() | steep.deep())):
        return None
    rate = (-steep / slope).cancelled()
    drive = (moved + rate * value).root_reduced().cancelled()
    if name in drive.deep() or not Signs(normal.functions).known_positive(rate):
        return None
    return rate, drive
