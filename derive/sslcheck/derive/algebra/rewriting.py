"""Words solved for a letter in them: a sum beside its inverse, a root beside itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sslcheck.derive.algebra.letters import InverseOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio

if TYPE_CHECKING:
    from sslcheck.derive.algebra.words import Alphabet

__all__ = ["solved"]


def solved(alphabet: Alphabet, word: Word, cyclic: bool = False) -> list[tuple[Word, Ratio]] | None:
    """The first sum beside its inverse, or root beside itself, written out; None if none is.

    In a ``cyclic`` word roots do not pass other letters, around which they might go for ever.
    """
    for at, (name, flipped) in enumerate(word):
        passed = () if cyclic else alphabet.passing.get(name, ())
        for pattern, values in (*alphabet.rewrites.get(name, ()), *passed):
            left, right = word[:at], word[at + len(pattern) :]
            if word[at : at + len(pattern)] == pattern:
                return [(alphabet.reduce(left + each + right), c) for each, c in values]
        lead = alphabet.leading.get(name)
        if lead is None:
            continue
        lead = alphabet.reduce(transposed(lead)) if flipped else lead
        size = len(lead)
        before, after = max(at - size, 0), at + 1
        if word[before:at] == lead:
            return _without(alphabet, word, before, after, before)
        if word[after : after + size] == lead:
            return _without(alphabet, word, at, after + size, at + 1)
    return None


def _without(
    alphabet: Alphabet, word: Word, start: int, stop: int, place: int
) -> list[tuple[Word, Ratio]]:
    """A sum beside its inverse, at ``word[start:stop]``: the identity less the other terms.

    They stand before the inverse if ``place`` is ``start``, else behind it.
    """
    left, right = word[:start], word[stop:]
    letter = word[start] if place > start else word[stop - 1]
    name, flipped = letter
    assert isinstance(name, InverseOf)
    found = [(alphabet.reduce(left + right), alphabet.scalars.one)]
    for term, coeff in name.value.terms.items():
        if term != alphabet.leading[name]:
            other = transposed(term) if flipped else term
            middle = (letter, *other) if place > start else (*other, letter)
            found.append((alphabet.reduce(left + middle + right), -coeff))
    return found
