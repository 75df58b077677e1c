"""The product rule: the derivative of an element from the derivatives of its letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TraceOf, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet

__all__ = ["leibniz", "trace_rate"]

LetterRate = Callable[[Any], Element | None]


def leibniz(
    element: Element, letter_rate: LetterRate, scalar_rate: Callable[[Ratio], Ratio]
) -> Element:
    """``d/dt`` of an element.

    ``letter_rate`` gives the derivative of a matrix letter (None for a constant one),
    ``scalar_rate`` the derivative of a coefficient.
    """
    if element.shape == ("1", "1"):
        return element.alphabet.scalar(scalar_rate(element.value()))
    total = element.scalar_map(scalar_rate)
    for word, coeff in element.terms.items():
        for term in _terms(element.alphabet, word, letter_rate):
            total = total + term.scaled(coeff)
    return total


def trace_rate(alphabet: Alphabet, trace: TraceOf, letter_rate: LetterRate) -> Ratio:
    """``d/dt`` of a trace."""
    total = alphabet.scalars.number(0)
    for term in _terms(alphabet, trace.word, letter_rate):
        total = total + term.trace().value()
    return total


def _terms(alphabet: Alphabet, word: Word, letter_rate: LetterRate) -> list[Element]:
    """The word with one letter after the other replaced by its rate."""
    found: list[Element] = []
    for k, (name, flipped) in enumerate(word):
        rate = letter_rate(name)
        if rate is None:
            continue
        term = rate.T if flipped else rate
        if word[:k]:
            term = alphabet.word(word[:k]) * term
        if word[k + 1 :]:
            term = term * alphabet.word(word[k + 1 :])
        found.append(term)
    return found
