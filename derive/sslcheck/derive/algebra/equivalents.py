"""Matrices whose determinants are multiples of each other, and the simplest of them.

``det(c I + A B) = c^{n - m} det(c I + B A)`` (Sylvester), also of rectangular factors. With
``det(E) = det(X E) / det(X)`` the inverse of ``X`` is taken away, with ``det(E) = det(X) det(E')``
a square ``X`` that all terms begin with, or that is one of them and invertible: ``E = X E'``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sslcheck.derive.algebra.cycles import dimension
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key, inverse
from sslcheck.derive.algebra.letters import InverseOf, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet

__all__ = ["Multiple", "simplest_equivalent"]

_MOST = 40
_MOST_TERMS = 12

Factors = tuple[tuple[Element, int], ...]


class Multiple(NamedTuple):
    """``det(whole)`` is ``det(element)`` times a number and powers of determinants."""

    element: Element
    number: Ratio
    others: Factors
    """Matrices, and to which power their determinants are multiplied: 1, or -1 if invertible."""


def simplest_equivalent(whole: Element, functions: Functions) -> Multiple:
    """The simplest of the matrices that are found; a number, where one is."""
    first = Multiple(whole, functions.scalars.one, ())
    if len(whole.terms) > _MOST_TERMS:
        return first
    found, seen = [first], {_key(whole)}
    for one in found:  # which grows
        for other in _next(one, functions):
            key = _key(other.element)
            if key not in seen and len(found) < _MOST:
                seen.add(key)
                found.append(other)
    return min(found, key=lambda each: _cost(each.element))


def _key(element: Element) -> tuple[Any, ...]:
    return element.shape, min(element_key(element), element_key(element.T))


def _cost(element: Element) -> tuple[Any, ...]:
    """Numbers first, then what has few inverses, is short, and symmetric."""
    words = [*element.terms]
    inverses = sum(isinstance(name, InverseOf) for word in words for name, _ in word)
    mirrored = element_key(element) == element_key(element.T)
    return (
        element.shape != ("1", "1"),
        inverses,
        sum(map(len, words)),
        not mirrored,
        min(element_key(element), element_key(element.T)),
    )


def _next(one: Multiple, functions: Functions) -> Iterator[Multiple]:
    element = one.element
    if element.shape == ("1", "1"):
        return
    for turned in (element, element.T):
        yield from _rotated(one, turned, functions)
        yield from _cleared(one, turned)
        yield from _divided(one, turned)
        yield from _factored(one, turned, functions)


def _rotated(one: Multiple, element: Element, functions: Functions) -> Iterator[Multiple]:
    """``c I + B A`` of ``c I + A B``, for each ``A`` that all other words begin with."""
    alphabet, space = element.alphabet, element.shape[0]
    number = element.terms.get(())
    others = [word for word in element.terms if word]
    if number is None or not others:
        return
    plain = number.is_one()
    if not plain and functions.sign(number) != 1:
        return
    first, size = others[0], 1
    while all(word[:size] == first[:size] for word in others) and size <= min(map(len, others)):
        front, inner = alphabet.word(first[:size]), alphabet.word_shape(first[:size])[1]
        behind = alphabet.zero((inner, space))
        for word in others:
            rest = _element(alphabet, word[size:], inner)
            behind = behind + rest.scaled(element.terms[word])
        value = one.number
        if not plain:
            gap = dimension(alphabet, space) - dimension(alphabet, inner)
            value = value * functions.exponential(gap * functions.logarithm(number))
        turned = behind * front + alphabet.identity(inner).scaled(number)
        yield Multiple(turned, value, one.others)
        size += 1


def _cleared(one: Multiple, element: Element) -> Iterator[Multiple]:
    """Multiplied by a matrix whose inverse a word begins with."""
    alphabet = element.alphabet
    for name, flipped in dict.fromkeys(word[0] for word in element.terms if word):
        if isinstance(name, InverseOf):
            whole = name.value.over(alphabet)
            whole = whole.T if flipped else whole
            product = whole * element
            if _inverses(product) < _inverses(element):
                yield Multiple(product, one.number, (*one.others, (whole, -1)))


def _divided(one: Multiple, element: Element) -> Iterator[Multiple]:
    """Without a square matrix that all words begin with."""
    alphabet, space = element.alphabet, element.shape[0]
    first = min(element.terms, key=len)
    for size in range(1, len(first) + 1):
        front = first[:size]
        shared = all(word[:size] == front for word in element.terms)
        if shared and alphabet.word_shape(front) == (space, space):
            rest = alphabet.zero(element.shape)
            for word, coeff in element.terms.items():
                rest = rest + _element(alphabet, word[size:], space).scaled(coeff)
            yield Multiple(rest, one.number, (*one.others, (alphabet.word(front), 1)))
            return


def _factored(one: Multiple, element: Element, functions: Functions) -> Iterator[Multiple]:
    """Divided by an invertible matrix that is a term, where none is the identity."""
    alphabet = element.alphabet
    if () in element.terms:
        return
    for word, coeff in element.terms.items():
        (name, _) = word[0]
        plain = coeff.is_one()
        if plain and len(word) == 1 and "invertible" in alphabet.properties.get(name, ()):
            whole = alphabet.word(word)
            product = inverse(whole, functions) * element
            yield Multiple(product, one.number, (*one.others, (whole, 1)))


def _inverses(element: Element) -> int:
    return sum(isinstance(name, InverseOf) for word in element.terms for name, _ in word)


def _element(alphabet: Alphabet, word: Word, space: str) -> Element:
    return alphabet.word(word) if word else alphabet.identity(space)
