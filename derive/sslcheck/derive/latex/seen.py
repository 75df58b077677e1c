"""Shapes that are seen while a formula is read, and dots that mean more than a product by them."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.nodes import between
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.traverse import walk

__all__ = ["NUMBER", "check_dot", "is_constant", "shape_of"]

NUMBER: Shape = ("1", "1")


def check_dot(left: Expr, right: Expr, symbols: Mapping[str, Symbol]) -> None:
    """Raise `Misread` where a dot may be an inner product: behind a column, and between matrices
    of one shape, which have no other."""
    over, under = shape_of(left, symbols), shape_of(right, symbols)
    if not over or not under or NUMBER in (over, under):
        return
    if (over[1] == "1" and under[0] != "1") or (over == under and over[0] != over[1]):
        advice = (
            r"Write an inner product as `v^T w` or `\langle A, B \rangle`, others without a dot."
        )
        raise Misread("a dot between what has no product", between(left, right), advice)


def is_constant(node: Expr, symbols: Mapping[str, Symbol]) -> bool:
    """Whether a number is made of numbers that keep still."""
    names = [part.name for part in walk(node) if isinstance(part, Sym)]
    known = [symbols[name] for name in names if name in symbols]
    still = len(known) == len(names) and all(s.scalar and s.fixed and not s.defined for s in known)
    return still and shape_of(node, symbols) == NUMBER


def shape_of(node: Expr, symbols: Mapping[str, Symbol]) -> Shape | None:
    """The shape of what is made of symbols by products and sums; None for all else."""
    match node:
        case Sym(name="t") | e.Det() | e.Log() | e.Maximum() | e.Num() | e.Size():
            return NUMBER
        case e.Entry() | e.SquaredNorm() | e.Trace():
            return NUMBER
        case Sym(name=name):
            return symbols[name].shape if name in symbols else None
        case e.Transpose(arg):
            found = shape_of(arg, symbols)
            return found and (found[1], found[0])
        case e.Power(base=arg) | e.Quotient(numerator=arg) | e.Total(arg) | e.Expect(arg):
            return shape_of(arg, symbols)
        case e.Exp(arg) | e.Dot(arg) | e.At(arg):
            return shape_of(arg, symbols)
        case e.Sum(terms):
            return shape_of(terms[0], symbols)
        case e.Prod(factors):
            made = [shape for f in factors if (shape := shape_of(f, symbols)) != NUMBER]
            first, last = (made[0], made[-1]) if made else (NUMBER, NUMBER)
            return None if None in made or not (first and last) else (first[0], last[1])
    return None
