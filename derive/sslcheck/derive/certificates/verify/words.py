"""Words: products of letters, which are matrices, and of powers of scalars."""

from __future__ import annotations

from functools import cache, reduce
from itertools import pairwise
from typing import Any

Scalars = frozenset[Any]  # a product of powers of scalars: pairs (atom, exponent)
Word = tuple[Any, ...]  # a product of matrices: letters (name, rows, columns, trait, flipped)
ONE: Scalars = frozenset()
ANY = "\0"  # the matrix Z of a map Z -> L Z R, a letter that stands once in each of its words


def times(one: Scalars, two: Scalars) -> Scalars:
    """The product of two products of powers."""
    if not (one and two):
        return one or two
    powers = dict(one)
    for atom, exponent in two:
        powers[atom] = powers.get(atom, 0) + exponent
    return frozenset((a, e) for a, e in powers.items() if e)


def flip(word: Word) -> Word:
    """The transpose of a word."""
    return tuple(
        (n, c, r, t, t not in ("symmetric", "diagonal") and not f) for n, r, c, t, f in word[::-1]
    )


def join(left: Word, right: Word) -> Word:
    """The product of two words: Q^T Q = I, and Q Q^T if Q is square; diagonal matrices of one
    index are multiplied."""
    while left and right:
        (a, rows, inner, trait, flipped), (b, _, _, other, again) = left[-1], right[0]
        square = flipped or rows == inner
        if trait == other == "orthonormal" and a == b and flipped != again and square:
            left, right = left[:-1], right[1:]
        elif trait == other == "diagonal" and a[0] == b[0]:
            both = times(a[1], b[1])
            middle: Word = (((a[0], both), rows, inner, "diagonal", False),) if both else ()
            left, right = left[:-1], middle + right[1:]
        else:
            break
    return left + right


def hole(word: Word) -> int:
    """Where the matrix stands to which a map is applied; after the end of what is no map."""
    return next((k for k, letter in enumerate(word) if letter[0] == ANY), len(word))


def loop(word: Word) -> Scalars:
    """The trace of a word that is not empty."""
    while len(word) > 1:
        both = join(word[-1:], word[:1])
        if len(both) > 1:
            break
        if not (left := (*both, *word[1:-1])):  # the trace of an identity
            return frozenset({(("size", word[-1][1]), 1)}) if word[-1][1] != "1" else ONE
        word = left
    at = next((k for k, letter in enumerate(word) if letter[1] == "1"), None)
    return circle(word) if at is None else cut(word[at:] + word[:at])[0]


def circle(word: Word) -> Scalars:
    """The trace of a word as an atom, which is the same for all turns and for the transpose."""
    turns = [w[k:] + w[:k] for w in (word, flip(word)) for k in range(len(word))]
    return frozenset({(("tr", min(turns, key=lambda w: tuple(map(order, w)))), 1)})


@cache
def order(of: Any) -> str:
    """A text by which atoms, letters and products of them have the same order in each run."""
    match of:
        case tuple():
            return f"({' '.join(map(order, of))})"
        case frozenset():
            return f"{{{' '.join(sorted(map(order, of)))}}}"
    return repr(of) if isinstance(of, str) else str(of)


def cut(word: Word) -> tuple[Scalars, Word]:
    """The numbers in a word, such as x^T A x in B x x^T A x, and the word without them."""
    ends = [k for k, letter in enumerate(word) if letter[1] == "1"]
    ends += [len(word)] if word and word[-1][2] == "1" else []
    if len(ends) < 2:
        return ONE, word
    return reduce(times, (circle(word[a:b]) for a, b in pairwise(ends))), (
        word[: ends[0]] + word[ends[-1] :]
    )
