"""`threshold`: where two fixed points of a scalar flow merge."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Dot, Num, Relation, Sym
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.equilibria import discriminant, factor
from sslcheck.derive.kinds.identity import identity_finding
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.stability import starting
from sslcheck.derive.reason import Math, reason

__all__ = ["Threshold"]


class Threshold(Kind, frozen=True, kw_only=True, tag="threshold"):
    """In the declared ranges, two fixed points merge exactly at this value of the parameter."""

    variable: str
    parameter: str

    names = ("variable", "parameter")
    reads = "`parameter = value`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The value at which a pair of fixed points merges: the zero of the discriminant."""
        setting, normal, variable = case.setting, case.normal, self.variable
        parameter = self.parameter
        if case.relation.lhs != Sym(parameter):
            raise ArticleError(
                f"claim `{case.claim.id}`: a claim of kind `threshold` reads"
                f" `{parameter} = expression`"
            )
        factored = factor(normal, variable)
        if len(factored.quadratics) != 1:
            why = reason("there is not one pair of fixed points that could merge")
            return Finding(None, (), (), why)
        quadratic = factored.quadratics[0]
        shape = discriminant(quadratic).cancelled()
        by_power = shape.coefficients(parameter)
        if set(by_power) != {0, 1}:
            why = reason("the discriminant is not linear in ", Sym(parameter))
            return Finding(None, (), (), why)
        critical = (-by_power[0] / by_power[1]).cancelled()
        value = normal.expr(normal.alphabet.scalar(critical))
        a, b, _ = quadratic
        merged = normal.expr(normal.alphabet.scalar((-b / (a.scalars.number(2) * a)).cancelled()))
        at_threshold = replace(
            setting,
            lets={**setting.lets, parameter: value},
        )
        steps = (
            identity_step(
                Relation(
                    Dot(Sym(variable)), "=", normal.expr(normal.alphabet.scalar(factored.rate))
                ),
                "the flow inserted",
                setting,
            ),
            argued_step(
                reason(Math(normal.expr(normal.alphabet.scalar(shape)), "= 0")),
                reason(
                    "discriminant of the quadratic factor in ",
                    Sym(variable),
                    ": the two fixed points merge",
                ),
                reason("a condition on ", Sym(parameter), ", which the next step solves"),
            ),
            argued_step(
                Relation(Sym(parameter), "=", value),
                reason("solved for ", Sym(parameter)),
                "it defines the threshold, which the next step inserts",
            ),
            identity_step(
                Relation(Dot(Sym(variable)), "=", Num(Fraction(0))),
                reason(
                    "at the threshold ",
                    Relation(Sym(variable), "=", merged),
                    " is the merged fixed point",
                ),
                starting(at_threshold, variable, merged),
            ),
        )
        found = identity_finding(normal, (Relation(value, "=", case.relation.rhs),), setting)
        claimed = replace(setting, lets={**setting.lets, parameter: case.relation.rhs})
        # at a double root the flow does not change sign: a perfect square times the other factors
        start = normal.expr(normal.alphabet.scalar((-b / (a.scalars.number(2) * a)).cancelled()))
        double = Relation(Dot(Sym(variable)), "=", Num(Fraction(0)))
        check = Check(
            double, starting(claimed, variable, start), note=reason("at the merged fixed point")
        )
        return replace(found, steps=(*steps, *found.steps), checks=(check,))
