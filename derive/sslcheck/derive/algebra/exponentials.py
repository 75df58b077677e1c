"""Exponentials of square matrices.

``e^M`` is the product of those of parts of ``M`` that commute: a multiple of the identity gives a
number, a diagonal matrix one of exponentials, ``Q M Q^{-1}`` the exponential between ``Q`` and
``Q^{-1}``. What is left is a letter for ``e^{s B}`` with a number ``s`` and a constant sum ``B`` of
words, with its powers and inverse. It commutes with ``B``, and ``e^{u v} u = u e^{v u}``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.exponents import digits, monomials
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key, inverse, refuse_modes, relate
from sslcheck.derive.algebra.letters import DiagOf, MatrixExpOf, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.roots import Rule, passing
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import TooLarge, Unsupported

__all__ = ["commutes", "commuting_change", "matrix_exponential"]

_MOST_WORDS = 12
_HIGHEST = 12
"""The largest power of one exponential."""

_Scaled = tuple[Ratio, Element]
"""A number times a sum of words with rational coefficients."""


def matrix_exponential(exponent: Element, functions: Functions) -> Element:
    """``e^{exponent}`` of a square element.

    Raises `Unsupported` for one with a number for each mode, `TooLarge` for long ones.
    """
    alphabet = exponent.alphabet
    if exponent.shape == ("1", "1"):
        return alphabet.scalar(functions.exponential(exponent.value()))
    refuse_modes(exponent, functions, "exponential")
    total = alphabet.identity(exponent.shape[0])
    for part in _commuting(exponent):
        total = total * _of_part(part, functions)
    return total


def commuting_change(itself: Element, exponent: Element, change: Element) -> Element | None:
    """The derivative of an exponential by what its exponent changes by; None where that is 0.

    Raises `Unsupported` where they do not commute: there it is an integral.
    """
    if not change.terms:
        return None
    if not commutes(exponent, change):
        raise Unsupported(
            "the derivative of the exponential of a matrix that does not commute with its own"
        )
    return change * itself


# -- parts that commute ---------------------------------------------------------------------------


def _commuting(exponent: Element) -> list[list[_Scaled]]:
    """The exponent in parts that commute with each other, each in pieces that do not."""
    words = [*exponent.terms]
    if len(words) > _MOST_WORDS:
        raise TooLarge("the exponential of a sum of so many terms; split the claim")
    one = exponent.alphabet.scalars.one
    single = [Element(exponent.alphabet, exponent.shape, {word: one}) for word in words]
    parts: list[list[_Scaled]] = []
    for group in _groups(single):
        inside = {word: exponent.terms[word] for k in group for word in single[k].terms}
        pieces = _by_numbers(Element(exponent.alphabet, exponent.shape, inside))
        parts += [[pieces[k] for k in each] for each in _groups([base for _, base in pieces])]
    return parts


def _groups(elements: list[Element]) -> list[list[int]]:
    """Which elements belong together, so that those of different groups commute."""
    groups: list[list[int]] = []
    for k, element in enumerate(elements):
        met = [g for g in groups if not all(commutes(elements[j], element) for j in g)]
        groups = [g for g in groups if g not in met]
        groups.append([*(j for g in met for j in g), k])
    return groups


def commutes(one: Element, two: Element) -> bool:
    """Whether two square elements are found to commute."""
    return (one * two - two * one).is_zero()


def _by_numbers(element: Element) -> list[_Scaled]:
    """An element as a sum of numbers, monomials in letters, times words."""
    found: dict[Any, tuple[Ratio, dict[Word, Ratio]]] = {}
    for word, coeff in element.terms.items():
        for piece, count in monomials(coeff):
            number = coeff.scalars.number(count)
            found.setdefault(piece.key(), (piece, {}))[1][word] = number
    return [(s, Element(element.alphabet, element.shape, terms)) for s, terms in found.values()]


# -- one part -------------------------------------------------------------------------------------


def _of_part(pieces: list[_Scaled], functions: Functions) -> Element:
    """The exponential of a sum of numbers times words of which no part commutes with the others."""
    (number, base), *more = pieces
    alphabet, words = base.alphabet, [word for _, each in pieces for word in each.terms]
    if words == [()]:
        value = functions.exponential(number * base.terms[()])
        return alphabet.identity(base.shape[0]).scaled(value)
    whole = reduce(Element.__add__, (each.scaled(s) for s, each in pieces))
    if len(words) == 1 and (found := _of_diagonal(whole, words[0], functions)) is not None:
        return found
    if (found := _between(whole, functions)) is not None:
        return found
    if more:
        number, base = functions.scalars.one, whole
    lead = base.terms[max(base.terms, key=lambda word: (len(word), word))]
    _, count = monomials(lead)[0]
    base = base.scaled(functions.scalars.number(1 / count))
    other = base.T
    if element_key(other) < element_key(base):
        return _powers(number, other, count, functions).T
    return _powers(number, base, count, functions)


def _of_diagonal(whole: Element, word: Word, functions: Functions) -> Element | None:
    """Of a product of diagonal matrices of numbers of one index: each number's own exponential."""
    indices = {name.index for name, _ in word if isinstance(name, DiagOf)}
    if len(indices) != 1 or not all(isinstance(name, DiagOf) for name, _ in word):
        return None
    ((_, coeff),) = whole.terms.items()
    turned = functions.signs(coeff) <= {-1, 0} or coeff.num.LC < 0
    entry = -coeff if turned else coeff
    for name, _ in word:
        entry = entry * functions.scalars.letter(name.entry)
    (index,) = indices
    value = functions.exponential(entry)
    found = functions.diagonal(whole.alphabet, value, index, whole.shape[0])
    return inverse(found, functions) if turned else found


