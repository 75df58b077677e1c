"""`stability`: the attracting fixed points of a scalar flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.article import Claim
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Expr, Num, Power, Relation, Sym, walk
from sslcheck.derive.finding import Check, Finding, ProofStep, argued_step, identity_step
from sslcheck.derive.kinds.equilibria import (
    Equilibrium,
    Line,
    Picture,
    at_values,
    line,
    starting,
    under_roots,
    with_values,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.numbers import Root, compared, number, points
from sslcheck.derive.kinds.signs import Branch, Demand, Leaf, NotReal, branches, repair
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reason import Math, Reason, joined, reason

__all__ = ["Stability"]

_TRIED = 80
_LOOKED = 24
_DEPTH = 5
_LESS = 2
_FIRST = 12
_NOTHING = Num(Fraction(0))
_AFFIRMED = 3


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a claim gets wrong, by formulas; ``points`` are the fixed points."""

    missing: tuple[Ratio, ...]
    surplus: tuple[Ratio, ...]
    points: tuple[Equilibrium, ...] = ()

    @property
    def right(self) -> bool:
        return not self.missing and not self.surplus


class Stability(Kind, frozen=True, kw_only=True, tag="stability"):
    """Exactly these points of the variable's declared domain attract.

    A claim `x -> a, x -> b` is about a flow of one scalar variable. The domain is the real line,
    unless `x` is declared nonnegative or positive and the flow keeps it so: then it is the numbers
    from 0 on, and 0 itself is an end that attracts if the rate is negative close to it. A point
    attracts if solutions that start close to it, on each of its sides in the domain, tend to it; a
    zero of even multiplicity attracts from one side only and is no attracting point.
    """

    signs = ("->",)
    several = True
    reads = "the limits of one variable, `x \\to a, x \\to b`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The rate factored, its zeros ordered by the declared signs; points where it fails."""
        variable, claimed = _variable(case.normal, case.claim, case.relations)
        flow = line(case, variable)
        found = _Claimed(case, flow, tuple(claimed))
        return found.finding()


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A flow, and the points that are said to attract."""

    case: Case
    flow: Line
    claimed: tuple[Ratio, ...]

    def finding(self) -> Finding:
        """By formulas in every branch of signs; where that is not a proof, at exact parameters."""
        normal, setting, variable = self.case.normal, self.case.setting, self.flow.variable
        inserted = identity_step(
            Relation(Dot(Sym(variable)), "=", self.shown(self.flow.rate)),
            "the flow inserted",
            setting,
        )
        obstacle = reason("the sign of a difference is not known")
        leaves: list[Leaf[_Answer]] = []
        failing: tuple[dict[str, Fraction], Picture, Check] | None = None
        good: list[dict[str, Fraction]] = []
        conditions: tuple[Demand, ...] = ()
        tried = self.points(_TRIED)
        for depth, count in ((0, _FIRST), (_DEPTH, _TRIED)):
            shallow = _LESS if failing else 0  # a repair that takes many signs is none
            try:
                leaves = branches(self.flow.branch, self.answer, max(depth - shallow, 0))
            except Unsupported as error:
                leaves, obstacle = [], reason(str(error))
            if leaves and all(leaf.answer is not None and leaf.answer.right for leaf in leaves):
                checks = (*self.checks(), *(failing[2:] if failing else ()))
                steps = (inserted, *self.steps(leaves))
                return Finding(True, checks, steps, remarks=self.remarks())
            conditions = repair(leaves, lambda answer: answer.right)
            for at in islice(tried, count // 3 if failing else count):
                picture = self.flow.picture(at)
                check = None if picture is None else self.failing(at, picture)
                if picture is not None and check is not None:
                    failing = failing or (at, picture, check)
                    conditions = () if all(c.met(at) for c in conditions) else conditions
                elif picture is not None:
                    good.append(at)
                if failing and depth and not conditions:
                    break
            if failing and not good and depth:
                break
        if failing is None:
            openly = next((leaf.open for leaf in leaves if leaf.open is not None), None)
            if openly is not None:
                obstacle = reason("the sign of ", self.shown(openly), " is not known")
            return Finding(None, (), (inserted,), obstacle)
        at, picture, check = failing
        why = self.explained(leaves, at, picture)
        refuted = Finding(False, (check,), (inserted,), why, remarks=self.remarks())
        good = [at for at in good if all(c.met(at) for c in conditions)]
        if not conditions or not good:
            return refuted
        return replace(
            refuted,
            conditions=tuple(c.condition(normal) for c in conditions),
            sufficient=True,
            firm=tuple(c for at in good[:_AFFIRMED] for c in self.confirming(at)),
        )

    # -- by formulas ----------------------------------------------------------------------------

    def answer(self, branch: Branch) -> _Answer:
        """What attracts in a branch of signs, held against the claim."""
        try:
            for value in self.claimed:
                branch.real(value)
        except NotReal:
            return _Answer((), self.claimed)
        try:
            found = self.flow.fixed_points(branch)
        except Unsupported:
            return self.counted(branch)
        attracting = [
            p.value
            for p in found
            if p.above < 0 and (p.below > 0 or (self.flow.half and branch.sign(p.value) == 0))
        ]
        missing = [a for a in attracting if not self.among(branch, a, self.claimed)]
        surplus = [c for c in self.claimed if not self.among(branch, c, attracting)]
        return _Answer(tuple(missing), tuple(surplus), tuple(found))

    def counted(self, branch: Branch) -> _Answer:
        """The same where the fixed points are numbers, if not by formulas; raises `Unsupported`."""
        numbers = self.flow.numbers(branch)
        if any(map(under_roots, self.claimed)):
            raise Unsupported("the fixed points are numbers, the limits are not")
        picture = numbers.picture({})
        right = picture is not None and replace(self, flow=numbers).failing({}, picture) is None
        return _Answer((), () if right else self.claimed)

    @staticmethod
    def among(branch: Branch, value: Ratio, others: tuple[Ratio, ...] | list[Ratio]) -> bool:
        """Whether a value is one of others."""
        return any(branch.sign(value - other) == 0 for other in others)

    def steps(self, leaves: list[Leaf[_Answer]]) -> Iterator[ProofStep]:
        """The fixed points, where every branch has the same formulas for them."""
        setting, variable = self.case.setting, self.flow.variable
        for leaf in leaves:
            said = [
                reason(Math(self.shown(v), ("< 0", "= 0", "> 0")[s + 1]))
                for v, s in leaf.branch.assumed
            ]
            where = reason(joined(said, ", "), ": ") if said else ()
            for p in leaf.answer.points if leaf.answer is not None else ():
                kind = "attracts" if p.above < 0 and p.below >= 0 else "repels"
                value = self.shown(p.value)
                why = reason(where, "a fixed point: ", Relation(Sym(variable), "=", value))
                signs = reason("; above it the rate is ", "< 0" if p.above < 0 else "> 0")
                why = reason(why, signs, f", so it {kind}")
                state = Relation(Dot(Sym(variable)), "=", _NOTHING)
                if where:
                    yield argued_step(state, why, "it holds where these signs are as supposed")
                else:
                    yield identity_step(state, why, starting(setting, variable, value))

    def remarks(self) -> tuple[Reason, ...]:
        """Points that attract from one side, and a declared sign that the flow does not keep."""
        symbol = self.case.setting.symbols[self.flow.variable]
        if symbol.sign == "real" or self.flow.half:
            return ()
        return (
            reason(
                "the flow does not keep ", Sym(symbol.name), f" {symbol.sign}: all of the real line"
            ),
        )

    def explained(
        self, leaves: list[Leaf[_Answer]], at: Mapping[str, Fraction], picture: Picture
    ) -> Reason:
        """What is wrong: by formulas where they do not depend on signs, else at the point."""
        if len(leaves) == 1 and leaves[0].answer is not None:
            answer = leaves[0].answer
            return _explain(
                self.flow.variable, self.all_shown(answer.missing), self.all_shown(answer.surplus)
            )
        found = [
            k
            for k in range(len(picture.roots))
            if picture.attracts(k) and not self.claims(k, at, picture)
        ]
        missing = [_near(picture.roots[k]) for k in found]
        surplus = [
            self.shown(c)
            for c in self.claimed
            if not any(
                picture.attracts(k) and self.equals(c, k, at, picture)
                for k in range(len(picture.roots))
            )
        ]
        return reason(at_values(at, ": "), _explain(self.flow.variable, missing, surplus))

    def shown(self, value: Ratio) -> Expr:
        """A value as an expression."""
        return self.case.normal.expr(self.case.normal.alphabet.scalar(value))

    def all_shown(self, values: tuple[Ratio, ...]) -> list[Expr]:
        """Values as expressions."""
        return [self.shown(value) for value in values]

    # -- at exact parameters --------------------------------------------------------------------

    def points(self, count: int) -> Iterator[dict[str, Fraction]]:
        """Admissible parameters of flow and claim."""
        names = self.flow.parameters.union(*map(under_roots, self.claimed))
        known = self.case.setting.symbols
        if all(name in known for name in names):
            yield from points(self.case.normal.functions, frozenset(names), count)

    def equals(self, value: Ratio, k: int, at: Mapping[str, Fraction], picture: Picture) -> bool:
        """Whether a claimed value is root k at a point."""
        exact = number(value, at)
        return exact is not None and compared(exact, picture.roots[k], picture.top)

    def claims(self, k: int, at: Mapping[str, Fraction], picture: Picture) -> bool:
        """Whether root k is among the claimed values."""
        return any(self.equals(value, k, at, picture) for value in self.claimed)

    def failing(self, at: Mapping[str, Fraction], picture: Picture) -> Check | None:
        """A statement about the rate that the claim implies and that is false at the point."""
        matched = set()
        for value in self.claimed:
            here = next(
                (k for k in range(len(picture.roots)) if self.equals(value, k, at, picture)), None
            )
            if here is None or not picture.attracts(here):
                return self.not_attracting(value, here, at, picture)
            matched.add(here)
        for k in range(len(picture.roots)):
            if picture.attracts(k) and k not in matched:
                start = Num(picture.gaps[k + 1][0][0])
                note = reason(
                    "just above ", Relation(Sym(self.flow.variable), "=", _near(picture.roots[k]))
                )
                note = reason(note, ", which is not claimed; below it the rate is positive")
                if not picture.gaps[k]:
                    note = reason("close to 0, which is not claimed")
                return self.check(">=", start, at, note)
        return None

    def not_attracting(
        self, value: Ratio, k: int | None, at: Mapping[str, Fraction], picture: Picture
    ) -> Check:
        """A check that fails because a claimed value does not attract at a point."""
        exact = number(value, at)
        shown = self.shown(value)
        variable = self.flow.variable
        if picture.top.is_zero:
            return self.check("<", Num(Fraction(1)), at, reason("nothing moves"))
        if k is not None:
            right, left = picture.gaps[k + 1], picture.gaps[k]
            if right[0][1] >= 0:
                note = reason("just above the claimed limit ", Relation(Sym(variable), "=", shown))
                return self.check("<", Num(right[0][0]), at, note)
            note = reason("just below the claimed limit ", Relation(Sym(variable), "=", shown))
            return self.check(">", Num(left[-1][0]), at, note)
        if exact is None:
            radicand = next(iter(_negative(value, at)))
            note = reason("a root of it is in the claimed limit")
            return self.stated(Relation(self.shown(radicand), ">=", _NOTHING), at, note)
        if self.flow.half and exact.is_negative:
            note = reason("the claimed limit")
            if exact.is_Rational:
                return self.stated(Relation(shown, ">=", _NOTHING), at, note)
        if exact.is_Rational:
            start = Num(Fraction(int(exact.p), int(exact.q)))
            return self.check("=", start, at, reason("at a claimed limit"))
        near = Fraction(str(exact.evalf(30)))
        sign = 1 if picture.top.eval(near) > 0 else -1
        # the rate has one sign on both sides of what is no zero of it
        step = Fraction(1, 10**25)
        where = Num(near + step if sign > 0 else near - step)
        note = reason("close to the claimed limit ", Relation(Sym(variable), "=", shown))
        return self.check("<" if sign > 0 else ">", where, at, note)

    def checks(self) -> Iterator[Check]:
        """What the second route evaluates where the claim is proved: the sign of the rate between
        all fixed points, close to each of them and far from all, and the claimed limits.
        """
        variable, setting = self.flow.variable, self.case.setting
        for relation in self.case.relations:
            if not any(isinstance(part, (Power, Sym)) for part in walk(relation.rhs)):
                note = reason(
                    "at ", Relation(Sym(variable), "=", relation.rhs), ", a claimed limit"
                )
                start = starting(setting, variable, relation.rhs)
                yield Check(Relation(Dot(Sym(variable)), "=", _NOTHING), start, note=note)
        chosen = sorted(self.points(_LOOKED), key=self.irrational)
        for at in chosen[:_AFFIRMED]:
            yield from self.confirming(at)

    def irrational(self, at: Mapping[str, Fraction]) -> int:
        """How many claimed values are no rational numbers at a point."""
        exact = [number(value, at) for value in self.claimed]
        return sum(value is None or not value.is_Rational for value in exact)

    def confirming(self, at: Mapping[str, Fraction]) -> Iterator[Check]:
        """The claim at a point of the parameters, as statements about the rate."""
        picture = self.flow.picture(at)
        if picture is None:
            return
        for gap in picture.gaps:
            for x, sign in gap:
                yield self.check(
                    (">", "<")[sign < 0] if sign else "=", Num(x), at, reason("between the limits")
                )
        for value in self.claimed:
            exact = number(value, at)
            if exact is not None and exact.is_Rational:
                start = Num(Fraction(int(exact.p), int(exact.q)))
                yield self.check("=", start, at, reason("a claimed limit"))

    def check(self, op: str, start: Expr, at: Mapping[str, Fraction], note: Reason) -> Check:
        """A statement about the rate at a number, at a point of the parameters."""
        relation = Relation(Dot(Sym(self.flow.variable)), op, _NOTHING)
        there = reason(
            at_values(at, ", "), Relation(Sym(self.flow.variable), "=", start), ": ", note
        )
        setting = starting(with_values(self.case.setting, at), self.flow.variable, start)
        return Check(relation, setting, note=there)

    def stated(self, relation: Relation, at: Mapping[str, Fraction], note: Reason) -> Check:
        """A statement about the parameters at a point."""
        setting = with_values(self.case.setting, at)
        return Check(relation, setting, note=reason(at_values(at, ": "), note))


def _negative(value: Ratio, at: Mapping[str, Fraction]) -> Iterator[Ratio]:
    """The radicands of a value that are negative at a point."""
    for name in value.free() & value.scalars.roots.keys():
        radicand = value.scalars.roots[name]
        exact = number(radicand, at)
        if exact is not None and exact.is_negative:
            yield radicand
        yield from _negative(radicand, at)


def _near(root: Root) -> Expr:
    low, high = root.low, root.high
    return Num(low if low == high else ((low + high) / 2).limit_denominator(1000))


def _variable(
    normal: NormalForm, claim: Claim, relations: tuple[Relation, ...]
) -> tuple[str, list[Ratio]]:
    """The variable and its claimed limits."""
    names = {r.lhs.name if isinstance(r.lhs, Sym) and r.op == "->" else "" for r in relations}
    if len(names) == 1 and "" not in names:
        (name,) = names
        limits = [normal.scalar(r.rhs).root_reduced().cancelled() for r in relations]
        if not any(name in limit.free() for limit in limits):
            return name, limits
    raise ArticleError(
        f"claim `{claim.id}`: a claim of kind `stability` lists the limits of one variable:"
        " `x \\to a, x \\to b`"
    )


def _explain(variable: str, missing: list[Expr], surplus: list[Expr]) -> Reason:
    def shown(values: list[Expr]) -> Reason:
        return joined([reason(Relation(Sym(variable), "=", p)) for p in values], ", ")

    parts = []
    if missing:
        parts.append(reason(shown(missing), " attracts too, with a basin of its own"))
    if surplus:
        parts.append(reason(shown(surplus), " does not attract"))
    return joined(parts, "; ")
