"""That a statement fails at an exact point."""

from __future__ import annotations

from fractions import Fraction
from operator import mul
from typing import Any

from .attraction import strays
from .equations import linear, settled, vanish
from .meeting import apart
from .points import Point
from .proofs import MOVING, begins, meant, of_a_number, said
from .rejected import Nonconforming, Rejected, need
from .theory import Theory
from .trees import gap_of, lasting, names, supposed, throughout

WEAK = {">": ">=", "<": "<=", "pd": "psd"}


def fails(block: Any, setting: Any, evidence: Any) -> None:
    """The statement is refuted by an exact point, or its shapes do not conform."""
    setting = setting if "shapes" in evidence else meant(block, setting, evidence)
    point = Point(setting, evidence["model"])
    point.check()
    if "shapes" in evidence:
        try:
            for relation in block["statement"]:
                point.value(gap_of(relation))
        except Nonconforming:
            return
        raise Rejected("its shapes conform")
    need(not setting["lasts"], "a solution that may not exist at all times")
    need(not setting["stays"], "a trajectory that may not stay there")
    kind, order, statement = block["kind"], evidence.get("order"), block["statement"]
    if kind == "vanishes" or of_a_number(block, evidence):
        given(block, setting, statement)
    if of_a_number(block, evidence):
        wrong = apart if block["kind"] == "threshold" else strays
        return wrong(block, setting, evidence, point.at(evidence["mode"]))
    later = order and kind not in MOVING  # what is said without rates is said of all times
    if later:
        said_now = names(statement, setting["values"]) & {"Dot", "Gradient"}
        now = not setting["along"] and (setting["instant"] or setting["here"] or said_now)
        timed = kind in ("identity", "inequality", "definite") and not now
        need(timed, "a statement about one instant")
    lasts = throughout(setting) if later else setting
    need(lasting(lasts) == setting["relations"], "a relation that may not last")
    setting = lasts
    need(not setting["always"], "a trajectory")
    if kind == "vanishes":
        settled(setting)
        return rests(block, point)
    op, gap = said(block, setting, evidence)[evidence["relation"]]
    op = WEAK.get(op, op) if block["after"] else op  # it may be so at the start
    settled(setting)
    if kind == "preserved":
        need(begins(block, point), "no start")
    elif kind == "stationary":
        still = all(point.everywhere("=", rate, 0) for rate in setting["flow"].values())
        need(still, "it moves")
    if kind == "common":
        need(["Dot", block["unknown"]] in (gap[1], gap[1][-1]), "no rate of the unknown")
    if kind == "definite" and block["unknown"]:
        theory = Theory(setting)
        vanish(theory, linear(theory, block["options"]["of"], block["unknown"]), [None])
    need(kind != "linear" or not block["unknown"], "there may be another matrix")
    for _ in range(order):
        need(op == "=" or point.everywhere("=", gap, 0), "it is not at its bound")
        gap = ["Dot", gap]
    free = free_of(block)
    given(block, setting, gap, free)
    if free:
        need(op == "=" and not order, "no equation of the unknown or its rate")
        return unsolved(block, setting, evidence, gap, free)
    need(not point.at(evidence["mode"]).true(op, gap, 0), "it is true there")


def given(block: Any, setting: Any, tree: Any, *free: str) -> None:
    """No constant that a claim only says to exist is in an expression, or in what is supposed."""
    constants = {n for n, symbol in setting["symbols"].items() if symbol["role"] == "constant"}
    constants -= {n for t in block["theorems"] for n in t["suppose"].get("values", ())} | {*free}
    inside = names([tree, *supposed(setting)], setting["values"])
    need(not inside & constants, "a constant that the claim only says to exist")


def free_of(block: Any) -> str:
    """What a claim says to be of some value: a matrix, or a function; empty where there is none."""
    given = block["kind"] in ("lyapunov", "common")
    return str(block["options"].get("free", block["unknown"] if given else ""))


def rests(block: Any, point: Point) -> None:
    """From a point at which a quantity is not at its limit nothing ever moves."""
    ((op, quantity, limit),) = block["statement"]
    need(op == "->", "no limit")
    need(point.rests([quantity, limit]), "it moves")
    need(not point.everywhere("=", quantity, limit), "it is at its limit")


def unsolved(block: Any, setting: Any, evidence: Any, gap: Any, free: str) -> None:
    """No value of a matrix, or of the rate of a function, makes a gap 0 at a point.

    A sum of multiples of its entries is not 0, and the same for all values.
    """
    symbol, order = setting["symbols"][free], int(block["kind"] != "lyapunov")
    need(free not in {*setting["values"], *setting["flow"]} | {*setting["instant"]}, "no unknown")
    need(not symbol["index"], "an unknown for each mode")
    need(not order or symbol["shape"] == ["1", "1"], "an unknown that is no number")
    need(symbol["role"] == ("function" if order else "constant"), "no unknown")
    theory, letter = Theory(setting), ("rate", free) if order else free
    need(theory.degree(theory.value(gap), {letter}) <= 1, "not linear in the unknown")
    none, *each = entries(setting, evidence["model"], gap, free, order)
    total = [sum(map(mul, map(Fraction, evidence["sum"]), found)) for found in (none, *each)]
    need(len(evidence["sum"]) == len(none) and total[0], "it may be 0")
    need({*total} == {total[0]}, "a sum that depends on the unknown")
    if block["kind"] == "preserved":  # the function is given by the states at the start
        need(theory.degree(theory.value(gap[1]), {free}) <= 1, "not linear in the unknown")
        none, one = entries(setting, evidence["model"], gap[1], free, 0)
        need(none != one, "a function that may be any")


def entries(setting: Any, model: Any, of: Any, free: str, order: int) -> list[list[Fraction]]:
    """The entries at all modes where an unknown, or its rate, is 0, and 1 in each place."""
    point, shape = Point(setting, model), Theory(setting).value(of)
    rows, cols = map(point.count, setting["symbols"][free]["shape"])
    found = []
    for at in [None, *((i, j) for i in range(rows) for j in range(cols))]:
        unit = [[int((i, j) == at) for j in range(cols)] for i in range(rows)]
        orders = [*model["values"].get(free, [[]])[0]][:order]
        there = Point(setting, model | {"values": model["values"] | {free: [[*orders, unit]]}})
        modes = range(max([1, *map(point.modes, setting["indices"])]))
        values = (there.at(mode).whole(of, [shape.rows, shape.cols]) for mode in modes)
        found.append([x for value in values for row in value.rows for x in row])
    return found
