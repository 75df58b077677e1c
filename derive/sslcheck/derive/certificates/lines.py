"""Evidence for claims about flows of one scalar: all fixed points, and points where one is wrong.

It is sought with the formulas that decide such claims; all of it is checked by `verify`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.certificates.forms import Forms, power, product
from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Power, Relation, Sym, within
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.equilibria import Line, line, solutions, under_roots
from sslcheck.derive.kinds.scalar.numbers import points
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.signs.branch import Branch, Impossible, NotReal, Open

__all__ = ["fixed_points", "meeting_points", "wrong_places"]

_DEPTH = 3
_TRIED = 60
_ORDERS = 4


def fixed_points(case: Case, supposed: Iterable[Relation]) -> dict[str, Any]:
    """The evidence that a claim holds; raises `Unsupported` where no formula shows it."""
    if isinstance(case.claim.form, Threshold):
        return meeting_points(case, case.claim.form)
    flow = _line(case)
    return _Drawn(case, flow, flow.branch).cases(_DEPTH)


def meeting_points(case: Case, form: Threshold) -> dict[str, Any]:
    """The evidence that fixed points meet where a parameter has a value, and nowhere else."""
    flow = line(case, form.variable)
    flow = replace(flow, half=case.setting.symbols[form.variable].sign != "real")
    drawn = _Drawn(case, flow, flow.branch)
    value = case.normal.scalar(case.relation.rhs).root_reduced().cancelled()
    letter = value.scalars.letter(form.parameter)
    if case.setting.symbols[form.parameter].sign != "real":
        drawn = replace(drawn, branch=drawn.branch.where(letter, 1))
    sides = {"<>"[sign > 0]: drawn.where(letter - value, sign).picture() for sign in (-1, 1)}
    return {"value": drawn.forms.signed(value)} | sides


def wrong_places(case: Case) -> Iterator[tuple[dict[str, Fraction], dict[str, Any]]]:
    """Points of the parameters, each with evidence that may show a claim to be wrong there."""
    if isinstance(case.claim.form, Threshold):
        yield from _apart(case, case.claim.form)
        return
    flow = _line(case)
    limits = range(len(case.relations))
    for values in points(case.normal.functions, flow.parameters, _TRIED):
        for k in limits:
            for order in range(_ORDERS):
                yield values, {"limit": k, "order": order}
        picture = flow.picture(values)
        if picture is None:
            continue
        for k in picture.attracting:
            below, above = picture.gaps[k : k + 2]
            low = below[-1][0] if below else Fraction(0)
            yield values, {"between": [str(low), str(above[0][0])]}


def _apart(case: Case, form: Threshold) -> Iterator[tuple[dict[str, Fraction], dict[str, Any]]]:
    flow = line(case, form.variable)
    names = flow.parameters | under_roots(case.normal.scalar(case.relation.rhs))
    rest, family = flow.rate, []
    for part, times in flow.factors():
        rest = (rest / part**times).cancelled()
        family.append([tree(ratio_expr(part)), times])
    shown = {"family": family, "factor": Forms(flow.branch).signed(rest)}
    for values in points(case.normal.functions, names, _TRIED):
        yield values, {}  # a value out of range needs nothing
        yield values, shown


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
            value, inner = question.value, {}
            for sign in sorted(question.possible):
                try:
                    inner["=><"[sign]] = self.where(value, sign).of(value, sign, depth - 1)
                except Impossible:
                    continue
            return {"split": self.forms.plain(value), "cases": inner}
        except NotReal:
            raise Unsupported("a limit is no real number") from None

    def where(self, value: Ratio, sign: int) -> _Drawn:
        """The branch in which a number has a sign."""
        supposed = (*self.supposed, value) if sign else self.supposed
        return replace(self, branch=self.branch.where(value, sign), supposed=supposed)

    def of(self, value: Ratio, sign: int, depth: int) -> dict[str, Any]:
        """The cases in this branch, with the letter that is given by an equation ``value = 0``."""
        found = self.cases(depth)
        if sign:
            return found
        name, known = list(self.branch.values.items())[-1]
        slope = value.coefficients(name)[1]
        return found | {
            "letter": name,
            "value": self.forms.signed(known),
            "slope": self.forms.signed(slope),
        }

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


def _divided(coefficients: list[Ratio], root: Ratio) -> list[Ratio]:
    """A polynomial, from the constant on, by the difference to one of its zeros."""
    found = [coefficients[-1]]
    for c in coefficients[-2:0:-1]:
        found.append((c + found[-1] * root).root_reduced().cancelled())
    return found[::-1]
