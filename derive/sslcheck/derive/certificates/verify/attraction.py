"""Claims about what attracts on a line."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .equations import defined
from .limits import lasts
from .lines import at, cases, exact, fixed, line, picture, undefined
from .points import Point
from .rejected import need
from .theory import Theory
from .trees import throughout


def attracts(block: Any, setting: Any, evidence: Any) -> None:
    """Exactly the limits attract; or all starts go to the limit, as no other point is one."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    strict = half and setting["symbols"][name]["sign"] == "positive"  # then 0 is no start
    if block["kind"] == "vanishes" and {*setting["flow"]} != {name}:
        lasts(Theory(throughout(setting)), name, evidence["exists"])
    for given, shown in cases(still, evidence, name):
        fixed(given, limits)
        theory, found = picture(given, name, rate, half, shown)
        defined(theory, *limits)
        same = [
            [theory.same(limit, root) for root, attracting in found if attracting]
            for limit in limits
        ]
        fine = all(map(any, same)) and all(map(any, zip(*same, strict=True)))
        rest = [root for root, _ in found if not theory.same(limits[0], root)]
        alone = all(strict and theory.same(0, root) for root in rest)
        need(fine and (alone or block["kind"] != "vanishes"), "other points attract, or stay")


def strays(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """At numbers for the parameters a limit does not attract, or something else does; or a start
    does not come nearer to the limit, from which on it stays on its side."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    given, sign = exact(still, point, [rate, limits], name), setting["symbols"][name]["sign"]
    theory = Theory(given)
    defined(theory, rate)
    theory.degree(theory.cleared(theory.value(rate)), {name})
    if block["kind"] == "vanishes":
        start = Fraction(evidence["start"])
        need((half or sign == "real") and not setting["instant"], "starts of another kind")
        need(sign == "real" or start > 0 or (start == 0 and sign == "nonnegative"), "no start")
        apart = start - at(given, limits[0])
        need(apart and apart * at(given, rate, **{name: start}) >= 0, "a start that comes nearer")
    elif "between" in evidence:
        low, high = map(Fraction, evidence["between"])
        need(low < high and (low >= 0 or not half), "no interval of the domain")
        need(at(given, rate, **{name: high}) < 0, "it may go up")
        need((half and not low) or at(given, rate, **{name: low}) > 0, "it may go down")
        need(not any(low <= at(given, limit) <= high for limit in limits), "a limit in between")
    else:
        gone = theory.zero(theory.value(rate)) or any(undefined(theory, limit) for limit in limits)
        drawn = gone or all(draws(given, name, rate, half, at(given, limit)) for limit in limits)
        need(gone or not drawn, "all of these attract")


def draws(setting: Any, name: str, rate: Any, half: bool, place: Fraction) -> bool:
    """Whether a number attracts, by the first derivative of the rate that is not 0 there."""
    theory, order = Theory(setting), 0
    while not (value := at(setting, rate, **{name: place})):
        rate, order = theory.derive(rate, name), order + 1
    inside, end = place >= 0 or not half, half and not place
    return inside and value < 0 and (order % 2 == 1 or (end and order > 0))


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
    theory = Theory(throughout(setting))
    defined(theory, quantity, limit, place, slope)
    gap = ["Sum", quantity, ["Prod", -1, limit], ["Prod", slope, place], ["Prod", -1, slope, name]]
    need(theory.zero(theory.value(gap)) and 0 not in theory.signs(slope), "another quantity")
    return name, [place]
