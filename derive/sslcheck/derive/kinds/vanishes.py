"""`vanishes`: a quantity tends to a limit, by a linear law for it and Grönwall's inequality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from sslcheck.derive.algebra.letters import AtStart, closure, entry_of
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import (
    ZERO,
    At,
    Dot,
    Exp,
    Expr,
    Integral,
    Num,
    Power,
    Prod,
    Relation,
    SquaredNorm,
    Sym,
    difference,
    negative,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.limits.cascade import driven, of_higher_order
from sslcheck.derive.kinds.limits.decay import Decay
from sslcheck.derive.kinds.limits.ends import ends
from sslcheck.derive.kinds.limits.energy import dissipated
from sslcheck.derive.kinds.limits.existence import existence
from sslcheck.derive.kinds.limits.gaps import gap_letters, gap_names, is_gap, with_gaps
from sslcheck.derive.kinds.limits.nothing import special_flows
from sslcheck.derive.kinds.limits.quantity import Law, find_law
from sslcheck.derive.kinds.limits.resting import resting
from sslcheck.derive.kinds.limits.settling import settles
from sslcheck.derive.kinds.residuals.divisors import nonzero
from sslcheck.derive.kinds.scalar.reached import reached
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import Reason, assigned, joined, reason
from sslcheck.derive.verdicts.condition import (
    AllTimes,
    AnyOf,
    BoundedBelow,
    Condition,
    Positive,
    with_lets,
)
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Vanishes"]

_ORDER = 2
_DRIVE = Fraction(16)
_DRIVERS = 3
_BOUND = "a bound for all times, not an equation at a point"


class Vanishes(Kind, frozen=True, kw_only=True, tag="vanishes"):
    """On each trajectory time goes to infinity, and the quantity tends to its limit.

    The limit is constant in time. A linear law is derived for what is left of the quantity; it
    decays where the law's rate (a number, or the smallest eigenvalue of a matrix) is bounded below
    by a positive constant, or by a power of the time. Solutions that may not exist for all times
    are excepted by a condition. With ``unknown`` and ``basis`` a Lyapunov law is sought by name.
    """

    unknown: str = ""
    basis: tuple[str, ...] = ()

    names = ("unknown", "basis")
    signs = ("->",)
    several = True
    meanings: ClassVar[Mapping[str, str]] = {
        "unknown": "the matrix K of a Lyapunov law, where one is sought by name",
        "basis": "matrices of whose products that K is made",
    }
    reads = "`G \\to L` with a limit that is constant in time, or several of them"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The derivative of the rest G is ``-r G``, ``-(K G + G K)`` or ``-H vec(G)``.

        Where it is none of them, the claim may be false of a special flow that has such a law.
        """
        if len(case.relations) > 1:
            parts = [self.decide(replace(case, relations=(r,))) for r in case.relations]
            return _all(parts)
        case = with_gaps(_without_root(case))
        finding = self._seen(case)
        if finding is None or not finding.holds:
            finding = _unless_it_rests(case, finding)
        if finding is not None:
            return _unless_it_ends(case, _where_it_exists(case, finding))
        for names, special in special_flows(case, gap_names(case)):
            found = self._by_law(special)
            lasts = not existence(special.normal, special.normal.element(case.relation.lhs))
            if found is not None and found.holds is False and lasts and not _is_open(found):
                why = reason("with ", assigned(dict.fromkeys(names, ZERO)), ": ", found.why)
                return replace(found, why=why, conditions=(), sufficient=False, complete=False)
        return Finding(None, (), (), reason("no linear law for this quantity was found"))

    def _seen(self, case: Case, more: int = _DRIVERS) -> Finding | None:
        """By a law of its own, or of what moves it; the ``more`` drivers may follow each other."""
        finding = self._by_law(case)
        if finding is not None and finding.holds is not None and not _is_open(finding):
            return finding
        opened = finding is not None and finding.holds is not None
        settled = self._settles(case, lambda toward: self._seen(toward, more - 1)) if more else None
        if settled is not None and (settled.holds or opened):
            return settled
        if opened:
            return finding
        found = reached(case) or dissipated(case) or of_higher_order(case)
        if found is None and more:
            found = driven(case, lambda toward: self._seen(toward, more - 1))
        return found or finding

    def _settles(self, case: Case, tends: Callable[[Case], Finding | None]) -> Finding | None:
        """By a law whose rate tends to a positive one."""
        limit = case.normal.element(case.relation.rhs)
        rest = difference(case.relation.lhs, case.relation.rhs)
        law = find_law(case, case.relation.lhs if limit.is_zero() else rest, "", ())
        return None if law is None else settles(case, law, _law_check(case, law), tends)

    def _by_law(self, case: Case) -> Finding | None:
        normal, setting, relation = case.normal, case.setting, case.relation
        if not normal.rate(normal.element(relation.rhs)).is_zero():
            raise ArticleError(
                f"the limit `{case.claim.statement.source.strip()}` moves;"
                " a claim of kind `vanishes` needs one that is constant in time"
            )
        limit = normal.element(relation.rhs)
        quantity = relation.lhs if limit.is_zero() else difference(relation.lhs, relation.rhs)
        element = normal.element(quantity)
        rate = normal.rate(element)
        nothing = Check(Relation(quantity, "=", ZERO), setting)
        if normal.reduced(rate).is_zero():
            constant = identity_step(
                Relation(Dot(quantity), "=", ZERO), "it does not move", setting
            )
            if not normal.reduced(normal.finished(element)).is_zero():
                return Finding(False, (nothing,), (constant,), reason("it is constant"))
            return Finding(True, (nothing,), (constant,), conditions=existence(normal, element))
        law = find_law(case, quantity, self.unknown, self.basis)
        return None if law is None else _decided(case, law)


