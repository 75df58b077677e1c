"""Coefficients where parameters have random values modulo a prime.

A null space over rational functions of many parameters is slow to find. At one random point modulo
a large prime it has the same dimension and the same support, but for bad luck of about the degree
over the prime (Schwartz 1980, Zippel 1979); what is found there is then solved for exactly, so bad
luck can cost a law, and never makes one.
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from sslcheck.derive.algebra.cycles import least_turn, traced
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, TraceOf, Word
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm

__all__ = ["PRIME", "Monomial", "Residues", "gathered", "modulo", "times"]

PRIME = 2**61 - 1

Monomial = tuple[tuple[int, int], ...]
"""Scalar letters that move, by number, with their powers."""

Key = TypeVar("Key", bound=Hashable)
Number = TypeVar("Number", int, Fraction)


def gathered(terms: Iterable[tuple[Key, Number]]) -> dict[Key, Number]:
    """The sum of the numbers of each key, without those that are 0."""
    return {key: number for key, number in added_up(terms).items() if number}


def modulo(terms: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """The same of residues."""
    return {key: left for key, sum_ in gathered(terms).items() if (left := sum_ % PRIME)}


def times(one: Monomial, two: Monomial) -> Monomial:
    """The product of two monomials."""
    return tuple(sorted(gathered((*one, *two)).items()))


class Residues:
    """Reads coefficients under one setting; the same parameter has the same value everywhere.

    ``letters`` are those met, by number. A ring of polynomials has no room for the thousands of
    traces of long words, so `trace` numbers them without it, where a word is all that they are.
    """

    def __init__(self, normal: NormalForm) -> None:
        self._scalars = normal.scalars
        self.zero = normal.scalars.number(0)
        self._functions = normal.functions
        self._alphabet = normal.alphabet
        self._random = random.Random(1)
        self.letters: list[Letter] = []
        self._numbers: dict[Letter, int] = {}
        self._values: list[int] = []
        self._moving: list[bool] = []
        self._slots: list[int] = []
        """The number of each letter of the ring."""
        alphabet = normal.alphabet
        self._plain = not (alphabet.vectors or alphabet.solves or alphabet.passing)

    def number(self, letter: Letter) -> int:
        """The number of a scalar letter, which is new where it is met for the first time."""
        if letter not in self._numbers:
            self._numbers[letter] = len(self.letters)
            self.letters.append(letter)
            self._moving.append(self.moving(letter))
            self._values.append(self._random.randrange(1, PRIME))
        return self._numbers[letter]

    def trace(self, word: Word, space: str) -> dict[Monomial, int]:
        """The trace of a product of letters that starts and ends in ``space``."""
        word = self._alphabet.reduce(word)
        if not (word and self._plain):
            return self.split(traced(self._alphabet, word, space))
        least, where = least_turn(self._alphabet, word)
        if len(least) < len(word):
            return self.trace(least, where)
        at = self.number(TraceOf(least))
        return {((at, 1),): 1} if self._moving[at] else {(): self._values[at]}

    def moving(self, letter: Letter) -> bool:
        """Whether a scalar letter depends on time."""
        return self._functions.moves(letter)

    def of(self, value: Ratio) -> int:
        """The residue of a constant; raises `Unsupported` for what moves."""
        found = self.split(value)
        if found.keys() - {()}:
            raise Unsupported("a coefficient that moves")
        return found.get((), 0)

    def split(self, value: Ratio) -> dict[Monomial, int]:
        """A coefficient as a polynomial in what moves. Raises `Unsupported` where that divides."""
        below = self._terms(value.denominator)
        if below.keys() != {()}:
            raise Unsupported(
                "the flow divides by what moves, and laws are sought among polynomials; multiply"
                " all rates by the denominator: that changes the time alone, and what is conserved"
                " stays"
            )
        scale = pow(below[()], -1, PRIME)
        return {m: r for m, c in self._terms(value).items() if (r := c * scale % PRIME)}

    def exactly(self, value: Ratio) -> dict[Monomial, Ratio]:
        """The same with coefficients as they are."""
        below = value.denominator
        self._terms(below)  # numbers the letters
        parts: dict[Monomial, dict[Any, Any]] = {}
        ring = self._scalars.ring
        for monom, coeff in self._scalars.align(value.num).items():
            slots = enumerate(monom)
            moved = {at: (self._slots[at], p) for at, p in slots if p and self._moves(at)}
            key = tuple(sorted(moved.values()))
            rest = tuple(0 if at in moved else p for at, p in enumerate(monom))
            parts.setdefault(key, {})[rest] = coeff
        unit = self._scalars.unit
        return {m: Ratio(self._scalars, ring.dtype(p), unit) / below for m, p in parts.items()}

    def rows(self, element: Element) -> dict[Any, int]:
        """The terms of an element by word and by what moves in its coefficient."""
        return {
            (word, monomial): residue
            for word, coeff in element.terms.items()
            for monomial, residue in self.split(coeff).items()
        }

    def _terms(self, value: Ratio) -> dict[Monomial, int]:
        """The numerator."""
        names = self._scalars.names
        while len(self._slots) < len(names):
            self._slots.append(self.number(names[len(self._slots)]))
        return modulo(self._term(*term) for term in self._scalars.align(value.num).items())

    def _term(self, monom: tuple[int, ...], coeff: Any) -> tuple[Monomial, int]:
        """A term by what moves in it, and its residue."""
        product = int(coeff.numerator) * pow(int(coeff.denominator), -1, PRIME) % PRIME
        moving: list[tuple[int, int]] = []
        for at, power in enumerate(monom):
            if power and self._moves(at):
                moving.append((self._slots[at], power))
            elif power:
                product = product * pow(self._values[self._slots[at]], power, PRIME) % PRIME
        return tuple(sorted(moving)), product

    def _moves(self, at: int) -> bool:
        return self._moving[self._slots[at]]
