"""Inverses of square matrices.

The inverse of a letter is a letter that cancels beside it; the inverse of a sum is one, too, and
where the sum stands beside it, it is solved for its longest word: ``A R = I - B R`` for the inverse
``R`` of ``A + B``. That they exist is for others to say. Inverses of several sums may satisfy more
relations (``(I + A B)^{-1} A = A (I + B A)^{-1}``): `vanishes` multiplies by the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["element_key", "inverse", "inverse_marks", "refuse_modes", "relate", "vanishes"]

_ROUNDS = 4
_MOST_TERMS = 400


def inverse(element: Element, functions: Functions) -> Element:
    """The inverse of a square element that has one.

    Of a product of square letters, the product of their inverses backwards. Raises `Unsupported`
    for 0, and for a sum with a number for each mode.
    """
    alphabet = element.alphabet
    if not element.terms:
        raise Unsupported("the inverse of a matrix that is 0")
    (word, *more) = element.terms
    if not more and len(word) == 1 and isinstance(word[0][0], lt.MatrixRootOf):
        found = _of_root(element, word[0][0], functions)
        if found is not None:
            return found
    if not more and all(rows == cols for rows, cols in map(alphabet.shape, word)):
        total = alphabet.identity(element.shape[0])
        for name, flipped in reversed(word):
            total = total * _of_letter(alphabet, name, flipped, functions)
        return total.scaled(alphabet.scalars.one / element.terms[word])
    refuse_modes(element, functions, "inverse")
    return _of_sum(element, functions)


def refuse_modes(element: Element, functions: Functions, what: str) -> None:
    """Raises `Unsupported` for a matrix with a number for each mode in it."""
    indices = {symbol.index for symbol in functions.setting.symbols.values()} - {""}
    free = frozenset[Any]().union(*(coeff.free() for coeff in element.terms.values()))
    if any(functions.indexed(name, index) for name in free for index in indices):
        raise Unsupported(f"the {what} of a matrix that differs from mode to mode")


def _of_root(element: Element, root: lt.MatrixRootOf, functions: Functions) -> Element | None:
    """``S^{-1} = F^{-1} S`` of the root of a matrix whose inverse is one letter; else None."""
    alphabet = element.alphabet
    value = inverse(root.value.over(alphabet), functions)
    if len(value.terms) > 1 or any(len(word) > 1 for word in value.terms):
        return None
    if root.degree > 1:
        value = value * alphabet.letter(root) ** (root.degree - 1)
    ((_, coeff),) = element.terms.items()
    return value.scaled(alphabet.scalars.one / coeff)


def inverse_marks(alphabet: Alphabet, letter: lt.InverseOf) -> frozenset[str]:
    """The properties that an inverse has in an alphabet."""
    if letter.single is not None:
        return alphabet.properties.get(letter.single, frozenset())
    value = letter.value.over(alphabet)
    marks = set[str]()
    if element_key(value) == element_key(value.T):
        marks.add("symmetric")
    if value.is_diagonal:
        marks.add("diagonal")
    return frozenset(marks)


def _of_letter(alphabet: Alphabet, name: lt.Letter, flipped: bool, functions: Functions) -> Element:
    """The inverse of a letter, or of its transpose."""
    if isinstance(name, lt.InverseOf):
        return name.value.T if flipped else name.value
    if isinstance(name, lt.MatrixExpOf):
        from sslcheck.derive.algebra.exponentials import matrix_exponential

        value = name.value.over(alphabet)
        return matrix_exponential(-(value.T if flipped else value), functions)
    if "orthonormal" in alphabet.properties[name]:
        return alphabet.word(((name, not flipped),))
    value = alphabet.letter(name)
    made = lt.InverseOf(element_key(value), value)
    if alphabet.inverses.get(name) != made:
        alphabet.declare(made, value.shape, inverse_marks(alphabet, made))
        alphabet.inverses |= {name: made, made: name}
        relate(alphabet, made)
    return alphabet.word(((made, flipped),))


def _of_sum(element: Element, functions: Functions) -> Element:
    """The inverse of a sum: the letter of it or of its transpose, over the leading coefficient."""
    (one, lead, factor), (two, other, across) = (
        _monic(each, functions) for each in (element, element.T)
    )
    flipped = element_key(two) < element_key(one)
    if flipped:
        one, lead, factor = two, other, across
    alphabet, made = element.alphabet, lt.InverseOf(element_key(one), one)
    if made not in alphabet.shapes or made not in alphabet.properties:
        alphabet.declare(made, element.shape, inverse_marks(alphabet, made))
    if lead is not None:
        alphabet.leading[made] = lead
    relate(alphabet, made)
    return alphabet.word(((made, flipped),)).scaled(alphabet.scalars.one / factor)


def relate(alphabet: Alphabet, made: lt.OfMatrix) -> bool:
    """Notes that a function of a matrix commutes with the one letter that this is made of.

    Of more than one, with the other inverses, roots and exponentials of the same matrix. Whether
    it is made of one letter.
    """
    value = _base(made)
    letters = {letter for word in value.terms for letter in word}
    bases: set[Any] = {alphabet.families.get(name, name) for name, _ in letters}
    if len(bases) == 1 and not any(flipped for _, flipped in letters):
        (base,) = bases
        alphabet.families |= {base: base, made: base}
        return True
    key = element_key(value)
    alike = (lt.InverseOf, lt.MatrixRootOf, lt.MatrixExpOf)
    for other in [n for n in alphabet.shapes if isinstance(n, alike) and n != made]:
        if element_key(_base(other)) == key:
            base = alphabet.families.setdefault(other, other)
            alphabet.families[made] = base
    return False


def _base(made: lt.OfMatrix) -> Element:
    """The matrix that a letter is a function of."""
    return made.base if isinstance(made, lt.MatrixExpOf) else made.value


def _monic(element: Element, functions: Functions) -> tuple[Element, lt.Word | None, Ratio]:
    """A sum over the coefficient of its longest word, that word, and the coefficient.

    None and 1 where it may be 0 for all that is known: nothing can then be solved for the word.
    """
    one = functions.scalars.one
    lead = max(element.terms, key=lambda word: (len(word), word))
    factor = element.terms[lead]
    if not functions.nonzero(factor):
        return element, None, one
    terms = {word: (c / factor).cancelled() for word, c in element.terms.items()}
    return Element(element.alphabet, element.shape, terms), lead, factor


def element_key(element: Element) -> tuple[Any, ...]:
    """What equal elements share, and only they."""
    return tuple(sorted((word, coeff.key()) for word, coeff in element.terms.items()))


# -- relations between inverses -------------------------------------------------------------------


def vanishes(element: Element, zero: Callable[[Element], bool] = Element.is_zero) -> bool:
    """Whether an element is found to be 0 by multiplying it with sums whose inverses it holds.

    They are invertible, so the product is 0 only where the element is; ``zero`` tells whether a
    product is found to be so. That nothing is found says nothing.
    """
    pending, seen = [element], set[tuple[Any, ...]]()
    for _ in range(_ROUNDS):
        later: list[Element] = []
        for one in pending:
            for product in _products(one):
                if zero(product):
                    return True
                key = element_key(product)
                if len(product.terms) <= _MOST_TERMS and key not in seen:
                    seen.add(key)
                    later.append(product)
        pending = later
    return False


def _products(element: Element) -> Iterator[Element]:
    """The element multiplied by each sum whose inverse a word begins or ends with."""
    if element.shape != ("1", "1"):
        for letter in _first(element):
            yield _times(element, letter)
        for letter in _first(element.T):
            yield _times(element.T, letter).T


def _first(element: Element) -> list[tuple[Any, bool]]:
    """The inverses of sums that words begin with."""
    found: dict[tuple[Any, bool], None] = {}
    for word in element.terms:
        for at, (name, flipped) in enumerate(word):
            single = not isinstance(name, lt.InverseOf) or name.single is not None
            if not single and _leads(element.alphabet, word, at):
                found[name, flipped] = None
    return list(found)


def _leads(alphabet: Alphabet, word: lt.Word, at: int) -> bool:
    """Whether a letter of a word may stand first in it."""
    return all(alphabet.commute(letter, word[at]) for letter in word[:at])


def _times(element: Element, letter: tuple[Any, bool]) -> Element:
    """A sum times an element: where its inverse stands first it is taken away."""
    alphabet, (name, flipped) = element.alphabet, letter
    whole: Element = name.value.over(alphabet)
    whole = whole.T if flipped else whole
    total = alphabet.zero(element.shape)
    others: dict[lt.Word, Ratio] = {}
    for word, coeff in element.terms.items():
        at = word.index(letter) if letter in word else -1
        rest = word[:at] + word[at + 1 :]
        if at < 0 or not _leads(alphabet, word, at):
            others[word] = coeff
        elif rest:
            total = total + alphabet.word(rest).scaled(coeff)
        else:
            total = total + alphabet.identity(whole.shape[0]).scaled(coeff)
    return total + whole * Element(alphabet, element.shape, others)
