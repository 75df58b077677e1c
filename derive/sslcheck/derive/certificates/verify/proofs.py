"""That a statement holds."""

from __future__ import annotations

from typing import Any

from .attraction import attracts
from .equations import defined, isolated, linear, polynomial, recursion, regular, settled, vanish
from .limits import decays, kept
from .meeting import meets
from .points import Point
from .rejected import MOST, need
from .signs import ORDERS
from .theory import Theory, divides
from .trees import equations, gap_of, names, supposed, throughout, unmoved

ALONG = ("integral", "preserved", "solution", "linear", "vanishes")  # about trajectories
SCALAR = {"stability": attracts, "threshold": meets, "vanishes": attracts}  # flows of a number
MOVING = ("integral", "preserved", "solution")  # of which derivatives are looked at
INSTANT = ("identity", "inequality", "definite", "fixed-point", "lyapunov")


def meant(block: Any, setting: Any, evidence: Any) -> Any:
    """A setting with the value of what the claim defines, and nothing else speaks of."""
    unknown, values = block["unknown"], setting["values"]
    if not unknown or block["kind"] not in ("linear", "definite", "fixed-point"):
        return setting
    inside = names(supposed(setting), values) | {*values, *setting["instant"]}
    need(unknown not in inside, "an unknown that is given")
    return setting | {"values": values | {unknown: evidence["value"]}}


def begins(block: Any, point: Point) -> bool:
    """Whether what is to be preserved is so at a point."""
    return all(point.everywhere(*relation) for relation in block["statement"])


def of_a_number(block: Any, evidence: Any) -> bool:
    """Whether evidence is about the flow of a number."""
    return block["kind"] in SCALAR and (block["kind"] != "vanishes" or "scalar" in evidence)


def remaining(setting: Any) -> tuple[Theory, list[Any]]:
    """What has to be 0 for the equations that are supposed at all times to be kept by the flow."""
    theory, gaps = Theory(throughout(setting)), [*map(gap_of, setting["stays"])]
    theory.assumed = equations(theory.setting) + gaps
    return theory, [["Dot", gap] for gap in gaps]


def met(setting: Any, evidence: Any) -> None:
    """All that is supposed is true at a point, and what is so at all times on a trajectory from it.

    Nothing moves there; or what is let of states moves as they do, and equations are kept.
    """
    point, stays, always = Point(setting, evidence["model"]), setting["stays"], setting["always"]
    point.check()
    if evidence.get("still"):
        need(point.rests([*setting["flow"], always, stays]), "it moves")
        return
    settled(setting)
    seen = not setting["lasts"] and unmoved(setting, always) == always
    need(seen and all(op == "=" for op, _, _ in stays), "no trajectory is seen")
    if stays:
        vanish(*remaining(setting), evidence["remains"])


def holds(block: Any, setting: Any, evidence: Any) -> None:
    """The statement is proved by the evidence, and its hypotheses can be met."""
    setting = meant(block, setting, evidence)
    met(setting, evidence)
    need(block["kind"] != "stationary" or evidence.get("still"), "no stationary point")
    if block["kind"] == "preserved":
        need(begins(block, Point(setting, evidence["model"])), "no start")
    if of_a_number(block, evidence):
        SCALAR[block["kind"]](block, setting, evidence)
        return
    theory, goals = goals_of(block, setting, evidence)
    if block["kind"] != "solution":  # where a root has no value it says nothing
        stated = [block["statement"], *block["options"].values()]
        need(not divides(theory, stated, False), "a divisor that may be 0")
    vanish(theory, goals, evidence["multiples"])


