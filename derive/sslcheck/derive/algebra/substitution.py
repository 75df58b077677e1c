"""Letters replaced by values: in words, in traces, and in what scalar letters are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.determinants import determinant
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard
from sslcheck.derive.algebra.inverses import inverse
from sslcheck.derive.algebra.pseudo import pseudo_inverse
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

if TYPE_CHECKING:
    from sslcheck.derive.algebra.functions import Functions

__all__ = ["Substitution", "same_function"]


class Substitution:
    """Matrix letters by elements and scalar letters by ratios, all at once.

    ``functions`` make roots, exponentials and the like anew where something inside them is
    replaced; without it that raises `Unsupported`. ``target`` is the alphabet of the result.
    """

    def __init__(
        self,
        alphabet: Alphabet,
        matrices: Mapping[Any, Element],
        scalars: Mapping[Any, Ratio] | Callable[[lt.Letter], Ratio | None] | None = None,
        functions: Functions | None = None,
    ) -> None:
        self.alphabet = alphabet
        self._matrices = matrices
        self._scalars = scalars if callable(scalars) else (scalars or {}).get
        self._functions = functions
        self._known: dict[lt.Letter, Ratio | None] = {}

    def element(self, element: Element) -> Element:
        """The element with everything replaced."""
        if element.shape == ("1", "1"):
            return self.alphabet.scalar(self.scalar(element.value()))
        total = self.alphabet.zero(element.shape)
        plain: dict[lt.Word, Ratio] = {}
        for word, coeff in element.terms.items():
            scalar = self.scalar(coeff)
            if element.alphabet is self.alphabet and not any(self._hit(n) for n, _ in word):
                plain[word] = scalar
            else:
                total = total + self.word(word, element.shape[0]).scaled(scalar)
        kept = Element(self.alphabet, element.shape, {w: c for w, c in plain.items() if c.num})
        return kept + total if total.terms else kept

    def scalar(self, value: Ratio) -> Ratio:
        """A coefficient with everything replaced."""
        changed = {n: new for n in value.free() if (new := self._letter(n)) is not None}
        return value.substitute(changed) if changed else value

    def word(self, word: lt.Word, space: str) -> Element:
        """A product of letters that starts in ``space``."""
        alphabet = self.alphabet
        total: Element | None = None
        for stay, group in groupby(word, lambda letter: self._stays(letter[0])):
            if stay:  # multiplied at once
                run = alphabet.word(tuple(group))
                total = run if total is None else total * run
                continue
            for name, flipped in group:
                value = self._matrix(name)
                total = alphabet.identity(space) if total is None else total
                total = total * (value.T if flipped else value)
        return alphabet.identity(space) if total is None else total

    def _stays(self, name: lt.Letter) -> bool:
        """Whether a letter is sure to be what it was; of one that is made of others, not said."""
        return name not in self._matrices and not isinstance(name, (lt.DiagOf, lt.OfMatrix))

    def _hit(self, name: lt.Letter) -> bool:
        match name:
            case lt.DiagOf(entry):
                return name in self._matrices or self._letter(entry) is not None
            case lt.OfMatrix(_, value):
                return name in self._matrices or any(
                    self.scalar(coeff) is not coeff or any(self._hit(n) for n, _ in word)
                    for word, coeff in value.terms.items()
                )
        return name in self._matrices

    def _matrix(self, name: lt.Letter) -> Element:
        value = self._matrices.get(name)
        if value is None and isinstance(name, lt.DiagOf):
            entry = self._letter(name.entry)
            if entry is not None:
                if self._functions is None:
                    raise Unsupported("what stands in a diagonal matrix is replaced")
                return self._functions.diagonal(self.alphabet, entry, name.index, name.space)
        if value is None and isinstance(name, lt.OfMatrix):
            return self._made(name)
        return self.alphabet.letter(name) if value is None else value

    def _made(self, name: lt.OfMatrix) -> Element:
        """An inverse or root whose matrix has changed, or has other properties in the target."""
        if name in self.alphabet.properties and not self._hit(name):
            return self.alphabet.letter(name)
        if self._functions is None:
            raise Unsupported("what stands in an inverse, an exponent or a root is replaced")
        if isinstance(name, lt.HadamardOf):
            words = (self.word(word, name.value.shape[0]) for word in name.key)
            return reduce(hadamard, words)
        return same_function(name, self.element(name.value), self._functions)

    def _letter(self, letter: lt.Letter) -> Ratio | None:
        """What a scalar letter becomes, or None if it stays."""
        if letter not in self._known:
            self._known[letter] = self._replaced(letter)
        return self._known[letter]

    def _replaced(self, letter: lt.Letter) -> Ratio | None:
        value = self._scalars(letter)
        if value is not None:
            return value
        if isinstance(letter, lt.TraceOf):
            space = self.alphabet.shape(letter.word[0])[0]
            value = self.word(letter.word, space).trace().value()
        elif isinstance(letter, lt.DetOf):
            if self._functions is None:
                if any(map(self._hit, letter.value.letters())):
                    raise Unsupported("what stands in a determinant is replaced")
                return None
            value = determinant(self.element(letter.value), self._functions, letter.regular)
        elif isinstance(letter, (lt.RootOf, lt.ExpOf, lt.LogOf, lt.IntegralOf, lt.MaxOf)):
            inside = self.scalar(letter.value)
            if inside is letter.value:
                return None
            if self._functions is None:
                raise Unsupported("what stands under a root or in an exponent is replaced")
            value = self._functions.again(letter, inside)
        else:
            return None
        same = self.alphabet.scalars.letter(letter)
        return None if value.num == same.num and value.den == same.den else value


def same_function(letter: lt.OfMatrix, value: Element, functions: Functions) -> Element:
    """The function of a matrix that a letter is, of another one."""
    if isinstance(letter, lt.PseudoOf):
        return pseudo_inverse(value, functions)
    if isinstance(letter, lt.MatrixExpOf):
        from sslcheck.derive.algebra.exponentials import matrix_exponential

        return matrix_exponential(value, functions)
    if isinstance(letter, lt.MatrixRootOf):
        from sslcheck.derive.algebra.roots import matrix_root

        return matrix_root(value, letter.degree, functions)
    return inverse(value, functions)
