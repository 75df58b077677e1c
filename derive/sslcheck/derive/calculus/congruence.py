"""Functions of equal arguments are equal: what equations say of what stands inside functions.

Inverses, roots, exponentials, determinants, products by entries and logarithms hide their arguments
from linear algebra. So each argument is written as the equations let: words by their largest ones,
numbers modulo the ideal. What is about other times than the equations (values at the start,
integrals) is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.determinants import determinant
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.substitution import Substitution, same_function
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.leads import Leads, rule
from sslcheck.derive.errors import Unsupported

__all__ = ["with_equal_arguments"]

_OF_MATRICES = (lt.InverseOf, lt.PseudoOf, lt.MatrixRootOf, lt.MatrixExpOf, lt.HadamardOf)
_OF_NUMBERS = (lt.RootOf, lt.ExpOf, lt.LogOf)
_ELSEWHERE = (lt.AtStart, lt.RateOf, lt.Frozen, lt.IntegralOf, lt.MaxOf)
"""About other times or modes than those at which the equations hold."""


def with_equal_arguments(
    element: Element,
    gaps: Sequence[Element],
    number: Callable[[Ratio], Ratio],
    functions: Functions,
    first: bool,
) -> Element:
    """An element with the arguments of its functions as equations ``gap = 0`` let them be written.

    ``number`` writes a number so. Of words of one length the ``first`` or the last by alphabet give
    way. The element itself where there is nothing to write otherwise, or something is about another
    time.
    """
    letters = [
        letter
        for letter in _all(element)
        if isinstance(letter, (*_OF_MATRICES, *_OF_NUMBERS, lt.DetOf, *_ELSEWHERE))
    ]
    if not letters or any(isinstance(letter, _ELSEWHERE) for letter in letters):
        return element
    writing = _Writing(element.alphabet, gaps, number, functions, first)
    try:
        return writing.element(element)
    except Unsupported:  # of what an argument has become there is no such function
        return element


def _all(element: Element) -> frozenset[Any]:
    coefficients = (coeff.free() for coeff in element.terms.values())
    return lt.closure(element.letters().union(*coefficients))


class _Writing:
    def __init__(
        self,
        alphabet: Alphabet,
        gaps: Sequence[Element],
        number: Callable[[Ratio], Ratio],
        functions: Functions,
        first: bool,
    ) -> None:
        self._alphabet = alphabet
        self._number = number
        self._functions = functions
        self._matrices: dict[lt.Letter, Element] = {}
        self._scalars: dict[lt.Letter, Ratio] = {}
        rules: dict[lt.Word, Element] = {}
        for gap in gaps:
            words = sorted(w for w in gap.terms if functions.nonzero(gap.terms[w]))
            lead = max(words if first else reversed(words), key=len, default=())
            rules |= rule(gap, functions, lead)
        self._rules = Leads(rules)

    def element(self, element: Element) -> Element:
        """An element, written with functions of what their arguments are by the equations."""
        for letter in element.letters().union(*(c.free() for c in element.terms.values())):
            self._learn(letter)
        return self._substitution.element(element)

    def _scalar(self, value: Ratio) -> Ratio:
        for letter in value.free():
            self._learn(letter)
        return self._substitution.scalar(value)

    @property
    def _substitution(self) -> Substitution:
        return Substitution(self._alphabet, self._matrices, self._scalars, self._functions)

    def _learn(self, letter: lt.Letter) -> None:
        """What a function is of its argument as written by the equations."""
        if letter in self._matrices or letter in self._scalars:
            return
        if isinstance(letter, lt.TraceOf):
            for each in lt.inner(letter):
                self._learn(each)
        elif isinstance(letter, lt.HadamardOf):
            value = letter.value
            words = (Element(value.alphabet, value.shape, {w: self._one}) for w in letter.key)
            self._matrices[letter] = reduce(hadamard, map(self._argument, words))
        elif isinstance(letter, _OF_MATRICES):
            self._matrices[letter] = same_function(
                letter, self._argument(letter.value), self._functions
            )
        elif isinstance(letter, lt.DetOf):
            value = self._argument(letter.value)
            self._scalars[letter] = determinant(value, self._functions, letter.regular)
        elif isinstance(letter, _OF_NUMBERS):
            number = self._number(self._scalar(letter.value))
            self._scalars[letter] = self._functions.again(letter, number)

    @property
    def _one(self) -> Ratio:
        return self._functions.scalars.one

    def _argument(self, value: Element) -> Element:
        value = self._rules.element(self.element(value))
        return value.scalar_map(self._number)
