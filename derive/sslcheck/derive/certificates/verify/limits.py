"""Quantities that tend to a limit: laws, rates that stay away from 0, solutions that last."""

from __future__ import annotations

from typing import Any

from .equations import defined, regular
from .rejected import need
from .theory import Theory
from .trees import gap_of, names


def keep(theory: Theory, factors: dict[str, Any]) -> None:
    """States keep their signs that move by dx/dt = f x, with f a polynomial in the states.

    Matrices, of which no f is given, stay symmetric if their rates are where all of them are.
    """
    for name, factor in factors.items():
        if factor is not None:
            need(theory.symbols[name]["shape"] == ["1", "1"], "no number")
            theory.degree(theory.value(factor), {*theory.flow})
            gap = theory.gap(theory.flow[name], ["Prod", factor, name])
            need(theory.zero(gap), "a sign that may not be kept")
    theory.kept = {*factors}
    theory.seen.clear()
    theory.known.clear()
    for name in (n for n, factor in factors.items() if factor is None):
        need(theory.symbols[name]["properties"] == ["symmetric"], "more than that it is symmetric")
        rate = theory.flow[name]
        theory.degree(theory.value(rate), {*theory.flow})
        need(theory.same(rate, ["Transpose", rate]), "a matrix that may not stay symmetric")


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
