"""Expressions with Kronecker products and stacked matrices, read by the first route."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.wirings import Wiring
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.traverse import children

if TYPE_CHECKING:
    from sslcheck.derive.normal import NormalForm

__all__ = ["Stacked", "finished", "plain", "read_stacked", "shown", "stacks"]


class Stacked(Unsupported):
    """A matrix over a product of spaces, which no sum of words is."""

    def __init__(self) -> None:
        super().__init__("a Kronecker product or a stacked matrix where a plain matrix is needed")


def stacks(normal: NormalForm, node: e.Expr) -> bool:
    """Whether a Kronecker product or a stacked matrix stands in a node, or in what it stands for.

    Or an identity over a product of spaces. What is a plain matrix or a number whatever stands
    inside does not count.
    """
    pending, seen = [node], set[str]()
    while pending:
        part = pending.pop()
        if isinstance(part, (e.Kron, e.Vec)) or (isinstance(part, e.Ident) and "*" in part.space):
            return True
        if isinstance(part, e.Sym) and part.name not in seen:
            seen.add(part.name)
            value = normal.symbols.stands_for(part.name)
            pending += [] if value is None else [value]
        if not isinstance(part, (e.Trace, e.SquaredNorm, e.Gradient)):
            pending += children(part)
    return False


def read_stacked(normal: NormalForm, node: e.Expr) -> Wiring:
    """An expression as joined legs.

    Raises `Unsupported` for what is not made by sums, products, powers, transposes and rates.
    """
    if not stacks(normal, node):
        return Wiring.of(normal.whole(node))

    def read(part: e.Expr) -> Wiring:
        return read_stacked(normal, part)

    match node:
        case e.Ident(space=space):
            return Wiring.of(normal.alphabet.identity(normal.setting.space(space)))
        case e.Sym(name=name) if (value := normal.symbols.stands_for(name)) is not None:
            return read(value)
        case e.Vec(arg=arg):
            return read(arg).stacked()
        case e.Kron(left=left, right=right):
            return read(left).kron(read(right))
        case e.Hadamard(left=left, right=right):
            return read(left).entrywise(read(right))
        case e.Sum(terms=terms):
            return reduce(Wiring.__add__, [read(term) for term in terms if term != e.ZERO])
        case e.Prod(factors=factors):
            return reduce(Wiring.__mul__, map(read, factors))
        case e.Quotient(numerator=top, denominator=bottom):
            return read(top).scaled(normal.scalars.one / normal.whole(bottom).value())
        case e.Transpose(arg=arg):
            return read(arg).T
        case e.Power(base=base, exponent=exponent) if exponent.denominator == 1:
            if exponent > 0:
                return reduce(Wiring.__mul__, [read(base)] * exponent.numerator)
            if isinstance(base, e.Kron):
                return read(e.Power(base.left, exponent)).kron(read(e.Power(base.right, exponent)))
            if isinstance(base, e.Transpose):
                return read(e.Power(base.arg, exponent)).T
        case e.PseudoInverse(arg=e.Kron(left=left, right=right)):
            return read(e.PseudoInverse(left)).kron(read(e.PseudoInverse(right)))
        case e.Dot(arg=arg):
            return read(arg).derived(normal.whole_rate, normal.scalar_rate)
        case e.At(arg=arg):
            return _changed(normal, read(arg), normal.at_start)
        case e.StopGrad(arg=arg):
            with normal.symbols.stopped():
                return read(arg)
    return Wiring.of(normal.whole(node))


def finished(normal: NormalForm, wiring: Wiring) -> Wiring:
    """What holds at the instant only, applied."""
    return _changed(normal, wiring, normal.finished)


def _changed(normal: NormalForm, wiring: Wiring, change: Callable[[Element], Element]) -> Wiring:
    return wiring.mapped(change, lambda c: change(normal.alphabet.scalar(c)).value())


def plain(wiring: Wiring) -> Element:
    """What has one space on either side at most; raises `Stacked` for all else."""
    if not wiring.plain:
        raise Stacked
    return wiring.matrix()


def shown(normal: NormalForm, wiring: Wiring) -> e.Expr | None:
    """A stacked matrix, or a sum of Kronecker products of two, as an expression; else None."""
    rows, cols, alphabet = wiring.rows, wiring.cols, wiring.alphabet
    if len(rows) == 2 and not cols:
        return e.Vec(normal.expr(wiring.matrix()))
    terms: list[e.Expr] = []
    for paths, coeff in wiring.terms.items():
        if [path[:2] for path in paths] != [(0, 2), (1, 3)] or len(rows) != 2:
            return None
        sides = [
            normal.expr(Element(alphabet, (rows[at], cols[at]), {word: alphabet.scalars.one}))
            for at, (_, _, word) in enumerate(paths)
        ]
        factor = normal.expr(alphabet.scalar(coeff))
        terms.append(e.Prod((factor, e.Kron(*sides))))
    return e.Sum(tuple(terms)) if terms else None
