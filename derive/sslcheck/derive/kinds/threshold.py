"""`threshold`: where two fixed points of a scalar flow merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sympy import Expr as Formula
from sympy import Poly, Rational, Symbol

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.article import Claim
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Expr, Num, Power, Prod, Relation, Sum, Sym, walk
from sslcheck.derive.finding import Check, Finding, ProofStep, argued_step, identity_step
from sslcheck.derive.kinds.equilibria import (
    Line,
    at_values,
    line,
    shown,
    solutions,
    starting,
    under_roots,
    with_values,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.numbers import Root, compared, number, points, real_roots, separators
from sslcheck.derive.kinds.signs import Branch, Demand, Leaf, branches
from sslcheck.derive.reason import Reason, reason

__all__ = ["Threshold"]

_TRIED = 40
_NOTHING = Num(Fraction(0))
_X, _M = Symbol("x"), Symbol("m")
_AFFIRMED = 3
_CLOSE = Fraction(1, 10**12)


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

    reads = "`parameter = value`"
    holds = "along"

    def refuse(self, claim: Claim) -> None:
        """Also where the left side is not the parameter, or the value depends on it."""
        Kind.refuse(self, claim)
        relation = claim.statement.relations[0]
        inside = {part.name for part in walk(relation.rhs) if isinstance(part, Sym)}
        if relation.lhs != Sym(self.parameter) or {self.parameter, self.variable} & inside:
            raise ArticleError(
                f"claim `{claim.id}`: a claim of kind `threshold` reads `{self.parameter} = value`,"
                f" the value without `{self.parameter}` and `{self.variable}`; got"
                f" `{claim.statement.source.strip()}`"
            )

    def decide(self, case: Case) -> Finding:
        """By formulas for the fixed points on both sides; at exact values of the parameters."""
        symbol = case.setting.symbols.get(self.variable)
        flow = replace(line(case, self.variable), half=symbol is not None and symbol.sign != "real")
        value = case.normal.scalar(case.relation.rhs).root_reduced().cancelled()
        return _Claimed(case, flow, self.parameter, value).finding()


@dataclass(frozen=True, slots=True)
class _Merger:
    """The fixed points in the domain: how many, and one at which two coincide."""

    count: int
    at: Ratio | None


@dataclass(frozen=True, slots=True)
class _Claimed:
    case: Case
    flow: Line
    parameter: str
    value: Ratio

    def finding(self) -> Finding:
        normal, setting = self.case.normal, self.case.setting
        rate = shown(normal, self.flow.rate)
        inserted = identity_step(
            Relation(Dot(Sym(self.flow.variable)), "=", rate), "the flow inserted", setting
        )
        if self.parameter not in setting.symbols or self.parameter in setting.lets:
            raise ArticleError(
                f"`{self.parameter}` is no parameter: it is replaced or not declared"
            )
        merged = self.proved(self.flow.branch)
        if merged is not None:
            return Finding(True, tuple(self.checks(merged)), (inserted, *self.steps(merged)))
        others = (self.flow.parameters | under_roots(self.value)) - {self.parameter}
        found = []
        if all(name in setting.symbols for name in others):
            for at in points(normal.functions, others, _TRIED):
                truth = self.at(at)
                found += [] if truth is None else [(at, truth)]
                if isinstance(truth, Check) and not any(map(self.open_sign, others)):
                    break
        failing = next(((at, truth) for at, truth in found if isinstance(truth, Check)), None)
        if failing is None:
            if not others and found:
                why = "the fixed points counted between the zeros of the discriminant"
                said = argued_step(self.case.relation, why, "it rests on a count of real zeros")
                return Finding(True, tuple(self.counted()), (inserted, said))
            return Finding(
                None, (), (inserted,), reason("where the fixed points merge is not known")
            )
        at, check = failing[0], failing[1]
        assert isinstance(check, Check)
        refuted = Finding(False, (check,), (inserted,), check.note)
        return self.repaired(refuted, others, found)

    def open_sign(self, name: str) -> bool:
        """Whether a parameter may be 0 or negative."""
        return not self.case.normal.functions.positive(name)

    def repaired(
        self,
        refuted: Finding,
        others: frozenset[str],
        found: list[tuple[dict[str, Fraction], Check | bool]],
    ) -> Finding:
        """The sign of one other parameter may be what is missing."""
        for name in filter(self.open_sign, sorted(others)):
            letter = self.value.scalars.letter(name)
            for sign in (1, -1):
                demand = Demand(letter, frozenset((sign,)))
                good = [at for at, truth in found if demand.met(at) and truth is True]
                merged = self.proved(self.flow.branch.where(letter, sign)) if good else None
                if merged is not None:
                    return replace(
                        refuted,
                        conditions=(demand.condition(self.case.normal),),
                        sufficient=True,
                        firm=tuple(self.checks(merged, good[:_AFFIRMED])),
                    )
        return refuted

    # -- by formulas ----------------------------------------------------------------------------

    def proved(self, branch: Branch) -> Ratio | None:
        """The merged fixed point, where formulas show that the claim is true."""
        scalars = self.value.scalars
        letter = scalars.letter(self.parameter)
        if self.value.free() & scalars.roots.keys():
            return None
        if self.case.normal.functions.nonnegative(self.parameter):
            if branch.known(self.value) != 1:
                return None
            branch = branch.where(letter, 1)
        gap = (letter - self.value).cancelled()
        unit = scalars.unit
        above, below = Ratio(scalars, gap.num, unit), Ratio(scalars, gap.den, unit)
        side = branch.known(below)
        if side not in (1, -1):
            return None
        there = replace(branch, values={**branch.values, self.parameter: self.value})
        try:
            merged = self.answers(there)
            sides = [self.answers(branch.where(above, side * s)) for s in (-1, 1)]
        except Unsupported:
            return None
        if merged is None or any(s is None for s in sides) or any(m.at is None for m in merged):
            return None
        if any(m.at is not None for s in sides if s is not None for m in s):
            return None
        most = max(m.count for m in merged)
        fewest = max(min((m.count for m in s), default=0) for s in sides if s is not None)
        return merged[0].at if fewest > most else None

    def answers(self, branch: Branch) -> list[_Merger] | None:
        leaves: list[Leaf[_Merger]] = branches(branch, self.merger)
        found = [leaf.answer for leaf in leaves if leaf.answer is not None]
        return found if found and len(found) == len(leaves) else None

    def merger(self, branch: Branch) -> _Merger:
        """Whether fixed points in the domain coincide in a branch of signs."""
        roots: list[Ratio] = []
        at: Ratio | None = None
        for part, _ in self.flow.factors():
            for root, times in solutions(branch, branch.inserted(part), self.flow.variable):
                if self.flow.half and branch.sign(root) < 0:
                    continue
                roots.append(root)
                at = root if times > 1 else at
        distinct: list[Ratio] = []
        for root in roots:
            if any(branch.sign(root - other) == 0 for other in distinct):
                at = root
            else:
                distinct.append(root)
        return _Merger(len(distinct), None if at is None else branch.inserted(at))

    def steps(self, merged: Ratio) -> Iterator[ProofStep]:
        normal, setting = self.case.normal, self.case.setting
        value, point = self.case.relation.rhs, shown(normal, merged)
        there = replace(setting, lets={**setting.lets, self.parameter: value})
        why = reason(
            "there ", Relation(Sym(self.flow.variable), "=", point), " is the merged fixed point"
        )
        yield argued_step(
            Relation(Sym(self.parameter), "=", value),
            "two fixed points merge there and nowhere else in the declared ranges",
            "the formulas of the fixed points, compared on both sides by their signs",
        )
        yield identity_step(
            Relation(Dot(Sym(self.flow.variable)), "=", _NOTHING),
            why,
            starting(there, self.flow.variable, point),
        )

    # -- at exact values ------------------------------------------------------------------------

    def family(self, at: Mapping[str, Fraction]) -> Poly | None:
        """The product of the rate's different factors, in variable and parameter."""
        total = Poly(1, _X, _M)
        for part, _ in self.flow.factors():
            found = {
                (power, degree): number(inner, at)
                for power, coeff in part.coefficients(self.flow.variable).items()
                for degree, inner in coeff.coefficients(self.parameter).items()
            }
            if any(exact is None or not exact.is_Rational for exact in found.values()):
                return None
            total *= Poly.from_dict(found, _X, _M)
        return total

    def at(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        """Whether the claim is true at a point of the other parameters: the check that fails."""
        exact = number(self.value, at)
        family = self.family(at)
        if exact is None or family is None:
            return None
        half = self.case.normal.functions.nonnegative(self.parameter)
        claimed = self.case.relation.rhs
        if half and not exact.is_positive:
            if not exact.is_Rational:
                return None
            note = reason("the value is outside of the range of ", Sym(self.parameter))
            return self.stated(Relation(claimed, ">", _NOTHING), at, note)
        special = self.special(family, half)
        if special is None:
            return None
        bend, roots, counts = special
        here = next((k for k, r in enumerate(roots) if compared(exact, r, bend)), None)
        if here is None or self.status(family, roots[here], counts[here : here + 2]) is False:
            return self.not_there(exact, at, family, bend, here)
        state = self.status(family, roots[here], counts[here : here + 2])
        for k, root in enumerate(roots):
            other = self.status(family, root, counts[k : k + 2]) if k != here else False
            if other and state:
                known = root.low == root.high
                near = Num(root.low if known else root.near.limit_denominator(10**6))
                there = Relation(Sym(self.parameter), "=", near)
                note = reason("fixed points merge also at ", there)
                if exact.is_Rational and known:
                    return self.stated(Relation(claimed, "=", near), at, note)
                ends = (Num(root.low - _CLOSE), Num(root.high + _CLOSE))
                product = Prod(tuple(_in(bend, end) for end in ends))
                return self.stated(Relation(product, ">", _NOTHING), at, note)
            state = None if other is None else state
        return state

    def special(self, family: Poly, half: bool) -> tuple[Poly, list[Root], list[int]] | None:
        """Zeros of the discriminant in the parameter's range, and how many fixed points there are
        in each gap between them (None where other things than mergers change that).
        """
        if family.degree(_X) < 1:
            return None
        bend = Poly(family.as_expr(), _X).discriminant() if family.degree(_X) > 1 else Rational(1)
        bend = Poly(bend, _M)
        if bend.is_zero:
            return None
        roots = [r for r in real_roots(bend) if not half or r.low > 0]
        gaps = separators(roots) if roots else [(Fraction(1), Fraction(2))]
        counts = [
            self.count(family, next(m for m in gap if not half or m > 0))
            for gap in gaps
            if any(not half or m > 0 for m in gap)
        ]
        if len(counts) < len(gaps):  # the first gap is a short one above 0
            counts.insert(0, self.count(family, roots[0].low / 2))
        return bend.sqf_part(), roots, counts

    def count(self, family: Poly, parameter: Fraction | Formula) -> int:
        """How many different fixed points the domain has at a value of the parameter."""
        value = (
            Rational(parameter.numerator, parameter.denominator)
            if isinstance(parameter, Fraction)
            else parameter
        )
        poly = Poly(family.as_expr().subs(_M, value), _X)
        return sum(1 for r in real_roots(poly) if not self.flow.half or r.high >= 0)

    def status(self, family: Poly, root: Root, counts: list[int]) -> bool | None:
        """Whether fixed points in the domain merge at a zero of the discriminant."""
        if root.low == root.high:
            poly = Poly(
                family.as_expr().subs(_M, Rational(root.low.numerator, root.low.denominator)), _X
            )
            double = [
                r for r in real_roots(poly) if r.power > 1 and (not self.flow.half or r.high >= 0)
            ]
            return bool(double) and self.count(family, root.low) < max(counts)
        lead = Poly(family.as_expr(), _X).LC() * (
            Poly(family.as_expr(), _X).eval(0) if self.flow.half and family.eval(_X, 0) != 0 else 1
        )
        shared = [
            r for r in real_roots(Poly(lead, _M)) if r.low <= root.high and r.high >= root.low
        ]
        return True if counts[0] != counts[1] and not shared else None

    def not_there(
        self, exact: Formula, at: Mapping[str, Fraction], family: Poly, bend: Poly, here: int | None
    ) -> Check | None:
        """The check that fails because nothing merges at the claimed value."""
        variable = Sym(self.flow.variable)
        if here is None:
            note = reason("the discriminant of the fixed points, at the claimed value")
            if exact.is_Rational:
                return self.stated(
                    Relation(_in(bend, self.case.relation.rhs), "=", _NOTHING), at, note
                )
            near = Fraction(str(exact.evalf(30)))
            ends = [Num(near + s * Fraction(1, 10**20)) for s in (-1, 1)]
            product = Prod(tuple(_in(bend, end) for end in ends))
            return self.stated(Relation(product, "<=", _NOTHING), at, note)
        if not exact.is_Rational or not self.flow.half:
            return None
        poly = Poly(family.as_expr().subs(_M, exact), _X)
        double = [r for r in real_roots(poly) if r.power > 1]
        if not double:
            return None
        note = reason("where they merge, ", variable, " is outside of its range")
        return self.stated(Relation(Num(double[-1].high), ">=", _NOTHING), at, note)

    def stated(self, relation: Relation, at: Mapping[str, Fraction], note: Reason) -> Check:
        return Check(
            relation, with_values(self.case.setting, at), note=reason(at_values(at, ": "), note)
        )

    # -- for the second route -------------------------------------------------------------------

    def checks(
        self, merged: Ratio, chosen: list[dict[str, Fraction]] | None = None
    ) -> Iterator[Check]:
        """At the claimed value, the merged point is one and the rate is flat there: the difference
        quotients to both sides are small against the distance.
        """
        functions, setting = self.case.normal.functions, self.case.setting
        others = (self.flow.parameters | under_roots(self.value)) - {self.parameter}
        there = replace(setting, lets={**setting.lets, self.parameter: self.case.relation.rhs})
        variable = self.flow.variable
        fixed = Relation(Dot(Sym(variable)), "=", _NOTHING)
        slope = shown(self.case.normal, self.flow.rate.diff(variable))
        for at in chosen or list(points(functions, others, _AFFIRMED)):
            exact = number(merged, at)
            if exact is None or not exact.is_Rational:
                continue
            start = Num(Fraction(int(exact.p), int(exact.q)))
            place = starting(with_values(there, at), variable, start)
            yield Check(fixed, place, note=reason("the merged fixed point"))
            yield Check(Relation(slope, "=", _NOTHING), place, note=reason("the slope there"))

    def counted(self) -> Iterator[Check]:
        """Without other parameters: the discriminant changes its sign at the claimed value."""
        family = self.family({})
        exact = number(self.value, {})
        assert family is not None
        assert exact is not None
        special = self.special(family, self.case.normal.functions.nonnegative(self.parameter))
        assert special is not None
        bend = special[0]
        if exact.is_Rational:
            yield self.stated(
                Relation(_in(bend, self.case.relation.rhs), "=", _NOTHING),
                {},
                reason("the discriminant"),
            )
        else:
            near = Fraction(str(exact.evalf(30)))
            ends = [Num(near + s * Fraction(1, 10**20)) for s in (-1, 1)]
            yield self.stated(
                Relation(Prod(tuple(_in(bend, e) for e in ends)), "<", _NOTHING),
                {},
                reason("the discriminant close to the value"),
            )


def _in(poly: Poly, value: Expr) -> Expr:
    """A polynomial with numbers as coefficients, of an expression."""
    terms: list[Expr] = []
    for (power,), coeff in poly.terms():
        exact = Num(Fraction(int(coeff.p), int(coeff.q)))
        terms.append(Prod((exact, Power(value, Fraction(power)))) if power else exact)
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0]
