"""`stability`: the attracting fixed points of a scalar flow, or one of several scalars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import ZERO, Expr, Num, Power, Relation, Sym
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.scalar.alone import alone
from sslcheck.derive.kinds.scalar.attracted import Attracted
from sslcheck.derive.kinds.scalar.coupled import coupled
from sslcheck.derive.kinds.scalar.equilibria import Equilibrium, Picture, line, under_roots
from sslcheck.derive.kinds.scalar.flow_claim import (
    Leaf,
    LineClaim,
    at_values,
    starting,
    with_values,
)
from sslcheck.derive.kinds.scalar.numbers import Root, negative_radicands, number
from sslcheck.derive.signs.branch import Branch, NotReal
from sslcheck.derive.text.reason import Math, Reason, joined, reason
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Answer", "Attractors", "Stability"]

_LOOKED = 24
_AFFIRMED = 3
_CLOSE = Fraction(1, 10**25)


class Stability(Kind, frozen=True, kw_only=True, tag="stability"):
    """Exactly these points of the variable's declared domain attract.

    A claim `x -> a, x -> b` is about a flow of one scalar variable. The domain is the real line,
    unless `x` is declared nonnegative or positive and the flow keeps it so: then it is the numbers
    from 0 on, and 0 itself is an end that attracts if the rate is negative close to it. A point
    attracts if solutions that start close to it, on each of its sides in the domain, tend to it; a
    zero of even multiplicity attracts from one side only and is no attracting point. The rate is a
    polynomial or a quotient; for one point alone it may hold roots, exponentials and logarithms.

    A claim `x -> a, y -> b` names a point of several variables that move each other, and says of
    this point alone that it attracts: solutions that start close to it tend to it. The eigenvalues
    of the Jacobian tell, of two variables by the signs of its trace and determinant; where one has
    the real part 0 the claim is undecided, unless the flow is linear or the point lies on a curve
    of fixed points.
    """

    signs = ("->",)
    several = True
    reads = (
        "the limits of one variable, `x \\to a, x \\to b`,"
        " or a point of several, `x \\to a, y \\to b`"
    )
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The rate factored, its zeros ordered by the declared signs; points where it fails."""
        names = [r.lhs.name if isinstance(r.lhs, Sym) else "" for r in case.relations]
        limits = [case.normal.scalar(r.rhs).root_reduced().cancelled() for r in case.relations]
        several = len(set(names)) > 1
        moving = any(set(names) & limit.deep() for limit in limits)
        if not all(names) or moving or (several and len(set(names)) < len(names)):
            raise ArticleError(f"a claim of kind `stability` reads {self.reads}")
        if several:
            point = dict(zip(names, limits, strict=True))
            return Attracted(case, coupled(case, point)).finding()
        obstacle: Unsupported | None = None
        try:
            found = Attractors(case, line(case, names[0]), tuple(limits)).finding()
        except Unsupported as error:
            found, obstacle = Finding(None, (), ()), error
        if found.holds is None and len(limits) == 1:
            found = alone(case, names[0], limits[0], ends=False) or found
        if found.holds is None and obstacle is not None:
            raise obstacle
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What a claim gets wrong, by formulas; ``points`` are the fixed points."""

    missing: tuple[Ratio, ...]
    surplus: tuple[Ratio, ...]
    points: tuple[Equilibrium, ...] = ()


@dataclass(frozen=True, slots=True)
class Attractors(LineClaim[Answer]):
    """The ``claimed`` are the points that attract."""

    # -- by formulas ----------------------------------------------------------------------------

    def answer(self, branch: Branch) -> Answer:
        """What attracts in a branch of signs, held against the claim."""
        try:
            for value in self.claimed:
                branch.real(value)
        except NotReal:
            return Answer((), self.claimed)
        try:
            found = self.flow.fixed_points(branch)
        except Unsupported:
            return self.counted(branch)

        def among(value: Ratio, others: Sequence[Ratio]) -> bool:
            return any(branch.sign(value - other) == 0 for other in others)

        attracting = [
            p.value
            for p in found
            if p.above < 0 and (p.below > 0 or (self.flow.half and branch.sign(p.value) == 0))
        ]
        missing = tuple(value for value in attracting if not among(value, self.claimed))
        surplus = tuple(value for value in self.claimed if not among(value, attracting))
        return Answer(missing, surplus, tuple(found))

    def counted(self, branch: Branch) -> Answer:
        """The same where the fixed points are numbers, if not by formulas; raises `Unsupported`."""
        numbers = self.flow.numbers(branch)
        if any(map(under_roots, self.claimed)):
            raise Unsupported("the fixed points are numbers, the limits are not")
        right = replace(self, flow=numbers).tested({}) is True
        return Answer((), () if right else self.claimed)

    def right(self, answer: Answer) -> bool:
        """Whether exactly the claimed points attract."""
        return not answer.missing and not answer.surplus

    def steps(self, leaves: list[Leaf[Answer]]) -> Iterator[ProofStep]:
        """The fixed points in each branch."""
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
                if where:
                    unchecked = "it holds where these signs are as supposed"
                    yield argued_step(self.at_rest(), why, unchecked)
                else:
                    yield identity_step(self.at_rest(), why, starting(setting, variable, value))

    def remarks(self) -> tuple[Reason, ...]:
        """That the flow does not keep a declared sign."""
        symbol = self.case.setting.symbols[self.flow.variable]
        if symbol.sign == "real" or self.flow.half:
            return ()
        name = Sym(symbol.name)
        return (reason("the flow does not keep ", name, f" {symbol.sign}: all of the real line"),)

    # -- at exact parameters --------------------------------------------------------------------

    def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        """A statement about the rate that the claim implies and that is false at the point."""
        picture = self.flow.picture(at)
        if picture is None:
            return None
        missing, surplus = self.wrong(picture)
        seen = next((v for v in surplus if not self.hidden(v, at)), None)
        if seen is not None:
            return self.not_attracting(seen, picture)
        if not missing:
            return None if surplus else True
        k = missing[0]
        note = reason(
            "just above ", Relation(Sym(self.flow.variable), "=", _near(picture.roots[k]))
        )
        note = reason(note, ", which is not claimed; below it the rate is positive")
        if not picture.gaps[k]:
            note = reason("close to 0, which is not claimed")
        return self.moving(">=", picture.gaps[k + 1][0][0], at, note)

    def wrong(self, picture: Picture) -> tuple[list[int], list[Ratio]]:
        """The roots that attract and are not claimed, and the claimed values that do not."""
        attracting = picture.attracting
        said = [picture.index(value) for value in self.claimed]
        surplus = [v for v, k in zip(self.claimed, said, strict=True) if k not in attracting]
        return [k for k in attracting if k not in said], surplus

    def hidden(self, value: Ratio, at: Mapping[str, Fraction]) -> bool:
        """Whether it lies outside of the domain, and no exact point can tell: it is irrational."""
        exact = number(value, at)
        if exact is None or not self.flow.half:
            return False
        return bool(exact.is_negative and not exact.is_Rational)

    def not_attracting(self, value: Ratio, picture: Picture) -> Check:
        """A check that fails because a claimed value does not attract at a point."""
        at, exact, k = picture.at, number(value, picture.at), picture.index(value)
        shown = self.shown(value)
        claimed = Relation(Sym(self.flow.variable), "=", shown)
        if picture.top.is_zero:
            return self.moving("<", Fraction(1), at, reason("nothing moves"))
        if exact is None:
            divisor = next(_zero_divisors(value, at), None)
            if divisor is not None:
                note = reason("the claimed limit divides by it")
                square = Power(self.shown(divisor), Fraction(2))
                return self.stated(Relation(square, ">", ZERO), at, note)
            note = reason("a root of it is in the claimed limit")
            radicand = self.shown(next(negative_radicands(value, at)))
            return self.stated(Relation(radicand, ">=", ZERO), at, note)
        above, below = reason("just above the claimed limit ", claimed), reason("just below it")
        if k is not None:
            right, left = picture.gaps[k + 1], picture.gaps[k]
            if right[0][1] >= 0:
                return self.moving("<", right[0][0], at, above)
            return self.moving(">", left[-1][0], at, below)
        if exact.is_Rational:
            if self.flow.half and exact.is_negative:
                return self.stated(Relation(shown, ">=", ZERO), at, reason("the claimed limit"))
            return self.moving("=", fraction(exact), at, reason("a claimed limit"))
        near = Fraction(str(exact.evalf(30)))  # the rate has one sign on both sides of it
        if picture.top.eval(near) > 0:
            return self.moving("<", near + _CLOSE, at, above)
        return self.moving(">", near - _CLOSE, at, below)

    def explained(
        self, leaves: list[Leaf[Answer]], at: Mapping[str, Fraction], failing: Check
    ) -> Reason:
        """What is wrong: by formulas where they do not depend on signs, else at the point."""
        picture = self.flow.picture(at)
        answer = leaves[0].answer if len(leaves) == 1 else None
        if answer is not None:
            return self.errors(map(self.shown, answer.missing), answer.surplus)
        if picture is None:
            return failing.note
        missing, surplus = self.wrong(picture)
        said = self.errors((_near(picture.roots[k]) for k in missing), surplus)
        return reason(at_values(at, ": "), said)

    def errors(self, missing: Iterable[Expr], surplus: Iterable[Ratio]) -> Reason:
        """What attracts, and what does not, against what is claimed."""
        variable, parts = Sym(self.flow.variable), []
        for values, why in (
            (list(missing), " attracts too, with a basin of its own"),
            (list(map(self.shown, surplus)), " does not attract"),
        ):
            if values:
                listed = [reason(Relation(variable, "=", value)) for value in values]
                parts.append(reason(joined(listed, ", "), why))
        return joined(parts, "; ")

    # -- for the second route -------------------------------------------------------------------

    def checks(self, leaves: list[Leaf[Answer]]) -> Iterator[Check]:
        """The sign of the rate between all fixed points, close to each of them and far from all,
        and the claimed limits: at parameters at which these are rational, if there are some.
        """
        for relation in self.case.relations:
            if not any(isinstance(part, (Power, Sym)) for part in walk(relation.rhs)):
                limit = Relation(Sym(self.flow.variable), "=", relation.rhs)
                start = starting(self.case.setting, self.flow.variable, relation.rhs)
                yield Check(self.at_rest(), start, note=reason("at ", limit, ", a claimed limit"))
        for at in sorted(self.points(_LOOKED), key=self.irrational)[:_AFFIRMED]:
            yield from self.confirming(at)

    def irrational(self, at: Mapping[str, Fraction]) -> int:
        """How many claimed values are no rational numbers at a point."""
        exact = [number(value, at) for value in self.claimed]
        return sum(value is None or not value.is_Rational for value in exact)

    def confirming(self, at: Mapping[str, Fraction]) -> Iterator[Check]:
        """The claim at a point of the parameters, as statements about the rate."""
        picture = self.flow.picture(at)
        for x, sign in chain.from_iterable(() if picture is None else picture.gaps):
            yield self.moving("=><"[sign], x, at, reason("between the limits"))
        for value in self.claimed if picture is not None else ():
            exact = number(value, at)
            if exact is not None and exact.is_Rational:
                start = fraction(exact)
                yield self.moving("=", start, at, reason("a claimed limit"))

    def moving(self, op: str, start: Fraction, at: Mapping[str, Fraction], note: Reason) -> Check:
        """A statement about the rate at a number, at a point of the parameters."""
        variable, value = self.flow.variable, Num(start)
        where = reason(at_values(at, ", "), Relation(Sym(variable), "=", value), ": ", note)
        setting = starting(with_values(self.case.setting, at), variable, value)
        return Check(replace(self.at_rest(), op=op), setting, note=where)


def _zero_divisors(value: Ratio, at: Mapping[str, Fraction]) -> Iterator[Ratio]:
    """What a value or a root in it divides by, where that is 0 at a point."""
    if number(value.denominator, at) == 0:
        yield value.denominator
    for name in sorted(value.free() & value.scalars.roots.keys()):
        yield from _zero_divisors(value.scalars.roots[name], at)


def _near(root: Root) -> Expr:
    low, high = root.low, root.high
    return Num(low if low == high else ((low + high) / 2).limit_denominator(1000))
