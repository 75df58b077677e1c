"""Kronecker products, as what they make of a matrix: (A kron B) vec(Z) = vec(B Z A^T)."""

from __future__ import annotations

from functools import partial, reduce
from typing import Any

from .reading import Reading
from .rejected import Nonconforming, Rejected, need
from .trees import names
from .values import Value
from .words import ONE

ANY = "\0"  # a matrix that may be any


def mapped(theory: Reading, tree: Any) -> Any:
    """A matrix of a product of spaces as what it makes of any matrix; others as they are."""
    if "Kron" in names(tree, theory.given):
        rows, cols = legs(theory, tree)
        letter = (ANY, rows, cols, "", False)
        theory.known[ANY] = Value(rows, cols, {(ONE, (letter,)): 1})
        return applied(theory, tree, ANY)
    return tree


def legs(theory: Reading, tree: Any) -> Any:
    """The rows and columns of what a sum of Kronecker products is applied to."""
    match tree:
        case ["Kron", left, right]:
            return theory.value(right).rows, theory.value(left).rows
        case str() if tree in theory.given:
            return legs(theory, theory.given[tree])
        case list():
            return next(filter(None, map(partial(legs, theory), tree)), None)
    return None


def applied(theory: Reading, tree: Any, on: Any) -> Any:
    """What a sum of Kronecker products makes of a matrix."""
    match tree:
        case ["Kron", left, right]:
            return ["Prod", right, on, ["Transpose", left]]
        case ["Sum", *terms]:
            return ["Sum", *(applied(theory, term, on) for term in terms)]
        case ["Prod", *factors]:
            return reduce(lambda done, factor: applied(theory, factor, done), factors[::-1], on)
        case ["Transpose", arg]:
            return applied(theory, turned(theory, arg), on)
        case ["Ident", space]:
            value = theory.value(on)
            need(space == f"{value.cols}*{value.rows}", "another space", Nonconforming)
            return on
        case str() if tree in theory.given:
            return applied(theory, theory.given[tree], on)
    need(theory.number(tree), "a matrix that is no sum of Kronecker products", Nonconforming)
    return ["Prod", tree, on]


def turned(theory: Reading, tree: Any) -> Any:
    """The transpose of a sum of Kronecker products."""
    match tree:
        case ["Kron", *parts]:
            return ["Kron", *(["Transpose", part] for part in parts)]
        case ["Sum" | "Prod" as kind, *parts]:
            return [kind, *map(partial(turned, theory), reversed(parts))]
        case ["Transpose", arg]:
            return arg
        case str() if tree in theory.given:
            return turned(theory, theory.given[tree])
    return tree  # a number, or an identity: `applied` looks


def unstacked(theory: Reading, tree: Any) -> Any:
    """The matrix of which an expression is the columns, one below the other."""
    match tree:
        case 0 | ["Vec", _]:
            return tree[1] if tree else 0
        case ["Dot", arg]:
            return ["Dot", unstacked(theory, arg)]
        case ["Sum", *terms]:
            return ["Sum", *map(partial(unstacked, theory), terms)]
        case ["Prod", *factors, last]:
            return applied(theory, ["Prod", *factors], unstacked(theory, last))
    raise Rejected("no columns of a matrix")
