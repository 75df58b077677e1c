"""`stability`: the attracting fixed points of a scalar flow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.article import Claim
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Expr, Num, Relation, Sum, Sym, difference
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.equilibria import discriminant, factor
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reason import Math, Reason, joined, reason
from sslcheck.derive.setting import Setting

__all__ = ["Stability", "starting"]

_NEAR = Fraction(1, 1000)


class Stability(Kind, frozen=True, kw_only=True, tag="stability"):
    """Exactly these points of the variable's declared domain attract."""

    signs = ("->",)
    several = True
    reads = "the limits of one variable, `x \\to a, x \\to b`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """``x -> a, x -> b``: exactly these fixed points x >= 0 attract, of a flow dx/dt = f(x).

        f is factored; a simple root attracts where f' < 0. On a line, an orbit tends to the next
        attracting fixed point, and the repelling ones bound the basins.
        """
        claim, setting, relations, normal = case.claim, case.setting, case.relations, case.normal
        variable, claimed = _variable(normal, claim, relations)
        checks = _checks(variable, relations, setting)
        try:
            factored = factor(normal, variable)
        except Unsupported as error:
            return Finding(None, checks, (), reason(str(error)))
        steps = [
            identity_step(
                Relation(
                    Dot(Sym(variable)), "=", normal.expr(normal.alphabet.scalar(factored.rate))
                ),
                "the flow inserted",
                setting,
            ),
        ]
        for quadratic in factored.quadratics:
            shape = discriminant(quadratic).cancelled()
            if normal.functions.sign(shape) != -1:
                return Finding(
                    None,
                    checks,
                    tuple(steps),
                    reason("a pair of fixed points has no rational form"),
                )
            steps.append(
                argued_step(
                    reason(Math(normal.expr(normal.alphabet.scalar(shape)), "< 0")),
                    "the discriminant of the quadratic factor: it has no real root",
                    "an inequality, read off the signs of its coefficients",
                )
            )
        attracting: list[Ratio] = []
        for root in factored.roots:
            if normal.functions.sign(root) == -1:
                continue  # on the side of x < 0
            if normal.functions.sign(root) is None:
                why = reason("the sign of a fixed point is not known")
                return Finding(None, checks, tuple(steps), why)
            slope = factored.rate.diff(variable).substitute({variable: root}).cancelled()
            sign = normal.functions.sign(slope)
            if sign is None or sign == 0:
                why = reason("the sign of the rate's slope at a fixed point is not known")
                return Finding(None, checks, tuple(steps), why)
            if sign == -1:
                attracting.append(root)
            where = normal.expr(normal.alphabet.scalar(root))
            steps.append(
                identity_step(
                    Relation(Dot(Sym(variable)), "=", Num(Fraction(0))),
                    reason(
                        "a fixed point: ",
                        Relation(Sym(variable), "=", where),
                        "; there the slope of the rate is ",
                        normal.expr(normal.alphabet.scalar(slope)),
                        f", so it {'attracts' if sign == -1 else 'repels'}",
                    ),
                    starting(setting, variable, where),
                )
            )
        missing = [r for r in attracting if not any((r - c).is_zero() for c in claimed)]
        surplus = [c for c in claimed if not any((r - c).is_zero() for r in attracting)]
        holds = not missing and not surplus
        why = () if holds else _explain(normal, variable, missing, surplus)
        return Finding(holds, checks, tuple(steps), why)


def _variable(
    normal: NormalForm, claim: Claim, relations: tuple[Relation, ...]
) -> tuple[str, list[Ratio]]:
    """The variable and its claimed limits."""
    names = {r.lhs.name if isinstance(r.lhs, Sym) and r.op == "->" else "" for r in relations}
    if len(names) == 1 and "" not in names:
        (name,) = names
        limits = [normal.scalar(r.rhs) for r in relations]
        if not any(name in limit.free() for limit in limits):
            return name, limits
    raise ArticleError(
        f"claim `{claim.id}`: a claim of kind `stability` lists the limits of one variable:"
        " `x \\to a, x \\to b`"
    )


def _explain(
    normal: NormalForm, variable: str, missing: list[Ratio], surplus: list[Ratio]
) -> Reason:
    def shown(values: list[Ratio]) -> Reason:
        points = (normal.expr(normal.alphabet.scalar(v)) for v in values)
        return joined([reason(Relation(Sym(variable), "=", p)) for p in points], ", ")

    parts = []
    if missing:
        parts.append(reason(shown(missing), " attracts too, with a basin of its own"))
    if surplus:
        parts.append(reason(shown(surplus), " does not attract"))
    return joined(parts, "; ")


def starting(setting: Setting, variable: str, value: Expr) -> Setting:
    """The setting in which the variable starts at a value."""
    return replace(setting, initial={**setting.initial, variable: value})


def _checks(variable: str, relations: tuple[Relation, ...], setting: Setting) -> tuple[Check, ...]:
    """The second route looks at the sign of the flow on both sides of every claimed limit, and
    between: were there further attracting points, the flow would point the wrong way somewhere.
    """
    near, nothing, checks = Num(_NEAR), Num(Fraction(0)), []

    def add(op: str, start: Expr, what: str) -> None:
        relation = Relation(Dot(Sym(variable)), op, nothing)
        note = reason("at ", Relation(Sym(variable), "=", start), f", {what}")
        checks.append(Check(relation, starting(setting, variable, start), note=note))

    for relation in relations:
        limit = relation.rhs
        add("=", limit, "a claimed limit")
        add("<", near if limit == nothing else Sum((limit, near)), "just above a claimed limit")
        if limit != nothing:
            add(">", difference(limit, near), "just below a claimed limit")
    if not any(r.rhs == nothing for r in relations):
        add(">", near, "close to 0, which is not among the claimed limits")
    return tuple(checks)
