"""Expectation over conditionally independent views: products of two views become moments."""

from __future__ import annotations

from sslcheck.derive.algebra.words import TRACE, Element, Letter, Word
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Views

__all__ = ["expectation"]


def expectation(
    element: Element, views: Views, second_moment: Element, noise: Element, frozen: str
) -> Element:
    """The expectation of an element that is quadratic in the views.

    Given the input, two views are independent with the same mean, so ``E[x_i x_j^T]`` is the second
    moment of the mean for ``i != j``, and that plus the ``noise`` for ``i == j``: eq. (1).
    ``frozen`` is the prefix that marks letters under a stop-gradient. Raises `Unsupported` for a
    term that is not of second degree in the views.
    """
    alphabet = element.alphabet
    random = {*views.names, views.mean}
    total = alphabet.zero(element.shape)

    def plain(letter: Letter) -> str:
        return letter[0].removeprefix(frozen)

    for word, coeff in element.terms.items():
        traced = word[:1] == (TRACE,)
        body = word[1:] if traced else word
        at = [k for k, letter in enumerate(body) if plain(letter) in random]
        if not at:
            term = Element(alphabet, element.shape, {word: coeff})
            total = total + term
            continue
        if len(at) != 2:
            raise Unsupported(
                f"an expectation of degree {len(at)} in the views; only second moments are known"
            )
        first, second = at
        if traced and first == 0 and body[first][1]:  # x^T ... y: turn until ... y x^T
            body = body[second:] + body[:second]
            first, second = 0, len(body) - second
            if second != 1:
                raise Unsupported("the two views of a term are not next to each other")
        left, right = body[first], body[second]
        if second != first + 1 or left[1] or not right[1]:
            raise Unsupported("the two views of a term are not next to each other")
        names = (plain(left), plain(right))
        moment = second_moment
        if names[0] == names[1] and names[0] != views.mean:
            moment = moment + noise
        product = _word(element, body[:first]) if first else None
        product = moment if product is None else product * moment
        if body[second + 1 :]:
            product = product * _word(element, body[second + 1 :])
        if traced:
            product = product.trace()
        total = total + product.scaled(coeff)
    return total


def _word(element: Element, word: Word) -> Element:
    alphabet = element.alphabet
    shape = (alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1])
    return Element(alphabet, shape, {word: alphabet.scalars.number(1)})