def _is_open(finding: Finding) -> bool:
    """Whether it is only known where the quantity tends to its limit: it may do so elsewhere."""
    return any(isinstance(condition, BoundedBelow) for condition in finding.conditions)


def _unless_it_rests(case: Case, finding: Finding | None) -> Finding | None:
    """A finding that the limit is not reached, or not seen to be, with a start that shows it."""
    normal, relation = case.normal, case.relation
    limit = normal.element(relation.rhs)
    rests = resting(
        case, relation.lhs if limit.is_zero() else difference(relation.lhs, relation.rhs)
    )
    if rests is None:
        return finding
    if finding is None or finding.holds is None:
        steps = () if finding is None else finding.steps
        return Finding(False, (rests,), steps, rests.note, complete=False)
    return replace(finding, checks=(*finding.checks, rests))


def _without_root(case: Case) -> Case:
    """A norm, or a power of it, tends to 0 where its square does."""
    node = case.relation.lhs
    while isinstance(node, Power) and node.exponent > 0:
        node = node.base
    if not isinstance(node, SquaredNorm) or case.relation.rhs != ZERO:
        return case
    return replace(case, relations=(replace(case.relation, lhs=node),))


def _where_it_exists(case: Case, finding: Finding) -> Finding:
    """What the quantity divides by is not to be 0."""
    sides = (case.relation.lhs, case.relation.rhs)
    divided = nonzero(case.normal, sides) if finding.holds else ()
    return replace(finding, conditions=(*finding.conditions, *divided)) if divided else finding


def _unless_it_ends(case: Case, finding: Finding) -> Finding:
    """A finding on solutions that exist for all times says nothing where none does."""
    if not any(isinstance(condition, AllTimes) for condition in finding.conditions):
        return finding
    normal, lhs = case.normal, case.relation.lhs
    grows = ends(normal, normal.element(lhs))
    if grows is None:
        return finding
    why = reason("no solution exists for all times: ", grows)
    slower = Check(replace(grows, op="<"), case.setting, note=reason("it grows at least as fast"))
    return Finding(False, (slower,), finding.steps, why, complete=False)


def _all(findings: list[Finding]) -> Finding:
    """What several limits say together: one that is not reached refutes them."""
    false = next((found for found in findings if found.holds is False), None)
    unknown = next((found for found in findings if found.holds is None), None)
    if false is not None or unknown is not None:
        return false or unknown or findings[0]
    return Finding(
        True,
        tuple(check for found in findings for check in found.checks),
        tuple(step for found in findings for step in found.steps),
        conditions=tuple(dict.fromkeys(c for found in findings for c in found.conditions)),
        remarks=tuple(dict.fromkeys(r for found in findings for r in found.remarks)),
    )


