"""Quantities that tend to a limit: laws, rates that stay away from 0, solutions that last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .equations import defined, polynomial, regular, vanish
from .rejected import need
from .theory import Theory
from .trees import equations, gap_of, names, throughout

TANGENT: dict[str, Callable[[str], Any]] = {  # what stays as it is with a property
    "symmetric": lambda name: ["Sum", name, ["Prod", -1, ["Transpose", name]]],
    "orthonormal": lambda name: ["Prod", ["Transpose", name], name],
}


def kept(setting: Any, factors: dict[str, Any]) -> set[str]:
    """States that stay what they are declared to be: all are at the start, and as long as they are
    their rates, which are polynomials in the states, do not lead out of it (Nagumo).

    Numbers keep their signs that move by dx/dt >= f x, matrices that rates of equations are 0; they
    stay psd, or invertible, that move by dW/dt = M W + W N + R, with R = 0, or psd where N = M^T.
    """
    need(not {*factors} & {*setting["here"]}, "what is supposed at an instant, not at the start")
    theory = Theory(throughout(setting))
    theory.kept, theory.assumed = {*factors}, equations(theory.setting)
    for name, shown in factors.items():
        symbol, parts = theory.symbols[name], [theory.flow[name]]
        if symbol["sign"] == "real":
            for mark, each in zip(symbol["properties"], shown, strict=True):
                inside(theory, name, mark, each)
        else:
            rest, parts = ["Sum", *parts, ["Prod", -1, shown, name]], [*parts, shown]
            need(symbol["shape"] == ["1", "1"] and not symbol["properties"], "no number")
            need(theory.sure(rest, False), "a sign that may not be kept")
        for part in parts:
            theory.degree(theory.value(part), {*theory.flow})
    return theory.kept


def inside(theory: Theory, name: str, mark: str, shown: Any) -> None:
    """A matrix moves as one that keeps a property: along the equation that says it, inside a basis,
    or by a flow W = L W(0) R + .. with regular L and R (Liouville)."""
    if mark in TANGENT:
        vanish(theory, [["Dot", TANGENT[mark](name)]], [shown])
    elif mark == "diagonal":
        basis = [n for n in theory.symbols if "diagonal" in theory.marks(n)]
        need(polynomial(theory, shown, basis), "a matrix that may not be diagonal")
        need(theory.same(theory.flow[name], shown), "another rate")
    else:
        left, right, rest = shown
        moved = ["Sum", ["Prod", left, name], ["Prod", name, right], rest]
        need(theory.same(theory.flow[name], moved), "another rate")
        inward = theory.same(right, ["Transpose", left]) and theory.sure(rest, False)
        psd = "psd" in theory.symbols[name]["properties"]
        need(inward if psd else rest == 0, "a matrix that may leave what it is")
        defined(theory, left, right, rest)


def decays(theory: Theory, relations: Any, evidence: Any) -> list[Any]:
    """What has to be 0 if what is left of a limit moves by dG/dt = -H vec(G).

    Then d/dt |G|^2 = -<G, (H + H^T) G>, where H + H^T is a sum of squares that stays away from 0.
    """
    ((op, quantity, limit),) = relations
    need(op == "->", "no limit")
    law = regular(theory, evidence, True)
    gap = gap_of(["=", quantity, limit])
    if not theory.setting["lasts"]:
        lasts(theory, quantity, evidence["exists"])
    return [["Dot", limit], ["Sum", ["Vec", ["Dot", gap]], ["Prod", law, ["Vec", gap]]]]


def lasts(theory: Theory, quantity: Any, stages: list[Any]) -> None:
    """All states exist at all times, a stage of them after the other.

    d/dt of a weighted sum of the |x|^2 of a stage is minus a sum of squares, and terms that are of
    degree 2 at most in these x: it grows at most exponentially. A quantity that falls is bounded.
    """
    flow, known = theory.setting["flow"], {quantity} if isinstance(quantity, str) else set()
    for stage in [*stages, {"weights": {}, "squares": 0}]:
        weights, squares, sizes = stage["weights"], stage["squares"], []
        known |= {*weights}
        moved = [flow[name] for name in weights]
        for name, weight in weights.items():
            need(name not in theory.given and theory.sure(weight, True, True), "a weight that is 0")
            need(theory.steady(weight), "a weight that moves")
            sizes.append(["Prod", weight, ["Trace", ["Prod", ["Transpose", name], name]]])
        if not weights:  # a trajectory ends where any of its states does
            moved = [*flow]
        free = {*flow} - {*theory.given}
        need(names(moved, theory.given) & free <= known, "another state")
        need(theory.sure(squares, False, True), "a sum that is not of squares")
        defined(theory, squares)
        rest = theory.value(["Sum", ["Dot", ["Sum", 0, *sizes]], squares])
        need(theory.degree(rest, {*weights}) <= 2, "states that may not exist at all times")
    for name in known & {*flow}:
        theory.degree(theory.value(flow[name]), known)
