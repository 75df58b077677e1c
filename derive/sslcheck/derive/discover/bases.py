"""What functions are sought among: halves of one shape, of which squares are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import combinations_with_replacement

from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.discover.halves import Block, Half, Halves, Term
from sslcheck.derive.discover.residues import times
from sslcheck.derive.discover.words import Letters, products
from sslcheck.derive.errors import TooLarge

__all__ = ["functions", "parameters", "plain_halves"]

MOST = 60
"""Halves of one function; the program that it makes has about the third power of that."""


def functions(
    plain: Iterable[tuple[Block, tuple[Half, ...]]], inside: list[Term], front: list[Term]
) -> list[tuple[Block, tuple[Half, ...]]]:
    """The Gram matrices of the function, with parameters before and in their halves."""
    found = [
        (
            Block(factor, block.shape),
            tuple(Half(times(m, h.scalars), h.word) for m in inside for h in each),
        )
        for block, each in plain
        for factor in front
    ]
    if sum(len(each) for _, each in found) > MOST:
        raise TooLarge(f"more than {MOST} products in one function")
    return found


def plain_halves(
    halves: Halves, letters: Letters, length: int
) -> Iterator[tuple[Block, tuple[Half, ...]]]:
    """Products of states of at most a length, data and identities, by their shapes; and products of
    numbers that move.
    """
    alphabet = halves.normal.alphabet
    shapes: dict[tuple[str, str], list[Half]] = {}
    for batch in products(alphabet, letters.states, length) if letters.states else ():
        for word in batch:
            shape = alphabet.word_shape(word)
            if shape[::-1] not in shapes or shape[0] == shape[1]:
                shapes.setdefault(shape, []).append(Half((), word))
    for name in letters.data:
        for word in ((((name, False),)), (((name, True),))):
            reduced: Word = alphabet.reduce(word)
            shape = alphabet.word_shape(reduced)
            if shape in shapes and Half((), reduced) not in shapes[shape]:
                shapes[shape].append(Half((), reduced))
    for shape, found in shapes.items():
        if shape[0] == shape[1] and shape[0] != "1":
            found.append(Half())
        yield Block((), shape), tuple(found)
    numbers = [halves.number(name) for name in letters.scalars]
    if numbers:
        yield (
            Block(),
            tuple(
                Half(reduce(times, (((at, 1),) for at in chosen), ()))
                for size in range(length + 1)
                for chosen in combinations_with_replacement(numbers, size)
            ),
        )


def parameters(halves: Halves, letters: Letters) -> list[int]:
    """The parameters in the flow that are not negative, by their places."""
    normal = halves.normal
    scalars, moving = normal.scalars, {*letters.scalars}
    rates = [normal.whole_rate(normal.alphabet.letter(n)) for n in letters.states]
    values = [c for rate in rates for c in rate.terms.values()]
    values += [normal.scalar_rate(scalars.letter(name)) for name in letters.scalars]
    read = {n: None for value in values for n in value.ordered()}
    return [
        halves.number(name)
        for name in read
        if isinstance(name, str) and name not in moving and not normal.functions.moves(name)
        if halves.nonnegative(name)
    ]
