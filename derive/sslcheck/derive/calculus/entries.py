r"""Entries of matrices by unit vectors, ``A_{ij} = e_i^T A e_j``, and sums over their letters.

A term is a network of matrices between letters. Two matrices that meet at a letter are multiplied,
as the sum of ``e_i e_i^T`` is the identity. Where more meet, those that go on to one other letter
are one, their product by entries, and what hangs on the letter alone is a diagonal matrix.
"""

from __future__ import annotations

from functools import reduce

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard, ones
from sslcheck.derive.algebra.letters import AxisOf, Letter, OfMatrix, Word, closure, transposed
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import Unsupported

__all__ = ["contracted", "entry_at"]

_ORTHONORMAL = frozenset({"orthonormal"})
_LEFT, _VECTOR, _RIGHT = "left", "vector", "right"
_Half = tuple[str | AxisOf, Element]
"""Where a matrix comes from that meets others at a letter, its last index: from the rows or the
columns of the whole, from another letter, or from nowhere."""


def entry_at(element: Element, row: str, column: str) -> Element:
    """The entry of an element at letters, of a vector at one; or its ``column`` at one."""
    alphabet = element.alphabet
    rows, columns = element.shape
    if row and not column and rows == "1":
        row, column = "", row
    if row and rows != "1":
        element = _unit(alphabet, AxisOf(row, rows)).T * element
    if column and columns != "1":
        element = element * _unit(alphabet, AxisOf(column, columns))
    return element


def _unit(alphabet: Alphabet, axis: AxisOf) -> Element:
    alphabet.declare(axis, (axis.space, "1"), _ORTHONORMAL)
    return alphabet.letter(axis)


def contracted(element: Element, index: str, space: str) -> Element:
    """The sum of an element over all values of a letter below entries.

    Raises `Unsupported` where three or more vectors meet at it, and for entries inside an inverse,
    a function or below a fraction.
    """
    work = _Contraction(element.alphabet, AxisOf(index, space))
    scalar = element.shape == ("1", "1")
    total = element.alphabet.zero(element.shape)
    for word, coeff in ({(): element.value()} if scalar else element.terms).items():
        for blocks, rest in parts(coeff, work.is_axis, "an entry of a sum", valued=True):
            found = work.term(word, [block.word for block in blocks])
            if found.shape != element.shape:  # a number times the identity
                found = element.alphabet.identity(element.shape[0]).scaled(found.value())
            total = total + found.scaled(rest)
    return total


class _Contraction:
    def __init__(self, alphabet: Alphabet, axis: AxisOf) -> None:
        self.alphabet, self.axis, self.space = alphabet, axis, axis.space

    def is_axis(self, letter: Letter) -> bool:
        """Whether a letter is the unit vector; Unsupported where it is inside of one."""
        if isinstance(letter, OfMatrix) and self.axis in closure([letter]):
            raise Unsupported(
                "a sum over entries inside an inverse, or a product by entries", valued=True
            )
        return letter == self.axis

    def term(self, word: Word, blocks: list[Word]) -> Element:
        """The sum of a word times 1 x 1 products in all of which the unit vector stands."""
        at = next((k for k, (name, _) in enumerate(word) if self.is_axis(name)), len(word))
        cut = at + (at < len(word) and not word[at][1])
        left, right = word[:cut], word[cut:]
        halves: list[_Half] = []
        loops: list[Element] = []
        if self._ends(left):
            halves.append((_LEFT, self._matrix(left[:-1])))
        for block in blocks:
            if self._starts(block) and self._ends(block):
                loops.append(self._matrix(block[1:-1]))
                continue
            body = block[:-1] if self._ends(block) else transposed(block)[:-1]
            name, flipped = body[0]
            if isinstance(name, AxisOf) and flipped:
                halves.append((name, self._matrix(body[1:])))
            else:
                halves.append((_VECTOR, self.alphabet.word(body)))
        if self._starts(right):
            halves.append((_RIGHT, self._matrix(right[1:]).T))
        value = self._met(halves, loops)
        before = [self.alphabet.word(left)] if left and not self._ends(left) else []
        after = [self.alphabet.word(right)] if right and not self._starts(right) else []
        return reduce(lambda a, b: a * b, [*before, value, *after])

    def _met(self, halves: list[_Half], loops: list[Element]) -> Element:
        """What is left once the letter is summed over."""
        alphabet = self.alphabet
        weights = alphabet.identity(self.space)
        if len(halves) + 2 * len(loops) == 2:
            weights = loops[0] if loops else weights
        else:
            for loop in loops:
                weights = hadamard(weights, loop)
            apart: dict[str | AxisOf, Element] = {}
            for origin, matrix in halves:
                if origin == _VECTOR:
                    weights = hadamard(weights, matrix.T * ones(alphabet, self.space).T)
                else:
                    known = apart.get(origin)
                    apart[origin] = hadamard(known, matrix) if known is not None else matrix
            halves = [*apart.items()]
        if not halves:
            return weights.trace()
        if len(halves) > 2:
            raise Unsupported(
                "a sum over an index at which three or more vectors meet", valued=True
            )
        closed = [self._closed(half) for half in halves]
        one = ones(alphabet, self.space).T
        first = one if len(closed) < 2 and halves[0][0] == _RIGHT else closed.pop(0)
        return first * weights * (closed[0] if closed else one).T

    def _closed(self, half: _Half) -> Element:
        """A matrix that comes from another letter, at that letter."""
        origin, matrix = half
        if not isinstance(origin, AxisOf):
            return matrix
        return self.alphabet.letter(origin).T * matrix

    def _matrix(self, word: Word) -> Element:
        """A product of matrices between letters, which may be none."""
        return self.alphabet.word(word) if word else self.alphabet.identity(self.space)

    def _starts(self, word: Word) -> bool:
        return bool(word) and word[0] == (self.axis, True)

    def _ends(self, word: Word) -> bool:
        return bool(word) and word[-1] == (self.axis, False)
