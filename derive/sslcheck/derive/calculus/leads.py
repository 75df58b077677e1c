"""Equations as rules: one word of each gives way to the rest, in products and inside traces.

Where the equations hold, what comes out is what went in; which words give way decides whether a sum
of squares is seen: with ``S v = b`` in ``w^T S w - 2 b^T w + b^T v``, ``b`` has to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import Letter, TraceOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported

__all__ = ["Leads", "by_leads", "rule"]

_MOST_STEPS = 30


def by_leads(element: Element, gaps: Iterable[Element], functions: Functions) -> Iterator[Element]:
    """An element as equations ``gap = 0`` let it be written, where that is another one.

    First their longest words give way, then their shortest.
    """
    gaps = [*gaps]
    for short in (False, True):
        words: dict[Word, Element] = {}
        numbers: dict[Letter, Ratio] = {}
        for gap in gaps:
            if gap.shape == ("1", "1"):
                numbers |= _number(gap.value(), functions, short)
            else:
                choose = min if short else max
                lead = choose(filter(None, gap.terms), key=lambda w: (len(w), w), default=())
                words |= rule(gap, functions, lead)
        with suppress(Unsupported):
            found = Leads(words, numbers).element(element)
            if (found - element).terms:
                yield found


def rule(gap: Element, functions: Functions, lead: Word) -> dict[Word, Element]:
    """A word of an equation, and what it is by it; the transposed one as well.

    Nothing where the word stands in another one of the equation, or its coefficient may be 0.
    """
    inside = [word for word in gap.terms if word != lead and _at(word, lead) is not None]
    if not lead or inside or not functions.nonzero(gap.terms[lead]):
        return {}
    one = functions.scalars.one
    rest = {w: c for w, c in gap.terms.items() if w != lead}
    same = Element(gap.alphabet, gap.shape, rest).scaled(-one / gap.terms[lead])
    return {lead: same, gap.alphabet.reduce(transposed(lead)): same.T}


def _number(value: Ratio, functions: Functions, short: bool) -> dict[Letter, Ratio]:
    """A letter that a number is linear in, and what it is where that is 0."""
    for letter in sorted(value.free(), key=_size, reverse=not short):
        found = value.numerator.solved(letter)
        if found is not None and functions.nonzero(found[1]):
            return {letter: found[0]}
    return {}


def _size(letter: Letter) -> tuple[int, Letter]:
    return len(letter.word) if isinstance(letter, TraceOf) else 0, letter


def _at(word: Word, lead: Word) -> int | None:
    """Where a word stands in another."""
    places = range(len(word) - len(lead) + 1)
    return next((at for at in places if word[at : at + len(lead)] == lead), None)


@dataclass(frozen=True)
class Leads:
    """Words and letters of numbers, each with what stands in its place."""

    words: Mapping[Word, Element]
    numbers: Mapping[Letter, Ratio] = field(default_factory=dict)

    def element(self, element: Element) -> Element:
        """The element written by the rules; raises `Unsupported` if they come to no end."""
        for _ in range(_MOST_STEPS):
            again = self._once(element)
            if not (again - element).terms:
                return element
            element = again
        raise Unsupported("equations by which something is written again and again")

    def _once(self, element: Element) -> Element:
        if element.shape == ("1", "1"):
            return element.alphabet.scalar(self._number(element.value()))
        parts = (self._word(element, w).scaled(self._number(c)) for w, c in element.terms.items())
        return reduce(Element.__add__, parts, Element(element.alphabet, element.shape, {}))

    def _word(self, element: Element, word: Word) -> Element:
        for lead, same in self.words.items():
            at = _at(word, lead)
            if at is not None:
                return _between(word[:at], same, word[at + len(lead) :])
        return Element(element.alphabet, element.shape, {word: element.alphabet.scalars.one})

    def _number(self, value: Ratio) -> Ratio:
        told = ((n, self._trace(n)) for n in value.free() if isinstance(n, TraceOf))
        values: dict[Letter, Ratio] = {n: v for n, v in told if v is not None}
        values |= {n: v for n, v in self.numbers.items() if n in value.free()}
        return value.substitute(values) if values else value

    def _trace(self, letter: TraceOf) -> Ratio | None:
        for at in range(len(letter.word)):
            turn = letter.word[at:] + letter.word[:at]
            for lead, same in self.words.items():
                if turn[: len(lead)] == lead:
                    whole = _between((), same, turn[len(lead) :])
                    if whole.shape[0] == whole.shape[1]:
                        return whole.trace().value()
        return None


def _between(before: Word, element: Element, after: Word) -> Element:
    if before:
        element = element.alphabet.word(before) * element
    return element * element.alphabet.word(after) if after else element
