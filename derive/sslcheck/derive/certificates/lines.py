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

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.certificates import verify
from sslcheck.derive.certificates.forms import Forms, power, product
from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Power, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.equilibria import Line, line, solutions
from sslcheck.derive.kinds.scalar.flow_claim import with_values
from sslcheck.derive.kinds.scalar.numbers import real_roots, separators
from sslcheck.derive.kinds.scalar.reached import toward
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.signs.branch import Branch, Impossible, NotReal, Open
from sslcheck.derive.traverse import within

__all__ = ["fixed_points", "scalar_of", "wrong_places"]

_DEPTH = 3
_UNKNOWN = (Open, NotReal, Impossible, Unsupported)


def fixed_points(case: Case, given: dict[str, Any]) -> dict[str, Any]:
    """The evidence that a claim holds in a setting; raises `Unsupported` where no formula shows it.

    With the setting ``given`` the verifier tells which cases there are.
    """
    form = case.claim.form
    if isinstance(form, Threshold):
        still, *_ = verify.line(given, form.variable, kept=False)
        half = case.setting.symbols[form.variable].sign != "real"
        flow = replace(line(case, form.variable), half=half)
        return _Meeting(case, flow, flow.branch, still).cases(_DEPTH)
    flow = _line(case)
    still, *_ = verify.line(given, flow.variable)
    return _Drawn(case, flow, flow.branch, still).cases(_DEPTH)


def scalar_of(case: Case) -> Iterator[tuple[Case, dict[str, Any]]]:
    """Of a quantity that is to vanish: what that says of a scalar, and how it is one of it."""
    for claimed, limit, slope in toward(case):
        forms = Forms(Branch(case.normal.functions))
        name = _line(claimed).variable
        yield claimed, {"scalar": [name, forms.signed(limit), forms.signed(slope)]}


def wrong_places(case: Case, at: Mapping[str, Fraction]) -> Iterator[dict[str, Any]]:
    """Evidence that may show a claim to be wrong at a point of the parameters."""
    if isinstance(case.claim.form, Threshold):
        yield {}  # a value out of range needs nothing
        yield _family(case, case.claim.form)
        yield from _elsewhere(case, case.claim.form, at)
        return
    yield {}  # nor does a limit that has no value, or a rate that is 0
    numbers = replace(case, setting=with_values(case.setting, at))
    flow = _line(numbers)
    with suppress(*_UNKNOWN):
        yield _Drawn(numbers, flow, flow.branch, {"relations": []}).marked()


def _family(case: Case, form: Threshold) -> dict[str, Any]:
    """The rate as a factor that is not 0, and powers."""
    flow = line(case, form.variable)
    rest, family = flow.rate, []
    for part, times in flow.factors():
        rest = (rest / part**times).cancelled()
        family.append([tree(ratio_expr(part)), times])
    return {"family": family, "factor": Forms(flow.branch).signed(rest)}


def _elsewhere(case: Case, form: Threshold, at: Mapping[str, Fraction]) -> Iterator[dict[str, Any]]:
    """Other values at which fixed points meet, at numbers in place of the other parameters."""
    others = {name: x for name, x in at.items() if name != form.parameter}
    case = replace(case, setting=with_values(case.setting, others))
    merging = form.merging(case)
    family = merging.family({})
    found = None if family is None else merging.mergers(family)
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
        except Unsupported as obstacle:
            try:
                return self.marked()
            except Unsupported:
                raise obstacle from None
        except Open as question:
            if not depth:
                raise Unsupported("there are too many cases") from None
            split, inner = self.forms.plain(question.value), {}
            for sign in verify.Theory(self.still).signs(split):
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
        zeros = self.flow.zeros(self.branch)
        values = [zero.value for zero in zeros]
        steps = [*values[:1], *((b - a).root_reduced().cancelled() for a, b in pairwise(values))]
        forms = self.forms
        return {
            "steps": [forms.signed(step) for step in steps],
            "powers": [zero.power for zero in zeros],
            "factor": product(*self.factor()),
            "radicals": [*self.radicals()],
        }

    def marked(self) -> dict[str, Any]:
        """The roots of a polynomial with numbers, each between two others."""
        numbers = self.flow.numbers(self.branch)
        picture = numbers.picture({})
        if picture is None:
            raise Unsupported("a pole")
        whole = numbers.rate.scalars.one
        for part, times in self.flow.factors():
            whole = whole * part**times
        below = [root.high / 2 for root in real_roots(picture.top) if root.high < 0]
        marks = [gap[0][0] if gap else max([Fraction(-1), *below]) for gap in picture.gaps]
        return {
            "marks": [*map(str, marks)],
            "polynomial": self.forms.plain(whole),
            "factor": self.forms.signed((self.flow.rate / whole).cancelled()),
        }

    def factor(self) -> Iterator[Any]:
        """What is left of the rate without the differences to its zeros, as factors."""
        rest, variable = self.flow.rate, self.flow.variable
        shown = []
        for part, times in self.flow.factors():
            rest = (rest / part**times).cancelled()
            powers = self.branch.inserted(part).coefficients(variable)
            known = [powers.get(k, part.scalars.number(0)) for k in range(max(powers) + 1)]
            for root, count in solutions(self.branch, self.branch.inserted(part), variable):
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