def _between(whole: Element, functions: Functions) -> Element | None:
    """``Q e^M R`` of ``Q M R`` where ``R Q = I``; where not ``Q R = I``, ``I + Q (e^M - I) R``."""
    alphabet, space = whole.alphabet, whole.shape[0]
    ends = {(word[0], word[-1]) for word in whole.terms if len(word) > 1}
    if len(ends) != 1 or not all(len(word) > 1 for word in whole.terms):
        return None
    ((first, last),) = ends
    if alphabet.reduce((last, first)):
        return None
    left, right = alphabet.word((first,)), alphabet.word((last,))
    inner = (left.shape[1], right.shape[0])
    terms = {word[1:-1]: coeff for word, coeff in whole.terms.items()}
    inside = matrix_exponential(Element(alphabet, inner, terms), functions)
    if not alphabet.reduce((first, last)):
        return left * inside * right
    moved = inside - alphabet.identity(inner[0])
    return alphabet.identity(space) + left * moved * right


# -- letters --------------------------------------------------------------------------------------


def _powers(number: Ratio, base: Element, count: Fraction, functions: Functions) -> Element:
    """``e^{count number base}``: a whole power, and one below the prime of each fraction."""
    alphabet = base.alphabet
    whole, fractions = digits(count)
    if abs(whole) > _HIGHEST:
        raise TooLarge(f"the number {count} in the exponent of a matrix; give it a name")
    name = _letter(number, base, functions)
    letter = name if whole >= 0 else alphabet.inverses[name]
    total = alphabet.identity(base.shape[0])
    for _ in range(abs(whole)):
        total = total * alphabet.letter(letter)
    for prime, power, top in fractions:
        root = name
        for level in range(1, power + 1):
            part = number * functions.scalars.number(Fraction(1, prime**level))
            root = _root(_letter(part, base, functions), root, prime, alphabet)
            for _ in range(top // prime ** (power - level) % prime):
                total = total * alphabet.letter(root)
    return total


def _root(name: MatrixExpOf, of: MatrixExpOf, prime: int, alphabet: Alphabet) -> MatrixExpOf:
    """A letter whose power is another one."""
    rules = alphabet.rewrites.setdefault(name, [])
    for flipped in (False, True):
        rule: Rule
        rule = ((name, flipped),) * prime, [(((of, flipped),), alphabet.scalars.one)]
        if rule[0] not in [pattern for pattern, _ in rules]:
            rules.append(rule)
    return name


def _letter(number: Ratio, base: Element, functions: Functions) -> MatrixExpOf:
    """The letter for ``e^{number base}``, whose inverse is a letter, too."""
    alphabet = base.alphabet
    pair = [_made(number, base), _made(-number, base)]
    if all(name in alphabet.properties for name in pair):
        return pair[0]
    marks = {"invertible"}
    if element_key(base) == element_key(base.T):
        marks.add("psd")
    if base.is_diagonal:
        marks.add("diagonal")
    related = False
    for name, other in (pair, pair[::-1]):
        alphabet.declare(name, base.shape, frozenset(marks))
        alphabet.inverses[name] = other
        related = relate(alphabet, name)
    for name in pair:
        if (base + base.T).is_zero():
            turned = matrix_exponential(-name.value, functions)
            rule = ((name, True),), [*turned.terms.items()]
            alphabet.rewrites.setdefault(name, []).append(rule)
        if not related:
            both = ((name, False), (name, True))
            alphabet.passing[name] = [rule for each in both for rule in _passing(each, functions)]
    return pair[0]


def _made(number: Ratio, base: Element) -> MatrixExpOf:
    return MatrixExpOf((number.key(), element_key(base)), base.scaled(number), base)


def _passing(itself: tuple[MatrixExpOf, bool], functions: Functions) -> list[Rule]:
    """How the exponential of a matrix, or of its transpose, passes what stands behind it."""
    name, flipped = itself
    if len(name.base.terms) > 1:
        return passing(name.base.T if flipped else name.base, itself, functions)
    value = name.value.T if flipped else name.value
    ((word, coeff),) = value.terms.items()
    front = value.alphabet.word(word[:1])
    turned = value.alphabet.word(word[1:] + word[:1]).scaled(coeff)
    behind = front * matrix_exponential(turned, functions)
    return [((itself, *word[:1]), [*behind.terms.items()])]
