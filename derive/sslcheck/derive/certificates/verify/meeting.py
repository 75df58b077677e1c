"""Claims about parameters at which fixed points of a line meet."""

from __future__ import annotations

from fractions import Fraction
from itertools import takewhile
from typing import Any

from .equations import defined
from .lines import at, cases, exact, fixed, line, picture, product, undefined
from .points import Point
from .rejected import need
from .theory import Theory, divides
from .trees import names


def changing(block: Any, setting: Any) -> tuple[str, str, Any]:
    """The scalar that moves, the parameter, and the value at which fixed points are to meet."""
    name, parameter = block["options"]["variable"], block["options"]["parameter"]
    ((op, lhs, value),) = block["statement"]
    symbol = setting["symbols"][parameter]
    plain = symbol["role"] == "parameter" and symbol["shape"] == ["1", "1"]
    held = {*setting["values"]} | names(setting["relations"] + setting["always"], setting["values"])
    need(plain and parameter not in held, "no parameter that is free")
    need(op == "=" and lhs == parameter, "no value of the parameter")
    return name, parameter, value


def meets(block: Any, setting: Any, evidence: Any) -> None:
    """Fixed points that are apart meet where a parameter has a value, and nowhere else."""
    name, parameter, value = changing(block, setting)
    still, rate, half = line(setting, name, kept=False)
    fixed(setting, value)
    bounded = setting["symbols"][parameter]["sign"] != "real"
    for given, shown in cases(still, evidence, name, parameter):
        theory = Theory(given)
        defined(theory, shown["value"])
        need(theory.zero(theory.gap(value, shown["value"])), "another value")
        need(theory.signs(shown["value"]) == {1} or not bounded, "a value out of range")
        sides = [closing(given, block, [[op, value]], rate, half, shown[op]) for op in "<>"]
        need(any(sides), "no fixed points that meet")


def closing(given: Any, block: Any, sides: list[Any], rate: Any, half: bool, shown: Any) -> bool:
    """Whether two fixed points on a side of a value of the parameter have one limit there."""
    name, parameter, _ = changing(block, given)
    symbols, (_, value) = given["symbols"], sides[0]
    sign = "real" if symbols[parameter]["sign"] == "real" else "positive"
    side = given | {"symbols": symbols | {parameter: symbols[parameter] | {"sign": sign}}}
    more = [[op, parameter, bound] for op, bound in sides]
    picture(side | {"relations": [*given["relations"], *more]}, name, rate, half, shown)
    there = Theory(given | {"values": given["values"] | {parameter: value}})
    defined(there, rate)
    need(not there.zero(there.value(rate)), "nothing moves there")
    near = takewhile(lambda step: not divides(there, step), shown["steps"])
    return any(k and there.zero(there.value(step)) for k, step in enumerate(near))


def apart(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """At a point of the other parameters no fixed points meet at the value of one.

    Where they do, a polynomial and its derivative by the scalar are 0 (Rolle); here a combination
    of both is not.
    """
    name, parameter, value = changing(block, setting)
    still, rate, half = line(setting, name, kept=False)
    given = exact(still, point, [rate, value], name, parameter)
    if undefined(Theory(given), value):
        return
    place = at(given, value)
    sign = setting["symbols"][parameter]["sign"]
    bounded = sign != "real"
    if (bounded and place < 0) or (sign == "positive" and place == 0):
        return
    if "elsewhere" in evidence:
        other, until = map(Fraction, evidence["elsewhere"])
        sides = [["<>"[other < until], other], ["><"[other < until], until]]
        sides = [[op, ["Num", str(x)]] for op, x in sides]
        need(other not in (place, until) and (other > 0 or not bounded), "no other value")
        need(closing(given, block, sides, rate, half, evidence), "no fixed points that meet")
        return
    theory, parts = Theory(given), evidence["parts"]
    product(theory, rate, evidence["factor"], parts, evidence["powers"])
    for part in parts:
        theory.degree(theory.value(part), {name})
    there = Theory(given | {"values": given["values"] | {parameter: ["Num", str(place)]}})
    whole, (one, two, shown) = ["Prod", 1, *parts], evidence["combined"]
    slope = there.derive(whole, name)
    defined(there, one, two, shown)
    need(there.same(["Sum", ["Prod", one, whole], ["Prod", two, slope]], shown), "another sum")
    need(0 not in there.signs(shown), "fixed points that may meet")