def said(block: Any, setting: Any, evidence: Any) -> list[tuple[str, Any]]:
    """What a claim says: expressions that are 0, or have a sign, at an instant or at all times."""
    kind, unknown, statement = block["kind"], block["unknown"], block["statement"]
    gaps = [(op, ["Sum", lhs, ["Prod", -1, rhs]]) for op, lhs, rhs in statement]
    plain = kind not in ("integral", "preserved", "linear") or {op for op, _ in gaps} == {"="}
    need(plain, "no equation")
    match kind:
        case "integral":
            ((_, gap),) = gaps
            isolated(Theory(setting), gap, unknown, evidence)
            return [("=", ["Dot", evidence["value"]])]
        case "preserved":
            return [("=", ["Dot", gap]) for _, gap in gaps]
        case "linear":
            (relation,) = statement
            return [("=", gap) for gap in linear(Theory(setting), relation, unknown)]
        case "fixed-point":
            return [("=", recursion(block, evidence["value"]))]
    known = kind in (*INSTANT, "solution", "stationary", "common")
    need(known, "a kind that is not certified")
    return gaps


def goals_of(block: Any, setting: Any, evidence: Any) -> tuple[Theory, list[Any]]:
    """What has to be 0 for a statement to hold, and under which hypotheses."""
    relations, options = block["statement"], block["options"]
    kind, unknown, values = block["kind"], block["unknown"], setting["values"]
    origin, value = setting, {unknown: evidence["value"]} if unknown else {}
    begin = Theory(setting, True)  # where all that is declared is so
    still = kind == "stationary"  # what rests is at its start
    if kind in ALONG or (setting["along"] and not still):  # the start is not used later
        setting = throughout(setting)
    theory = Theory(setting | {"values": values | value})
    theory.origin = begin.origin
    theory.kept = {*theory.flow} if still else kept(setting, evidence.get("kept", {}))
    theory.take(evidence.get("radicals", []))
    theory.assumed = equations(setting)
    inside = names(relations, values)
    if kind in INSTANT:
        need(setting["along"] or not inside & {"Integral", "At"}, "a statement about times")
    moved = setting["along"] and any(map(theory.moves, inside & {*theory.symbols}))
    need(not moved or "Partial" not in inside, "a derivative of what moves by a parameter")
    need(kind != "common", "a kind that is not certified")
    if unknown and kind != "solution":
        declared = setting["symbols"][unknown]
        given = names(supposed(origin), values) | {*values, *origin["instant"]}
        exists = kind in ("integral", "lyapunov")
        free = declared["role"] == "constant" and unknown not in given
        need(free or not exists, "an unknown that is given")
        held = names(evidence["value"], values) & {*setting["symbols"]}
        indices = {setting["symbols"][name]["index"] for name in held}
        need(indices <= {"", declared["index"]}, "a value for each mode")
        need(declared["sign"] == "real" and not declared["properties"], "more is declared of it")
    if kind == "vanishes":
        return theory, decays(theory, relations, evidence)
    found = said(block, setting, evidence)
    if kind in ("definite", "inequality"):
        law = linear(theory, options["of"], unknown) if "of" in options else []
        need(bool(unknown) == bool(law), "a matrix without a law")
        ((op, _),), gap, squares = found, gap_of(relations[0]), evidence["squares"]
        need(op in ORDERS and (op in ("pd", "psd") or theory.value(gap).scalar), "no order")
        need(theory.sure(squares, op in (">", "<", "pd")), "a sum that is not of squares")
        defined(theory, squares)
        return theory, [*law, ["Sum", gap, ["Prod", -1, squares]]]
    need(all(op == "=" for op, _ in found), "a relation that is not certified")
    gaps = [gap for _, gap in found]
    if kind == "lyapunov":
        need(polynomial(theory, evidence["value"], options["basis"]), "no polynomial in the basis")
    elif kind == "preserved":
        theory.assumed += [gap[1] for gap in gaps]
    elif kind == "identity" and evidence.get("stays"):  # it is so at the start, and stays so
        need(setting["along"], "a statement about one instant")
        vanish(begin, gaps, [None] * len(gaps))
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
        begins = ["Sum", evidence["value"], ["Prod", -1, unknown]]
        ((_, lhs, rhs),) = relations
        need(rhs == evidence["value"] and Theory(setting).same(lhs, unknown), "another closed form")
        vanish(begin, [begins], [None])
        gaps = [["Sum", ["Dot", unknown], ["Prod", -1, setting["flow"][unknown]]]]
    return theory, gaps
