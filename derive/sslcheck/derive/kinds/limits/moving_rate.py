"""Rates that move: quotients of polynomials in the time, and states that decay themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import Decay
from sslcheck.derive.kinds.limits.existence import existence
from sslcheck.derive.kinds.limits.gronwall import BOUND, conditional, law_check, stalls
from sslcheck.derive.kinds.limits.quantity import Law
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.condition import Positive, with_lets
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["in_time", "integrable", "only"]


def only(form: Form) -> tuple[str, ...]:
    """The symbol that the rate is, where it is one."""
    letters = form.letters()
    (coeff,) = form.terms.values()
    alone = len(letters) == 1 and coeff.num == form.normal.scalars.letter(min(letters)).num
    return tuple(letters) if alone and coeff.den == 1 else ()


def in_time(case: Case, law: Law, stalled: Mapping[str, e.Expr] | None) -> Finding:
    """A quotient of polynomials in the time as rate: for large times it is like ``c t^k``."""
    normal = law.form.normal
    signs = Signs(normal.functions)
    (rate,) = law.form.terms.values()
    below = rate.denominator
    if not signs.known_positive(below):
        why = reason("the rate ", law.rate, " may have no value at some time")
        return Finding(None, (), law.steps, why)
    over, under = (rate * below).cancelled().coefficients("t"), below.coefficients("t")
    power = max(over) - max(under)
    factor = over[max(over)] / under[max(under)]
    leading = normal.expr(normal.alphabet.scalar(factor))
    like = e.Prod((leading, e.Power(e.Sym("t"), Fraction(power)))) if power else leading
    like_it = reason("for large times the rate is like ", like)
    nothing = e.Relation(law.quantity, "=", e.ZERO)
    if power < -1 or signs.known_positive(-factor):
        why = reason(like_it, ": its integral is bounded above")
        return Finding(False, (Check(nothing, case.setting),), law.steps, why)
    if signs.known_positive(factor):
        solution = e.Prod((e.Exp(e.negative(e.Integral(law.rate))), e.At(law.quantity)))
        why = reason(like_it, ", so that its integral grows without a bound")
        bound = argued_step(e.Relation(law.quantity, "=", solution), why, BOUND)
        given = existence(normal, normal.element(law.quantity), law.form)
        return Finding(True, (law_check(case, law),), (*law.steps, bound), conditions=given)
    if stalled is None:
        return Finding(None, (), law.steps, reason(like_it, ", of which the sign is open"))
    sign = Positive(leading, only(replace(law.form, terms={((),): factor})))
    edge = Check(nothing, with_lets(case.setting, stalled), note=stalls(stalled))
    return conditional(law, sign, (edge,), like_it)


def integrable(case: Case, law: Law) -> Finding:
    """A number as rate that moves: where it decays itself, its integral is finite."""
    normal, setting = law.form.normal, case.setting
    (rate,) = law.form.terms.values()
    moved = normal.scalar_rate(rate)
    ratio = (-moved / rate).cancelled()
    own = Decay(Form(normal, normal.alphabet, (), {((),): ratio}))
    ways = own.ways()
    shown = law.rate
    if ways is not None and () in ways:
        decay = normal.expr(normal.alphabet.scalar(ratio))
        relation = e.Relation(e.Dot(shown), "=", e.negative(e.Prod((decay, shown))))
        step = identity_step(relation, "the rate decays itself", setting)
        why = reason("its rate ", shown, " tends to 0 so fast that it has a finite integral")
        nothing = Check(e.Relation(law.quantity, "=", e.ZERO), setting)
        return Finding(False, (nothing,), (*law.steps, step), why)
    if Signs(normal.functions).known_positive(moved) and not _moves(normal, moved):
        relation = e.Relation(e.Dot(shown), "=", normal.expr(normal.alphabet.scalar(moved)))
        steps = (identity_step(relation, "the rate grows like the time", setting), *_bounded(law))
        given = existence(normal, normal.element(law.quantity), law.form)
        return Finding(True, (law_check(case, law),), (*law.steps, *steps), conditions=given)
    why = reason("the rate ", shown, " moves, and is not known to stay away from 0")
    return _stays_negative(case, law, rate, moved) or Finding(None, (), law.steps, why)


def _moves(normal: NormalForm, value: Ratio) -> bool:
    return any(map(normal.functions.moves, value.deep())) or "t" in value.deep()


def _bounded(law: Law) -> tuple[ProofStep, ...]:
    solution = e.Prod((e.Exp(e.negative(e.Integral(law.rate))), e.At(law.quantity)))
    why = "its integral grows without a bound"
    return (argued_step(e.Relation(law.quantity, "=", solution), why, BOUND),)


def _stays_negative(case: Case, law: Law, rate: Ratio, moved: Ratio) -> Finding | None:
    """That the rate is another state, which stays negative if it is so at the start: its derivative
    is a multiple of itself and a number that is not positive. Then the quantity never falls.
    """
    normal, setting = law.form.normal, case.setting
    names = [n for n in setting.flow if (rate - normal.scalars.letter(n)).is_zero()]
    if not names or setting.initial or setting.relations or setting.leftover:
        return None
    name, state = names[0], law.quantity
    free = setting.symbols[name].sign == "real" and isinstance(state, e.Sym) and state.name != name
    if not free or name in moved.denominator.deep():
        return None
    if existence(normal, normal.element(state), law.form):
        return None
    edge = moved.substitute({name: normal.scalars.number(0)})
    if not Signs(normal.functions).known_nonnegative(-edge):
        return None
    start = {name: e.MINUS_ONE}
    there = replace(setting, initial=start, kept=setting.kept or frozenset())
    note = reason(
        "with ", e.Relation(e.At(e.Sym(name)), "=", start[name]), " its rate stays negative"
    )
    nothing = Check(e.Relation(state, "=", e.ZERO), there, note=note)
    why = reason("its rate ", e.Sym(name), " stays negative if it is so at the start")
    return Finding(False, (nothing,), law.steps, why)
