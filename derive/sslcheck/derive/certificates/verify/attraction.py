"""Claims about what attracts on a line."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .equations import defined
from .lines import at, cases, exact, fixed, hits, line, marked, picture, undefined
from .points import Point
from .rejected import need
from .theory import Theory


def attracts(block: Any, setting: Any, evidence: Any) -> None:
    """Exactly the limits attract; or all starts go to the limit, as no other point is one."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    strict = half and setting["symbols"][name]["sign"] == "positive"  # then 0 is no start
    for given, shown in cases(still, evidence, name):
        fixed(given, limits)
        drawn = marked if "marks" in shown else picture
        theory, found = drawn(given, name, rate, half, shown)
        goals = [root for root, below, above in found if below > 0 > above]
        defined(theory, *limits)
        same = [[hits(theory, limit, root) for root in goals] for limit in limits]
        fine = all(map(any, same)) and all(map(any, zip(*same, strict=True)))
        need(fine, "other points attract")
        if block["kind"] == "vanishes":
            rest = [root for root, *_ in found if not hits(theory, limits[0], root)]
            need(all(strict and hits(theory, 0, root) for root in rest), "a start that stays")


def named(block: Any, setting: Any, evidence: Any) -> tuple[str, list[Any]]:
    """The scalar that a claim about limits is about, and its limits.

    A quantity that tends to a limit may be a multiple of a scalar less the limit of that.
    """
    need(all(op == "->" for op, _, _ in block["statement"]), "no limit")
    if block["kind"] == "stability":
        (name,) = {lhs for _, lhs, _ in block["statement"]}
        return name, [rhs for _, _, rhs in block["statement"]]
    ((_, quantity, limit),) = block["statement"]
    name, place, slope = evidence["scalar"]
    fixed(setting, [place, slope])
    theory = Theory(setting | {"along": True, "instant": {}})
    defined(theory, quantity, limit, place, slope)
    gap = ["Sum", quantity, ["Prod", -1, limit], ["Prod", slope, place], ["Prod", -1, slope, name]]
    need(theory.zero(theory.value(gap)) and 0 not in theory.signs(slope), "another quantity")
    return name, [place]


def strays(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """A limit does not attract at a point of the parameters, or something else does."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    given, sign = exact(still, point, [rate, limits], name), setting["symbols"][name]["sign"]
    theory = Theory(given)
    defined(theory, rate)
    if block["kind"] == "vanishes":
        need(not setting["instant"] and (half or sign == "real"), "starts of another kind")
    if "stays" in evidence:
        start = Fraction(evidence["stays"])
        inside = sign == "real" or start > 0 or (sign == "nonnegative" and start == 0)
        need(block["kind"] == "vanishes" and inside, "no start")
        need(at(given, rate, **{name: start}) == 0, "a start that moves")
        need(start != at(given, limits[0]), "a start at the limit")
        return
    if "between" in evidence:
        low, high = map(Fraction, evidence["between"])
        turns = at(given, rate, **{name: low}) > 0 or (half and low == 0)
        need(turns and at(given, rate, **{name: high}) < 0, "nothing that attracts")
        need(low < high and (low >= 0 or not half), "no places of the domain")
        known = (at(given, limit) for limit in limits if not undefined(theory, limit))
        need(not any(low <= limit <= high for limit in known), "a limit between the places")
        return
    limit, order = limits[evidence["limit"]], evidence["order"]
    if undefined(theory, limit) or theory.zero(theory.value(rate)):
        return
    place = at(given, limit)
    if half and place < 0:
        return
    need(0 <= order <= 9, "an order that is not looked at")
    for _ in range(order):
        need(at(given, rate, **{name: place}) == 0, "another order")
        rate = theory.derive(rate, name)
    slope = at(given, rate, **{name: place})
    need(slope > 0 or (slope < 0 and order % 2 == 0 and (place or not half)), "it attracts")
