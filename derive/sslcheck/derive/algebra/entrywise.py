"""Products by entries: letters made of words of one shape.

Of two sums it is multiplied out; the identity among the words says that the product is diagonal.
These letters satisfy more relations than words do (``tr(A^T (B o C))`` is symmetric in all three):
`calculus.networks` finds them.
"""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import HadamardOf, Letter, OnesOf, Word, transposed
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.setting import Shape

__all__ = ["derived_by_entries", "hadamard", "ones"]

_SCALAR: Shape = ("1", "1")
_MOST_TERMS = 400


def hadamard(left: Element, right: Element) -> Element:
    """The product by entries of two elements of one shape."""
    if left.shape == _SCALAR:
        return left * right
    if len(left.terms) * len(right.terms) > _MOST_TERMS:
        raise TooLarge("a product by entries of so many terms; split the claim")
    alphabet = left.alphabet
    total = alphabet.zero(left.shape)
    for one, a in left.terms.items():
        for two, b in right.terms.items():
            words = [*_factors(alphabet, one), *_factors(alphabet, two)]
            total = total + _made(alphabet, words, left.shape).scaled(a * b)
    return total


def ones(alphabet: Alphabet, space: str) -> Element:
    """The column of ones: ``u 1^T o M`` scales the rows of ``M``."""
    if space == "1":
        return alphabet.scalar(alphabet.scalars.one)
    letter = OnesOf(space)
    alphabet.declare(letter, (space, "1"))
    return alphabet.letter(letter)


def _factors(alphabet: Alphabet, word: Word) -> list[Word]:
    """The words that a word is a product by entries of; a diagonal one as it is."""
    if len(word) == 1 and isinstance(word[0][0], HadamardOf):
        name, flipped = word[0]
        return [_turned(alphabet, each) if flipped else each for each in name.key]
    return [word]


def _turned(alphabet: Alphabet, word: Word) -> Word:
    return alphabet.reduce(transposed(word))


def _made(alphabet: Alphabet, words: list[Word], shape: Shape) -> Element:
    """The product by entries of words: diagonal ones come out of it."""
    outside = [w for w in words if w and all(_diagonal(alphabet, name) for name, _ in w)]
    inside = [w for w in words if w not in outside]
    diagonal = bool(outside) or () in inside
    if diagonal:
        inside = [min(w, _turned(alphabet, w)) for w in inside if w]
    found = alphabet.identity(shape[0]) if diagonal else alphabet.zero(shape)
    if inside:
        found = _letter(alphabet, [*([()] if diagonal else []), *inside], shape)
    for word in outside:
        found = alphabet.word(word) * found
    return found


def _diagonal(alphabet: Alphabet, name: Letter) -> bool:
    return "diagonal" in alphabet.properties.get(name, ()) and not isinstance(name, HadamardOf)


def _letter(alphabet: Alphabet, words: list[Word], shape: Shape) -> Element:
    one = tuple(sorted(words))
    if len(one) == 1:
        return alphabet.word(one[0])
    other = tuple(sorted(_turned(alphabet, word) for word in words))
    key = min(one, other)
    value = alphabet.zero(shape if key == one else shape[::-1])
    for word in key:
        value = value + Element(alphabet, value.shape, {word: alphabet.scalars.one})
    made = HadamardOf(key, value)
    marks = {"diagonal"} if () in key else {"symmetric"} if one == other else set[str]()
    alphabet.declare(made, value.shape, frozenset(marks))
    return alphabet.word(((made, key != one),))


def derived_by_entries(
    alphabet: Alphabet, letter: HadamardOf, rate: Callable[[Element], Element]
) -> Element | None:
    """The derivative of a letter by the product rule, from those of words; None where it is 0."""
    words = [
        Element(alphabet, letter.value.shape, {word: alphabet.scalars.one}) for word in letter.key
    ]
    total = alphabet.zero(letter.value.shape)
    for k in range(len(words)):
        term = rate(words[k])
        for other in (*words[:k], *words[k + 1 :]) if term.terms else ():
            term = hadamard(term, other)
        total = total + term
    return total if total.terms else None
