"""`stationary`: what holds at all stationary points of a flow, or of a scalar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import ClassVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TRACE, Unnamed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Claim
from sslcheck.derive.calculus.relations import Relations
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import (
    ZERO,
    Dot,
    Expr,
    Gradient,
    Num,
    Prod,
    Relation,
    Sym,
    Trace,
    Transpose,
    difference,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.multiples import Multiple, combined
from sslcheck.derive.kinds.scalar.numbers import number, polynomial, real_roots
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.setting import Symbol as Declared
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import assigned, reason
from sslcheck.derive.traverse import walk, within
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Stationary"]

_TRIED = 200
_VALUES = (Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 2))
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
        point = _smallest(normal, still, target, [gap for _, gap in gaps])
        if point is not None:
            values = assigned(point)
            note = reason("a stationary point of size 1: ", values)
            one = dict.fromkeys(case.derivation.article.spaces, "1")
            states = {n: v for n, v in point.items() if still.symbols[n].role == "state"}
            others = {n: v for n, v in point.items() if n not in states}
            at = replace(
                still,
                merged={**still.merged, **one},
                lets={**still.lets, **others},
                initial={**still.initial, **states},
            )
            steps = tuple(identity_step(e, "the point is stationary", at) for e in equations)
            failing = Check(case.relation, at, note=note)
            return Finding(False, (failing,), steps, reason("it fails at ", values))
        holds = Check(case.relation, there, note=reason("a stationary point"))
        found = (
            _nowhere_else(normal, target, [gap for _, gap in gaps])
            if target.shape == ("1", "1")
            else _combined(normal, written, target, gaps, still)
        )
        if found is not None:
            rests = _rests(normal, [gap for _, gap in gaps])
            checks = tuple(s.check for s in (found,) if s.check is not None)
            return Finding(True, checks if rests and checks else (*checks, holds), (*steps, found))
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


def _smallest(
    normal: NormalForm, setting: Setting, target: Element, gaps: list[Element]
) -> dict[str, Expr] | None:
    """A stationary point of size 1 at which the target is not 0; None where none is found."""
    values = [_commuting(normal, e) for e in (target, *gaps)]
    names = sorted({n for v in values for n in v.free()})
    if any(n not in setting.symbols or n in setting.lets for n in names):
        return None
    rng = Random(0)
    for _ in range(_TRIED):
        at = {n: rng.choice(_VALUES) for n in names}
        if rng.random() < 0.5:
            same = rng.choice(_VALUES)
            at.update({n: same for n in names if setting.symbols[n].role == "state"})
        for gap in values[1:]:
            if number(gap, at) != 0:
                ways = (_solved(gap, name, at) for name in rng.sample(names, len(names)))
                at |= next(filter(None, ways), {})
        stationary = all(number(gap, at) == 0 for gap in values[1:])
        meant = all(_admissible(setting.symbols[n], v) for n, v in at.items())
        if stationary and meant and number(values[0], at) not in (0, None):
            return {n: Num(v) for n, v in at.items()}
    return None


def _admissible(symbol: Declared, value: Fraction) -> bool:
    """Whether a symbol of size 1 may have a value."""
    if symbol.sign != "real" or "psd" in symbol.properties:
        return value > 0 or (value == 0 and symbol.sign != "positive")
    return "orthonormal" not in symbol.properties or value * value == 1


def _commuting(normal: NormalForm, element: Element) -> Ratio:
    """An element at size 1, where all letters are numbers."""
    total = normal.scalars.number(0)
    for word, coeff in element.terms.items():
        for letter in word:
            if letter != TRACE:
                coeff = coeff * normal.scalars.letter(letter[0])
        total = total + coeff
    return total.root_reduced()


def _solved(value: Ratio, name: str, at: dict[str, Fraction]) -> dict[str, Fraction]:
    """A letter with the number that makes a value 0, if that is a rational one."""
    poly = polynomial(value, name, {n: v for n, v in at.items() if n != name})
    roots = () if poly is None else real_roots(poly)
    return next(({name: root.low} for root in roots if root.low == root.high), {})


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
