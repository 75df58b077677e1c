"""Laws that are polynomials in scalars that move: in states, modes, and traces of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, TraceOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.discover.laws import Law, Search, Tell, quietly
from sslcheck.derive.discover.residues import Monomial, Residues, modulo, times
from sslcheck.derive.discover.words import Letters, products
from sslcheck.derive.normal import NormalForm

__all__ = ["ScalarLaws"]


class ScalarLaws:
    """Searches products of scalar states and of traces; a trace counts by its length."""

    def __init__(
        self, normal: NormalForm, letters: Letters, residues: Residues, tell: Tell = quietly
    ) -> None:
        self._normal = normal
        self._scalars = normal.scalars
        self._residues = residues
        self._states = {*letters.states, *letters.scalars}
        self._words = products(normal.alphabet, (*letters.states, *letters.data), 99)
        self._size: dict[int, int] = {}
        """Letters by number, with their degrees."""
        self._own: dict[int, Ratio] = {}
        self._rates: dict[int, dict[Monomial, int]] = {}
        self._letters: dict[tuple[Letter, bool], list[tuple[Word, Monomial, int, Ratio]]] = {}
        self._monomials: list[list[Monomial]] = [[()]]
        """By degree."""
        self._search = Search(
            self._rate, self._exact, lambda monomial: monomial, self.multiple, residues, tell
        )
        for name in letters.scalars:
            self._take(name, 1)

    def step(self, degree: int) -> Iterator[tuple[None, Law[Monomial]]]:
        """The laws that the products of the next degree bring."""
        alphabet = self._normal.alphabet
        for word in next(self._words):
            rows, cols = alphabet.word_shape(word)
            if rows == cols and any(name in self._states for name, _ in word):
                for monomial in self._residues.trace(word, rows):
                    for at, _ in monomial:
                        letter = self._residues.letters[at]
                        if isinstance(letter, TraceOf) and len(letter.word) == degree:
                            self._take(letter, degree)
        batch = self._grown(degree)
        self._monomials.append(batch)
        for law in self._search.laws(batch, degree):
            yield None, law

    def multiple(self, monomial: Monomial) -> Ratio:
        """The sum of what the letters are multiplied with in their own rates, if it is constant."""
        total = self._scalars.number(0)
        for at, power in monomial:
            total = total + self._own[at] * self._scalars.number(power)
        return total

    def element(self, _: None, law: Law[Monomial]) -> Element:
        """A law as an element."""
        total = self._scalars.number(0)
        for monomial, coeff in law.terms.items():
            total = total + coeff * self._product(monomial)
        return self._normal.alphabet.scalar(total)

    def _take(self, letter: Letter, degree: int) -> None:
        at = self._residues.number(letter)
        if at in self._size:
            return
        self._size[at] = degree
        if isinstance(letter, TraceOf) and not letter.product:
            self._rates[at], self._own[at] = self._trace_rate(letter.word, at)
            return
        rate = self._normal.scalar_rate(self._scalars.letter(letter))
        self._rates[at] = self._residues.split(rate)
        self._own[at] = self._residues.exactly(rate).get(((at, 1),), self._scalars.number(0))

    def _trace_rate(self, word: Word, at: int) -> tuple[dict[Monomial, int], Ratio]:
        """The rate of a trace, letter by letter, and the multiple of itself in it."""
        space, own = self._normal.alphabet.shape(word[0])[0], self._scalars.number(0)
        total: list[tuple[Monomial, int]] = []
        for k, letter in enumerate(word):
            for middle, moving, residue, exact in self._letter(letter):
                turned = self._residues.trace(word[:k] + middle + word[k + 1 :], space)
                for each, factor in turned.items():
                    key = times(moving, each)
                    total.append((key, residue * factor))
                    if key == ((at, 1),):
                        own = own + exact
        return modulo(total), own

    def _letter(self, letter: tuple[Letter, bool]) -> list[tuple[Word, Monomial, int, Ratio]]:
        """The terms of the rate of a letter: words, what moves beside them, coefficients."""
        if letter not in self._letters:
            name, flipped = letter
            rate = self._normal.whole_rate(self._normal.alphabet.letter(name))
            self._letters[letter] = [
                (transposed(word) if flipped else word, moving, self._residues.of(exact), exact)
                for word, coeff in rate.terms.items()
                for moving, exact in self._residues.exactly(coeff).items()
            ]
        return self._letters[letter]

    def _grown(self, degree: int) -> list[Monomial]:
        """All products of a degree, each once: the last letter is the largest."""
        found: list[Monomial] = []
        for at, size in self._size.items():
            for shorter in self._monomials[degree - size] if size <= degree else ():
                last, power = shorter[-1] if shorter else (-1, 0)
                if last == at:
                    found.append((*shorter[:-1], (at, power + 1)))
                elif last < at:
                    found.append((*shorter, (at, 1)))
        return found

    def _rate(self, monomial: Monomial) -> Mapping[Monomial, int]:
        total: list[tuple[Monomial, int]] = []
        for k, (at, power) in enumerate(monomial):
            left = ((at, power - 1),) if power > 1 else ()
            rest = (*monomial[:k], *left, *monomial[k + 1 :])
            total += [(times(rest, each), power * r) for each, r in self._rates[at].items()]
        return modulo(total)

    def _exact(self, monomial: Monomial) -> Mapping[Monomial, Ratio]:
        return self._residues.exactly(self._normal.scalar_rate(self._product(monomial)))

    def _product(self, monomial: Monomial) -> Ratio:
        value = self._scalars.one
        for at, power in monomial:
            value = value * self._scalars.letter(self._residues.letters[at]) ** power
        return value
