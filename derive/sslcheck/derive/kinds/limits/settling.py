"""Rates that settle: of a law ``dG/dt = -(R + U(t)) G`` in which ``U`` tends to 0.

Where ``R`` is constant and positive (definite), the rate is at least half of it after some time,
and G decays from then on (Grönwall), on solutions that exist for all times. ``R`` is the rate where
the states in it have come to their limits: to 0, or to where a number rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, product

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.expr import ZERO, Dot, Relation, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import Decay
from sslcheck.derive.kinds.limits.existence import existence
from sslcheck.derive.kinds.limits.gaps import gap_letters
from sslcheck.derive.kinds.limits.quantity import Law
from sslcheck.derive.kinds.residuals.divisors import vanishing_factors
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step

__all__ = ["rests", "settles"]

_WHY = (
    "what moves in the rate tends to its limit, so that after some time it is at least half of what"
    " is left, which is positive; then Grönwall's inequality"
)
_CHOICES = 8  # of limits
_BOUND = "a limit, not an equation at a point"


def settles(
    case: Case, law: Law, check: Check, tends: Callable[[Case], Finding | None]
) -> Finding | None:
    """That a quantity tends to 0 by a law, seen in ``check``, whose rate settles; None if unseen.

    Where the rate tends to 0 itself it is undecided: no positive number stays below that.
    ``tends`` decides whether a quantity tends to its limit.
    """
    normal = law.form.normal
    states = _moving(normal, law.form)
    if not states:
        return None
    options = [[normal.scalars.number(0), *rests(normal, name)] for name in states]
    for choice in islice(product(*options), _CHOICES):
        limits = dict(zip(states, choice, strict=True))
        still = _still(normal, law.form, limits)
        if still is None:
            continue
        ways = Decay(still, gap_letters(case)).ways() if still.terms else ()
        grows = bool(still.terms) and () in (Decay(-still).ways() or ())
        if still.terms and not grows and () not in (ways or ()):
            continue
        found = _tending(case, limits, tends)
        if found is None:
            continue
        if grows:
            why = reason("the rate ", law.rate, " tends to ", still.expr, ": it grows in the end")
            apart = Check(Relation(law.quantity, "=", ZERO), case.setting)
            return Finding(False, (apart,), law.steps, why)
        if not still.terms:
            return Finding(None, (), law.steps, reason("the rate ", law.rate, " tends to 0"))
        given = (
            *(condition for one in found for condition in one.conditions),
            *existence(normal, normal.element(law.quantity), law.form),
        )
        last = argued_step(reason(case.relation), _WHY, _BOUND)
        return Finding(
            True,
            (check, *(each for one in found for each in one.checks)),
            (*law.steps, *(step for one in found for step in one.steps), last),
            conditions=tuple(dict.fromkeys(given)),
        )
    return None


def _tending(
    case: Case, limits: Mapping[str, Ratio], tends: Callable[[Case], Finding | None]
) -> list[Finding] | None:
    """That states tend to these limits; None where one is not seen to."""
    found, normal = [], case.normal
    for name, limit in limits.items():
        shown = ZERO if limit.is_zero() else normal.expr(normal.alphabet.scalar(limit))
        one = tends(replace(case, relations=(Relation(Sym(name), "->", shown),)))
        if one is None or not one.holds:
            return None
        found.append(one)
    return found


def rests(normal: NormalForm, name: str) -> Iterator[Ratio]:
    """Where a number may come to rest, if that is constant and not 0: zeros of its rate."""
    if not normal.setting.symbols[name].scalar:
        return
    rate = normal.whole(Dot(Sym(name))).value().root_reduced().cancelled()
    for factor, _ in rate.numerator.factors():
        found = factor.solved(name)
        if found is None or any(map(normal.functions.moves, found[0].deep())):
            continue
        if normal.functions.nonzero(found[1]) and not found[0].is_zero():
            yield found[0]


def _moving(normal: NormalForm, form: Form) -> list[str]:
    """The states in a rate; none where anything else moves in it, or in a way of its own."""
    moves = normal.functions.moves
    names: set[str] = set()
    for key, coeff in form.terms.items():
        within = {letter for word in key for letter, _ in word if moves(letter)}
        inside = {letter for letter in coeff.deep() if moves(letter)}
        if not within | inside <= normal.setting.flow.keys() or not inside <= coeff.free():
            return []
        if within and inside:
            return []
        names |= within | inside
    return sorted(names)


def _still(normal: NormalForm, form: Form, limits: Mapping[str, Ratio]) -> Form | None:
    """A rate where the states in it have come to their limits, matrices to 0."""
    still: dict[Key, Ratio] = {}
    for key, coeff in form.terms.items():
        if any(letter in limits for word in key for letter, _ in word):
            continue
        below = coeff.denominator.substitute(limits)
        if below.is_zero() or vanishing_factors(normal, below):
            return None  # it may divide by 0 there
        value = coeff.substitute(limits).cancelled()
        if not value.is_zero():
            still[key] = value
    return replace(form, terms=still)
