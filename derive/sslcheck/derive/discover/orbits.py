"""How many conserved functions a flow can have at most: the rank of the Lie algebra of its fields.

A function of the states and of time that is constant along the flow for every value of the data is
constant along all brackets of these fields, too, so there are at most ``N + 1 - rank`` independent
ones near a point, for N numbers in the states (Marcotte, Gribonval, Peyré, arXiv:2307.00144, for
gradient flows of two-layer networks). The rank is taken at a random point modulo a prime, of
brackets of the fields at random data: it is at most the true one, so the bound holds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TRACE, HadamardOf, Letter, TraceOf, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.discover.jets import (
    Jet,
    Matrix,
    add,
    change,
    moved,
    multiply,
    times,
    transpose,
)
from sslcheck.derive.discover.residues import PRIME, Residues
from sslcheck.derive.discover.spans import Span
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm

__all__ = ["Counts", "Orbits"]

_DEEPEST = 6  # brackets in brackets
_MOST_NUMBERS = 400
_TRIES = 3  # brackets of a depth that bring nothing, after which deeper ones are tried
_PATIENCE = 5.0
"""Processor seconds for brackets that bring nothing: deep ones go on where laws are missing."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Independent conserved functions at given sizes: ``found``, and at most ``most`` in all."""

    sizes: Mapping[str, int]
    found: int
    most: int

    @property
    def complete(self) -> bool:
        """Whether there is no other one near a generic point."""
        return self.found == self.most


Values = Mapping[Letter, Matrix]


