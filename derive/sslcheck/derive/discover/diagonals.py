"""Laws of diagonals: ``diag(Q)`` with ``d/dt diag(Q) = r diag(Q)``, where the flow has diagonal
matrices.

With ReLU units a layer moves as ``left^T G right^T`` with diagonal matrices of what is active among
the factors, any functions of time: ``V^T V - U U^T`` is no law then, its diagonal is one, a number
for each unit (Du, Hu, Lee, arXiv:1806.00900; Marcotte, Gribonval, Peyré, arXiv:2307.00144). A
diagonal matrix passes to the front, ``diag(D A) = D diag(A) = diag(A D)``, and
``diag(A) = diag(A^T)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard
from sslcheck.derive.algebra.letters import Letter, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.discover.laws import Law, Search, Tell, quietly
from sslcheck.derive.discover.rates import Rates, Row
from sslcheck.derive.discover.residues import Residues, modulo
from sslcheck.derive.discover.words import Letters, products
from sslcheck.derive.normal import NormalForm

__all__ = ["DiagonalLaws", "apart", "folded"]


def apart(alphabet: Alphabet, word: Word) -> tuple[Word, Word]:
    """The diagonal letters at the ends of a square word, and what is left, or its transpose."""

    def diagonal(letter: tuple[Letter, bool]) -> bool:
        return "diagonal" in alphabet.properties.get(letter[0], ())

    start, stop = 0, len(word)
    while start < stop and diagonal(word[start]):
        start += 1
    while stop > start and diagonal(word[stop - 1]):
        stop -= 1
    core = word[start:stop]
    return alphabet.reduce(word[:start] + word[stop:]), min(core, alphabet.reduce(transposed(core)))


def folded(alphabet: Alphabet, word: Word) -> Word:
    """The one word of all whose diagonals are the same."""
    outside, core = apart(alphabet, word)
    return outside + core


class DiagonalLaws:
    """Searches the diagonals of square words, in the spaces of the diagonal letters of a flow."""

    def __init__(
        self, normal: NormalForm, letters: Letters, residues: Residues, tell: Tell = quietly
    ) -> None:
        self._normal = normal
        self._alphabet = normal.alphabet
        self._rates = Rates(normal, letters, residues)
        self._states, self._data = {*letters.states}, {*letters.data}
        self._batches = products(self._alphabet, (*letters.states, *letters.data), 99)
        self._searches: dict[str, Search[Word, Row]] = {
            space: Search(
                self._rate,
                self._exact,
                lambda word: (word, ()),
                self._rates.multiple,
                residues,
                tell,
            )
            for space in self._spaces(letters)
        }

    def step(self, degree: int) -> Iterator[tuple[str, Law[Word]]]:
        """The laws that the words of the next length bring, with their spaces."""
        if not self._searches:
            return
        found: dict[str, dict[Word, None]] = {space: {} for space in self._searches}
        for word in next(self._batches):
            rows, cols = self._alphabet.word_shape(word)
            if rows != cols or rows not in found:
                continue
            outside, core = apart(self._alphabet, word)
            if not core or any(name in self._data for name, _ in outside):
                continue  # a matrix law, or one that another one brings
            if any(name in self._states for name, _ in word):
                found[rows][outside + core] = None
        for space, words in found.items():
            for law in self._searches[space].laws(words, degree):
                yield space, law

    def element(self, space: str, law: Law[Word]) -> Element:
        """A law as an element."""
        alphabet = self._alphabet
        total, unit = alphabet.zero((space, space)), alphabet.identity(space)
        for word, coeff in law.terms.items():
            outside, core = apart(alphabet, word)
            diagonal = hadamard(unit, alphabet.word(core))
            total = total + (alphabet.word(outside) * diagonal if outside else diagonal).scaled(
                coeff
            )
        return total

    def _spaces(self, letters: Letters) -> list[str]:
        alphabet = self._alphabet
        rates = [self._normal.whole_rate(alphabet.letter(name)) for name in letters.states]
        read = {name for rate in rates for name in rate.letters()} | self._states
        marked = [n for n in read if "diagonal" in alphabet.properties.get(n, ())]
        return sorted({alphabet.shapes[name][0] for name in marked})

    def _rate(self, word: Word) -> Mapping[Row, int]:
        rate = self._rates.of(word).items()
        return modulo(
            ((folded(self._alphabet, each), moving), residue) for (each, moving), residue in rate
        )

    def _exact(self, word: Word) -> Mapping[Row, Ratio]:
        rate = self._rates.exactly(word).items()
        total = added_up(((folded(self._alphabet, w), moving), c) for (w, moving), c in rate)
        return {k: c for k, c in total.items() if c.num}
