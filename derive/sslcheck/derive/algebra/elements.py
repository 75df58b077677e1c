"""Elements of the word algebra: sums of words of one shape, with scalar coefficients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from sslcheck.derive.algebra.cycles import expanded, opened, trace_letter, traced
from sslcheck.derive.algebra.letters import TRACE, DetOf, OfMatrix, TraceOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.errors import TooLarge, Unsupported
from sslcheck.derive.setting import Shape

if TYPE_CHECKING:
    from sslcheck.derive.algebra.functions import Functions
    from sslcheck.derive.algebra.words import Alphabet

__all__ = ["MAX_TERMS", "SCALAR", "Element"]

SCALAR: Shape = ("1", "1")
"""The shape of a scalar."""

MAX_TERMS = 40_000
"""Largest number of words that one product may expand to."""


@dataclass(slots=True, eq=False)
class Element:
    """A sum of words of one shape. Terms with a zero coefficient are not kept.

    Never changed; not ``frozen``, which would treble the time to make one.
    """

    alphabet: Alphabet
    shape: Shape
    terms: Mapping[Word, Ratio]

    def __add__(self, other: Element) -> Element:
        terms = dict(self.terms)
        for word, coeff in other.terms.items():
            old = terms.get(word)
            total = coeff if old is None else old + coeff
            if total.num:
                terms[word] = total
            else:
                terms.pop(word, None)
        return Element(self.alphabet, self.shape, terms)

    def __neg__(self) -> Element:
        return Element(self.alphabet, self.shape, {w: -c for w, c in self.terms.items()})

    def __sub__(self, other: Element) -> Element:
        return self + (-other)

    def scaled(self, factor: Ratio) -> Element:
        """The element times a scalar."""
        if self.shape == SCALAR and factor.traces():
            return self.alphabet.scalar(self.value() * factor)
        terms = {w: c * factor for w, c in self.terms.items()}
        return Element(self.alphabet, self.shape, {w: c for w, c in terms.items() if c.num})

    def __mul__(self, other: Element) -> Element:
        """The product; a scalar factor may be on either side of any shape."""
        if self.shape == SCALAR == other.shape:
            return self.alphabet.scalar(self.value() * other.value())
        if self.shape == SCALAR:
            return other.scaled(self.value())
        if other.shape == SCALAR:
            return self.scaled(other.value())
        if self.shape[1] != other.shape[0]:
            raise Unsupported(
                f"a product of {self.shape} and {other.shape} reached the algebra: shapes must be"
                " checked before"
            )
        if len(self.terms) * len(other.terms) > MAX_TERMS:
            raise TooLarge(
                f"a product would expand to {len(self.terms) * len(other.terms)} words, more than"
                f" the limit of {MAX_TERMS}; lower the powers or split the claim"
            )
        alphabet, reduce = self.alphabet, self.alphabet.reduce
        shape = (self.shape[0], other.shape[1])
        if shape == SCALAR:
            value = alphabet.scalars.number(0)
            for left, a in self.terms.items():
                for right, b in other.terms.items():
                    value = value + a * b * traced(alphabet, left + right, "1")
            return alphabet.scalar(value)
        terms: dict[Word, Ratio] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                word, coeff = reduce(left + right), a * b
                if alphabet.solves:
                    for each, weight in expanded(alphabet, word).items():
                        weighed = coeff * weight
                        terms[each] = terms[each] + weighed if each in terms else weighed
                    continue
                if alphabet.vectors:
                    scalar, word = opened(alphabet, word)
                    coeff = coeff * scalar
                old = terms.get(word)
                terms[word] = coeff if old is None else old + coeff
        return Element(alphabet, shape, {w: c for w, c in terms.items() if c.num})

    def __pow__(self, count: int) -> Element:
        """The product of so many of itself, one at least."""
        return reduce(Element.__mul__, [self] * count)

    def over(self, alphabet: Alphabet) -> Element:
        """The same words in another alphabet."""
        return Element(alphabet, self.shape, self.terms)

    @property
    def is_diagonal(self) -> bool:
        """Whether all its letters are diagonal."""
        marks = (self.alphabet.properties.get(letter, ()) for letter in self.letters())
        return all("diagonal" in each for each in marks)

    @property
    def T(self) -> Element:
        """The transpose, pushed to the letters."""
        if self.shape == SCALAR:
            return self
        alphabet, shape = self.alphabet, (self.shape[1], self.shape[0])
        terms = {alphabet.reduce(transposed(w)): c for w, c in self.terms.items()}
        if alphabet.solves:
            whole = added_up(
                (each, coeff * weight)
                for word, coeff in terms.items()
                for each, weight in expanded(alphabet, word).items()
            )
            terms = {w: c for w, c in whole.items() if c.num}
        return Element(alphabet, shape, terms)

    def trace(self) -> Element:
        """The trace, a 1 x 1 element."""
        if self.shape == SCALAR:
            return self
        total = self.alphabet.scalars.number(0)
        for word, coeff in self.terms.items():
            total = total + coeff * traced(self.alphabet, word, self.shape[0])
        return self.alphabet.scalar(total)

    def mapped(self, change: Callable[[Word], Word]) -> Element:
        """Every word replaced by ``change(word)``; words that become equal are added up."""
        terms = added_up((change(word), coeff) for word, coeff in self.terms.items())
        return Element(self.alphabet, self.shape, {w: c for w, c in terms.items() if c.num})

    def scalar_map(self, change: Callable[[Ratio], Ratio]) -> Element:
        """Every coefficient replaced by ``change(coefficient)``."""
        terms = {w: change(c) for w, c in self.terms.items()}
        return Element(self.alphabet, self.shape, {w: c for w, c in terms.items() if c.num})

    def value(self) -> Ratio:
        """A 1 x 1 element as one coefficient, in letters for its traces."""
        if self.shape != SCALAR:
            raise Unsupported("a matrix stands where a scalar is needed")
        alone = self.terms.get(())
        if alone is not None and len(self.terms) == 1:
            return alone
        scalars = self.alphabet.scalars
        total = scalars.number(0)
        for word, coeff in self.terms.items():
            total = total + (coeff * trace_letter(self.alphabet, word[1:]) if word else coeff)
        return total

    def as_scalar(self) -> Ratio:
        """The value of a 1 x 1 element without traces; raises Unsupported where there are some."""
        if self.terms.keys() - {()} or self.has_products():
            raise Unsupported("a trace stands where a plain scalar is needed")
        return self.terms.get((), self.alphabet.scalars.number(0))

    def has_products(self) -> bool:
        """Whether traces or 1 x 1 products stand in coefficients."""
        return any(coeff.traces() for coeff in self.terms.values())

    def is_zero(self) -> bool:
        """Whether the element vanishes for all sizes and all values of its letters."""
        if self.shape == SCALAR and self.has_products():
            return self.value().is_zero()
        return all(c.is_zero() for c in self.terms.values())

    def letters(self) -> frozenset[Any]:
        """The matrix letters that occur, those inside traces, inverses and roots included."""
        found = {n for w in self.terms for n, _ in w if n != TRACE[0]}
        for coeff in self.terms.values():
            for letter in coeff.deep():
                if isinstance(letter, TraceOf):
                    found.update(n for n, _ in letter.word)
                elif isinstance(letter, DetOf):
                    found.update(letter.value.letters())
        made = [n for n in found if isinstance(n, OfMatrix)]
        return frozenset(found).union(*(n.value.letters() for n in made))

    def substitute(
        self, values: Mapping[Any, Element], functions: Functions | None = None
    ) -> Element:
        """Replace matrix letters by elements, all at once, in words and in traces.

        Raises `Unsupported` where one stands in an inverse, under a root or in an exponent, unless
        the ``functions`` are given that make them anew.
        """
        from sslcheck.derive.algebra.substitution import Substitution

        return Substitution(self.alphabet, values, functions=functions).element(self)