class Orbits:
    """The fields of a flow at small sizes.

    Raises `Unsupported` where the flow is made of more than products, sums and traces.
    """

    def __init__(
        self, normal: NormalForm, letters: Letters, residues: Residues, sizes: Mapping[str, int]
    ) -> None:
        self._normal = normal
        self._residues = residues
        spaces = {s for n in letters.states for s in normal.alphabet.shapes[n]} - {"1"}
        self._sizes = sizes
        self._told = {space: size for space, size in sizes.items() if space in spaces}
        self._random = random.Random(2)
        self._states = (*letters.states, *letters.scalars)
        if normal.setting.relations or normal.alphabet.commuting or normal.alphabet.solves:
            raise Unsupported("letters with relations")
        if letters.left:
            raise Unsupported(f"`{letters.left[0]}` is given by others")
        self._rates = {n: self._rate(n) for n in self._states}
        found = {n for rate in self._rates.values() for n in self._letters(rate)}
        self._data = [n for n in sorted(found, key=str) if n not in self._states]
        if sum(rows * cols for rows, cols in map(self._shape, self._states)) > _MOST_NUMBERS:
            raise Unsupported(f"states of more than {_MOST_NUMBERS} numbers; take smaller sizes")
        self._point = {name: self._draw(name) for name in self._states}
        self._basis = [d for name in self._states for d in self._directions(name)]

    def counts(self, laws: Iterable[Element], seconds: float) -> Counts:
        """Independent ones among quantities that are moved by constant rates, and the bound found
        in this time. Where their slopes depend on each other, so do they with their factors.
        """
        gradients = Span[int, int]()
        found = 0
        for element in laws:
            for row in self._gradients(element):
                found += gradients.add(found, row) is None
        whole = len(self._basis) + 1
        return Counts(self._told, found, whole - self._rank(whole - found, seconds))

    def _rank(self, enough: int, seconds: float) -> int:
        """The rank of the brackets; not more than ``enough`` is possible."""
        end = time.process_time() + seconds
        grew = time.process_time()
        span = Span[int, int]()
        rank = 0
        for depth in range(1, _DEEPEST + 1):
            idle = 0
            while idle < _TRIES and rank < enough:
                if time.process_time() > min(end, grew + _PATIENCE):
                    return rank
                fields = [{n: self._draw(n) for n in self._data} for _ in range(depth)]
                vector = self._bracket(fields, self._point, 0)
                row = self._flat(vector)
                if depth == 1:
                    row[-1] = 1  # the time
                grown = span.add(rank, {k: v for k, v in row.items() if v}) is None
                rank, idle = rank + grown, 0 if grown else idle + 1
                grew = time.process_time() if grown else grew
        return rank

    def _bracket(self, fields: Sequence[Values], at: Values, level: int) -> Values:
        """``[f_1, [f_2, ... f_m]]`` at a point with ``level`` infinitesimals."""
        first, rest = fields[0], fields[1:]
        one = self._field(first, at)
        if not rest:
            return one
        other = self._bracket(rest, at, level)
        along_one = self._bracket(rest, _shifted(at, one, level), level + 1)
        along_other = self._field(first, _shifted(at, other, level))
        return {
            n: [
                [
                    add(change(x, level), _negative(change(y, level)))
                    for x, y in zip(r, s, strict=True)
                ]
                for r, s in zip(along_one[n], along_other[n], strict=True)
            ]
            for n in at
        }

    def _field(self, data: Values, at: Values) -> Values:
        return {n: self._evaluated(rate, {**data, **at}) for n, rate in self._rates.items()}

    def _gradients(self, element: Element) -> Iterable[dict[int, int]]:
        """The slopes of each entry along each direction."""
        data = {n: self._draw(n) for n in self._letters(element) if n not in self._states}
        slopes = [
            self._evaluated(element, {**data, **_shifted(self._point, direction, 0)})
            for direction in self._basis
        ]
        for r, c in product(*(range(self._size(space)) for space in element.shape)):
            entries = {k: change(slope[r][c], 0)[0] for k, slope in enumerate(slopes)}
            yield {k: v for k, v in entries.items() if v}

    def _flat(self, vector: Values) -> dict[int, int]:
        entries = (x[0] for n in self._states for row in vector[n] for x in row)
        return dict(enumerate(entries))

    # -- values -----------------------------------------------------------------------------------

    def _rate(self, name: Letter) -> Element:
        normal = self._normal
        symbol = normal.setting.symbols[str(name)]
        if symbol.scalar:
            value = normal.scalar_rate(normal.scalars.letter(name))
            return normal.alphabet.scalar(value)
        return normal.whole_rate(normal.alphabet.letter(name))

    def _letters(self, element: Element) -> set[Any]:
        """All that has to have a value: matrices, and scalars that move."""
        scalars = {n for c in element.terms.values() for n in c.free()}
        moving = {n for n in scalars if self._residues.moving(n) and not isinstance(n, TraceOf)}
        return {n for n in element.letters() if not isinstance(n, HadamardOf)} | moving

    def _shape(self, letter: Letter) -> tuple[int, int]:
        shapes = self._normal.alphabet.shapes
        rows, cols = shapes.get(letter, ("1", "1"))
        return self._size(rows), self._size(cols)

    def _size(self, space: str) -> int:
        return 1 if space == "1" else self._sizes[space]

    def _marks(self, letter: Letter) -> frozenset[str]:
        marks = self._normal.alphabet.properties.get(letter, frozenset())
        if marks - {"symmetric", "psd", "diagonal", "invertible"} or not isinstance(letter, str):
            raise Unsupported("letters with relations")
        return marks

    def _draw(self, letter: Letter) -> Matrix:
        """A random value as declared. Of what is psd any symmetric one: an identity in the one is
        one in the other.
        """
        rows, cols = self._shape(letter)
        marks = self._marks(letter)
        value = [[self._random.randrange(PRIME) for _ in range(cols)] for _ in range(rows)]
        if "diagonal" in marks:
            value = [[x if r == c else 0 for c, x in enumerate(v)] for r, v in enumerate(value)]
        elif marks & {"symmetric", "psd"}:
            value = [[value[min(r, c)][max(r, c)] for c in range(cols)] for r in range(rows)]
        return [[(x,) for x in row] for row in value]

    def _directions(self, name: Letter) -> Iterable[Values]:
        rows, cols = self._shape(name)
        marks = self._marks(name)
        mirrored = bool(marks & {"symmetric", "psd"})
        for r in range(rows):
            for c in range(cols):
                if ("diagonal" in marks and r != c) or (mirrored and r > c):
                    continue
                hit = {(r, c), (c, r)} if mirrored else {(r, c)}
                one: Matrix = [[(int((i, j) in hit),) for j in range(cols)] for i in range(rows)]
                zeros = {n: _zeros(*self._shape(n)) for n in self._states}
                yield {**zeros, name: one}

    def _evaluated(self, element: Element, at: Values) -> Matrix:
        rows, cols = map(self._size, element.shape)
        total = _zeros(rows, cols)
        for word, coeff in element.terms.items():
            factor = self._coefficient(coeff, at)
            value = (
                self._traced(word[1:], at) if word[:1] == (TRACE,) else self._word(word, rows, at)
            )
            total = [
                [add(x, times(factor, y)) for x, y in zip(a, b, strict=True)]
                for a, b in zip(total, value, strict=True)
            ]
        return total

    def _word(self, word: Word, rows: int, at: Values) -> Matrix:
        value: Matrix | None = None
        for name, flipped in word:
            each = self._value(name, at)
            each = transpose(each) if flipped else each
            value = each if value is None else multiply(value, each)
        return (
            [[(int(r == c),) for c in range(rows)] for r in range(rows)] if value is None else value
        )

    def _value(self, letter: Letter, at: Values) -> Matrix:
        """The value of a letter; of a product by entries, from those of its words."""
        if not isinstance(letter, HadamardOf):
            return at[letter]
        rows = self._size(letter.value.shape[0])
        first, *others = (self._word(word, rows, at) for word in letter.key)
        for other in others:
            pairs = zip(first, other, strict=True)
            first = [[times(x, y) for x, y in zip(a, b, strict=True)] for a, b in pairs]
        return first

    def _traced(self, word: Word, at: Values) -> Matrix:
        value = self._word(word, 0, at)
        total: Jet = (0,)
        for k, row in enumerate(value):
            total = add(total, row[k])
        return [[total]]

    def _coefficient(self, value: Ratio, at: Values) -> Jet:
        total: Jet = (0,)
        for monomial, residue in self._residues.split(value).items():
            product: Jet = (residue,)
            for where, power in monomial:
                letter: Any = self._residues.letters[where]
                factor = (
                    self._traced(letter.word, at) if isinstance(letter, TraceOf) else at[letter]
                )
                for _ in range(power):
                    product = times(product, factor[0][0])
            total = add(total, product)
        return total


def _shifted(at: Values, along: Values, level: int) -> dict[Letter, Matrix]:
    return {
        n: [
            [moved(x, y, level) for x, y in zip(a, b, strict=True)]
            for a, b in zip(value, along[n], strict=True)
        ]
        for n, value in at.items()
    }


def _negative(x: Jet) -> Jet:
    return tuple(-v % PRIME for v in x)


def _zeros(rows: int, cols: int) -> Matrix:
    return [[(0,)] * cols for _ in range(rows)]
