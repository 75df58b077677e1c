"""That a statement fails at an exact point."""

from __future__ import annotations

from fractions import Fraction
from operator import sub
from typing import Any

from .attraction import strays
from .equations import isolated, linear, recursion, settled, vanish
from .meeting import apart
from .points import Point
from .proofs import INSTANT, meant, of_a_number
from .rejected import Nonconforming, Rejected, need
from .theory import Theory
from .trees import lasting, names


def fails(block: Any, setting: Any, evidence: Any) -> None:
    """The statement is refuted by an exact point, or its shapes do not conform."""
    if "shapes" in evidence:
        try:
            for _, lhs, rhs in block["statement"]:
                Theory(setting).gap(lhs, rhs)
        except Nonconforming:
            return
        raise Rejected("its shapes conform")
    setting = meant(block, setting, evidence)
    point = Point(setting, evidence["model"])
    point.check()
    need(not setting["lasts"], "a solution that may not exist at all times")
    if of_a_number(block, evidence):
        wrong = apart if block["kind"] == "threshold" else strays
        return wrong(block, setting, evidence, point.at(evidence["mode"]))
    kind, statement, order = block["kind"], block["statement"], evidence["order"]
    op, lhs, rhs = statement[evidence["relation"]]
    gap = ["Sum", lhs, ["Prod", -1, rhs]]
    rated = order or setting["along"] or "Dot" in names(statement, setting["values"])
    if rated:
        settled(setting)
    need(len(lasting(setting)) == len(setting["relations"]), "a relation that may not last")
    need(not setting["always"], "a trajectory")
    if kind == "integral":
        isolated(Theory(setting), gap, block["unknown"], evidence)
        need(order, "no rate")
        need(block["unknown"] not in names(evidence["value"], setting["values"]), "no value")
        gap = evidence["value"]
    elif kind == "preserved":
        need(all(point.everywhere(*given) for given in statement), "no start")
    elif kind == "stationary":
        still_there = all(point.everywhere("=", rate, 0) for rate in setting["flow"].values())
        need(still_there and not order, "it moves")
    elif kind == "vanishes":
        return rests(block, setting, point)
    elif kind != "solution":
        need(kind in INSTANT or kind in ("linear", "common"), "a kind that is not certified")
        need(not order, "a statement about one instant")
    need(op == "=" or not order, "no equation")
    if kind == "common":
        need(["Dot", block["unknown"]] in (lhs, lhs[-1]), "no rate of the unknown")
    if kind == "fixed-point":
        gap = recursion(block, evidence["value"])
    if kind == "definite" and block["unknown"]:
        theory = Theory(setting)
        vanish(theory, linear(theory, block["options"]["of"], block["unknown"]), [None])
    if kind == "linear":
        need(not block["unknown"], "there may be another matrix")
        (gap,) = linear(Theory(setting), [op, lhs, rhs], "")
    for _ in range(order):
        gap = ["Dot", gap]
    free = block["options"].get("free", block["unknown"] * (kind in ("lyapunov", "common")))
    constants = {n for n, symbol in setting["symbols"].items() if symbol["role"] == "constant"}
    inside = names(gap, setting["values"])
    need(not inside & constants - {free}, "a constant that the claim only says to exist")
    if free:
        need(op == "=" and order < 2, "no equation of the unknown or its rate")
        return unsolved(block, setting, point, gap, free)
    need(not point.at(evidence["mode"]).true(op, gap, 0), "it is true there")


def rests(block: Any, setting: Any, point: Point) -> None:
    """From a point at which a quantity is not at its limit nothing ever moves."""
    flow, ((op, quantity, limit),) = setting["flow"], block["statement"]
    given, inside = setting["values"] | setting["instant"], set[str]()
    more = names([quantity, limit], given)
    while more - inside:
        inside |= more
        more = names([flow[name] for name in inside & {*flow}], given)
    need(op == "->", "no limit")
    need(not inside & {"t", "Integral"}, "something moves by itself")
    for name in inside & {*setting["symbols"]}:
        role, modes = setting["symbols"][name]["role"], point.point["values"].get(name, [])
        need(role != "state" or name in flow, "a state of which no rate is known")
        need(all(len(orders) == 1 for orders in modes), "a function that moves")
    still = all(point.everywhere("=", flow[name], 0) for name in inside & {*flow})
    need(still, "it moves")
    need(not point.everywhere("=", quantity, limit), "it is at its limit")


def unsolved(block: Any, setting: Any, point: Point, gap: Any, free: str) -> None:
    """No value of a matrix, or of the rate of a function, makes a gap 0 at a point."""
    symbol, order = setting["symbols"][free], int(block["kind"] != "lyapunov")
    need(free not in {*setting["values"], *setting["flow"]} | {*setting["instant"]}, "no unknown")
    need(not symbol["index"], "an unknown for each mode")
    need(not order or symbol["shape"] == ["1", "1"], "an unknown that is no number")
    need(symbol["role"] == ("function" if order else "constant"), "no unknown")
    theory, modes = Theory(setting), range(max([1, *map(point.modes, setting["indices"])]))
    letter = ("rate", free) if order else free
    need(theory.degree(theory.value(gap), {letter}) <= 1, "not linear in the unknown")
    rows, cols = map(point.count, symbol["shape"])

    def with_it(of: Any, order: int, at: Any = None) -> list[Fraction]:
        """The entries at all modes where the unknown is 0, or 1 at one place."""
        entries = [[int((i, j) == at) for j in range(cols)] for i in range(rows)]
        orders = [*point.point["values"].get(free, [[]])[0]][:order]
        there = point.point["values"] | {free: [[*orders, entries]]}
        fresh = Point(setting, point.point | {"values": there})
        shape = theory.value(of)
        found = (fresh.at(mode).whole(of, [shape.rows, shape.cols]) for mode in modes)
        return [x for matrix in found for row in matrix.rows for x in row]

    nothing = with_it(gap, order)
    columns = [
        [*map(sub, with_it(gap, order, (i, j)), nothing)] for i in range(rows) for j in range(cols)
    ]
    need(not spanned(columns, nothing), "there is a value")
    if block["kind"] == "preserved":  # the function is given by the states at the start
        need(theory.degree(theory.value(gap[1]), {free}) <= 1, "not linear in the unknown")
        need(with_it(gap[1], 0, (0, 0)) != with_it(gap[1], 0), "a function that may be any")


def spanned(columns: list[Any], target: Any) -> bool:
    """Whether a vector is a combination of others: elimination."""
    rows: list[tuple[Any, Any]] = []
    for vector in [*columns, target]:
        for lead, row in rows:
            factor = vector[lead] / row[lead]
            vector = [x - factor * y for x, y in zip(vector, row, strict=True)]
        first = next((k for k, x in enumerate(vector) if x), None)
        if first is not None:
            rows.append((first, vector))
    return first is None
