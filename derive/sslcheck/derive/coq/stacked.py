"""Stacked columns and Kronecker products: statements about what these do to a matrix.

`A (x) B` takes `vec(V)` to `vec(B V A^T)`, so that a linear flow is an equation between matrices,
and a quadratic form is a trace, in which a matrix `V` is any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sslcheck.derive.coq.parts import Parts
from sslcheck.derive.coq.proofs import proof
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import Expr, Ident, Kron, Num, Prod, Relation, Sum, Trace, Transpose, Vec
from sslcheck.derive.traverse import walk

__all__ = ["Stacked", "act", "by_squares", "of_linear", "of_quadratic"]


@dataclass(frozen=True, slots=True)
class Stacked:
    """``relation`` of stacked columns, by equations between matrices.

    With ``any`` two it says that its left side is psd: they are the matrices that are any.
    """

    relation: Relation
    equations: tuple[Relation, ...]
    any: tuple[str, ...] = ()


def act(node: Expr, on: Expr) -> Expr:
    """The matrix whose columns, stacked, are a matrix of Kronecker products times those of ``on``.

    Raises `Uncovered` for other matrices.
    """
    match node:
        case Sum(terms=terms):
            return Sum(tuple(act(term, on) for term in terms))
        case Kron(left=left, right=right):
            return Prod((right, on, Transpose(left)))
        case Prod(factors=(*numbers, last)) if not any(map(_stacked, numbers)):
            return Prod((*numbers, act(last, on)))
    raise Uncovered("a matrix of stacked columns that is no sum of Kronecker products")


def _stacked(node: Expr) -> bool:
    return any(isinstance(part, (Kron, Vec)) for part in walk(node))


def by_squares(node: Expr, on: Expr) -> Expr:
    """``tr(V^T M V)`` for a sum of Kronecker products of squares, by traces of squares.

    Raises `Uncovered` where neither factor is ``L^T L``.
    """
    match node:
        case Sum(terms=terms):
            return Sum(tuple(by_squares(term, on) for term in terms))
        case Kron(left=left, right=right):
            if (root := _root(right)) is not None:
                inner = on if isinstance(root, Ident) else Prod((root, on))
                return Trace(Prod((inner, left, Transpose(inner))))
            if (root := _root(left)) is not None:
                inner = on if isinstance(root, Ident) else Prod((on, Transpose(root)))
                return Trace(Prod((Transpose(inner), right, inner)))
        case Prod(factors=(*numbers, last)) if not any(map(_stacked, numbers)):
            return Prod((*numbers, by_squares(last, on)))
    raise Uncovered("a form that is no sum of Kronecker products with a square")


def _root(node: Expr) -> Expr | None:
    match node:
        case Ident():
            return node
        case Prod(factors=(Transpose(arg=left), right)) if left == right:
            return right
    return None


def of_linear(name: str, parts: Parts, said: str) -> Iterator[str]:
    """The theorem about stacked columns, from the equation between matrices."""
    yield from proof("letters_", parts)
    yield "\n(* The same with columns stacked. *)\nSection Stacked."
    yield "Variable K_ : fieldType.\nHypothesis char0_ : [char K_] =i pred0."
    values = yield from parts.declared()
    yield f"Theorem {name} :"
    yield from parts.abbreviations()
    yield f"  {said}."
    yield "Proof using All."
    yield f"have H_ := @letters_ K_ char0_ {' '.join(values)}; cbv zeta in H_ |- *."
    yield "rewrite H_; apply: esym; acts.\nQed.\nEnd Stacked."


def of_quadratic(
    name: str,
    parts: Sequence[Parts],
    signs: Sequence[tuple[str, str]],
    said: str,
    any_two: tuple[str, str],
    acted: str,
) -> Iterator[str]:
    """That a matrix is psd, from what it does to any matrix."""
    for inner, one in zip(("symmetric_", "squares_"), parts, strict=True):
        yield f"Module {inner}."
        yield from proof("letters_", one)
        yield f"End {inner}."
    first, second = any_two
    yield "\n(* The order, over a real field. *)\nSection Order."
    yield "Variable K_ : realFieldType."
    values = yield from parts[0].declared(signs, ordered=True, without=any_two)
    yield f"Theorem {name} :"
    yield from parts[0].abbreviations()
    yield f"  psd {said}."
    yield "Proof using All."
    yield f"cbv zeta; refine (@psd_vec _ _ _ _ (fun {second} => {acted}) _ _ _)"
    yield f"  => [{second}|{first} {second}|{second}]."
    yield "- acts."
    yield f"- have H_ := @symmetric_.letters_ K_ (char_num K_) {' '.join(values)}; exact: H_."
    values = ["0" if value == first else value for value in values]
    yield f"- have H_ := @squares_.letters_ K_ (char_num K_) {' '.join(values)}."
    yield "  cbv zeta in H_; rewrite H_; nonneg.\nQed.\nEnd Order."


def number(value: Fraction) -> tuple[Expr, ...]:
    """A number as factors; none for 1."""
    return () if value == 1 else (Num(value),)
