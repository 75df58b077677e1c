"""`preserved`: a constraint on the state, imposed at one time, is kept by the flow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Num,
    Partial,
    Prod,
    Relation,
    Sym,
    Trace,
    Transpose,
    difference,
)
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reason import reason
from sslcheck.derive.setting import Setting

__all__ = ["Preserved"]


class Preserved(Kind, frozen=True, kw_only=True, tag="preserved"):
    """The rate of a constraint vanishes on the whole set where the constraint holds."""

    free: str = ""

    names = ("free",)
    reads = "`state = expression`"

    def decide(self, case: Case) -> Finding:
        """The derivative of ``lhs - rhs`` vanishes wherever the constraint ``lhs = rhs`` holds.

        With a ``free`` function of time in the constraint its derivative may be chosen.
        """
        claim, setting, relation = case.claim, case.setting, case.relation
        if not isinstance(relation.lhs, Sym):
            raise ArticleError(
                f"claim `{claim.id}`: a claim of kind `preserved` reads `state = expression`"
            )
        mirrored = relation.rhs == Transpose(relation.lhs)
        right = case.normal.element(relation.rhs)
        if not mirrored and relation.lhs.name in right.letters():
            raise ArticleError(
                f"claim `{claim.id}`: the right side must not contain the state, except in"
                " `W = W^T`"
            )
        constrained = _constrain(setting, relation)
        gap = difference(relation.lhs, relation.rhs)
        normal = case.derivation.normal(constrained)
        residual = normal.finished(normal.rate(normal.element(gap)))
        if self.free:
            return _up_to(normal, relation, residual, self.free, constrained)
        check = Check(Relation(Dot(gap), "=", Num(Fraction(0))), constrained)
        step = identity_step(
            Relation(Dot(gap), "=", normal.expr(residual)),
            reason("derivative along the flow where ", relation),
            constrained,
        )
        why = "the flow leaves it at once: its derivative is not 0 there"
        holds = residual.is_zero()
        return Finding(holds, (check,), (step,), reason("" if holds else why))


def _constrain(setting: Setting, relation: Relation) -> Setting:
    """The constraint imposed on the initial state only."""
    assert isinstance(relation.lhs, Sym)
    name = relation.lhs.name
    if relation.rhs == Transpose(relation.lhs):
        symbol = setting.symbols[name]
        marked = replace(symbol, properties=symbol.properties | {"symmetric"})
        return replace(setting, symbols={**setting.symbols, name: marked})
    return replace(setting, initial={**setting.initial, name: relation.rhs})


def _up_to(
    normal: NormalForm, relation: Relation, residual: Element, free: str, setting: Setting
) -> Finding:
    """The residual must be a multiple of the direction that the free function moves in."""
    dotted = normal.expr(normal.element(Dot(Sym(free))))
    letter = normal.element(Dot(Sym(free))).as_scalar()
    (name,) = letter.free()
    fixed = residual.scalar_map(lambda c: c.substitute({name: normal.scalars.number(0)}))
    direction = residual.scalar_map(lambda c: c.diff(name))
    holds = fixed.is_zero() or _parallel(fixed, direction)
    steps = (
        identity_step(
            Relation(Dot(difference(relation.lhs, relation.rhs)), "=", normal.expr(residual)),
            reason("derivative along the flow where ", relation),
            setting,
        ),
        argued_step(
            Relation(Prod((dotted, normal.expr(-direction))), "=", normal.expr(fixed)),
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
    rest: Expr = Dot(difference(relation.lhs, relation.rhs))
    along: Expr = Partial(relation.rhs, free)
    parallel = Relation(
        Prod((rest, Trace(Prod((Transpose(along), along))))),
        "=",
        Prod((along, Trace(Prod((Transpose(along), rest))))),
    )
    note = reason("the flow moves the state out of all multiples: left and right are not parallel")
    why = reason("" if holds else "the flow leaves it at once, whatever the factor does")
    return Finding(holds, (Check(parallel, still, note=note),), steps, why)


def _parallel(a: Element, b: Element) -> bool:
    if not b.terms:
        return False
    word = next(iter(b.terms))
    if word not in a.terms:
        return False
    return (a - b.scaled(a.terms[word] / b.terms[word])).is_zero()
