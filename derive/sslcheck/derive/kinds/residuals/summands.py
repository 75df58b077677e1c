"""Relations between sums, term by term: what holds of the summands does of the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from string import ascii_lowercase

from sslcheck.derive import expr as e
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import children, renamed_index, walk

__all__ = ["stands_free", "termwise"]


def termwise(
    relation: e.Relation, symbols: Mapping[str, Symbol], spaces: Mapping[str, str]
) -> e.Relation | None:
    """A relation that makes another one true: without its outer sums, for each value of their
    letter. None where not all terms are sums over the same, or multiples of how many there are.
    """
    whole = e.difference(relation.lhs, relation.rhs)
    taken = {part.index for part in walk(whole) if isinstance(part, e.IndexSum)}
    taken |= {str(at) for part in walk(whole) for at in _letters(part)}
    letter = next((x for x in ascii_lowercase if x not in taken and x != "t"), "")
    found = [_opened(term, letter) for term in _terms(whole) if term != e.ZERO]
    over = {run for _, run in found if run is None or run[0] is not e.Size}
    if len(over) != 1 or None in over or not letter:
        return None
    ((kind, at),) = {run for run in over if run}
    if not at or (kind is e.Total and stands_free(whole, at, symbols)):
        return None
    counted = {run[1] for _, run in found if run is not None and run[0] is e.Size}
    sums = (part for part in walk(whole) if isinstance(part, e.Total) and part.index == at)
    over_what = {part.size or spaces.get(at) for part in sums} if kind is e.Total else {at}
    if len(over_what | counted) != 1:
        return None
    return e.Relation(e.Sum(tuple(term for term, _ in found)), relation.op, e.ZERO)


def _letters(node: e.Expr) -> tuple[str | int, ...]:
    return (getattr(node, "row", ""), getattr(node, "column", ""))


def _terms(node: e.Expr) -> list[e.Expr]:
    match node:
        case e.Sum(terms=terms):
            return [each for term in terms for each in _terms(term)]
        case e.Prod(factors=(*first, e.Sum(terms=terms))):
            return [each for term in terms for each in _terms(e.Prod((*first, term)))]
    return [node]


_Run = tuple[type[e.Expr], str]
"""What a sum runs over: the space of letters below entries, or an index; or what is counted."""


def _opened(node: e.Expr, letter: str) -> tuple[e.Expr, _Run | None]:
    """A term with a sum that it is linear in replaced by the summand; None if there is none."""
    match node:
        case e.IndexSum(arg=arg, index=index, space=space):
            return renamed_index(arg, index, letter), (e.IndexSum, space)
        case e.Total(arg=arg, index=index):
            return arg, (e.Total, index)
        case e.Size(space=space):
            return e.ONE, (e.Size, space)
        case e.Dot(arg=arg) | e.At(arg=arg) | e.Transpose(arg=arg) | e.Trace(arg=arg):
            inner, run = _opened(arg, letter)
            return replace(node, arg=inner), run
        case e.Quotient(numerator=above):
            inner, run = _opened(above, letter)
            return replace(node, numerator=inner), run
        case e.Prod(factors=factors):
            for k, factor in enumerate(factors):
                inner, run = _opened(factor, letter)
                if run is not None:
                    return replace(node, factors=(*factors[:k], inner, *factors[k + 1 :])), run
    return node, None


def stands_free(node: e.Expr, index: str, symbols: Mapping[str, Symbol]) -> bool:
    """Whether an indexed symbol stands outside of all that runs over its index."""
    if isinstance(node, (e.Columns, e.Diag, e.Maximum, e.Total)) and node.index == index:
        return False
    if isinstance(node, e.Sym) and node.name in symbols and symbols[node.name].index == index:
        return True
    return any(stands_free(child, index, symbols) for child in children(node))
