"""Claims about what attracts on a line."""

from __future__ import annotations

from typing import Any

from .equations import defined
from .limits import lasts
from .lines import cases, exact, fixed, hits, line, marked, picture, undefined
from .points import Point
from .rejected import need
from .theory import Theory


def attracts(block: Any, setting: Any, evidence: Any) -> None:
    """Exactly the limits attract; or all starts go to the limit, as no other point is one."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    strict = half and setting["symbols"][name]["sign"] == "positive"  # then 0 is no start
    if block["kind"] == "vanishes" and {*setting["flow"]} != {name}:
        lasts(Theory(setting | {"along": True, "instant": {}}), name, evidence["exists"])
    for given, shown in cases(still, evidence, name):
        fixed(given, limits)
        drawn = marked if "marks" in shown else picture
        theory, found = drawn(given, name, rate, half, shown)
        defined(theory, *limits)
        need(reached(block, theory, found, limits, strict), "other points attract, or stay")


def strays(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """At numbers for the parameters a limit does not attract, or something else does."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    given = exact(still, point, [rate, limits], name)
    theory = Theory(given)
    defined(theory, rate)
    sign = setting["symbols"][name]["sign"]
    any_start = (half or sign == "real") and not setting["instant"]
    need(any_start or block["kind"] != "vanishes", "starts of another kind")
    if theory.zero(theory.value(rate)) or any(undefined(theory, limit) for limit in limits):
        return
    theory, found = marked(given, name, rate, half, evidence)
    need(
        not reached(block, theory, found, limits, half and sign == "positive"),
        "exactly these attract",
    )


def reached(block: Any, theory: Theory, found: list[Any], limits: list[Any], strict: bool) -> bool:
    """Whether exactly the limits attract; and if all starts are to go there, whether no other fixed
    point is a start. If these are ``strict``, 0 is none."""
    goals = [root for root, below, above in found if below > 0 > above]
    same = [[hits(theory, limit, root) for root in goals] for limit in limits]
    rest = [root for root, *_ in found if not hits(theory, limits[0], root)]
    alone = all(strict and hits(theory, 0, root) for root in rest)
    fine = all(map(any, same)) and all(map(any, zip(*same, strict=True)))
    return fine and (alone or block["kind"] != "vanishes")


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
