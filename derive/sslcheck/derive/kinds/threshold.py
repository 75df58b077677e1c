"""`threshold`: where two fixed points of a scalar flow merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from sympy import Expr as Formula
from sympy import Poly

from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Claim
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import ONE, ZERO, Dot, Expr, Num, Power, Prod, Relation, Sym, summed
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.scalar.equilibria import Equilibrium, line
from sslcheck.derive.kinds.scalar.flow_claim import (
    Leaf,
    LineClaim,
    answers,
    at_values,
    branches,
    starting,
    with_values,
)
from sslcheck.derive.kinds.scalar.mergers import Family
from sslcheck.derive.kinds.scalar.numbers import compared, number
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.traverse import symbols_in, walk
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Merging", "Threshold"]

_AFFIRMED = 3
_CLOSE = Fraction(1, 10**12)
_CLOSER = Fraction(1, 10**20)


class Threshold(Kind, frozen=True, kw_only=True, tag="threshold"):
    """In the declared ranges, two fixed points merge exactly at this value of the parameter.

    A claim `m = value` is about the fixed points of a scalar `variable` as the `parameter` m
    varies: at the value two of them coincide that are apart on one side of it at least (they merge
    and vanish, or pass through each other and exchange stability), whatever the other parameters
    are. Only real fixed points in the variable's declared domain count, 0 included where the
    variable is positive, and only values inside of the parameter's declared range; a second such
    value in the range makes the claim false.
    """

    variable: str
    parameter: str

    meanings: ClassVar[Mapping[str, str]] = {
        "variable": "the scalar that moves",
        "parameter": "what its fixed points depend on",
    }
    reads = "`parameter = value`"
    holds = "along"

    def refuse(self, claim: Claim) -> None:
        """Also where the left side is not the parameter, or the value depends on it."""
        Kind.refuse(self, claim)
        relation = claim.statement.relations[0]
        inside = symbols_in(walk(relation.rhs))
        if relation.lhs != Sym(self.parameter) or {self.parameter, self.variable} & inside:
            raise ArticleError(
                f"a claim of kind `threshold` reads `{self.parameter} = value`,"
                f" the value without `{self.parameter}` and `{self.variable}`; got"
                f" `{claim.statement.source.strip()}`"
            )

    def decide(self, case: Case) -> Finding:
        """By formulas for the fixed points on both sides; at exact values of the parameters."""
        return self.merging(case).finding()

    def merging(self, case: Case) -> Merging:
        """The claim about the fixed points of the flow."""
        setting = case.setting
        flow = line(case, self.variable, declared=True)
        if self.parameter not in setting.symbols or self.parameter in setting.lets:
            raise ArticleError(
                f"`{self.parameter}` is no parameter: it is replaced or not declared"
            )
        value = case.normal.scalar(case.relation.rhs).root_reduced().cancelled()
        return Merging(case, flow, (value,), self.parameter)


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether the claim is true, and the merged fixed point where a formula shows it."""

    right: bool
    merged: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Merging(LineClaim[_Answer]):
    """The only one of the ``claimed`` is where fixed points merge as the ``parameter`` varies."""

    parameter: str
    not_known: ClassVar[str] = "where the fixed points merge is not known"

    @property
    def value(self) -> Ratio:
        """The claimed value."""
        return self.claimed[0]

    def parameters(self) -> frozenset[str]:
        """The other parameters."""
        return LineClaim.parameters(self) - {self.parameter}

    @property
    def half(self) -> bool:
        """Whether the parameter is positive: at the end of its range nothing is said."""
        return self.case.normal.functions.nonnegative(self.parameter)

    def scales(self) -> list[Ratio]:
        """The factors of the rate without the variable, at the claimed value: where one is 0
        nothing moves, and no two fixed points merge.
        """
        above, _ = self.flow.split
        there = {self.parameter: self.value}
        return [f.substitute(there) for f, _ in above if self.flow.variable not in f.free()]

    # -- by formulas ----------------------------------------------------------------------------

    def answer(self, branch: Branch) -> _Answer:
        """Whether formulas show the claim; where not, the signs of parameters may matter."""
        if not all(map(branch.sign, self.scales())):
            return _Answer(False)
        merged = self.merged(branch)
        if merged is None and not self.parameters():
            return _Answer(self.tested({}) is True)
        for name in sorted(self.parameters()) if merged is None else ():
            branch.sign(self.value.scalars.letter(name))
        return _Answer(merged is not None, merged)

    def right(self, answer: _Answer) -> bool:
        """Whether a merged fixed point was found, or counted."""
        return answer.right

    def merged(self, branch: Branch) -> Ratio | None:
        """The merged fixed point, where formulas show that the claim is true in a branch."""
        scalars = self.value.scalars
        letter = scalars.letter(self.parameter)
        if self.value.free() & scalars.roots.keys():
            return None
        side = branch.sign(self.value.denominator)
        if not side:
            return None
        value = branch.inserted(self.value)
        if self.half:
            if branch.sign(value) != 1:
                return None
            branch = branch.where(letter, 1)
        there = replace(branch, values={**branch.values, self.parameter: value})
        gap = (letter - value).cancelled().numerator
        try:
            here, *sides = (
                answers(branches(b, self.flow.zeros))
                for b in (there, branch.where(gap, -1), branch.where(gap, 1))
            )
        except Unsupported:
            return None
        moving = [zeros for side in sides for zeros in side]
        if not all((here, *sides)) or any(z.merged for zeros in moving for z in zeros):
            return None
        for beside in sides:
            joined = [self.joined(there, zeros) for zeros in beside]
            if all(joined):
                meeting = joined[0][0]
                shown = (z.value for z in here[0] if there.known(z.value - meeting) == 0)
                return branch.inserted(next(shown, meeting))
        return None

    def joined(self, there: Branch, zeros: list[Equilibrium]) -> list[Ratio]:
        """Where two of the fixed points on one side meet at the claimed value, in the limit."""
        near = [z.value for z in zeros if _finite(there, z.value)]
        return [a for a, b in pairwise(near) if there.known(a - b) == 0]

    def steps(self, leaves: list[Leaf[_Answer]]) -> Iterator[ProofStep]:
        """The merged fixed point, or that they are counted."""
        value = self.case.relation.rhs
        stated = Relation(Sym(self.parameter), "=", value)
        merged = [answer.merged for answer in answers(leaves)]
        if None in merged:
            counted = "the fixed points counted between the zeros of the discriminant"
            yield argued_step(stated, counted, "it rests on a count of real zeros")
            return
        yield argued_step(
            stated,
            "two fixed points merge there and nowhere else in the declared ranges",
            "the formulas of the fixed points, compared on both sides by their signs",
        )
        if len(merged) == 1 and merged[0] is not None:
            point, variable = self.shown(merged[0]), self.flow.variable
            why = reason(
                "there ", Relation(Sym(variable), "=", point), " is the merged fixed point"
            )
            yield identity_step(self.at_rest(), why, starting(self.there(), variable, point))

    def there(self) -> Setting:
        """The setting in which the parameter has the claimed value."""
        setting = self.case.setting
        return replace(setting, lets={**setting.lets, self.parameter: self.case.relation.rhs})

    # -- at exact values ------------------------------------------------------------------------

    def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        """Whether fixed points merge at the claimed value and nowhere else in the range."""
        exact, family = number(self.value, at), self.family(at)
        if exact is None or family is None:
            return None
        claimed, parameter = self.case.relation.rhs, Sym(self.parameter)
        if any(number(scale, at) == 0 for scale in self.scales()):
            return self.still(at)
        if self.half and not exact.is_positive:
            if not exact.is_Rational or (exact == 0 and self.meets_at_the_edge(family)):
                return None
            note = reason("the value is outside of the range of ", parameter)
            return self.stated(Relation(claimed, ">", ZERO), at, note)
        found = family.mergers()
        if found is None:
            return None
        bend, zeros = found.bend, found.zeros
        here = next((k for k, root in enumerate(zeros) if compared(exact, root, bend)), None)
        if here is None:
            note = reason("the discriminant of the fixed points, at the claimed value")
            return self.stated(self.flat(bend, exact), at, note)
        if found.merging[here] is False:
            # what merges there is not in the variable's domain
            outside = family.roots(exact) if exact.is_Rational else []
            double = [root for root in outside if root.power > 1][-1:]
            if double and double[0].high < 0:
                variable = Sym(self.flow.variable)
                note = reason("where they merge, ", variable, " is outside of its range")
                return self.stated(Relation(Num(double[0].high), ">=", ZERO), at, note)
        elsewhere = [r for r, m in zip(zeros, found.merging, strict=True) if m and r != zeros[here]]
        for root in elsewhere[:1]:
            known = root.low == root.high
            near = Num(root.low if known else root.near.limit_denominator(10**6))
            where = "at " if known else "close to "
            note = reason("fixed points merge also ", where, Relation(parameter, "=", near))
            if exact.is_Rational and known:
                return self.stated(Relation(claimed, "=", near), at, note)
            ends = (Num(root.low - _CLOSE), Num(root.high + _CLOSE))
            product = Prod(tuple(_in(bend, end) for end in ends))
            return self.stated(Relation(product, ">", ZERO), at, note)
        return True if found.merging[here] and None not in found.merging else None

    def still(self, at: Mapping[str, Fraction]) -> Check:
        """A check that fails because nothing moves at a point of the other parameters."""
        variable = self.flow.variable
        setting = starting(with_values(self.there(), at), variable, ONE)
        moved = Relation(Power(Dot(Sym(variable)), Fraction(2)), ">", ZERO)
        return Check(moved, setting, note=reason(at_values(at, ": "), "nothing moves"))

    def meets_at_the_edge(self, family: Family) -> bool:
        """Whether fixed points that are apart above 0 are one at 0, the end of a closed range."""
        if self.case.setting.symbols[self.parameter].sign != "nonnegative":
            return False
        return len(family.roots(_CLOSER)) > len(family.roots(Fraction(0)))

    def family(self, at: Mapping[str, Fraction]) -> Family | None:
        """The zeros of the rate's different factors, for each value of the parameter."""
        factors: list[dict[tuple[int, int], Formula]] = []
        for part, _ in self.flow.factors():
            found = {
                (power, degree): number(inner, at)
                for power, coeff in part.coefficients(self.flow.variable).items()
                for degree, inner in coeff.coefficients(self.parameter).items()
            }
            if any(exact is None or not exact.is_Rational for exact in found.values()):
                return None
            factors.append(found)
        return Family.of(factors, self.flow.half, self.half)

    def flat(self, bend: Poly, exact: Formula) -> Relation:
        """That the discriminant is 0 at the claimed value, by its sign on both sides if need be."""
        if exact.is_Rational:
            return Relation(_in(bend, self.case.relation.rhs), "=", ZERO)
        near = Fraction(str(exact.evalf(30)))
        ends = (Num(near - _CLOSER), Num(near + _CLOSER))
        return Relation(Prod(tuple(_in(bend, end) for end in ends)), "<", ZERO)

    def explained(
        self, leaves: list[Leaf[_Answer]], at: Mapping[str, Fraction], failing: Check
    ) -> Reason:
        """What the check says."""
        return failing.note

    # -- for the second route -------------------------------------------------------------------

    def checks(self, leaves: list[Leaf[_Answer]]) -> Iterator[Check]:
        """The claim at some parameters."""
        for at in self.points(_AFFIRMED):
            yield from self.confirming(at)

    def confirming(self, at: Mapping[str, Fraction]) -> Iterator[Check]:
        """At the claimed value the discriminant is 0, and at the merged point rate and slope."""
        exact, family = number(self.value, at), self.family(at)
        found = None if family is None else family.mergers()
        if exact is None or family is None or found is None:
            return
        yield self.stated(self.flat(found.bend, exact), at, reason("the discriminant"))
        slope = Relation(self.shown(self.flow.rate.diff(self.flow.variable)), "=", ZERO)
        for root in family.fixed_points(exact) if exact.is_Rational else ():
            if root.power > 1 and root.low == root.high:
                there = with_values(self.there(), at)
                place = starting(there, self.flow.variable, Num(root.low))
                yield Check(self.at_rest(), place, note=reason("the merged fixed point"))
                yield Check(slope, place, note=reason("the slope there"))


def _finite(branch: Branch, value: Ratio) -> bool:
    """Whether nothing that a value, or a root in it, divides by is 0."""
    roots = (value.scalars.roots[name] for name in value.free() & value.scalars.roots.keys())
    return branch.nonzero(value.denominator) and all(_finite(branch, inner) for inner in roots)


def _in(poly: Poly, value: Expr) -> Expr:
    """A polynomial with numbers as coefficients, of an expression."""
    terms: list[Expr] = []
    for (power,), coeff in poly.terms():
        exact = Num(fraction(coeff))
        terms.append(Prod((exact, Power(value, Fraction(power)))) if power else exact)
    return summed(terms)
