"""`stationary`: what holds at all stationary points of a flow, or of a scalar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Unnamed
from sslcheck.derive.article.article import Claim
from sslcheck.derive.calculus.relations import Relations
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import (
    ZERO,
    Dot,
    Expr,
    Gradient,
    Num,
    Prod,
    Relation,
    Sum,
    Sym,
    Trace,
    Transpose,
    Vec,
    difference,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.limits.decay import linear_law
from sslcheck.derive.kinds.residuals.multiples import Multiple, combined
from sslcheck.derive.kinds.scalar.size_one import at_size_one, smallest
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import assigned, reason
from sslcheck.derive.traverse import walk, within
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Stationary"]

_INVERSE, _AWAY = Unnamed("inverse"), Unnamed("away")


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
        "of": "a defined scalar, such as the objective, in place of a flow",
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
        target = normal.finished(normal.element(written))
        gaps = [(e.lhs, normal.finished(normal.element(e.lhs))) for e in equations]
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
        found = _shown(normal, written, target, gaps, still)
        if found:
            rests = _rests(normal, [gap for _, gap in gaps])
            checks = tuple(s.check for s in found if s.check is not None)
            return Finding(True, checks if rests and checks else (*checks, holds), (*steps, *found))
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


def _shown(
    normal: NormalForm,
    written: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    there: Setting,
) -> tuple[ProofStep, ...]:
    """The steps by which the target is 0 where the gaps are; none where that is not seen."""
    if target.shape == ("1", "1"):
        step = _nowhere_else(normal, target, [gap for _, gap in gaps])
    else:
        step = _combined(normal, written, target, gaps, there)
    return _regular(normal, written, target, gaps, there) if step is None else (step,)


def _regular(
    normal: NormalForm,
    written: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    there: Setting,
) -> tuple[ProofStep, ...]:
    """A gap is a definite matrix times the target, which is then 0 with it."""
    for shown, gap in gaps:
        law = linear_law(normal, target, gap)
        for form in (law, -law) if law is not None else ():
            try:
                squares = sum_of_squares(form + form.T, Signs(normal.functions))
            except Unsupported:
                continue
            if () not in squares.ways():
                continue
            sign = Fraction(-1 if form is law else 1)
            moved = Prod((Num(sign), form.expr, Vec(written)))
            step = identity_step(
                Relation(Vec(shown), "=", moved),
                "what is 0 there, as a matrix times the difference",
                replace(there, relations=()),
            )
            whole = Sum((form.expr, Transpose(form.expr)))
            return (
                step,
                identity_step(
                    Relation(whole, "pd", ZERO), "a sum of squares", replace(there, relations=())
                ),
                argued_step(
                    Relation(written, "=", ZERO),
                    "that matrix has no kernel: its symmetric part is positive definite",
                    "a consequence, with which the claim itself is evaluated",
                ),
            )
    return ()


def _rests(normal: NormalForm, gaps: list[Element]) -> bool:
    """Whether all states 0 is a stationary point, so that there is one at each size."""
    states = {n: s for n, s in normal.setting.symbols.items() if s.role == "state"}
    never = {"orthonormal", "invertible"}
    if any(s.sign == "positive" or s.properties & never for s in states.values()):
        return False
    nothing = dict.fromkeys(states, normal.scalars.number(0))
    return all(
        any(letter in states for letter, _ in word) or coeff.substitute(nothing).is_zero()
        for gap in gaps
        for word, coeff in gap.terms.items()
    )


def _combined(
    normal: NormalForm,
    written: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    there: Setting,
) -> ProofStep | None:
    """The target, or a square of it, as a sum of multiples of what vanishes."""
    for shown, goal, squares in _goals(normal, written, target):
        total = combined(normal, goal, gaps, squares)
        if total is not None:
            why = "a combination of the equations, each of which is 0 there"
            if shown is not written:
                why = "what is 0 there, less squares: a sum of squares is 0, so each of them is"
            there = replace(there, relations=())
            return identity_step(Relation(shown, "=", total), why, there)
    return None


def _goals(
    normal: NormalForm, written: Expr, target: Element
) -> Iterator[tuple[Expr, Element, list[Multiple]]]:
    """What is to be a combination: the target itself, its squares with other squares allowed."""
    yield written, target, []
    symbols = normal.setting.symbols
    for left in (True, False):
        first, second = (written, Transpose(written)) if left else (Transpose(written), written)
        square = Prod((first, second))
        space = target.shape[1] if left else target.shape[0]
        if target.shape[0 if left else 1] == "1":
            continue  # w^T w is a trace
        others = [
            Prod((first, Sym(name), second))
            for name, symbol in symbols.items()
            if "psd" in symbol.properties and normal.setting.space(symbol.shape[0]) == space
        ]
        for shown, parts in ((square, others), (Trace(square), [Trace(e) for e in others])):
            goal, *rest = (normal.finished(normal.element(e)) for e in (shown, *parts))
            yield shown, goal, [Multiple(e, p) for e, p in zip(rest, parts, strict=True)]


def _nowhere_else(normal: NormalForm, target: Element, gaps: list[Element]) -> ProofStep | None:
    """Of scalars: no point makes the equations 0 and the target 1 / y (Rabinowitsch)."""
    alphabet, scalars = normal.alphabet, normal.scalars
    gaps = [_bare(normal, gap) for gap in gaps]
    one = alphabet.scalar(scalars.number(1))
    away = scalars.letter(_AWAY)
    used = frozenset().union(*(c.free() for e in (target, *gaps) for c in e.terms.values()))
    for name in filter(normal.functions.positive, sorted(used & normal.setting.symbols.keys())):
        away = away * scalars.letter(name)
    inverse = target.scaled(scalars.letter(_INVERSE))
    nowhere = Relations(normal.functions, [*gaps, one - inverse, one - alphabet.scalar(away)])
    if not (Relations(normal.functions, gaps).vanishes(target) or nowhere.vanishes(one)):
        return None
    return argued_step(
        Relation(normal.expr(target), "=", ZERO),
        "no point makes all equations 0 and this not 0 (by a Gröbner basis of them)",
        "a statement about polynomials, not an equation",
    )


def _bare(normal: NormalForm, gap: Element) -> Element:
    """A number that is to be 0 without its factors that never are."""
    if gap.terms.keys() != {()}:
        return gap
    signs, value = Signs(normal.functions), gap.as_scalar().cancelled()
    left = normal.scalars.one
    for factor, _ in value.factors():
        if not (signs.known_positive(factor) or signs.known_positive(-factor)):
            left = left * factor
    return normal.alphabet.scalar(left)
