"""Evidence for claims about flows of one scalar: all fixed points, and points where one is wrong.

It is sought with the formulas that decide such claims; all of it is checked by `verify`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Self

from sympy import Poly, Symbol

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.forms import Forms, power, product
from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Power, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.equilibria import Line, line, solutions
from sslcheck.derive.kinds.scalar.flow_claim import with_values
from sslcheck.derive.kinds.scalar.numbers import number, polynomial, separators
from sslcheck.derive.kinds.scalar.reached import toward
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.signs.branch import Branch, Impossible, NotReal, Open
from sslcheck.derive.traverse import within

__all__ = ["fixed_points", "scalar_of", "wrong_places"]

_DEPTH = 3
_DEGREE = 4
"""Up to which formulas may give the zeros of a factor."""
_X = Symbol("x")
_UNKNOWN = (Open, NotReal, Impossible, Unsupported)


def fixed_points(case: Case, given: dict[str, Any]) -> dict[str, Any]:
    """The evidence that a claim holds in a setting; raises `Unsupported` where no formula shows it.

    With the setting ``given`` the verifier tells which cases there are.
    """
    form = case.claim.form
    if isinstance(form, Threshold):
        still, *_ = verifier.line(given, form.variable, kept=False)
        flow = line(case, form.variable, declared=True)
        return _Meeting(case, flow, flow.branch, still).cases(_DEPTH)
    flow = _line(case)
    still, *_ = verifier.line(given, flow.variable)
    return _Drawn(case, flow, flow.branch, still).cases(_DEPTH)


def scalar_of(case: Case) -> Iterator[tuple[Case, dict[str, Any]]]:
    """Of a quantity that is to vanish: what that says of a scalar, and how it is one of it."""
    for claimed, limit, slope in toward(case):
        forms = Forms(Branch(case.normal.functions))
        name = _line(claimed).variable
        yield claimed, {"scalar": [name, forms.signed(limit), forms.signed(slope)]}


def wrong_places(case: Case, at: Mapping[str, Fraction]) -> Iterator[dict[str, Any]]:
    """Evidence that may show a claim to be wrong at a point of the parameters."""
    yield {}  # a value out of range, a limit that does not attract or has no value need nothing
    form = case.claim.form
    if isinstance(form, Threshold):
        yield from _apart(case, form, at)
        yield from _elsewhere(case, form, at)
        return
    flow = _line(replace(case, setting=with_values(case.setting, at)))
    with suppress(*_UNKNOWN):
        picture = flow.numbers(flow.branch).picture({})
        if picture is None:
            return
        for k in picture.attracting:
            below, above = picture.gaps[k : k + 2]
            yield {"between": [str(below[-1][0] if below else 0), str(above[0][0])]}
        starts = [x for gap in picture.gaps for x, _ in gap]
        starts += [root.low for root in picture.roots if root.low == root.high]
        yield from ({"start": str(x)} for x in starts if case.claim.kind == "vanishes")


def _apart(case: Case, form: Threshold, at: Mapping[str, Fraction]) -> Iterator[dict[str, Any]]:
    """The rate as a factor that is not 0 and powers; at the value, their product and its derivative
    by the scalar have a combination that is not 0: their greatest common divisor."""
    flow = line(case, form.variable, declared=True)
    value = number(case.normal.scalar(case.relation.rhs), at)
    if value is None or not value.is_Rational:
        return
    there = {**at, form.parameter: Fraction(str(value))}
    rest, whole = flow.rate, Poly(1, _X)
    for part, times in flow.factors():
        rest = (rest / part**times).cancelled()
        known = polynomial(part, form.variable, there)
        if known is None:
            return
        whole = whole * known
    one, two, common = whole.gcdex(whole.diff())
    yield {
        "parts": [tree(ratio_expr(part)) for part, _ in flow.factors()],
        "powers": [times for _, times in flow.factors()],
        "factor": Forms(flow.branch).signed(rest),
        "combined": [_terms(poly, form.variable) for poly in (one, two, common)],
    }


def _terms(poly: Poly, name: str) -> Any:
    """A polynomial with rational coefficients as a tree."""
    terms = (product(["Num", str(c)], power(name, k)) for (k,), c in poly.terms())
    return ["Sum", *terms]


def _elsewhere(case: Case, form: Threshold, at: Mapping[str, Fraction]) -> Iterator[dict[str, Any]]:
    """Other values at which fixed points meet, at numbers in place of the other parameters."""
    others = {name: x for name, x in at.items() if name != form.parameter}
    case = replace(case, setting=with_values(case.setting, others))
    merging = form.merging(case)
    family = merging.family({})
    found = None if family is None else family.mergers()
    if found is None:
        return
    drawn = _Drawn(case, merging.flow, merging.flow.branch, {"relations": []})
    letter = merging.value.scalars.letter(form.parameter)
    gaps = separators(found.zeros)
    for k, root in enumerate(found.zeros):
        for near, sign in ((gaps[k][-1], -1), (gaps[k + 1][0], 1)):
            if root.low == root.high and found.merging[k]:
                other, until = (letter - letter.scalars.number(x) for x in (root.low, near))
                side = drawn.where(other, sign, 0).where(until, -sign, 0)
                with suppress(*_UNKNOWN):
                    yield {"elsewhere": [str(root.low), str(near)]} | side.picture()


def _line(case: Case) -> Line:
    """The flow that a claim is about."""
    (name,) = {r.lhs.name for r in case.relations if isinstance(r.lhs, Sym)}
    return line(case, name)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The fixed points of a flow in a branch of signs."""

    case: Case
    flow: Line
    branch: Branch
    still: dict[str, Any]
    supposed: tuple[Ratio, ...] = ()

    @property
    def forms(self) -> Forms:
        return Forms(self.branch, self.supposed)

    def cases(self, depth: int) -> dict[str, Any]:
        """The picture, or one for each sign of what it depends on."""
        try:
            return self.picture()
        except Open as question:
            if not depth:
                raise Unsupported("there are too many cases") from None
            split, inner = self.forms.plain(question.value), {}
            for sign in verifier.Theory(self.still).signs(split):
                case = self.where(question.value, sign, split)
                inner["=><"[sign]] = case.of(question.value, sign, depth - 1)
            return {"split": split, "cases": inner}
        except (NotReal, Impossible):
            raise Unsupported("a limit is no real number") from None

    def where(self, value: Ratio, sign: int, split: Any) -> Self:
        """The branch in which a number has a sign."""
        branch = self.branch.where(value, sign)
        if not sign:
            name, known = list(branch.values.items())[-1]
            values = self.still["values"] | {name: Forms(branch, self.supposed).signed(known)}
            return replace(self, branch=branch, still=self.still | {"values": values})
        relations = [*self.still["relations"], ["=><"[sign], split, 0]]
        still = self.still | {"relations": relations}
        return replace(self, branch=branch, still=still, supposed=(*self.supposed, value))

    def of(self, value: Ratio, sign: int, depth: int) -> dict[str, Any]:
        """The cases in this branch, with the letter that is given by an equation ``value = 0``."""
        found = self.cases(depth)
        if sign:
            return found
        name = list(self.branch.values)[-1]
        slope = self.forms.signed(value.coefficients(name)[1])
        return found | {"letter": name, "value": self.still["values"][name], "slope": slope}

    def picture(self) -> dict[str, Any]:
        """All fixed points in the domain, and the rate as a product."""
        whole = self.flow.rate
        for part, times in self.flow.factors():
            whole = (whole / part**times).cancelled() if self.steady(part) else whole
        zeros = replace(self.flow, rate=whole).zeros(self.branch)
        values = [zero.value for zero in zeros]
        steps = [*values[:1], *((b - a).root_reduced().cancelled() for a, b in pairwise(values))]
        forms = self.forms
        return {
            "steps": [forms.signed(step) for step in steps],
            "powers": [zero.power for zero in zeros],
            "factor": product(*self.factor()),
            "radicals": [*self.radicals()],
        }

    def steady(self, part: Ratio) -> bool:
        """Whether a factor of the rate, of which no formula gives zeros, has none in the domain."""
        flow = self.flow
        if max(part.coefficients(flow.variable)) <= _DEGREE:
            return False
        known = self.branch.on_half(part, flow.variable) if flow.half else self.branch.known(part)
        return known in (1, -1)

    def factor(self) -> Iterator[Any]:
        """What is left of the rate without the differences to its zeros, as factors."""
        rest, variable = self.flow.rate, self.flow.variable
        shown = []
        for part, times in self.flow.factors():
            rest = (rest / part**times).cancelled()
            powers = self.branch.inserted(part).coefficients(variable)
            known = [powers.get(k, part.scalars.number(0)) for k in range(max(powers) + 1)]
            at = self.branch.inserted(part)
            zeros = [] if self.steady(part) else solutions(self.branch, at, variable)
            for root, count in zeros:
                if not self.flow.half or self.branch.sign(root) >= 0:
                    for _ in range(count):
                        known = _divided(known, root)
            shown.append(power(self.forms.polynomial(known, variable), times))
        yield self.forms.signed(rest)
        yield from shown

    def radicals(self) -> Iterator[list[Any]]:
        """The square roots in the limits, as what they are by the other route."""
        setting = self.case.setting
        sides = [r.rhs for r in self.case.relations]
        for part in within(sides, {**setting.definitions, **setting.lets}):
            if isinstance(part, Power) and part.exponent.denominator == 2:
                root = self.case.normal.scalar(Power(part.base, Fraction(1, 2)))
                yield [tree(part.base), self.forms.signed(root)]


class _Meeting(_Drawn):
    """The fixed points on both sides of a value of the parameter."""

    def picture(self) -> dict[str, Any]:
        """The value, and the fixed points where the parameter is less and where it is more."""
        form = self.case.claim.form
        assert isinstance(form, Threshold)
        value = self.case.normal.scalar(self.case.relation.rhs).root_reduced().cancelled()
        letter = value.scalars.letter(form.parameter)
        branch = self.branch
        if self.case.setting.symbols[form.parameter].sign != "real":
            branch = branch.where(letter, 1)
        side = _Drawn(self.case, self.flow, branch, self.still, self.supposed)
        found = {"value": self.forms.signed(value)}
        for sign, op in ((-1, "<"), (1, ">")):
            found[op] = side.where(letter - value, sign, 0).picture()
        return found


def _divided(coefficients: list[Ratio], root: Ratio) -> list[Ratio]:
    """A polynomial, from the constant on, by the difference to one of its zeros."""
    found = [coefficients[-1]]
    for c in coefficients[-2:0:-1]:
        found.append((c + found[-1] * root).root_reduced().cancelled())
    return found[::-1]
