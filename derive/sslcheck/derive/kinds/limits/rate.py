"""Whether the rate of a law lets its quantity tend to 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from sslcheck.derive.algebra.letters import closure
from sslcheck.derive.expr import ZERO, Dot, Expr, Num, Relation, SquaredNorm, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import Decay
from sslcheck.derive.kinds.limits.gaps import gap_letters, is_gap
from sslcheck.derive.kinds.limits.gronwall import conditional, decays, exponential, gronwall, stalls
from sslcheck.derive.kinds.limits.met import stays_positive
from sslcheck.derive.kinds.limits.moving_rate import in_time, integrable, only
from sslcheck.derive.kinds.limits.quantity import Law, moving_roles
from sslcheck.derive.kinds.residuals.divisors import vanishing_factors
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, joined, reason
from sslcheck.derive.verdicts.condition import AnyOf, BoundedBelow, Condition, Positive, with_lets
from sslcheck.derive.verdicts.finding import Check, Finding

__all__ = ["decided"]


_DRIVE = Fraction(16)


def decided(case: Case, law: Law) -> Finding:
    """It does where the rate lasts, on a condition, or never; undecided where its sign is open."""
    setting = case.setting
    gaps = gap_letters(case)
    decay = Decay(law.form, gaps)
    admits = partial(_is_left, case, law)
    ways = decay.ways()
    if ways is not None and () in ways:
        return decays(case, law)
    if is_gap(case, law):
        return decays(case, law)
    timed = moving_roles(law.form)
    if law.scalar and not timed and "t" in law.form.letters():
        return in_time(case, law, decay.stalled(admits))
    nothing = Relation(law.quantity, "=", ZERO)
    if decay.never():
        why = reason("its size never falls: minus the symmetric part of its rate is psd")
        why = reason("the rate ", law.rate, " is not positive") if law.scalar else why
        return Finding(False, (Check(nothing, setting),), law.steps, why)
    stalled = decay.stalled(admits)
    if ways or (law.scalar and ways is None and not timed):
        if stalled is not None:
            edge = Check(nothing, with_lets(setting, stalled), note=stalls(stalled))
        elif _may_be_nothing(case, law) or decay.stalled() is not None:
            why = reason(_slow(law), ", and nothing shows that it is not 0 itself there")
            return Finding(None, (), law.steps, why)
        elif law.form.is_symmetric:
            edge = Check(Relation(law.rate, ">" if law.scalar else "pd", ZERO), setting)
        else:  # it may decay all the same
            return Finding(None, (), law.steps, _slow(law))
        condition: Condition = AnyOf(ways) if ways else Positive(law.rate, only(law.form))
        if ways and len(ways) == 1 == len(ways[0]):
            condition = ways[0][0]
        return conditional(law, condition, (edge,), _slow(law))
    named = closure(law.form.letters()) & setting.symbols.keys()
    free = any(setting.symbols[n].role == "function" for n in named)
    if law.scalar and timed and not free:
        return integrable(case, law)
    if ways is None and stalled is not None and "state" not in timed:
        note, at = stalls(stalled), with_lets(setting, stalled)
        why = reason("the rate ", law.rate, " need not be positive definite")
        return Finding(False, (Check(nothing, at, note=note),), law.steps, why)
    if not timed:
        return Finding(None, (), law.steps, reason("the sign of the rate ", law.rate, " is open"))
    if not free and (law.scalar or not any(setting.symbols[n].moves for n in named)):
        why = reason("the rate ", law.rate, " is not known to stay away from 0")
        return Finding(None, (), law.steps, why)  # nothing is left to be supposed of it
    if isinstance(law.quantity, Sym) and not decay.lasts(frozenset({law.quantity.name})):
        why = reason("the rate ", law.rate, " tends to 0 with ", law.quantity)
        return Finding(None, (), law.steps, why)
    stops: Check | None = None
    if ways is not None and stalled is not None:
        stops = Check(nothing, with_lets(setting, stalled), note=stalls(stalled))
    return _bounded_below(case, law, stops)


def _is_left(case: Case, law: Law, values: Mapping[str, Expr]) -> bool:
    """Whether a quantity is not 0 itself with these values."""
    normal = case.derivation.normal(with_lets(case.setting, values))
    return not normal.element(law.quantity).is_zero()


def _may_be_nothing(case: Case, law: Law) -> bool:
    """Whether parameters alone may make a quantity 0, as far as its terms tell."""
    normal = case.normal
    moves = normal.functions.moves
    for word, coeff in normal.element(law.quantity).terms.items():
        fixed = [f for f in vanishing_factors(normal, coeff) if not any(map(moves, f.deep()))]
        if not fixed and all(moves(letter) for letter, _ in word):
            return False
    return True


def _slow(law: Law) -> Reason:
    if not law.scalar:
        return reason("the decay rate may be 0")
    return reason("it decays like ", exponential(law), ", which needs a positive rate")


def _bounded_below(case: Case, law: Law, stops: Check | None) -> Finding:
    """An asymptotic statement: it holds where the rate is bounded below.

    What is not so is shown by a rate that stops everything, or by a point of growth.
    """
    if not stays_positive(case, law.form):
        why = reason("no trajectory is seen on which the rate ", law.rate, " stays away from 0")
        return Finding(None, (), law.steps, why)
    driven, with_what = _driven(case.setting)
    size = Relation(Dot(SquaredNorm(law.quantity)), "<=", ZERO)
    note = reason("it grows here", with_what, ": its squared norm has a positive derivative")
    check = stops or Check(size, driven, note=note)
    if law.scalar:
        condition = BoundedBelow(law.rate, "κ₀", scalar=True)
        check = stops or Check(Relation(law.quantity, "=", ZERO), case.setting)
        why = reason("its rate ", law.rate, " may tend to 0")
        return conditional(law, condition, (check,), why)
    if law.name is None:
        condition = BoundedBelow(law.rate, "λ₀")
        return conditional(law, condition, (check,), reason("the decay rate may be 0"))
    value = next(step for step in law.steps if step.check is None)
    why = reason("an asymptotic statement: it decays where ", value.states, " is bounded below")
    found = conditional(law, BoundedBelow(law.rate, "κ₀"), (check,), why)
    return replace(found, steps=(*found.steps, *gronwall(case, law)))


def _driven(setting: Setting) -> tuple[Setting, Reason]:
    """Free scalar functions of time at a large constant value, where a bound is most strained."""
    names = [
        name
        for name, symbol in setting.symbols.items()
        if symbol.role == "function" and symbol.scalar and name not in setting.lets
    ]
    driven = [reason(", with ", Relation(Sym(name), "=", Num(_DRIVE))) for name in names]
    return with_lets(setting, {name: Num(_DRIVE) for name in names}), joined(driven, "")
