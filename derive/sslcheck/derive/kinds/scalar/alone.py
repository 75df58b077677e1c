"""A point to which every solution of a scalar flow goes, by the signs of the rate on its two sides.

The rate may hold roots, quotients and exponentials of the variable: beside the point, at a distance
that may be any positive number, bounds and squares show its sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ONE, ZERO, Dot, Expr, Prod, Quotient, Relation, Sum, Sym, negative
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.flow_claim import starting
from sslcheck.derive.kinds.scalar.signed import signs_needed
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.condition import AnyOf, Condition, Nonzero
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = ["alone"]

_NOT_ONE = "an inequality on a side, with which the flow is evaluated there"


def alone(case: Case, name: str, limit: Ratio, ends: bool = True) -> Finding | None:
    """Whether all solutions of a scalar from inside of its domain tend to a point, and with
    ``ends`` those from 0, where that is a start; None where that is not seen.

    Where they do not, what would have to be asked of a parameter is a condition.
    """
    found = _seen(case, name, limit, ends)
    if found is None or found.holds or not case.repairs:
        return found
    symbols, ways = case.setting.symbols, list[tuple[Condition, ...]]()
    point = case.normal.expr(case.normal.alphabet.scalar(limit))

    def seen(special: Case) -> Finding | None:
        there = special.normal.scalar(point).root_reduced().cancelled()
        return _seen(special, name, there, ends)

    moved = case.normal.element(Dot(Sym(name))).as_scalar()
    for parameter in sorted({n for n in moved.deep() | limit.deep() if isinstance(n, str)}):
        if parameter in symbols and symbols[parameter].fixed:
            ways += filter(None, [signs_needed(case, (parameter,), seen)])
    if not ways:
        return found
    conditions = ways[0] if len(ways) == 1 else (AnyOf(tuple(ways)),)
    exact = any(isinstance(condition, Nonzero) for way in ways for condition in way)
    return replace(found, conditions=conditions, sufficient=exact)


def _seen(case: Case, name: str, limit: Ratio, ends: bool) -> Finding | None:
    setting, distance = case.setting, rf"\delta_{{{name}}}"
    symbol = setting.symbols[name]
    if setting.initial or setting.relations or setting.leftover or setting.lets.get(name):
        return None
    if distance in setting.symbols:
        return None
    near = replace(
        setting, symbols={**setting.symbols, distance: Symbol(distance, sign="positive")}
    )
    normal = case.derivation.normal(near)
    point = normal.expr(normal.alphabet.scalar(limit))
    above, below = _sides(point, Sym(distance), symbol.sign != "real")
    sides = {">": below, "<": above}
    at_rest = Check(Relation(Dot(Sym(name)), "=", ZERO), starting(setting, name, point))
    signs = {op: Relation(Dot(Sym(name)), op, ZERO) for op in sides}
    checks = {op: Check(signs[op], starting(near, name, sides[op])) for op in sides}
    bounds = Bounds(normal.functions, Signs(normal.functions))
    try:
        rate = normal.scalar(Dot(Sym(name)))
        if not _of_itself(normal, rate, name):
            return None
        if not _at(normal, rate, {name: limit}).is_zero():
            why = reason(Relation(Sym(name), "=", point), " is no fixed point")
            return Finding(False, (at_rest,), (), why, complete=False)
        if symbol.sign != "real" and not bounds.positive(limit):
            return None
        for op, side in sides.items():
            value = _at(normal, rate, {name: normal.scalar(side)})
            value = value if op == ">" else -value
            if bounds.ways(-value) is not None:
                why = reason("the rate leads away from ", point, " at ", Sym(name), " = ", side)
                return Finding(False, (checks[op],), (), why, complete=False)
            if not bounds.positive(value):
                return None
        zero = normal.scalars.number(0)
        end = ends and symbol.sign == "nonnegative"
        if end and not bounds.positive(_at(normal, rate, {name: zero})):
            return None
    except (Unsupported, ZeroDivisionError):
        return None
    steps = (
        identity_step(
            Relation(Dot(Sym(name)), "=", normal.expr(normal.alphabet.scalar(rate))),
            "the flow inserted",
            setting,
        ),
        *(
            argued_step(
                reason(signs[op], " at ", Relation(Sym(name), "=", sides[op])),
                reason("for every ", Relation(Sym(distance), ">", ZERO), ", by bounds and squares"),
                _NOT_ONE,
            )
            for op in sides
        ),
        argued_step(
            Relation(Sym(name), "->", point),
            "the rate is positive below the only fixed point and negative above it: each solution"
            " is monotone and bounded, exists for all times and tends to it",
            "a limit, not an equation at a point",
        ),
    )
    return Finding(True, (at_rest, *checks.values()), steps)


def _sides(point: Expr, distance: Expr, positive: bool) -> tuple[Expr, Expr]:
    """All values above and below a point; of positive ones as multiples."""
    if positive:
        factor = Sum((ONE, distance))
        return Prod((point, factor)), Quotient(point, factor)
    return Sum((point, distance)), Sum((point, negative(distance)))


def _of_itself(normal: NormalForm, rate: Ratio, name: str) -> bool:
    """Whether nothing else that moves stands in a rate."""
    letters = (n for n in rate.deep() if isinstance(n, str) and n != name)
    return not any(map(normal.functions.moves, letters))


def _at(normal: NormalForm, value: Ratio, known: Mapping[str, Ratio]) -> Ratio:
    inserted = Substitution(normal.alphabet, {}, known, normal.functions).scalar(value)
    return inserted.root_reduced().cancelled()
