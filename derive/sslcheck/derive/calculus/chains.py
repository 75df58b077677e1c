"""Products of which some factors are taken out two by two: views, members of a sum.

A term is a product of letters (the first chain) and of 1 x 1 products. What is taken out is a
vector, so it ends a 1 x 1 product, or stands where a column meets a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["Chain", "Spot", "element_of", "joined", "replaced", "spots_of"]

Chain = tuple[Any, ...]
"""Letters, transposed or not, and elements where something was taken out."""
Spot = tuple[int, int]
"""Which chain, and where in it."""


def spots_of(chains: Sequence[Chain], chosen: Callable[[Letter], bool]) -> list[Spot]:
    """Where the letters stand that are to be taken out."""
    return [
        (k, at)
        for k, chain in enumerate(chains)
        for at, item in enumerate(chain)
        if isinstance(item, tuple) and chosen(item[0])
    ]


def replaced(chains: Sequence[Chain], spot: Spot, value: Element) -> list[Chain]:
    """One column (or row, then transposed) replaced by another."""
    k, at = spot
    chain = chains[k]
    value = value.T if chain[at][1] else value
    return _put(chains, k, (*chain[:at], value, *chain[at + 1 :]))


def joined(
    alphabet: Alphabet,
    chains: Sequence[Chain],
    one: Spot,
    two: Spot,
    moment: Callable[[Letter, Letter], Element],
) -> tuple[list[Chain], Ratio]:
    """Two vectors u, v replaced by a matrix, ``moment(u, v)`` for ``u v^T``; a factor besides.

    ``one`` stands before ``two``.
    """
    (k, at), (m, there) = one, two
    chain, other = chains[k], chains[m]
    (letter, across), name = chain[at], other[there][0]
    pair = moment(name, letter) if across else moment(letter, name)
    if m != k:
        rest = _turned(other, there, not across)
        middle = (*rest[:-1], pair) if across else (pair, *rest[1:])
        whole = (*chain[:at], *middle, *chain[at + 1 :])
        return _put(_put(chains, m, ()), k, whole), alphabet.scalars.one
    if k == 0:  # ... x y^T ...
        if across or there != at + 1:
            raise Unsupported("two vectors of a term are not next to each other")
        return _put(chains, 0, (*chain[:at], pair, *chain[there + 1 :])), alphabet.scalars.one
    # x^T A y is the trace of A y x^T
    trace = _element(alphabet, (*chain[at + 1 : there], pair)).trace().value()
    return _put(chains, k, ()), trace


def element_of(alphabet: Alphabet, chains: Sequence[Chain]) -> Element:
    """The product of the first chain and of the 1 x 1 products."""
    first, *blocks = chains
    total = _element(alphabet, first) if first else alphabet.scalar(alphabet.scalars.one)
    for block in blocks:
        total = total.scaled(_element(alphabet, block).value()) if block else total
    return total


def _turned(chain: Chain, at: int, start: bool) -> Chain:
    """A 1 x 1 product that starts, or ends, with the vector at one of its ends."""
    if at == (0 if start else len(chain) - 1):
        return chain
    return tuple(
        transposed((item,))[0] if isinstance(item, tuple) else item.T for item in reversed(chain)
    )


def _element(alphabet: Alphabet, chain: Chain) -> Element:
    factors = (alphabet.word((item,)) if isinstance(item, tuple) else item for item in chain)
    return reduce(lambda a, b: a * b, factors)


def _put(chains: Sequence[Chain], k: int, chain: Chain) -> list[Chain]:
    return [*chains[:k], chain, *chains[k + 1 :]]
