"""Claims about parameters at which fixed points of a line meet."""

from __future__ import annotations

from fractions import Fraction
from itertools import takewhile
from typing import Any

from .equations import defined
from .lines import at, cases, exact, factors, fixed, line, picture, undefined
from .points import Point
from .polynomials import roots, sturm
from .rejected import MOST, need
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
    near = takewhile(lambda step: not divides(there, step), shown["steps"])
    return any(k and there.zero(there.value(step)) for k, step in enumerate(near))


def parts(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """At a point of the other parameters no fixed points meet at the value of one."""
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
    theory, factor = Theory(given), evidence["factor"]
    family = [["Power", part, str(k)] for part, k in evidence["family"]]
    counts = [k for _, k in evidence["family"]]
    need(all(isinstance(k, int) and 0 < k <= MOST for k in counts), "no power of a factor")
    need(0 not in factors(theory, rate, factor, *family), "a factor that may be 0")
    known = Theory(given | {"values": given["values"] | {parameter: ["Num", str(place)]}})
    whole = ["Prod", 1, *(part for part, _ in evidence["family"])]
    shared = sturm(known.coefficients(whole, name))[-1]
    apart = shared and not roots(shared, Fraction(0) if half else None)
    need(apart, "fixed points that may meet")