def _decided(case: Case, law: Law) -> Finding:
    normal, setting = law.form.normal, case.setting
    gaps = gap_letters(case)
    decay = Decay(law.form, gaps)
    ways = decay.ways()
    if ways is not None and () in ways:
        return _decays(case, law)
    if is_gap(case, law):
        return _decays(case, law)
    timed = _timed(normal, law.form)
    if law.scalar and not timed and "t" in law.form.letters():
        return _in_time(case, law, decay.stalled())
    nothing = Relation(law.quantity, "=", ZERO)
    if decay.never():
        why = reason("its size never falls: minus the symmetric part of its rate is psd")
        why = reason("the rate ", law.rate, " is not positive") if law.scalar else why
        return Finding(False, (Check(nothing, setting),), law.steps, why)
    stalled = decay.stalled()
    if ways:
        at = setting if stalled is None else with_lets(setting, stalled)
        note = _stalls(stalled or {})
        condition: Condition = AnyOf(ways)
        why = _slow(law)
        if len(ways) == 1 == len(ways[0]):
            condition = ways[0][0]
        return _conditional(law, condition, (Check(nothing, at, note=note),), why)
    if law.scalar and ways is None and not timed:
        sign = Positive(law.rate, _only(law.form))
        edge = Check(nothing, with_lets(setting, stalled or {}), note=_stalls(stalled or {}))
        return _conditional(law, sign, (edge,), _slow(law))
    if law.scalar and "state" in timed:
        return _integrable(case, law)
    if ways is None and stalled is not None and "state" not in timed:
        note, at = _stalls(stalled), with_lets(setting, stalled)
        why = reason("the rate ", law.rate, " need not be positive definite")
        return Finding(False, (Check(nothing, at, note=note),), law.steps, why)
    if not timed:
        return Finding(None, (), law.steps, reason("the sign of the rate ", law.rate, " is open"))
    named = closure(law.form.letters()) & setting.symbols.keys()
    free = any(setting.symbols[n].role == "function" for n in named)
    if not free and (law.scalar or not any(setting.symbols[n].moves for n in named)):
        why = reason("the rate ", law.rate, " is not known to stay away from 0")
        return Finding(None, (), law.steps, why)  # nothing is left to be supposed of it
    if isinstance(law.quantity, Sym) and not decay.lasts(frozenset({law.quantity.name})):
        why = reason("the rate ", law.rate, " tends to 0 with ", law.quantity)
        return Finding(None, (), law.steps, why)
    stops: Check | None = None
    if ways is not None and stalled is not None:
        stops = Check(nothing, with_lets(setting, stalled), note=_stalls(stalled))
    return _bounded_below(case, law, stops)


def _stalls(values: Mapping[str, Expr]) -> Reason:
    """A note on values at which the size of the quantity never falls."""
    return reason("with ", assigned(values), " its size never falls") if values else ()


def _slow(law: Law) -> Reason:
    if not law.scalar:
        return reason("the decay rate may be 0")
    return reason("it decays like ", _exponential(law), ", which needs a positive rate")


def _exponential(law: Law) -> Expr:
    factors = law.rate.factors if isinstance(law.rate, Prod) else (law.rate,)
    return Exp(negative(Prod((*factors, Sym("t")))))


def _only(form: Form) -> tuple[str, ...]:
    """The symbol that the rate is, where it is one."""
    letters = form.letters()
    (coeff,) = form.terms.values()
    alone = len(letters) == 1 and coeff.num == form.normal.scalars.letter(min(letters)).num
    return tuple(letters) if alone and coeff.den == 1 else ()


def _decays(case: Case, law: Law) -> Finding:
    steps = (*law.steps, *_gronwall(case, law))
    check = _law_check(case, law)
    remarks = () if law.scalar else (reason("bound: ", _bound(law)),)
    given = existence(law.form.normal, law.form.normal.element(law.quantity), law.form)
    return Finding(True, (check,), steps, remarks=remarks, conditions=given)


def _law_check(case: Case, law: Law) -> Check:
    relation = law.size
    if relation is None or law.name is not None:
        first = next(s.check for s in law.steps if s.check is not None)
        return replace(first, order=_ORDER) if law.scalar else first
    return Check(relation, case.setting, _ORDER)


def _gronwall(case: Case, law: Law) -> tuple[ProofStep, ...]:
    if law.scalar:
        solved = Relation(law.quantity, "=", Prod((_exponential(law), At(law.quantity))))
        timed = _timed(law.form.normal, law.form) or "t" in law.form.letters()
        if timed:
            return (argued_step(_bound(law), "Grönwall's inequality", _BOUND),)
        return (argued_step(solved, "the solution of this equation", _BOUND),)
    bound = argued_step(_bound(law), "Rayleigh quotient, then Grönwall's inequality", _BOUND)
    if law.name is not None or law.size is None:
        return (bound,)
    return (identity_step(law.size, "the squared norm along the flow", case.setting), bound)


