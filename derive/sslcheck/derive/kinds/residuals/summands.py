"""Relations between sums, term by term: what holds of the summands does of the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from string import ascii_lowercase

from sslcheck.derive.expr import (
    ZERO,
    At,
    Columns,
    Diag,
    Dot,
    Expr,
    IndexSum,
    Maximum,
    Num,
    Prod,
    Quotient,
    Relation,
    Size,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
    difference,
)
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import children, renamed_index, walk

__all__ = ["termwise"]


def termwise(
    relation: Relation, symbols: Mapping[str, Symbol], spaces: Mapping[str, str]
) -> Relation | None:
    """A relation that makes another one true: without its outer sums, for each value of their
    letter. None where not all terms are sums over the same, or multiples of how many there are.
    """
    whole = difference(relation.lhs, relation.rhs)
    taken = {part.index for part in walk(whole) if isinstance(part, IndexSum)}
    taken |= {str(at) for part in walk(whole) for at in _letters(part)}
    letter = next((x for x in ascii_lowercase if x not in taken and x != "t"), "")
    found = [_opened(term, letter) for term in _terms(whole) if term != ZERO]
    over = {run for _, run in found if run is None or run[0] is not Size}
    if len(over) != 1 or None in over or not letter:
        return None
    ((kind, at),) = {run for run in over if run}
    if not at or (kind is Total and _stands_free(whole, at, symbols)):
        return None
    counted = {run[1] for _, run in found if run is not None and run[0] is Size}
    sums = (part for part in walk(whole) if isinstance(part, Total) and part.index == at)
    over_what = {part.size or spaces.get(at) for part in sums} if kind is Total else {at}
    if len(over_what | counted) != 1:
        return None
    return Relation(Sum(tuple(term for term, _ in found)), relation.op, ZERO)


def _letters(node: Expr) -> tuple[str | int, ...]:
    return (getattr(node, "row", ""), getattr(node, "column", ""))


def _terms(node: Expr) -> list[Expr]:
    match node:
        case Sum(terms=terms):
            return [each for term in terms for each in _terms(term)]
        case Prod(factors=(*first, Sum(terms=terms))):
            return [each for term in terms for each in _terms(Prod((*first, term)))]
    return [node]


_Run = tuple[type[Expr], str]
"""What a sum runs over: the space of letters below entries, or an index; or what is counted."""

_ONE = Num(Fraction(1))


def _opened(node: Expr, letter: str) -> tuple[Expr, _Run | None]:
    """A term with a sum that it is linear in replaced by the summand; None if there is none."""
    match node:
        case IndexSum(arg=arg, index=index, space=space):
            return renamed_index(arg, index, letter), (IndexSum, space)
        case Total(arg=arg, index=index):
            return arg, (Total, index)
        case Size(space=space):
            return _ONE, (Size, space)
        case Dot(arg=arg) | At(arg=arg) | Transpose(arg=arg) | Trace(arg=arg):
            inner, run = _opened(arg, letter)
            return replace(node, arg=inner), run
        case Quotient(numerator=above):
            inner, run = _opened(above, letter)
            return replace(node, numerator=inner), run
        case Prod(factors=factors):
            for k, factor in enumerate(factors):
                inner, run = _opened(factor, letter)
                if run is not None:
                    return replace(node, factors=(*factors[:k], inner, *factors[k + 1 :])), run
    return node, None


def _stands_free(node: Expr, index: str, symbols: Mapping[str, Symbol]) -> bool:
    """Whether an indexed symbol stands outside of all that runs over its index."""
    if isinstance(node, (Columns, Diag, Maximum, Total)) and node.index == index:
        return False
    if isinstance(node, Sym) and node.name in symbols and symbols[node.name].index == index:
        return True
    return any(_stands_free(child, index, symbols) for child in children(node))
