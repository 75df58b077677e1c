"""What follows from laws that are known: products, transposes, traces, diagonals, and data on
either side.

``d/dt (PQ) = (p + q) PQ`` for laws ``P`` and ``Q`` of rates p and q; data and transposes change no
rate. A law that these span is no news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sslcheck.derive.algebra.letters import Letter, Word, transposed
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.discover.diagonals import apart, folded
from sslcheck.derive.discover.residues import PRIME, Monomial, Residues, modulo, times
from sslcheck.derive.discover.spans import Span
from sslcheck.derive.setting import Shape

__all__ = ["Known"]

Words = Mapping[Word, int]
Poly = Mapping[Monomial, int]
Law = Mapping[Any, int]
Place = Shape | str | None
"""Where a law is: of matrices of a shape, of the diagonals of a space, of scalars."""


@dataclass(slots=True)
class Known:
    """Laws at random parameters, by shape, rate and degree, and what they imply."""

    alphabet: Alphabet
    residues: Residues
    data: Iterable[Letter]
    matrices: list[tuple[Shape, int, int, Words]] = field(default_factory=list)
    diagonals: list[tuple[str, int, int, Words]] = field(default_factory=list)
    """By space; a word stands for its diagonal."""
    scalars: list[tuple[int, int, Poly]] = field(default_factory=list)
    _memo: dict[tuple[Shape, int, int], list[Words]] = field(default_factory=dict)
    _spans: dict[tuple[Place, int, int], Span[Any, int]] = field(default_factory=dict)
    """What follows, until another law is known."""

    def add(self, place: Place, rate: int, degree: int, law: Law) -> None:
        """Take in a law; with a matrix, its transpose."""
        self._spans.clear()
        if place is None:
            self.scalars.append((rate, degree, law))
        elif isinstance(place, str):
            self.diagonals.append((place, rate, degree, law))
        else:
            self.matrices.append((place, rate, degree, law))
            turned = {self.alphabet.reduce(transposed(w)): c for w, c in law.items()}
            if turned != law:
                self.matrices.append((place[::-1], rate, degree, turned))
            self._memo = {key: value for key, value in self._memo.items() if key[2] < degree}

    def implies(self, place: Place, rate: int, degree: int, law: Law) -> bool:
        """Whether a law is a sum of multiples of the consequences of all degrees up to its own."""
        key = place, rate, degree
        if key not in self._spans:
            span = self._spans[key] = Span[Any, int]()
            for below in range(1, degree + 1):
                for k, each in enumerate(self._made_at(place, rate, below)):
                    span.add(k, each)
        return self._spans[key].holds(law)

    def _made_at(self, place: Place, rate: int, degree: int) -> Iterable[Law]:
        """Consequences of a degree."""
        if place is None:
            return self._scalars(rate, degree)
        if isinstance(place, str):
            return self._diagonals(place, rate, degree)
        return self._matrices(place, rate, degree)

    def _matrices(self, shape: Shape, rate: int, degree: int) -> list[Words]:
        """Consequences of a degree."""
        key = shape, rate, degree
        if key not in self._memo and degree > 0:
            self._memo[key] = [*self._made(shape, rate, degree)]
        return self._memo.get(key, [])

    def _made(self, shape: Shape, rate: int, degree: int) -> Iterator[Words]:
        rows, cols = shape
        for (a, b), each, size, law in self.matrices:
            if (a, b) == shape and each == rate and size == degree:
                yield law
            if a == rows and size < degree:
                for more in self._matrices((b, cols), (rate - each) % PRIME, degree - size):
                    yield self._times(law, more)
        for letter in self._data():
            a, b = self.alphabet.shape(letter)
            one: Words = {(letter,): 1}
            if a == rows:
                for more in self._matrices((b, cols), rate, degree - 1):
                    yield self._times(one, more)
            if b == cols:
                for more in self._matrices((rows, a), rate, degree - 1):
                    yield self._times(more, one)

    def _diagonals(self, space: str, rate: int, degree: int) -> Iterator[Words]:
        """Consequences of a degree that are diagonals."""
        if degree < 1:
            return
        both = (space, space)
        for whole in self._matrices(both, rate, degree):
            yield self._folded(whole)
        for where, each, size, law in self.diagonals:
            if where == space and each == rate and size == degree:
                yield law
            elif where == space and size < degree:
                for more in self._matrices(both, (rate - each) % PRIME, degree - size):
                    if all(map(self._diagonal, more)):
                        yield self._folded(self._times(more, law))
        for letter in self._data() if self.diagonals else ():
            if self._diagonal((letter,)) and self.alphabet.shape(letter) == both:
                for more in self._diagonals(space, rate, degree - 1):
                    yield self._folded(self._times({(letter,): 1}, more))

    def _diagonal(self, word: Word) -> bool:
        return not apart(self.alphabet, word)[1]

    def _folded(self, law: Words) -> Words:
        return modulo((folded(self.alphabet, word), coeff) for word, coeff in law.items())

    def _scalars(self, rate: int, degree: int) -> Iterator[Poly]:
        """Consequences of a degree that are scalars."""
        yield from self._traces(rate, degree)
        for each, size, law in self._factors(degree):
            if each == rate and size == degree:
                yield law
            elif size < degree:
                for more in self._scalars((rate - each) % PRIME, degree - size):
                    yield _product(law, more)

    def _factors(self, degree: int) -> Iterator[tuple[int, int, Poly]]:
        """Scalar laws of their own, and traces of matrix laws that are to be multiplied."""
        yield from self.scalars
        for rate in self._reached(degree):
            for size in range(1, degree):
                yield from ((rate, size, law) for law in self._traces(rate, size))

    def _reached(self, degree: int) -> set[int]:
        """Rates of the consequences below a degree: sums of those of the matrix laws."""
        steps = {(rate, size) for _, rate, size, _ in (*self.matrices, *self.diagonals)}
        found = {(0, 0)}
        for _ in range(degree):
            found |= {
                ((rate + more) % PRIME, size + step)
                for rate, size in found
                for more, step in steps
                if size + step < degree
            }
        return {rate for rate, size in found if size}

    def _traces(self, rate: int, degree: int) -> Iterator[Poly]:
        for space in {space for shape, *_ in self.matrices for space in shape}:
            for law in self._matrices((space, space), rate, degree):
                yield self._traced(law, space)
        for space in {space for space, *_ in self.diagonals}:
            for law in self._diagonals(space, rate, degree):
                yield self._traced(law, space)

    def _data(self) -> Iterator[tuple[Letter, bool]]:
        reduce = self.alphabet.reduce
        for name in self.data:
            yield from {letter for f in (False, True) for letter in reduce([(name, f)])}

    def _times(self, one: Words, two: Words) -> Words:
        return modulo(
            (self.alphabet.reduce(left + right), a * b)
            for left, a in one.items()
            for right, b in two.items()
        )

    def _traced(self, law: Words, space: str) -> Poly:
        return modulo(
            (monomial, coeff * c)
            for word, coeff in law.items()
            for monomial, c in self.residues.trace(word, space).items()
        )


def _product(one: Poly, two: Poly) -> Poly:
    return modulo(
        (times(left, right), a * b) for left, a in one.items() for right, b in two.items()
    )
