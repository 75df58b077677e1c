"""Laws that are sums of words: matrices ``Q`` with ``dQ/dt = r Q``."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.discover.laws import Law, Search, Tell, quietly
from sslcheck.derive.discover.rates import Rates, Row
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import Letters, products
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Shape

__all__ = ["MatrixLaws"]


class MatrixLaws:
    """Searches words of every shape; of a shape and its transpose, one."""

    def __init__(
        self, normal: NormalForm, letters: Letters, residues: Residues, tell: Tell = quietly
    ) -> None:
        self._alphabet = normal.alphabet
        self._rates = Rates(normal, letters, residues)
        self._tell = tell
        self._states = {*letters.states}
        self._batches = products(self._alphabet, (*letters.states, *letters.data), 99)
        self._searches: dict[Shape, Search[Word, Row]] = {}

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
                self._searches[shape] = self._rates.search(self._tell)
            for law in self._searches[shape].laws(words, degree):
                yield shape, law

    def element(self, shape: Shape, law: Law[Word]) -> Element:
        """A law as an element."""
        return Element(self._alphabet, shape, law.terms)
