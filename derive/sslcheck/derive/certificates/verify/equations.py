"""What has to be 0 for a statement to hold, and that evidence shows it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .rejected import Rejected, need
from .theory import Theory, divides
from .trees import gap_of, names, throughout


def defined(theory: Theory, *trees: Any) -> None:
    """Expressions divide by nothing that may be 0, and have no roots of what may be negative."""
    need(not any(divides(theory, tree) for tree in trees), "a divisor that may be 0")


def settled(setting: Any) -> None:
    """What is let of a state at all times moves as the state does."""
    theory, flow = Theory(throughout(setting)), setting["flow"]
    for name in {*setting["values"]} & {*flow}:
        need(theory.zero(theory.gap(["Dot", name], flow[name])), "a state with two rates")


def vanish(theory: Theory, goals: list[Any], evidence: list[Any]) -> None:
    """Each goal is 0, or is a combination, given as an expression, of what is 0 by hypothesis."""
    for goal, shown in zip(goals, evidence, strict=True):
        need(theory.zero(theory.gap(goal, 0 if shown is None else shown)), "two sides differ")
        need(shown is None or multiple(shown), "evidence is no combination of what is assumed")
        defined(theory, shown)


def multiple(tree: Any) -> bool:
    """Whether an expression is a sum of multiples of what is assumed: what moves by such ones, and
    is 0 once, stays so (Grönwall), which it need not by a root of it."""
    match tree:
        case ["Sum", *terms]:
            return all(map(multiple, terms))
        case ["Prod", *factors]:
            return any(map(multiple, factors))
        case ["Transpose" | "Trace" | "Vec", arg]:
            return multiple(arg)
        case ["assumed", _]:
            return True
    return bool(tree == 0)


def isolated(theory: Theory, gap: Any, constant: str, evidence: Any) -> None:
    """The sides of a relation differ by a factor times what a constant differs from a value."""
    need(constant not in names(evidence["value"], theory.setting["values"]), "no value")
    (((scalars, word), _),) = theory.value(evidence["factor"]).terms.items()
    need(not word and all(theory.positive(a) for a, _ in scalars), "a factor that may be 0")
    solved = ["Sum", constant, ["Prod", -1, evidence["value"]]]
    vanish(theory, [["Sum", gap, ["Prod", -1, evidence["factor"], solved]]], [None])


def regular(theory: Theory, evidence: Any, lasting: bool) -> Any:
    """A matrix K, where K + K^T is a sum of squares that is positive definite: it has no kernel."""
    law, squares = evidence["law"], evidence["squares"]
    need(theory.sure(squares, True, lasting), "a rate that may come close to 0")
    need(theory.same(["Sum", law, ["Transpose", law]], squares), "no such rate")
    defined(theory, law, squares)
    return law


def linear(theory: Theory, relation: Any, matrix: str) -> list[Any]:
    """What has to be 0 if a stacked state moves by a matrix in which it does not stand.

    A ``matrix`` of which a claim is about another thing is given by it where the state is free.
    """
    setting = theory.setting
    match relation:
        case ["=", ["Dot", ["Vec", str(state)]] | ["Vec", ["Dot", str(state)]], rhs]:
            need(state not in theory.given, "a state that is given")
            need(rhs[0] == "Prod" and rhs[-1] == ["Vec", state], "no linear flow")
            inside = names(rhs[1:-1], theory.given)
            need(not inside & {state, "Dot", "Partial", "rate"}, "the matrix has the state in it")
            need(not matrix or rhs[1:-1] in ([matrix], [-1, matrix]), "another matrix")
            symbol = setting["symbols"][state]
            free = symbol["sign"] == "real" and not symbol["properties"]
            said = [setting[key] for key in ("relations", "always", "stays")]
            used = names(said, theory.given)
            need(not matrix or (free and state not in used), "a state that is not free")
            return [gap_of(relation)]
    raise Rejected("no linear flow")


def recursion(block: Any, value: Any) -> Any:
    """What has to be 0 if a value is a fixed point of a recursion."""
    op, unknown, rule = block["options"]["recursion"]
    need(op == "=" and unknown == block["unknown"], "another recursion")
    need(block["statement"] == [["=", unknown, value]], "another value")
    return gap_of(["=", unknown, rule])


def polynomial(theory: Theory, tree: Any, basis: list[str]) -> bool:
    """Whether a matrix is a polynomial in the matrices of a basis and their transposes."""
    match tree:
        case ["Sum" | "Prod" | "Transpose", *parts]:
            return all(polynomial(theory, part, basis) for part in parts)
        case ["Power", base, exponent]:
            whole = Fraction(exponent).denominator == 1 and Fraction(exponent) > 0
            return whole and polynomial(theory, base, basis)
        case ["Ident", _] | ["Num", _] | int():
            return True
    return tree in basis or (isinstance(tree, str) and theory.value(tree).scalar)
