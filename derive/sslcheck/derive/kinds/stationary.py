"""`stationary`: what holds at all stationary points of a flow, or of a scalar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.article.article import Claim
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import (
    ZERO,
    Dot,
    Expr,
    Gradient,
    Power,
    Prod,
    Relation,
    Sym,
    Trace,
    Transpose,
    difference,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.limits.zeros import vanishing
from sslcheck.derive.kinds.scalar.size_one import at_size_one, smallest
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import assigned, reason
from sslcheck.derive.traverse import symbols_in, walk, within
from sslcheck.derive.verdicts.condition import Positive
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = ["Stationary"]


class Stationary(Kind, frozen=True, kw_only=True, tag="stationary"):
    """At every stationary point the equation holds.

    The stationary points are the states at which the rates of all states of the `flow` vanish, or
    where `of` names a scalar that is defined (such as the objective), at which its gradients with
    respect to all states in it vanish; minimum or not. The claim is proved by cofactors: the
    difference of its sides is a sum of products of the stationarity equations with other matrices,
    or the sum of the squares of the difference and of others is one, so that each of them is 0. It
    is refuted by an exact stationary point at which it fails.
    """

    of: str = ""

    meanings: ClassVar[Mapping[str, str]] = {
        "of": "a defined scalar, such as the objective, in place of a flow"
    }
    any_motion = True
    reads = "`left = right`"
    needs_flow = "for derivatives"

    def refuse(self, claim: Claim) -> None:
        """Also where nothing says what is stationary, and derivatives, which are 0."""
        Kind.refuse(self, claim)
        sides = [s for r in claim.statement.relations for s in (r.lhs, r.rhs)]
        if any(isinstance(part, Dot) for side in sides for part in walk(side)):
            raise ArticleError("at a stationary point derivatives are 0; leave them out")
        if not (self.of or claim.flow or claim.hypotheses):
            raise ArticleError("stationary points of what? name a `flow`, or a scalar as `of`")

    def decide(self, case: Case) -> Finding:
        """As it is said; or else where a parameter that may be 0 is positive."""
        found = self._found(case)
        if found.holds is not False or not found.complete or not case.repairs:
            return found
        for name, symbol in case.setting.symbols.items():
            if symbol.sign == "nonnegative" and symbol.role == "parameter":
                positive = Positive(Sym(name), (name,))
                if self._found(replace(case, setting=positive.suppose(case.setting))).holds:
                    return replace(found, conditions=(positive,))
        return found

    def _found(self, case: Case) -> Finding:
        """The difference of the sides as a combination of multiples of what vanishes."""
        rates = self._rates(case)
        equations = [Relation(rate, "=", ZERO) for rate in rates.values()]
        still = replace(case.setting, flow={}, kept=None, began=False)  # there it is at all times
        there = replace(still, relations=(*still.relations, *equations))
        normal = case.derivation.normal(still)
        written = difference(case.relation.lhs, case.relation.rhs)
        target = normal.finished(normal.whole(written))
        gaps = [(e.lhs, normal.finished(normal.whole(e.lhs))) for e in equations]
        more = [*_divided(normal, gaps), *_along(normal, rates)]
        for equation, (gap, value) in zip(equations, gaps, strict=True):
            if value.shape == ("1", "1") and normal.functions.nonzero(value.value()):
                raise ArticleError(
                    "there are no stationary points: nowhere is"
                    f" `{relation_latex(Relation(gap, '=', equation.rhs))}`"
                )
        steps = tuple(
            argued_step(e, "the point is stationary", "an equation that defines the points")
            for e in equations
        )
        point = smallest(normal, still, target, [gap for _, gap in gaps])
        if point is not None:
            values = assigned(point)
            note = reason("a stationary point of size 1: ", values)
            at = at_size_one(case, still, point)
            steps = tuple(identity_step(e, "the point is stationary", at) for e in equations)
            failing = Check(case.relation, at, note=note)
            return Finding(False, (failing,), steps, reason("it fails at ", values))
        holds = Check(case.relation, there, note=reason("a stationary point"))
        found = vanishing(normal, written, target, [*gaps, *more], still)
        if found:
            if _rests(normal, [gap for _, gap in gaps]):
                # The exact route says whether what is supposed and declared admits it.
                origin = dict.fromkeys(_states(normal, [gap for _, gap in gaps]), ZERO)
                there = replace(there, lets={**there.lets, **origin})
                holds = Check(case.relation, there, note=reason("a stationary point"))
            checks = tuple(s.check for s in found if s.check is not None)
            return Finding(True, (*checks, holds), (*steps, *found))
        why = reason("no combination of the stationarity equations was found that gives it")
        return Finding(False, (holds,), steps, why, complete=False)

    def _rates(self, case: Case) -> dict[str, Expr]:
        """What is 0 at a stationary point, by the state that it moves."""
        setting = case.setting
        if not self.of:
            return dict(setting.flow)
        if self.of not in setting.definitions:
            raise ArticleError(
                f"`of` names a scalar that is defined; got `{self.of}`"
                f" (defined: {', '.join(setting.definitions) or 'none'})"
            )
        parts = within([Sym(self.of)], setting.lets, setting.definitions)
        names = symbols_in(parts)
        return {
            name: Gradient(name, Sym(self.of))
            for name, symbol in setting.symbols.items()
            if symbol.role == "state" and name in names
        }


def _divided(
    normal: NormalForm, gaps: list[tuple[Expr, Element]]
) -> Iterator[tuple[Expr, Element]]:
    """Equations without the invertible factors that all of their terms begin or end with."""
    for whole in gaps:
        shown, gap = whole
        while True:
            for at, left in ((0, True), (-1, False)):
                ends = {word[at] if word else None for word in gap.terms}
                end = ends.pop() if len(ends) == 1 else None
                if end is None or not _invertible(normal, end[0]):
                    continue
                inverse: Expr = Power(Sym(end[0]), Fraction(-1))
                inverse = Transpose(inverse) if end[1] else inverse
                shown = Prod((inverse, shown) if left else (shown, inverse))
                gap = normal.finished(normal.whole(shown))
                break
            else:
                break
        if shown is not whole[0]:
            yield shown, gap


def _invertible(normal: NormalForm, letter: object) -> bool:
    symbol = normal.setting.symbols.get(letter) if isinstance(letter, str) else None
    return symbol is not None and "invertible" in symbol.properties


def _along(normal: NormalForm, rates: dict[str, Expr]) -> Iterator[tuple[Expr, Element]]:
    """The inner product of each state that is no number with what is 0 of it."""
    for name, rate in rates.items():
        if not normal.setting.symbols[name].scalar:
            shown = Trace(Prod((Transpose(Sym(name)), rate)))
            yield shown, normal.finished(normal.whole(shown))


def _states(normal: NormalForm, gaps: list[Element]) -> dict[str, Symbol]:
    """The states in what is 0: others, as those of another flow, may be anything."""
    named = {n for gap in gaps for n in gap.letters()}
    named |= {n for gap in gaps for coeff in gap.terms.values() for n in coeff.deep()}
    symbols = normal.setting.symbols
    return {n: s for n, s in symbols.items() if s.role == "state" and n in named}


def _rests(normal: NormalForm, gaps: list[Element]) -> bool:
    """Whether all states 0 is a stationary point, so that there is one at each size."""
    states = _states(normal, gaps)
    never = {"orthonormal", "invertible"}
    if any(s.sign == "positive" or s.properties & never for s in states.values()):
        return False
    nothing = dict.fromkeys(states, normal.scalars.number(0))
    return all(
        not coeff.denominator.deep() & states.keys()
        and (any(letter in states for letter, _ in word) or coeff.substitute(nothing).is_zero())
        for gap in gaps
        for word, coeff in gap.terms.items()
    )
