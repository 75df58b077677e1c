"""Laws that are sums of words: matrices ``Q`` with ``dQ/dt = r Q``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sslcheck.derive.algebra.letters import Letter, Word, transposed
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.discover.laws import Law, Search, Tell
from sslcheck.derive.discover.residues import PRIME, Residues
from sslcheck.derive.discover.words import Letters, products
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Shape

__all__ = ["MatrixLaws"]

Row = tuple[Word, tuple[tuple[int, int], ...]]


class MatrixLaws:
    """Searches words of every shape; of a shape and its transpose, one."""

    def __init__(
        self,
        normal: NormalForm,
        letters: Letters,
        residues: Residues,
        tell: Tell = lambda degree, done, total: None,
    ) -> None:
        self._normal = normal
        self._alphabet = normal.alphabet
        self._residues = residues
        self._tell = tell
        self._states = {*letters.states}
        self._batches = products(self._alphabet, (*letters.states, *letters.data), 99)
        self._searches: dict[Shape, Search[Word, Row]] = {}
        self._plain = not (self._alphabet.vectors or self._alphabet.solves)
        self._letters: dict[tuple[Letter, bool], list[tuple[Word, Any, int]]] = {}
        self._own: dict[Letter, Ratio] = {}

    def step(self, degree: int) -> Iterator[tuple[Shape, Law[Word]]]:
        """The laws that the words of the next length bring, with their shapes."""
        shapes: dict[Shape, list[Word]] = {}
        for word in next(self._batches):
            if any(name in self._states for name, _ in word):
                shapes.setdefault(self._alphabet.word_shape(word), []).append(word)
        for shape, words in shapes.items():
            if shape == ("1", "1") or (shape[::-1] in self._searches and shape[0] != shape[1]):
                continue
            if shape not in self._searches:
                zero = self._normal.scalars.number(0)
                self._searches[shape] = Search(self._rate, self._exact, self._row, zero, self._tell)
            multiples: dict[int, Ratio] = {}
            for word in words:
                multiple = self.multiple(word)
                multiples.setdefault(self._residues.of(multiple), multiple)
            for law in self._searches[shape].laws(words, degree, multiples):
                yield shape, law

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

    @staticmethod
    def _row(word: Word) -> Row:
        return word, ()

    def _rate(self, word: Word) -> Mapping[Row, int]:
        if not self._plain:
            return self._residues.rows(self._normal.whole_rate(self._alphabet.word(word)))
        total: dict[Row, int] = {}
        for at, letter in enumerate(word):
            before, after = word[:at], word[at + 1 :]
            for middle, moving, residue in self._letter(letter):
                key = self._alphabet.reduce(before + middle + after), moving
                total[key] = (total.get(key, 0) + residue) % PRIME
        return {k: c for k, c in total.items() if c}

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

    def _exact(self, word: Word) -> Mapping[Row, Ratio]:
        rate = self._normal.whole_rate(self._alphabet.word(word))
        return {
            (each, moving): coeff
            for each, whole in rate.terms.items()
            for moving, coeff in self._residues.exactly(whole).items()
        }

    def element(self, shape: Shape, law: Law[Word]) -> Element:
        """A law as an element."""
        return Element(self._alphabet, shape, law.terms)
