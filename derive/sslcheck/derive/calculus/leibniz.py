"""The product rule: the derivative of an element from the derivatives of its letters."""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import TRACE, Element, Word

__all__ = ["leibniz"]


def leibniz(
    element: Element,
    letter_rate: Callable[[str], Element | None],
    scalar_rate: Callable[[Ratio], Ratio],
) -> Element:
    """``d/dt`` of an element.

    ``letter_rate`` gives the derivative of a matrix letter (None for a constant one),
    ``scalar_rate`` the derivative of a coefficient.
    """
    alphabet = element.alphabet
    one = alphabet.scalars.number(1)
    total = element.scalar_map(scalar_rate)

    def piece(word: Word) -> Element | None:
        if not word:
            return None
        shape = (alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1])
        return Element(alphabet, shape, {word: one})

    for word, coeff in element.terms.items():
        traced = word[:1] == (TRACE,)
        body = word[1:] if traced else word
        for k, (name, transposed) in enumerate(body):
            rate = letter_rate(name)
            if rate is None:
                continue
            term = rate.T if transposed else rate
            before, after = piece(body[:k]), piece(body[k + 1 :])
            if before is not None:
                term = before * term
            if after is not None:
                term = term * after
            if traced:
                term = term.trace()
            total = total + term.scaled(coeff)
    return total
