"""LaSalle's principle: what falls comes to rest, and all that is 0 wherever it rests tends to 0.

An energy, a weighted sum of the squared norms of all states that matter, or of what they are away
from a fixed point, never rises: so they are bounded, exist for all times and tend to a set on which
the flow stays and the energy does not fall.
There each square that the energy loses is 0, and so are the derivatives of what is 0 there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from itertools import islice

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, OfMatrix, Word, closure
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Relation, Sym, difference
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.continuous import resting_places
from sslcheck.derive.kinds.limits.decay import Decay, linear_law
from sslcheck.derive.kinds.limits.energy import (
    monomials,
    positive_constant,
    product_with,
    summed,
    weights,
)
from sslcheck.derive.kinds.limits.existence import made_in, names_in
from sslcheck.derive.kinds.limits.potential import Energy, mechanical, observed
from sslcheck.derive.kinds.limits.zeros import vanishing
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.signs.splits import NUMBER
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["at_rest"]

_ORDER = 2  # in time
_DERIVATIVES = 2
_CENTRES = 3
_BOUND = "a limit, not an equation at a point"
_BOUNDED = (
    "a sum of squares: the states are bounded and tend to where each square is 0, and stays so"
    " (LaSalle)"
)
_LINEAR = (
    "a sum of squares, each of which tends to 0 with its derivatives (LaSalle): exponentially, as"
    " the flow is linear, whereas no state grows faster than the time"
)


def at_rest(case: Case) -> Finding | None:
    """That a quantity tends to its limit, since it is there wherever the flow comes to rest."""
    normal, setting = case.normal, case.setting
    if setting.relations or setting.leftover:
        return None
    gap = difference(case.relation.lhs, case.relation.rhs)
    try:
        element = normal.finished(normal.whole(gap))
        rates = _rates(normal, element)
        if rates is None or not all(_polynomial(normal, e) for e in (element, *rates.values())):
            return None
        settled = _settled(case, rates)
        gap = normal.expr(element)
        for steps, checks, zeros in (settled,) if settled else _falling(case, rates):
            shown = _nothing_there(case, gap, zeros, list(rates))
            if shown:
                why = "what is 0 where the flow comes to rest, all of which is bounded, tends to 0"
                last = argued_step(reason(case.relation), why, _BOUND)
                more = tuple(step.check for step in shown if step.check is not None)
                return Finding(True, (*checks, *more), (*steps, *shown, last))
    except Unsupported:
        return None
    return None


def _nothing_there(
    case: Case, gap: Expr, zeros: list[Expr], names: list[str]
) -> tuple[ProofStep, ...]:
    """The steps by which a quantity is 0 where the flow comes to rest; none if that is unseen."""
    still = _limit_setting(case.setting)
    there = case.derivation.normal(still)
    target = there.finished(there.element(gap))
    gaps = [(zero, there.finished(there.element(zero))) for zero in zeros]
    return vanishing(there, gap, target, gaps, still) or _with_states(
        there, gap, target, gaps, names
    )


def _with_states(
    there: NormalForm,
    gap: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    names: list[str],
) -> tuple[ProofStep, ...]:
    """The same where states are 0 themselves, as is seen first; none where it is not seen.

    With a state that is 0 less is left of what is 0, so that others may be seen to be so.
    """
    steps: tuple[ProofStep, ...] = ()
    nothing: list[tuple[Expr, Element]] = []
    for name in (*names, *names):
        state = there.element(Sym(name))
        if any(shown == Sym(name) for shown, _ in nothing):
            continue
        if shown := vanishing(there, Sym(name), state, gaps, there.setting):
            steps, nothing = (*steps, *shown), [*nothing, (Sym(name), state)]
            gone = {name: there.alphabet.zero(state.shape)}
            number = {name: there.scalars.number(0)}
            placed = Substitution(there.alphabet, gone, number, there.functions)
            left = (placed.element(gap) for _, gap in gaps)
            gaps = [(there.expr(gap), gap) for gap in left if not gap.is_zero()]
    shown = vanishing(there, gap, target, [*nothing, *gaps], there.setting) if nothing else ()
    return (*steps, *shown) if shown else ()


_Found = tuple[tuple[ProofStep, ...], tuple[Check, ...], list[Expr]]


def _settled(case: Case, rates: dict[str, Element]) -> _Found | None:
    """Each state has a rate that decays exponentially: it converges, to where the rates are 0."""
    normal, setting = case.normal, case.setting
    steps = []
    for name, rate in rates.items():
        law = linear_law(normal, rate, normal.rate(rate))
        if law is None or any(map(normal.functions.moves, law.letters())):
            return None
        if () not in (Decay(law).ways() or ()):
            return None
        steps += [
            identity_step(Relation(Dot(Sym(name)), "=", normal.expr(rate)), "the flow", setting),
            argued_step(
                reason(Dot(Sym(name)), " tends to 0 exponentially, and ", Sym(name), " converges"),
                "a linear equation with a constant positive definite rate; then Grönwall",
                _BOUND,
            ),
        ]
    checks = tuple(replace(s.check, order=_ORDER) for s in steps if s.check is not None)
    return tuple(steps), checks, [normal.expr(rate) for rate in rates.values()]


def _falling(case: Case, rates: dict[str, Element]) -> Iterator[_Found]:
    """The squares that an energy of all these states loses, and their derivatives."""
    normal = case.normal
    nowhere = {name: normal.alphabet.zero(rate.shape) for name, rate in rates.items()}
    others = islice(resting_places(case, list(rates)), _CENTRES)
    for centre in (nowhere, *(place for place in others if any(e.terms for e in place.values()))):
        with suppress(Unsupported):
            if (found := _around(case, rates, centre)) is not None:
                yield found
        with suppress(Unsupported):
            energy = mechanical(normal, rates, centre)
            if energy is not None:
                yield from _lost(case, energy)
    for energy in observed(normal, rates):
        for signed in (energy, replace(energy, value=-energy.value)):
            with suppress(Unsupported):
                if _polynomial(normal, energy.value):
                    yield from _lost(case, signed)


def _lost(case: Case, energy: Energy) -> Iterator[_Found]:
    """The same of an energy whose rate is minus a sum of squares."""
    normal, setting = case.normal, case.setting
    moved = normal.finished(normal.rate(energy.value))
    zeros = _squares(normal, -moved)
    if not zeros:
        return
    falls = Relation(Dot(normal.expr(energy.value)), "=", normal.expr(moved))
    steps = (
        identity_step(falls, energy.why, setting),
        argued_step(
            reason(Relation(normal.expr(-moved), ">=", ZERO)),
            _BOUNDED if energy.bounded else _LINEAR,
            _BOUND,
        ),
    )
    yield steps, (Check(falls, setting, _ORDER),), _with_derivatives(normal, zeros)


def _with_derivatives(normal: NormalForm, zeros: list[Element]) -> list[Expr]:
    """What stays 0, and its derivatives."""
    latest = zeros
    for _ in range(_DERIVATIVES):
        latest = [normal.finished(normal.rate(zero)) for zero in latest]
        latest = [zero for zero in latest if not zero.is_zero()]
        zeros = [*zeros, *latest]
    return [normal.expr(zero) for zero in zeros]


def _around(case: Case, rates: dict[str, Element], centre: dict[str, Element]) -> _Found | None:
    """The same of the energy of what the states are away from the centre."""
    normal, setting = case.normal, case.setting
    names = list(rates)
    states = [normal.element(Sym(name)) - centre[name] for name in names]
    gains = [(state.T * rates[name]).trace() for state, name in zip(states, names, strict=True)]
    crossed = [_crossed(normal, gain, names) for gain in gains]
    scales = weights(normal, crossed)
    if not all(positive_constant(normal, scale) for scale in scales):
        return None
    total = reduce(lambda a, b: a + b, (g.scaled(-w) for g, w in zip(gains, scales, strict=True)))
    total = normal.finished(total)
    zeros = _squares(normal, total)
    if not zeros:
        return None
    shown = [normal.expr(normal.alphabet.scalar(w)) for w in scales]
    energy = summed(shown, [product_with(normal, x, x) for x in map(normal.expr, states)])
    lost = normal.expr(total.scaled(normal.scalars.number(-2)))
    falls = Relation(Dot(energy), "=", lost)
    steps = [
        identity_step(falls, "the energy of the states along the flow", setting),
        argued_step(reason(Relation(normal.expr(total), ">=", ZERO)), _BOUNDED, _BOUND),
    ]
    return tuple(steps), (Check(falls, setting, _ORDER),), _with_derivatives(normal, zeros)


def _squares(normal: NormalForm, total: Element) -> list[Element]:
    """What is 0 where a sum of squares is; empty where it is none."""
    signs, alphabet = Signs(normal.functions), normal.alphabet
    if total.terms.keys() <= {()}:
        if not total.terms:
            return []
        parts = monomials(normal, total.as_scalar())
        if not all(map(signs.known_nonnegative, parts)):
            parts = [total.as_scalar()]
        seen = all(map(signs.known_nonnegative, parts))
        return [alphabet.scalar(_radical(part)) for part in parts] if seen else []
    form = Form(normal, alphabet, (), {(w,): c for w, c in total.terms.items()})
    found: list[Element] = []
    for square in sum_of_squares(form, signs).squares:
        if square.middle == NUMBER or not isinstance(square.middle, tuple):
            continue
        if not positive_constant(normal, square.weight):
            continue
        _, inner, outer = square.middle
        root = reduce(
            lambda a, b: a + b,
            (
                Element(alphabet, _shape(normal, half[0]), {half[0]: c})
                for half, c in square.root.items()
                if half[0]
            ),
        )
        for word, left in ((inner, True), (outer, False)):
            if word:
                factor = Element(alphabet, _shape(normal, word), {word: normal.scalars.one})
                root = factor * root if left else root * factor
        found.append(root)
    return found


def _radical(value: Ratio) -> Ratio:
    """A number that is 0 where another is, without powers."""
    factors = (factor for factor, _ in value.factors())
    return reduce(lambda a, b: a * b, factors, value.scalars.one)


def _shape(normal: NormalForm, word: Word) -> tuple[str, str]:
    shape = normal.alphabet.shape
    return shape(word[0])[0], shape(word[-1])[1]


def _crossed(normal: NormalForm, gain: Element, names: list[str]) -> Element:
    """The terms in which more than one of the states stands."""
    if gain.terms.keys() <= {()}:
        value, nothing = gain.as_scalar(), normal.scalars.number(0)
        for name in names:
            others = dict.fromkeys((n for n in names if n != name), nothing)
            value = value - gain.as_scalar().substitute(others)
        return normal.alphabet.scalar(value.cancelled())
    terms = {
        word: coeff
        for word, coeff in gain.terms.items()
        if len(names_in(Element(gain.alphabet, gain.shape, {word: coeff})) & set(names)) > 1
    }
    return replace(gain, terms=terms)


def _rates(normal: NormalForm, element: Element) -> dict[str, Element] | None:
    """The states in an element and all that move them, with their rates."""
    flow = normal.setting.flow
    rates: dict[str, Element] = {}
    pending = [*(names_in(element) & flow.keys())]
    while pending:
        name = pending.pop()
        if name not in rates:
            rates[name] = normal.finished(normal.whole(Dot(Sym(name))))
            pending += names_in(rates[name]) & flow.keys()
    return dict(sorted(rates.items())) or None


def _polynomial(normal: NormalForm, element: Element) -> bool:
    """Whether all that moves in an element is states, as factors of its terms."""
    moves, flow = normal.functions.moves, normal.setting.flow
    inside = closure(n for n in element.letters() if isinstance(n, OfMatrix))
    for coeff in element.terms.values():
        inside |= coeff.denominator.deep() | made_in(coeff)
    if any(isinstance(n, AtStart) for n in names_in(element)):
        return False
    used = names_in(element) | {letter for word in element.terms for letter, _ in word}
    moving = {n for n in used if moves(n)}
    return moving <= flow.keys() and not any(map(moves, inside))


def _limit_setting(setting: Setting) -> Setting:
    """Where the states stand still: there they are what the flow keeps, up to its edge."""
    symbols = dict(setting.symbols)
    for name in setting.flow:
        symbol = symbols[name]
        lost = setting.kept is not None and name not in setting.kept
        sign = "nonnegative" if symbol.sign == "positive" else symbol.sign
        closed = symbol.properties - {"invertible"}
        symbols[name] = replace(
            symbol, sign="real" if lost else sign, properties=frozenset() if lost else closed
        )
    return replace(setting, symbols=symbols, flow={}, kept=None, began=False, initial={})
