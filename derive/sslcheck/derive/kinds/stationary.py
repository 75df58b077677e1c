"""`stationary`: what holds at all stationary points of a flow, or of a scalar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.article.article import Claim
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import ZERO, Dot, Gradient, Relation, Sym, difference
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.limits.zeros import vanishing
from sslcheck.derive.kinds.scalar.size_one import at_size_one, smallest
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import assigned, reason
from sslcheck.derive.traverse import walk, within
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
        """The difference of the sides as a combination of multiples of what vanishes."""
        equations = self._equations(case)
        still = replace(case.setting, flow={}, kept=None, began=False)  # there it is at all times
        there = replace(still, relations=(*still.relations, *equations))
        normal = case.derivation.normal(still)
        written = difference(case.relation.lhs, case.relation.rhs)
        target = normal.finished(normal.whole(written))
        gaps = [(e.lhs, normal.finished(normal.whole(e.lhs))) for e in equations]
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
        found = vanishing(normal, written, target, gaps, still)
        if found:
            if _rests(normal, [gap for _, gap in gaps]):
                # The exact route says whether what is supposed and declared admits it.
                origin = dict.fromkeys(_states(normal), ZERO)
                there = replace(there, lets={**there.lets, **origin})
                holds = Check(case.relation, there, note=reason("a stationary point"))
            checks = tuple(s.check for s in found if s.check is not None)
            return Finding(True, (*checks, holds), (*steps, *found))
        why = reason("no combination of the stationarity equations was found that gives it")
        return Finding(False, (holds,), steps, why, complete=False)

    def _equations(self, case: Case) -> list[Relation]:
        setting = case.setting
        if not self.of:
            return [Relation(rate, "=", ZERO) for rate in setting.flow.values()]
        if self.of not in setting.definitions:
            raise ArticleError(
                f"`of` names a scalar that is defined; got `{self.of}`"
                f" (defined: {', '.join(setting.definitions) or 'none'})"
            )
        parts = within([Sym(self.of)], setting.lets, setting.definitions)
        names = {part.name for part in parts if isinstance(part, Sym)}
        return [
            Relation(Gradient(name, Sym(self.of)), "=", ZERO)
            for name, symbol in setting.symbols.items()
            if symbol.role == "state" and name in names
        ]


def _states(normal: NormalForm) -> dict[str, Symbol]:
    return {n: s for n, s in normal.setting.symbols.items() if s.role == "state"}


def _rests(normal: NormalForm, gaps: list[Element]) -> bool:
    """Whether all states 0 is a stationary point, so that there is one at each size."""
    states = _states(normal)
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
