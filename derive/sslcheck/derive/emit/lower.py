"""Elements in plain letters: what stands for more than a symbol is computed first, and has a name.

Words of a normal form hold inverses, roots, products by entries, families of vectors, columns of
ones; coefficients hold what `emit.numbers` tells, traces and determinants. A plan knows symbols
alone: here each of the others gets a name, and what it is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from math import prod
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.emit.functions import Function
from sslcheck.derive.emit.numbers import Numbers
from sslcheck.derive.setting import Shape

__all__ = ["Lowering"]

_SCALAR: Shape = ("1", "1")
_PLAIN = frozenset[str]()
_OF_ONE: dict[type[lt.OfMatrix], Function] = {
    lt.InverseOf: "inverse",
    lt.PseudoOf: "pseudo-inverse",
    lt.MatrixRootOf: "root",
    lt.MatrixExpOf: "exponential",
}


class Lowering(Numbers):
    """Elements in plain letters, and `made`, the letters that are computed, in an order that works.

    ``data`` are the names of constant matrices, ``moving`` those of scalars that change in a run.
    """

    def __init__(
        self,
        source: Alphabet,
        sizes: Mapping[str, int],
        data: frozenset[str],
        moving: frozenset[str],
    ) -> None:
        super().__init__(source.scalars, sizes, moving)
        self.source, self.alphabet = source, Alphabet(source.scalars)
        self.data = set(data)

    def element(self, element: Element) -> Element:
        """The element in plain letters. Raises `Unsupported` for what no kernel computes."""
        total = Element(self.alphabet, element.shape, {})
        for word, coeff in element.terms.items():
            value = self.ratio(coeff)
            if value.num:
                term = {self.word(word): value}
                total = total + Element(self.alphabet, element.shape, term)
        return total

    def word(self, word: lt.Word) -> lt.Word:
        """A product of plain letters; neighbouring diagonal ones that are computed become one."""
        if word[:1] == (lt.TRACE,):
            return (lt.TRACE, *self.word(word[1:]))
        plain = [(self.matrix(letter), flipped) for letter, flipped in word]
        found: list[tuple[str, bool]] = []
        for diagonal, group in groupby(plain, lambda each: self._diagonal(each[0])):
            run = [*group]
            names = [name for name, _ in run]
            if diagonal and len(run) > 1 and not {*names} <= self.data:
                shape = self.alphabet.shapes[names[0]]
                found.append((self._entries(names, shape), False))
            else:
                found += run
        return self.alphabet.reduce(found)

    # -- matrices -------------------------------------------------------------------------------

    def matrix(self, letter: lt.Letter) -> str:
        """The plain letter of a letter of words."""
        if letter not in self._names:
            self._names[letter] = self._matrix(letter)
        return self._names[letter]

    def _matrix(self, letter: lt.Letter) -> str:
        match letter:
            case str():
                return self._declared(letter, letter)
            case lt.Frozen(of):
                return self.matrix(of)
            case lt.ColumnsOf(str(name)) | lt.DiagOf(str(name)):
                return self._declared(name, letter)
            case lt.OnesOf(space):
                constant = bool(self.data)
                return self._letter("ones", (space, "1"), function="ones", constant=constant)
            case lt.HadamardOf(words, value):
                return self._by_entries(words, value.shape)
            case lt.InverseOf(_, value) | lt.PseudoOf(_, value) | lt.MatrixRootOf(_, value):
                return self._function(letter, value)
            case lt.MatrixExpOf(_, value):
                return self._function(letter, value)
        raise self._refused(letter)

    def _declared(self, name: str, letter: lt.Letter) -> str:
        self.alphabet.declare(name, self.source.shapes[letter], self.source.properties[letter])
        return name

    def _function(self, letter: lt.OfMatrix, value: Element) -> str:
        arg = self.element(value)
        function, degree = _OF_ONE[type(letter)], getattr(letter, "degree", 0)
        constant = self._fixed(arg)
        diagonal = bool(arg.letters()) and all(map(self._diagonal, arg.letters()))
        single = [*arg.terms.values()] == [self.scalars.one] and len(arg.letters()) == 1
        vector = diagonal and function != "pseudo-inverse" and (constant or single)
        return self._letter(
            function,
            arg.shape[::-1] if function in ("inverse", "pseudo-inverse") else arg.shape,
            self.source.properties.get(letter, _PLAIN) & {"symmetric"},
            function=function,
            args=(arg,),
            degree=degree,
            constant=constant,
            vector=vector,
        )

    def _by_entries(self, words: tuple[lt.Word, ...], shape: Shape) -> str:
        if () not in words:
            parts = [self._beside(word, shape) for word in words]
            return self._letter(
                "entries",
                shape,
                function="entries",
                args=tuple(parts),
                constant=all(map(self._fixed, parts)),
            )
        names = [name for word in words if word for name in self._diagonals(word)]
        return names[0] if len(names) == 1 else self._entries(names, shape)

    def _beside(self, word: lt.Word, shape: Shape) -> Element:
        """A factor of a product by entries: of ``u 1^T`` the column, of ``1 v^T`` the row."""
        rows, cols = shape
        first, last = _ones(word)
        if last and len(word) > 1:
            word, cols = word[:-1], "1"
        elif first and len(word) > 1:
            word, rows = word[1:], "1"
        one = self.scalars.one
        return Element(self.alphabet, (rows, cols), {self.word(word): one})

    def _diagonals(self, word: lt.Word) -> list[str]:
        """The diagonal of a product of letters, as vectors of which it is the product."""
        plain = [*self.word(word)]
        outside: list[str] = []
        for end in (0, -1):
            while plain and self._diagonal(plain[end][0]):
                outside.append(plain.pop(end)[0])
        if not plain:
            return outside
        whole = tuple(plain)
        space = self.alphabet.word_shape(whole)[0]
        ones, one = self._names.get(lt.OnesOf(space), ""), self.scalars.one
        ends = whole[0] == (ones, False), whole[-1] == (ones, True)
        function: Function = "diagonal"
        if len(whole) > 1 and any(ends):
            function = "column"
            column = whole[:-1] if ends[1] else self.alphabet.reduce(lt.transposed(whole[1:]))
            parts = [Element(self.alphabet, (space, "1"), {column: one})]
        elif len(whole) == 1:
            parts = [Element(self.alphabet, (space, space), {whole: one})]
        else:
            parts = [part.T for part in self._cut(whole)]
        name = self._letter(
            function,
            (space, space),
            function=function,
            args=tuple(parts),
            constant=all(map(self._fixed, parts)),
            vector=True,
        )
        return [*outside, name]

    def _cut(self, word: lt.Word) -> list[Element]:
        """A product in two: the transpose of its beginning, and its end."""
        at = min(range(1, len(word)), key=lambda k: self._chain(word, k))
        left = self.alphabet.reduce(lt.transposed(word[:at]))
        one = self.scalars.one
        return [
            Element(self.alphabet, self.alphabet.word_shape(w), {w: one}) for w in (left, word[at:])
        ]

    def _chain(self, word: lt.Word, at: int) -> int:
        """What both parts of a cut product cost, if each is multiplied from its outer end."""

        def size(space: str) -> int:
            return prod(self.sizes.get(atom, 1) for atom in space.split("*"))

        spaces = [size(self.alphabet.shape(letter)[0]) for letter in word]
        spaces.append(size(self.alphabet.shape(word[-1])[1]))
        left = sum(spaces[0] * spaces[k] * spaces[k + 1] for k in range(1, at))
        return left + sum(spaces[-1] * spaces[k] * spaces[k + 1] for k in range(at, len(word) - 1))

    def _entries(self, names: list[str], shape: Shape) -> str:
        """A product of diagonal matrices."""
        args = tuple(self.alphabet.letter(name) for name in names)
        return self._letter(
            "entries",
            shape,
            function="entries",
            args=args,
            constant={*names} <= self.data,
            vector=True,
        )

    # -- numbers --------------------------------------------------------------------------------

    def _computed(self, letter: lt.Letter) -> str:
        match letter:
            case lt.TraceOf(word):
                return self._trace(word)
            case lt.DetOf(_, value):
                return self._of_matrix("determinant", self.element(value))
            case lt.LogOf(_, value) if (inside := _determinant(value)) is not None:
                return self._of_matrix("log-determinant", self.element(inside))
        return super()._computed(letter)

    def _trace(self, word: lt.Word) -> str:
        plain = self.word(word)
        names = {name for name, _ in plain}
        if not names <= self.data:
            whole = Element(self.alphabet, _SCALAR, {(lt.TRACE, *plain): self.scalars.one})
            return self._add("trace", _SCALAR, function="trace", args=(whole,))
        start = next((k for k, each in enumerate(plain) if not self._diagonal(each[0])), 0)
        turned = plain[start:] + plain[:start]
        if len(turned) == 1 or all(map(self._diagonal, names)):
            shape = self.alphabet.word_shape(turned)
            parts = [Element(self.alphabet, shape, {turned: self.scalars.one})]
        else:
            parts = self._cut(turned)
        return self._add("trace", _SCALAR, function="trace", args=tuple(parts), constant=True)

    def _of_matrix(self, function: Function, arg: Element) -> str:
        return self._add(
            function, _SCALAR, function=function, args=(arg,), constant=self._fixed(arg)
        )

    # -- both -----------------------------------------------------------------------------------

    def _fixed(self, element: Element) -> bool:
        """Whether an element is made of data and parameters alone."""
        free = (coeff.free() for coeff in element.terms.values())
        return element.letters() <= self.data and not any(self.moving & names for names in free)

    def _diagonal(self, name: str) -> bool:
        return "diagonal" in self.alphabet.properties[name]

    def _letter(self, what: str, shape: Shape, marks: frozenset[str] = _PLAIN, **how: Any) -> str:
        """A matrix that is computed, as a letter."""
        name = self._add(what, shape, **how)
        if self.made[name].constant:
            self.data.add(name)
        if self.made[name].vector:
            marks = marks | {"diagonal"}
        self.alphabet.declare(name, shape, marks)
        return name


def _ones(word: lt.Word) -> tuple[bool, bool]:
    """Whether a product is ``1 v^T``, and whether it is ``u 1^T``."""
    (first, turned), (last, flipped) = word[0], word[-1]
    return isinstance(first, lt.OnesOf) and not turned, isinstance(last, lt.OnesOf) and flipped


def _determinant(value: Ratio) -> Element | None:
    """The matrix of which a scalar is the determinant."""
    match value.ordered():
        case [lt.DetOf(_, matrix) as letter] if (value - value.scalars.letter(letter)).is_zero():
            return matrix
    return None
