"""`stability`: the attracting fixed points of a scalar flow; `threshold`: where two merge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.article import Claim
from sslcheck.derive.decide.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.decide.identity import identity_finding
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Expr, Num, Relation, Sum, Sym, difference
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import plain, relation_latex, to_latex, to_text
from sslcheck.derive.setting import Setting

__all__ = ["stability", "threshold"]

_NEAR = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class _Factored:
    """``rate = lead * product of (x - root) * product of quadratics``."""

    rate: Ratio
    roots: tuple[Ratio, ...]
    quadratics: tuple[tuple[Ratio, Ratio, Ratio], ...]


def _factor(normal: NormalForm, variable: str) -> _Factored:
    rate = normal.scalar(Dot(Sym(variable))).root_reduced().cancelled()
    for name in sorted(rate.free() - {variable}):
        symbol = normal.setting.symbols.get(name)
        if symbol is None or symbol.role in ("state", "function"):
            raise Unsupported(f"the flow of {variable} also depends on {name}, which moves")
    roots: list[Ratio] = []
    quadratics: list[tuple[Ratio, Ratio, Ratio]] = []
    zero = normal.scalars.number(0)
    for factor, power in rate.factors():
        by_power = factor.coefficients(variable)
        degree = max(by_power)
        if degree == 1:
            roots += [(-by_power.get(0, zero) / by_power[1]).cancelled()] * power
        elif degree == 2 and power == 1:
            a, b, c = (by_power.get(k, zero) for k in (2, 1, 0))
            quadratics.append((a, b, c))
        elif degree:
            raise Unsupported(f"the fixed points are roots of a factor of degree {degree}")
    return _Factored(rate, tuple(roots), tuple(quadratics))


def _discriminant(quadratic: tuple[Ratio, Ratio, Ratio]) -> Ratio:
    a, b, c = quadratic
    return b * b - a.scalars.number(4) * a * c


def stability(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """``x -> a, x -> b``: exactly these fixed points x >= 0 attract, of a flow dx/dt = f(x).

    f is factored; a simple root attracts where f' < 0. On a line, an orbit tends to the next
    attracting fixed point, and the repelling ones bound the basins.
    """
    normal = scene.normal(setting)
    variable, claimed = _variable(normal, claim, relations)
    checks = _checks(variable, relations, setting)
    try:
        factored = _factor(normal, variable)
    except Unsupported as error:
        return Finding(None, checks, (), str(error))
    steps = [
        identity_step(
            Relation(Dot(Sym(variable)), "=", normal.expr(normal.alphabet.scalar(factored.rate))),
            "the flow inserted",
            setting,
        ),
    ]
    for quadratic in factored.quadratics:
        shape = _discriminant(quadratic).cancelled()
        if normal.functions.sign(shape) != -1:
            return Finding(
                None, checks, tuple(steps), "a pair of fixed points has no rational form"
            )
        steps.append(
            argued_step(
                f"{to_latex(normal.expr(normal.alphabet.scalar(shape)))} < 0",
                "the discriminant of the quadratic factor: it has no real root",
                "an inequality, read off the signs of its coefficients",
            )
        )
    attracting: list[Ratio] = []
    for root in factored.roots:
        if normal.functions.sign(root) == -1:
            continue  # on the side of x < 0
        if normal.functions.sign(root) is None:
            return Finding(None, checks, tuple(steps), "the sign of a fixed point is not known")
        slope = factored.rate.diff(variable).substitute({variable: root}).cancelled()
        sign = normal.functions.sign(slope)
        if sign is None or sign == 0:
            return Finding(
                None, checks, tuple(steps), "the sign of f' at a fixed point is not known"
            )
        if sign == -1:
            attracting.append(root)
        where = normal.expr(normal.alphabet.scalar(root))
        steps.append(
            identity_step(
                Relation(Dot(Sym(variable)), "=", Num(Fraction(0))),
                f"a fixed point: {variable} = {to_latex(where)}; there the derivative of f is"
                f" {to_latex(normal.expr(normal.alphabet.scalar(slope)))}, so it"
                f" {'attracts' if sign == -1 else 'repels'}",
                _starting(setting, variable, where),
            )
        )
    missing = [r for r in attracting if not any((r - c).is_zero() for c in claimed)]
    surplus = [c for c in claimed if not any((r - c).is_zero() for r in attracting)]
    holds = not missing and not surplus
    why = "" if holds else _explain(normal, variable, missing, surplus)
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


def _explain(normal: NormalForm, variable: str, missing: list[Ratio], surplus: list[Ratio]) -> str:
    def shown(values: list[Ratio]) -> str:
        texts = (to_latex(normal.expr(normal.alphabet.scalar(v))) for v in values)
        return ", ".join(f"{plain(variable)} = {plain(t)}" for t in texts)

    parts = []
    if missing:
        parts.append(f"{shown(missing)} attracts too, with a basin of its own")
    if surplus:
        parts.append(f"{shown(surplus)} does not attract")
    return "; ".join(parts)


def _starting(setting: Setting, variable: str, value: Expr) -> Setting:
    return replace(setting, initial={**setting.initial, variable: value})


def _checks(variable: str, relations: tuple[Relation, ...], setting: Setting) -> tuple[Check, ...]:
    """The second route looks at the sign of the flow on both sides of every claimed limit, and
    between: were there further attracting points, the flow would point the wrong way somewhere.
    """
    near, nothing, checks = Num(_NEAR), Num(Fraction(0)), []

    def add(op: str, start: Expr, what: str) -> None:
        relation = Relation(Dot(Sym(variable)), op, nothing)
        note = f"at {plain(variable)} = {to_text(start)}, {what}"
        checks.append(Check(relation, _starting(setting, variable, start), note=note))

    for relation in relations:
        limit = relation.rhs
        add("=", limit, "a claimed limit")
        add("<", near if limit == nothing else Sum((limit, near)), "just above a claimed limit")
        if limit != nothing:
            add(">", difference(limit, near), "just below a claimed limit")
    if not any(r.rhs == nothing for r in relations):
        add(">", near, "close to 0, which is not among the claimed limits")
    return tuple(checks)


def threshold(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """The value of a parameter at which a pair of fixed points merges: zero of the discriminant."""
    variable, parameter = claim.options.get("variable"), claim.options.get("parameter")
    named = isinstance(variable, str) and isinstance(parameter, str)
    if not named or len(relations) != 1 or relations[0].lhs != Sym(str(parameter)):
        raise ArticleError(
            f"claim `{claim.id}`: a claim of kind `threshold` names `variable` and `parameter` and"
            " reads `parameter = expression`"
        )
    variable, parameter = str(variable), str(parameter)
    normal = scene.normal(setting)
    factored = _factor(normal, variable)
    if len(factored.quadratics) != 1:
        return Finding(None, (), (), "there is not one pair of fixed points that could merge")
    quadratic = factored.quadratics[0]
    shape = _discriminant(quadratic).cancelled()
    by_power = shape.coefficients(parameter)
    if set(by_power) != {0, 1}:
        return Finding(None, (), (), f"the discriminant is not linear in {parameter}")
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
            Relation(Dot(Sym(variable)), "=", normal.expr(normal.alphabet.scalar(factored.rate))),
            "the flow inserted",
            setting,
        ),
        argued_step(
            f"{to_latex(normal.expr(normal.alphabet.scalar(shape)))} = 0",
            f"discriminant of the quadratic factor in {variable}: the two fixed points merge",
            f"a condition on {parameter}, which the next step solves",
        ),
        argued_step(
            relation_latex(Relation(Sym(parameter), "=", value)),
            f"solved for {parameter}; above it the discriminant is negative and only 0 is left",
            "it defines the threshold, which the next step inserts",
        ),
        identity_step(
            Relation(Dot(Sym(variable)), "=", Num(Fraction(0))),
            f"at the threshold {variable} = {to_latex(merged)} is the merged fixed point",
            _starting(at_threshold, variable, merged),
        ),
    )
    found = identity_finding(normal, (Relation(value, "=", relations[0].rhs),), setting)
    claimed = replace(setting, lets={**setting.lets, parameter: relations[0].rhs})
    # at a double root the flow does not change sign: a perfect square times the other factors
    start = normal.expr(normal.alphabet.scalar((-b / (a.scalars.number(2) * a)).cancelled()))
    double = Relation(Dot(Sym(variable)), "=", Num(Fraction(0)))
    check = Check(double, _starting(claimed, variable, start), note="at the merged fixed point")
    return replace(found, steps=(*steps, *found.steps), checks=(check,))
