"""Determinants: letters of coefficients, one for each factor that is square.

``det(A B) = det A det B`` of square factors, ``det(A^T) = det A``, ``det(e^A) = e^{tr A}``, that of
a root the root, and ``d det A`` is ``det A tr(A^{-1} dA)``. Of sums it is the simplest
`equivalents` of the matrix that has a letter.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from sslcheck.derive.algebra.cycles import dimension
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.equivalents import simplest_equivalent
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key, inverse
from sslcheck.derive.algebra.letters import DetOf, InverseOf, MatrixExpOf, MatrixRootOf, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["cofactors", "determinant"]


def determinant(element: Element, functions: Functions, regular: bool = False) -> Ratio:
    """The determinant of a square element; ``regular``, where it is known not to be 0.

    A multiple by a number that is not known to be positive keeps it: its power is not known.
    """
    alphabet, scalars = element.alphabet, functions.scalars
    if element.shape == ("1", "1"):
        return element.value()
    if not element.terms:
        return scalars.number(0)
    (word, *more) = element.terms
    coeff = element.terms[word]
    if more or functions.sign(coeff) != 1:
        return _of_sum(element, functions, regular)
    total = scalars.one
    if not coeff.is_one():
        size = dimension(alphabet, element.shape[0])
        total = functions.exponential(size * functions.logarithm(coeff))
    parts = [_of_block(alphabet, block, functions, regular) for block in _blocks(alphabet, word)]
    return reduce(Ratio.__mul__, parts, total)


def _of_sum(element: Element, functions: Functions, regular: bool) -> Ratio:
    found, number, others = simplest_equivalent(element, functions)
    total = number
    for other, power in others:
        total = total * determinant(other, functions, power < 0) ** power
    if found.shape == ("1", "1"):
        return total * found.value()
    return total * _letter(found.alphabet, found, regular)


def _blocks(alphabet: Alphabet, word: Word) -> list[Word]:
    """A word as the product of its shortest square parts, which are all of one space."""
    found: list[Word] = []
    start = 0
    for k, letter in enumerate(word):
        if alphabet.shape(letter)[1] == alphabet.shape(word[0])[0]:
            found.append(word[start : k + 1])
            start = k + 1
    return found


def _of_block(alphabet: Alphabet, block: Word, functions: Functions, regular: bool) -> Ratio:
    scalars, name = functions.scalars, block[0][0]
    if len(block) == 1 and isinstance(name, MatrixExpOf):
        exponent = name.value.over(alphabet)
        return functions.exponential(exponent.trace().value())
    if len(block) == 1 and isinstance(name, InverseOf):
        value = name.value.over(alphabet)
        return scalars.one / determinant(value, functions, True)
    if len(block) == 1 and isinstance(name, MatrixRootOf):
        value = name.value.over(alphabet)
        inside = determinant(value, functions, regular)
        if name.degree == 2:
            return functions.root(inside)
        if functions.sign(inside) == 1:
            return functions.power(inside, Fraction(1, name.degree))
    whole = Element(alphabet, alphabet.word_shape(block), {block: scalars.one})
    marks = alphabet.properties.get(name, frozenset()) if len(block) == 1 else frozenset[str]()
    made = _letter(alphabet, whole, regular or "invertible" in marks)
    if "orthonormal" in marks:
        scalars.reduce(made.ordered()[0], 2, scalars.one)
    return made


def _letter(alphabet: Alphabet, element: Element, regular: bool) -> Ratio:
    one, two = element, element.T
    if element_key(two) < element_key(one):
        one = two
    return alphabet.scalars.letter(DetOf(element_key(one), one, regular))


def cofactors(alphabet: Alphabet, letter: DetOf, functions: Functions) -> Element:
    """``det(A) A^{-1}``, by which the determinant changes with its matrix: ``tr(cofactors dA)``.

    Of a matrix that may be singular where it is a letter of its own, as both sides of what is
    found then go on to where it is. Raises `Unsupported` for others.
    """
    setting = functions.setting
    value = letter.value.over(alphabet)
    if not letter.regular:
        ((word, coeff), *more) = value.terms.items()
        alone = not more and coeff.is_one()
        free = alone and len(word) == 1 and isinstance(word[0][0], str)
        if not free or setting.relations or setting.initial:
            raise Unsupported("the derivative of the determinant of a matrix that may be singular")
    return inverse(value, functions).scaled(functions.scalars.letter(letter))
