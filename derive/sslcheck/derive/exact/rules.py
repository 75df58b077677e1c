"""From discrete update rules to flows: the first order in the step size, at exact points."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.search import Trials
from sslcheck.derive.exact.series import Series
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import raised

__all__ = ["derive_flow_matches", "flow_from_rule"]


def flow_from_rule(rule: Expr, symbol: str, step: str, point: Point) -> Matrix:
    """The rate that an update ``symbol := rule`` has for a vanishing step size, at the point.

    Unsupported where the rule does not leave the symbol as it is, or has no value, when ``step``
    is 0.
    """
    small = Series(1, 1, lambda k: [[int(k == 1)]], 1)
    try:
        moved = point.child({(step, NO_MODE): small}, freezes=True).evaluate(rule)
        moved = moved.shaped(*point.shape(symbol))
        start = moved.at(0)
    except ZeroDivisionError:
        raise raised(Unsupported, "the rule for ", Sym(symbol), " divides by ", Sym(step)) from None
    if start != point.symbol(symbol).at(0):
        moves = "the rule for ", Sym(symbol), " moves it even when ", Sym(step), " is 0"
        raise raised(Unsupported, *moves)
    return moved.at(1)


def derive_flow_matches(
    setting: Setting, updates: Mapping[str, Expr], step: str, flow: Mapping[str, Expr]
) -> str | None:
    """None if ``flow`` is the first order of ``updates`` in ``step``; else what differs, where.

    Gradients come from the objective by enumeration of the views. Symbols that a let replaces are
    not compared. Unsupported where a rule does not start from its symbol.
    """
    trials = Trials(setting)
    names = [name for name in updates if name not in setting.lets]
    for name in names:
        if name not in flow:
            return f"no rate is given for {name}"
    for point in trials.points():
        for name in names:
            derived = flow_from_rule(updates[name], name, step, point)
            given = point.evaluate(flow[name]).shaped(*point.shape(name)).at(0)
            if given != derived:
                rest = matrix.add(given, matrix.scale(-1, derived))
                sizes = ", ".join(f"{space} = {size}" for space, size in point.sizes.items())
                return (
                    f"the rate of {name} differs from its update rule at {sizes}: "
                    f"given - derived = {matrix.text(rest)}"
                )
    return None
