"""Rates of products, by the words and what moves beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sslcheck.derive.algebra.letters import Letter, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.discover.laws import Search, Tell
from sslcheck.derive.discover.residues import Monomial, Residues, modulo
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.normal import NormalForm

__all__ = ["Rates", "Row"]

Row = tuple[Word, Monomial]
"""A word, and what moves in its coefficient."""


class Rates:
    """The time derivatives of words, letter by letter where a word is all that they are."""

    def __init__(self, normal: NormalForm, letters: Letters, residues: Residues) -> None:
        self._normal = normal
        self._alphabet = normal.alphabet
        self._residues = residues
        self._states = {*letters.states}
        self._plain = not (self._alphabet.vectors or self._alphabet.solves)
        self._letters: dict[tuple[Letter, bool], list[tuple[Word, Any, int]]] = {}
        self._own: dict[Letter, Ratio] = {}

    def of(self, word: Word) -> Mapping[Row, int]:
        """The rate at random parameters."""
        if not self._plain:
            return self._residues.rows(self._normal.whole_rate(self._alphabet.word(word)))
        return modulo(
            ((self._alphabet.reduce(word[:at] + middle + word[at + 1 :]), moving), residue)
            for at, letter in enumerate(word)
            for middle, moving, residue in self._letter(letter)
        )

    def search(self, tell: Tell) -> Search[Word, Row]:
        """Laws among words."""
        return Search(
            self.of, self.exactly, lambda word: (word, ()), self.multiple, self._residues, tell
        )

    def exactly(self, word: Word) -> Mapping[Row, Ratio]:
        """The rate with its coefficients."""
        rate = self._normal.whole_rate(self._alphabet.word(word))
        return {
            (each, moving): coeff
            for each, whole in rate.terms.items()
            for moving, coeff in self._residues.exactly(whole).items()
        }

    def multiple(self, word: Word) -> Ratio:
        """The sum of what the letters are multiplied with in their own rates, if it is constant."""
        total = self._normal.scalars.number(0)
        for name, _ in word:
            if name not in self._own:
                self._own[name] = self._linear(name)
            total = total + self._own[name]
        return total

    def _linear(self, name: Letter) -> Ratio:
        zero = self._normal.scalars.number(0)
        if name not in self._states:
            return zero
        rate = self._normal.whole_rate(self._alphabet.letter(name))
        own = rate.terms.get(((name, False),), zero)
        return self._residues.exactly(own).get((), zero)

    def _letter(self, letter: tuple[Letter, bool]) -> list[tuple[Word, Any, int]]:
        if letter not in self._letters:
            name, flipped = letter
            rate = self._normal.whole_rate(self._alphabet.letter(name))
            rows = self._residues.rows(rate)
            self._letters[letter] = [
                (transposed(word) if flipped else word, moving, residue)
                for (word, moving), residue in rows.items()
            ]
        return self._letters[letter]
