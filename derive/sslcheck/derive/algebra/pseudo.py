"""Pseudo-inverses: letters that satisfy the four equations of Moore and Penrose.

For ``P`` that of a word ``A``: ``A P A = A``, ``P A P = P``, and ``A P``, ``P A`` are symmetric. As
rules of words, with what follows from them (``A^T A P = A^T``), they are complete for one letter.
Of a sum it is a letter of which nothing else is known.
"""

from __future__ import annotations

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key, inverse
from sslcheck.derive.algebra.letters import PseudoOf, Word, transposed
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["PSEUDO_RATE", "pseudo_inverse"]

PSEUDO_RATE = "the derivative of a pseudo-inverse, which jumps where the rank of its matrix does"


def pseudo_inverse(element: Element, functions: Functions) -> Element:
    """The pseudo-inverse of an element; where it is known to be invertible, the inverse.

    Raises `Unsupported` for a multiple by a number that may be 0.
    """
    alphabet = element.alphabet
    if not element.terms:
        return alphabet.zero(element.shape[::-1])
    (word, *more) = element.terms
    if more:
        return _of_sum(element)
    coeff = element.terms[word]
    if "1" in element.shape and element.shape != ("1", "1"):
        column = element if element.shape[1] == "1" else element.T
        norm = (column.T * column).value()
        if functions.nonzero(norm):  # u^+ = u^T / (u^T u)
            return element.T.scaled(alphabet.scalars.one / norm)
    if functions.sign(coeff) not in (1, -1):
        raise Unsupported("the pseudo-inverse of a multiple by a number that may be 0")
    return _of_word(alphabet, word, element, functions).scaled(alphabet.scalars.one / coeff)


def _of_word(alphabet: Alphabet, word: Word, element: Element, functions: Functions) -> Element:
    marks = [alphabet.properties.get(name, frozenset()) for name, _ in word]
    square = all(rows == cols for rows, cols in map(alphabet.shape, word))
    if square and all({"invertible", "orthonormal"} & each for each in marks):
        one = Element(alphabet, element.shape, {word: alphabet.scalars.one})
        return inverse(one, functions)
    first, last = word[0], word[-1]
    if "orthonormal" in marks[0] and not first[1]:  # (Q A)^+ = A^+ Q^T
        rest = _rest(alphabet, word[1:], functions, alphabet.shape(first)[1])
        return rest * alphabet.word(transposed(word[:1]))
    if "orthonormal" in marks[-1] and last[1]:  # (A Q^T)^+ = Q A^+
        rest = _rest(alphabet, word[:-1], functions, alphabet.shape(last)[0])
        return alphabet.word(transposed(word[-1:])) * rest
    if len(word) == 1 and isinstance(first[0], PseudoOf):
        value = first[0].value.over(alphabet)
        return value.T if first[1] else value
    half = len(word) // 2
    if len(word) == 2 * half and alphabet.reduce(transposed(word[half:])) == word[:half]:
        inner = _rest(alphabet, word[half:], functions, "")  # (A^T A)^+ = A^+ (A^+)^T
        return inner * inner.T
    return _letter(alphabet, word)


def _rest(alphabet: Alphabet, word: Word, functions: Functions, space: str) -> Element:
    whole = alphabet.word(word) if word else alphabet.identity(space)
    return pseudo_inverse(whole, functions)


def _letter(alphabet: Alphabet, word: Word) -> Element:
    """That of a word or of its transpose, with its rules."""
    other = alphabet.reduce(transposed(word))
    least = min(word, other)
    rows, cols = alphabet.word_shape(least)
    value = Element(alphabet, (rows, cols), {least: alphabet.scalars.one})
    made = PseudoOf(element_key(value), value)
    if made not in alphabet.rules:
        marks = {"symmetric"} if word == other else set[str]()
        if len(word) == 1:
            marks |= alphabet.properties.get(word[0][0], frozenset()) & {"diagonal"}
        alphabet.declare(made, (cols, rows), frozenset(marks))
        alphabet.rules[made] = _rules(alphabet, least, ((made, False),))
    return alphabet.word(((made, least != word),))


def _rules(alphabet: Alphabet, a: Word, p: Word) -> list[tuple[Word, Word]]:
    """Words and the shorter or earlier ones that they are."""
    at, pt = (alphabet.reduce(transposed(word)) for word in (a, p))
    if a == at:
        return [(a + p + a, a), (p + a + p, p), (p + a, a + p), (a + a + p, a), (a + p + p, p)]
    found: list[tuple[Word, Word]] = []
    for x, y, xt, yt in ((a, p, at, pt), (p, a, pt, at)):
        found += [
            (x + y + x, x),
            (xt + yt + xt, xt),
            (xt + yt, y + x),
            (xt + x + y, xt),
            (y + x + xt, xt),
        ]
    return found


def _of_sum(element: Element) -> Element:
    alphabet, other = element.alphabet, element.T
    keys = element_key(element), element_key(other)
    one = other if keys[1] < keys[0] else element
    made = PseudoOf(min(keys), one)
    marks = {"symmetric"} if keys[0] == keys[1] else set[str]()
    alphabet.declare(made, one.shape[::-1], frozenset(marks))
    return alphabet.word(((made, keys[1] < keys[0]),))