def _bound(law: Law) -> Relation:
    """The squared norm falls at least at a rate: by Grönwall it falls exponentially."""
    size = SquaredNorm(law.quantity)
    rate = "\\kappa_0" if law.name is not None else "\\lambda_0"
    number = Num(Fraction(4 if law.name is not None else 2))
    return Relation(Dot(size), "<=", negative(Prod((number, Sym(rate), size))))


def _conditional(law: Law, condition: Condition, checks: tuple[Check, ...], why: Reason) -> Finding:
    given = existence(law.form.normal, law.form.normal.element(law.quantity), law.form)
    return Finding(
        False,
        checks,
        law.steps,
        why,
        (condition, *given),
        sufficient=True,
        complete=False,
    )


def _bounded_below(case: Case, law: Law, stops: Check | None) -> Finding:
    """An asymptotic statement: it holds where the rate is bounded below.

    What is not so is shown by a rate that stops everything, or by a point of growth.
    """
    driven, with_what = _driven(case.setting)
    size = Relation(Dot(SquaredNorm(law.quantity)), "<=", ZERO)
    note = reason("it grows here", with_what, ": its squared norm has a positive derivative")
    check = stops or Check(size, driven, note=note)
    if law.scalar:
        condition = BoundedBelow(law.rate, "κ₀", scalar=True)
        check = stops or Check(Relation(law.quantity, "=", ZERO), case.setting)
        why = reason("its rate ", law.rate, " may tend to 0")
        return _conditional(law, condition, (check,), why)
    if law.name is None:
        condition = BoundedBelow(law.rate, "λ₀")
        return _conditional(law, condition, (check,), reason("the decay rate may be 0"))
    value = next(step for step in law.steps if step.check is None)
    why = reason("an asymptotic statement: it decays where ", value.states, " is bounded below")
    found = _conditional(law, BoundedBelow(law.rate, "κ₀"), (check,), why)
    return replace(found, steps=(*found.steps, *_gronwall(case, law)))


def _in_time(case: Case, law: Law, stalled: Mapping[str, Expr] | None) -> Finding:
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
    like = Prod((leading, Power(Sym("t"), Fraction(power)))) if power else leading
    like_it = reason("for large times the rate is like ", like)
    nothing = Relation(law.quantity, "=", ZERO)
    if power < -1 or signs.known_positive(-factor):
        why = reason(like_it, ": its integral is bounded above")
        return Finding(False, (Check(nothing, case.setting),), law.steps, why)
    if signs.known_positive(factor):
        solution = Prod((Exp(negative(Integral(law.rate))), At(law.quantity)))
        why = reason(like_it, ", so that its integral grows without a bound")
        bound = argued_step(Relation(law.quantity, "=", solution), why, _BOUND)
        given = existence(normal, normal.element(law.quantity), law.form)
        return Finding(True, (_law_check(case, law),), (*law.steps, bound), conditions=given)
    if stalled is None:
        return Finding(None, (), law.steps, reason(like_it, ", of which the sign is open"))
    sign = Positive(leading, _only(replace(law.form, terms={((),): factor})))
    edge = Check(nothing, with_lets(case.setting, stalled), note=_stalls(stalled))
    return _conditional(law, sign, (edge,), like_it)


def _integrable(case: Case, law: Law) -> Finding:
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
        relation = Relation(Dot(shown), "=", negative(Prod((decay, shown))))
        step = identity_step(relation, "the rate decays itself", setting)
        why = reason("its rate ", shown, " tends to 0 so fast that it has a finite integral")
        nothing = Check(Relation(law.quantity, "=", ZERO), setting)
        return Finding(False, (nothing,), (*law.steps, step), why)
    why = reason("the rate ", shown, " moves, and is not known to stay away from 0")
    return Finding(None, (), law.steps, why)


def _timed(normal: NormalForm, form: Form) -> frozenset[str]:
    """The roles of the letters of a law that are not constant in time."""
    symbols = normal.setting.symbols
    letters = {entry_of(name) for name in form.letters()} - {"t"}
    roles = {
        symbols[name].role if name in symbols else "function"
        for name in letters
        if not isinstance(name, AtStart)
    }
    return frozenset(roles & {"state", "function"})


def _driven(setting: Setting) -> tuple[Setting, Reason]:
    """Free scalar functions of time at a large constant value, where a bound is most strained."""
    names = [
        name
        for name, symbol in setting.symbols.items()
        if symbol.role == "function" and symbol.scalar and name not in setting.lets
    ]
    driven = [reason(", with ", Relation(Sym(name), "=", Num(_DRIVE))) for name in names]
    return with_lets(setting, {name: Num(_DRIVE) for name in names}), joined(driven, "")
