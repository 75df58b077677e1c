"""`preserved`: a constraint on the state, imposed at one time, is kept by the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, RootOf
from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.algebra.rebuild import letter_expr, ratio_expr
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.choices import AT_FIRST, keeps_sign, what_lasts
from sslcheck.derive.kinds.residuals.cofactors import certificate
from sslcheck.derive.kinds.residuals.constants import refuse_supposed
from sslcheck.derive.kinds.residuals.constrained import constrained
from sslcheck.derive.kinds.residuals.divisors import (
    divided,
    never_zero,
    nonzero,
    radicand_of,
    vanishing_factors,
)
from sslcheck.derive.kinds.residuals.modes import apart, same_for_all
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.lipschitz import rough
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.traverse import symbols_in, within
from sslcheck.derive.verdicts.condition import Condition, Nonzero
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Preserved"]

_ORDER = 2  # order in time to which the second route follows a start on the constraint


class Preserved(Kind, frozen=True, kw_only=True, tag="preserved"):
    """The rate of a constraint vanishes on the whole set where the constraint holds.

    Hypotheses and declared properties of states count as far as the flow keeps them: a trajectory
    that starts on the constraint is to stay on it. With a ``free`` function of time the constraint
    is kept for some choice of it: one for all modes, unless it carries their index.
    """

    free: str = ""

    names = ("free",)
    sought = ("free",)
    meanings: ClassVar[Mapping[str, str]] = {
        "free": "a function of time that may be chosen so that the flow keeps the constraint"
    }
    any_motion = True
    reads = "an equation between states, such as `state = expression` or `W^T W = I`"

    def decide(self, case: Case) -> Finding:
        """The derivative of ``lhs - rhs`` vanishes wherever the constraint ``lhs = rhs`` holds.

        With a ``free`` function of time in the constraint its derivative may be chosen.
        """
        relation = case.relation
        start = replace(case.setting, kept=None)
        gap = case.normal.element(e.difference(relation.lhs, relation.rhs))
        if not gap.terms:
            step = identity_step(relation, "it is true of every state", start)
            return Finding(True, (Check(relation, start),), (step,))
        if never_zero(case.normal, gap):
            why = reason("no state that is as declared satisfies ", relation)
            return Finding(None, (), (), why)
        on_it = constrained(case.derivation.normal(start), relation, gap)
        if self.free:
            parts = within((relation.lhs, relation.rhs), start.lets, start.definitions)
            if e.Sym(self.free) not in parts:
                raise ArticleError(
                    f"`free` names a function that stands in the constraint; `{self.free}` does not"
                )
            refuse_supposed(start, self.free)
            if on_it is None or not on_it.all_of_it:
                raise Unsupported("with a free function a constraint reads `state = expression`")
            found = _up_to(case, relation, self.free, on_it.impose(start))
            later = what_lasts(case, start, on_it)
            if not found.holds:
                return found
            lasting = _up_to(case, relation, self.free, on_it.impose(later))
            if lasting.holds and lasting.conditions == found.conditions:
                # what it divides by stays what it is declared to be
                return _where_unique(case, relation, on_it.impose(later), found)
            return Finding(None, (), found.steps, AT_FIRST)
        later = what_lasts(case, start, on_it)
        alone = on_it is not None and on_it.all_of_it and not _rough(case, relation, later)
        if not alone:
            made = _by_cofactors(case, relation, later) or _by_supposed(case, relation, later)
            if made is not None or on_it is None:
                return made or _unseen(case, relation, later)
        assert on_it is not None
        finding = _vanishes(case, relation, on_it.impose(start))
        if not finding.holds:
            made = _by_supposed(case, relation, later)
            if made is not None or on_it.admissible:
                return made or finding
        if not finding.holds or not on_it.all_of_it:  # only some of these starts are as declared
            return _unseen(case, relation, later)
        lasting = _vanishes(case, relation, on_it.impose(later))
        if lasting.holds:
            return _where_unique(case, relation, on_it.impose(later), lasting)
        return replace(lasting, checks=finding.checks, complete=False, why=AT_FIRST)


def _unseen(case: Case, relation: e.Relation, setting: Setting) -> Finding:
    """Only an exact start on the constraint can tell that the flow leaves it."""
    normal = case.derivation.normal(setting)
    rate: e.Expr = e.Dot(_gap(relation))
    why = reason(
        "its derivative along the flow, ",
        normal.expr(normal.whole(rate)),
        ", is not seen to be a sum of multiples of it",
    )
    on_it = replace(case.setting, kept=None, relations=(*case.setting.relations, relation))
    check = Check(e.Relation(rate, "=", e.ZERO), on_it, _ORDER)
    return Finding(False, (check,), (), why, complete=False)


def _rough(case: Case, relation: e.Relation, setting: Setting) -> list[Letter]:
    """The roots by which the states of a constraint move and that are not Lipschitz in them."""
    parts = within((relation.lhs, relation.rhs), setting.lets, setting.definitions)
    names = symbols_in(parts)
    return rough(case.derivation.normal(setting), names, names)


def _where_unique(case: Case, relation: e.Relation, setting: Setting, found: Finding) -> Finding:
    """That no other solution leaves the constraint: what the roots are of is not 0.

    Raises `Unsupported` for roots of matrices, and of what is 0 on all of it.
    """
    normal = case.derivation.normal(setting)
    needed: dict[Condition, None] = dict.fromkeys(found.conditions)
    for letter in _rough(case, relation, setting):
        value = normal.scalars.number(0)
        if isinstance(letter, RootOf):
            value = normal.finished(normal.alphabet.scalar(letter.value)).value()
        if value.is_zero():
            shown = to_text(letter_expr(letter))
            raise Unsupported(f"other solutions may begin where the flow is not smooth in {shown}")
        factors = map(radicand_of, vanishing_factors(normal, value))
        needed |= dict.fromkeys(Nonzero(ratio_expr(each)) for each in factors)
    never = divided(normal, setting.flow.values())
    return replace(found, conditions=tuple(c for c in needed if c not in never))


def _gap(relation: e.Relation) -> e.Expr:
    return e.difference(relation.lhs, relation.rhs)


def _vanishes(case: Case, relation: e.Relation, setting: Setting) -> Finding:
    """Whether the rate vanishes on a constraint that the setting imposes at the start."""
    normal = case.derivation.normal(setting)
    rate: e.Expr = e.Dot(_gap(relation))
    residual = normal.finished(normal.whole(rate))
    step = identity_step(
        e.Relation(rate, "=", normal.expr(residual)),
        reason("derivative along the flow where ", relation),
        setting,
    )
    holds = residual.is_zero()
    why: Reason = ()
    if not holds:
        why = reason("the flow leaves it at once: its derivative is not 0 there")
    check = Check(e.Relation(rate, "=", e.ZERO), setting, _ORDER)
    needed = nonzero(normal, (relation.lhs, relation.rhs), lasting=True) if holds else ()
    complete = not normal.functions.opaque(residual)
    return Finding(holds, (check,), (step,), why, needed, complete=complete)


def _by_cofactors(case: Case, relation: e.Relation, setting: Setting) -> Finding | None:
    """A proof that needs no point of the constraint: its rate is made of multiples of it."""
    normal = case.derivation.normal(setting)
    found = certificate(normal, relation)
    if found is None:
        return None
    rate: e.Expr = e.Dot(_gap(relation))
    shown = identity_step(
        e.Relation(rate, "=", found),
        reason("the derivative along the flow is made of multiples of the constraint"),
        setting,
    )
    steps: tuple[ProofStep, ...] = (shown,)
    check = Check(e.Relation(rate, "=", found), setting)
    derived = nonzero(normal, (relation.lhs, relation.rhs), lasting=True)
    return Finding(
        True, (check,), steps, (), tuple(dict.fromkeys((*derived, *nonzero(normal, (found,)))))
    )


def _by_supposed(case: Case, relation: e.Relation, setting: Setting) -> Finding | None:
    """The same with multiples of what is supposed and stays on the constraint as well."""
    normal = case.derivation.normal(setting)
    if not normal.keeps(normal.finished(normal.whole(_gap(relation)))):
        return None
    on_it = replace(setting, relations=(*setting.relations, relation))
    check = Check(e.Relation(e.Dot(_gap(relation)), "=", e.ZERO), on_it, _ORDER)
    why = reason(
        "the derivative along the flow is made of multiples of the constraint and of what is"
        " supposed"
    )
    step = identity_step(check.relation, why, on_it)
    needed = nonzero(normal, (relation.lhs, relation.rhs), lasting=True)
    return Finding(True, (check,), (step,), (), needed)


def _up_to(case: Case, relation: e.Relation, free: str, setting: Setting) -> Finding:
    """The residual must be a multiple of the direction that the free function moves in."""
    normal = case.derivation.normal(setting)
    residual = normal.finished(normal.element(e.Dot(_gap(relation))))
    dotted = normal.expr(normal.element(e.Dot(e.Sym(free))))
    letter = normal.element(e.Dot(e.Sym(free))).as_scalar()
    (name,) = letter.free()
    fixed = residual.scalar_map(lambda c: c.substitute({name: normal.scalars.number(0)}))
    direction = residual.scalar_map(lambda c: c.diff(name))
    factor = normal.scalars.number(0) if fixed.is_zero() else multiple(fixed, direction)
    holds = factor is not None
    steps = (
        identity_step(
            e.Relation(e.Dot(_gap(relation)), "=", normal.expr(residual)),
            reason("derivative along the flow where ", relation),
            setting,
        ),
        argued_step(
            e.Relation(e.Prod((dotted, normal.expr(-direction))), "=", normal.expr(fixed)),
            reason(
                "so the left side is to be matched by a choice of ",
                dotted,
                ": it can" if holds else ": the words are not proportional, so no choice does it",
            ),
            reason(dotted, " is sought; whether one serves is evaluated with the claim itself"),
        ),
    )
    symbols = {**setting.symbols, free: replace(setting.symbols[free], role="parameter")}
    still = replace(setting, symbols=symbols)
    rest: e.Expr = e.Dot(_gap(relation))
    along: e.Expr = e.Partial(relation.rhs, free)
    parallel = e.Relation(
        e.Prod((rest, e.Trace(e.Prod((e.Transpose(along), along))))),
        "=",
        e.Prod((along, e.Trace(e.Prod((e.Transpose(along), rest))))),
    )
    note = reason("the flow moves the state out of all multiples: left and right are not parallel")
    if factor is None:
        why = reason("the flow leaves it at once, whatever the factor does")
        return Finding(False, (Check(parallel, still, note=note),), steps, why)
    apart_at = _overdetermined(normal, fixed, direction, free)
    if apart_at is None:
        if not keeps_sign(normal, free, -factor):
            raise Unsupported(f"nothing shows that the choice of `{free}` has its declared sign")
        divided = tuple(
            Nonzero(ratio_expr(each)) for each in vanishing_factors(normal, factor.denominator)
        )
        return Finding(True, (Check(parallel, still, note=note),), steps, (), divided)
    index, wanted = apart_at
    why = reason(
        "the modes ask for different derivatives of ", e.Sym(free), ", which is one for all"
    )
    step = argued_step(
        e.Relation(dotted, "=", wanted), why, "over all modes it is evaluated with the claim itself"
    )
    check = Check(same_for_all(wanted, index), setting)
    return Finding(False, (check,), (*steps, step), why)


def _overdetermined(
    normal: NormalForm, fixed: Element, direction: Element, free: str
) -> tuple[str, e.Expr] | None:
    """An index that the free function does not carry and its derivative would have to depend on."""
    if fixed.is_zero():
        return None
    word = next(iter(direction.terms))
    wanted = -(fixed.terms[word] / direction.terms[word])
    own = normal.setting.symbols[free].index
    indices = {s.index for s in normal.setting.symbols.values()} - {"", own}
    for index in sorted(indices):
        if not apart(normal, wanted, index).is_zero():
            return index, normal.expr(normal.alphabet.scalar(wanted))
    return None
