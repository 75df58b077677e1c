"""Scalars that words hold: traces, which are cycles, 1 x 1 products, and dimensions; and a word
without them, as a sum of words with coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from sslcheck.derive.algebra.letters import DiagOf, OnesOf, SizeOf, TraceOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.rewriting import solved
from sslcheck.derive.errors import TooLarge

if TYPE_CHECKING:
    from sslcheck.derive.algebra.words import Alphabet

__all__ = ["dimension", "expanded", "least_turn", "opened", "trace_letter", "traced"]

_DEEPEST = 60  # sums beside their inverses, one after the other
_MOST_TURNS = 40  # ways to write one cycle


def dimension(alphabet: Alphabet, space: str) -> Ratio:
    """The size of a space as a scalar: what the trace of its identity is."""
    total = alphabet.scalars.one
    for atom in space.split("*"):
        if atom != "1":
            one = (
                alphabet.scalars.letter(SizeOf(atom))
                if alphabet.size is None
                else alphabet.size(atom)
            )
            total = total * one
    return total


def traced(alphabet: Alphabet, word: Word, space: str) -> Ratio:
    """The trace of a product of letters that starts and ends in ``space``."""
    word = alphabet.reduce(word)
    if not word:
        return dimension(alphabet, space)
    cuts = [k for k in _cuts(alphabet, word) if k < len(word)] if alphabet.vectors else []
    if cuts:
        turned = word[cuts[0] :] + word[: cuts[0]]
        return _blocks(alphabet, turned, [*(k - cuts[0] for k in cuts), len(word)])
    turns = (
        _passed(alphabet, *least_turn(alphabet, word))
        if alphabet.passing
        else [least_turn(alphabet, word)]
    )
    for turn, where in turns:
        if len(turn) < len(word):
            return traced(alphabet, turn, where)
        for k in range(len(turn)) if alphabet.solves else ():
            found = solved(alphabet, turn[k:] + turn[:k], cyclic=True)
            if found is not None:
                space = alphabet.shape(turn[k])[0]
                parts = (coeff * traced(alphabet, part, space) for part, coeff in found)
                return sum(parts, start=alphabet.scalars.number(0))
    return trace_letter(alphabet, min(turn for turn, _ in turns))


def least_turn(alphabet: Alphabet, word: Word) -> tuple[Word, str]:
    """The first of the ways to write a cycle, or one that is shorter, and where it starts."""
    best: tuple[Word, str] | None = None
    for turn in (word, transposed(word)):
        # a run of commuting letters is sorted as a whole, so no turn may begin inside one
        inside = [alphabet.commute(turn[k - 1], turn[k]) for k in range(len(turn))]
        for k in [k for k in range(len(turn)) if not inside[k]] or [0]:
            candidate = alphabet.reduce(turn[k:] + turn[:k]), alphabet.shape(turn[k])[0]
            if len(candidate[0]) < len(word):
                return candidate
            if best is None or candidate < best:
                best = candidate
    assert best is not None
    return best


def _passed(alphabet: Alphabet, word: Word, space: str) -> list[tuple[Word, str]]:
    """A cycle, and what it becomes when roots pass other letters, one way or the other."""
    found = [(word, space)]
    for each, _ in found:  # which grows
        for turn in (each, transposed(each)):
            for k in range(len(turn)):
                other = alphabet.reduce(turn[k:] + turn[:k])
                for pattern, values in alphabet.passing.get(other[0][0], ()):
                    if other[: len(pattern)] == pattern and len(values) == 1:
                        least = least_turn(
                            alphabet, alphabet.reduce(values[0][0] + other[len(pattern) :])
                        )
                        if least not in found and len(found) < _MOST_TURNS:
                            found.append(least)
    return found


def opened(alphabet: Alphabet, word: Word) -> tuple[Ratio, Word]:
    """A word without the 1 x 1 products inside it, and their product."""
    cuts = _cuts(alphabet, word)
    if len(cuts) < 2:
        return alphabet.scalars.one, word
    return _blocks(alphabet, word, cuts), word[: cuts[0]] + word[cuts[-1] :]


def _cuts(alphabet: Alphabet, word: Word) -> list[int]:
    """Where a word passes through the space of dimension 1, its ends included."""
    spaces = [alphabet.shape(letter)[0] for letter in word]
    spaces += [alphabet.shape(letter)[1] for letter in word[-1:]]
    return [at for at, space in enumerate(spaces) if space == "1"]


def _blocks(alphabet: Alphabet, word: Word, cuts: list[int]) -> Ratio:
    """The product of the 1 x 1 products between the cuts."""
    result = alphabet.scalars.one
    for start, stop in pairwise(cuts):
        block = alphabet.reduce(word[start:stop])
        if block and _ones(block):
            result = result * traced(alphabet, block[1:-1], alphabet.shape(block[0])[1])
        elif block:
            result = result * (
                _solved_block(alphabet, block) if alphabet.solves else _block(alphabet, block)
            )
    return result


def _block(alphabet: Alphabet, block: Word) -> Ratio:
    """A 1 x 1 product or its transpose, whichever comes first."""
    return trace_letter(alphabet, min(block, alphabet.reduce(transposed(block))))


def _solved_block(alphabet: Alphabet, block: Word) -> Ratio:
    """The same where no sum stands beside its inverse, and no root where it could pass."""
    found = solved(alphabet, block)
    if found is not None:
        parts = (coeff * traced(alphabet, part, "1") for part, coeff in found)
        return sum(parts, start=alphabet.scalars.number(0))
    other = alphabet.reduce(transposed(block))
    for _ in range(_DEEPEST):
        found = solved(alphabet, other)
        if found is None or len(found) > 1 or not found[0][1].is_one():
            break
        other = found[0][0]
    return trace_letter(alphabet, min(block, other))


def _ones(block: Word) -> bool:
    """Whether a product is the sum of a diagonal, ``1^T D 1``."""
    ends = block[0][0], block[-1][0]
    inner = all(isinstance(name, DiagOf) for name, _ in block[1:-1])
    return inner and all(isinstance(name, OnesOf) for name in ends)


def trace_letter(alphabet: Alphabet, word: Word) -> Ratio:
    """The letter of a trace whose word is in its cyclic normal form."""
    product = alphabet.products and alphabet.word_shape(word) == ("1", "1")
    return alphabet.scalars.letter(TraceOf(word, product))


def expanded(alphabet: Alphabet, word: Word, deep: int = 0) -> Mapping[Word, Ratio]:
    """A word in which no sum stands beside its inverse: ``A R = I - B R`` for the inverse ``R``
    of ``A + B``; and no root beside itself. The 1 x 1 products inside it become coefficients.
    """
    found = solved(alphabet, word) if alphabet.solves else None
    if found is None:
        scalar, rest = opened(alphabet, word) if alphabet.vectors else (alphabet.scalars.one, word)
        if rest == word:
            return {word: scalar}
        found = [(alphabet.reduce(rest), scalar)]
    if deep > _DEEPEST:
        raise TooLarge("inverses beside what they are the inverses of; split the claim")
    return added_up(
        (each, coeff * weight)
        for part, coeff in found
        for each, weight in expanded(alphabet, part, deep + 1).items()
    )
