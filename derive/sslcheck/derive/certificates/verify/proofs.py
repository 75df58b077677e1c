"""That a statement holds."""

from __future__ import annotations

from typing import Any

from .attraction import attracts
from .equations import defined, isolated, linear, polynomial, recursion, regular, vanish
from .limits import decays, keep
from .meeting import meets
from .points import Point
from .rejected import MOST, need
from .signs import ORDERS
from .theory import Theory, divides
from .trees import gap_of, lasting, names, swapped

ALONG = ("integral", "preserved", "solution", "linear", "vanishes")  # about trajectories
SCALAR = {"stability": attracts, "threshold": meets, "vanishes": attracts}  # flows of a number
INSTANT = ("identity", "inequality", "definite", "fixed-point", "lyapunov")


def meant(block: Any, setting: Any, evidence: Any) -> Any:
    """A setting with the value of what the claim defines."""
    defined = block["unknown"] and block["kind"] in ("linear", "definite", "fixed-point")
    found = {block["unknown"]: evidence["value"]} if defined else {}
    return setting | {"values": setting["values"] | found}


def of_a_number(block: Any, evidence: Any) -> bool:
    """Whether evidence is about the flow of a number."""
    return block["kind"] in SCALAR and (block["kind"] != "vanishes" or "scalar" in evidence)


def met(setting: Any, model: Any) -> None:
    """All that is supposed is true at a point, where what is let of a state moves as it does."""
    point = Point(setting, model)
    point.check()
    for name in {*setting["values"]} & {*setting["flow"]}:
        need(point.everywhere("=", ["Dot", name], setting["flow"][name]), "a state with two rates")


def holds(block: Any, setting: Any, evidence: Any) -> None:
    """The statement is proved by the evidence, and its hypotheses can be met."""
    setting = meant(block, setting, evidence)
    met(setting, evidence["model"])
    if of_a_number(block, evidence):
        SCALAR[block["kind"]](block, setting, evidence)
        return
    theory, goals = goals_of(block, setting, evidence)
    if block["kind"] in (*INSTANT, "stationary"):  # where a root has no value it says nothing
        need(not divides(theory, block["statement"], False), "a divisor that may be 0")
    vanish(theory, goals, evidence["multiples"])


def goals_of(block: Any, setting: Any, evidence: Any) -> tuple[Theory, list[Any]]:
    """What has to be 0 for a statement to hold, and under which hypotheses."""
    relations, options = block["statement"], block["options"]
    kind, unknown, values = block["kind"], block["unknown"], setting["values"]
    origin = setting
    if kind in ALONG:  # what is so at the start is not used later
        setting = setting | {"along": True, "instant": {}}
    found = {unknown: evidence["value"]} if unknown else {}
    start = ["At", unknown] if kind == "solution" else None
    values = {name: value for name, value in values.items() if name != unknown}
    inside = names(swapped(evidence["value"], start), values) if unknown else set()
    theory = Theory(setting | {"values": values | found})
    theory.origin = origin
    theory.assumed = [gap_of(r) for r in lasting(setting) if r[0] == "="]
    if kind in INSTANT:
        times = names(relations, values) & {"t", "Integral", "At"}
        need(not setting["along"] and not times, "a statement about times")
    if unknown and kind != "solution":
        declared = setting["symbols"][unknown]
        exists = kind in ("integral", "lyapunov")
        need(not exists or declared["role"] == "constant", "an unknown that is given")
        need(declared["sign"] == "real" and not declared["properties"], "more is declared of it")
    if kind in ("definite", "inequality"):
        ((op, *sides),) = relations
        law = linear(theory, options["of"], unknown) if "of" in options else []
        need(bool(unknown) == bool(law), "a matrix without a law")
        gap, squares = gap_of([op, *sides]), evidence["squares"]
        need(op in ORDERS and (op in ("pd", "psd") or theory.value(gap).scalar), "no order")
        strict = op in (">", "<", "pd")
        need(theory.sure(squares, strict), "a sum that is not of squares")
        defined(theory, squares)
        return theory, [*law, ["Sum", gap, ["Prod", -1, squares]]]
    if kind == "vanishes":
        keep(theory, evidence["kept"])
        return theory, decays(theory, relations, evidence)
    gaps = [gap_of(relation) for relation in relations]
    need(all(r[0] == "=" for r in relations), "a relation that is not certified")
    if kind == "linear":
        ((_, lhs, rhs),) = relations
        gaps = linear(theory, ["=", lhs, rhs], unknown)
    elif kind == "fixed-point":
        gaps = [recursion(block, evidence["value"])]
    elif kind == "lyapunov":
        need(polynomial(theory, evidence["value"], options["basis"]), "no polynomial in the basis")
    elif kind == "integral":
        (gap,), constant = gaps, setting["symbols"][unknown]
        isolated(Theory(setting), gap, unknown, evidence)
        indices = {setting["symbols"][n]["index"] for n in inside if n in setting["symbols"]}
        need(indices <= {"", constant["index"]}, "a constant for each mode")
        gaps = [["Dot", evidence["value"]]]
    elif kind == "preserved":
        theory.assumed += gaps
        gaps = [["Dot", gap] for gap in gaps]
    elif kind == "stationary":
        theory.assumed += setting["flow"].values()
        power = evidence.get("power", 1)
        if "law" in evidence:
            law = regular(theory, evidence, False)
            gaps = [["Prod", law, ["Vec", gap]] for gap in gaps]
        elif power != 1:
            numbers = all(theory.value(gap).scalar for gap in gaps)
            need(power in range(2, MOST) and numbers, "no power of a number")
            gaps = [["Prod", *[gap] * power] for gap in gaps]
    elif kind == "solution":
        begins = ["Sum", ["At", evidence["value"]], ["Prod", -1, start]]
        ((_, lhs, rhs),) = relations
        need(rhs == evidence["value"] and Theory(setting).same(lhs, unknown), "another closed form")
        vanish(Theory(origin), [begins], [None])
        gaps = [["Sum", ["Dot", unknown], ["Prod", -1, setting["flow"][unknown]]]]
    else:
        need(kind == "identity", "a kind that is not certified")
    return theory, gaps
