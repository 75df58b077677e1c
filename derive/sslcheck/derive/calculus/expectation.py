"""Expectations of polynomials in random views of independent inputs: by moments, or by Wick.

E[u v^T] of two views of an input is known; of Gaussian views so is every product, as the sum over
all pairings of E[u v^T] of each pair and E[w] of what is left alone (Isserlis 1918).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Frozen, Letter, OfMatrix
from sslcheck.derive.calculus.chains import Chain, Spot, element_of, joined, replaced, spots_of
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import Unsupported

__all__ = ["Law", "expectation"]

_HIGHEST = 8
"""The highest degree of a Gaussian moment: 105 pairings."""


class Law(NamedTuple):
    """The moments of an input's views, and of their mean given the input.

    ``second`` is the covariance of the mean where the ``expected`` value of a view is known, else
    its second moment; ``noise`` is the mean covariance of a view given the input.
    """

    views: tuple[str, ...]
    mean: str
    second: Element
    noise: Element | None = None
    expected: Element | None = None
    gaussian: bool = False
    pairs: Mapping[tuple[str, str], Element] = {}  # a field, with its default

    def pair(self, one: str, two: str) -> Element:
        """``E[u v^T]``, or the covariance where the expected value is known: eq. (1)."""
        if self.pairs:
            if (one, two) not in self.pairs:
                raise Unsupported(f"an average over a batch in which `{one}` or `{two}` stands")
            return self.pairs[one, two]
        if one == two != self.mean and self.noise is not None:
            return self.second + self.noise
        return self.second


def expectation(element: Element, laws: Sequence[Law]) -> Element:
    """The expectation of an element over independent inputs.

    Raises `Unsupported` for a term of a degree of which the law is not known, and for moments that
    are not symmetric.
    """
    for law in laws:
        for what, moment in (("second moment", law.second), ("noise", law.noise)):
            if moment is not None and not (moment - moment.T).is_zero():
                raise Unsupported(
                    f"the {what} of views is symmetric, and the given one is not: declare it psd"
                )
    average = _Average(element, laws)
    total = element.alphabet.zero(element.shape)
    scalar = element.shape == ("1", "1")
    terms = {(): element.value()} if scalar else element.terms
    for word, coeff in terms.items():
        for blocks, rest in parts(coeff, average.random, "a view"):
            chains: list[Chain] = [word, *(block.word for block in blocks)]
            average.check(chains)
            total = total + average.of(chains).scaled(rest)
    return total


class _Average:
    """Products in which views are replaced by moments, one after the other."""

    def __init__(self, element: Element, laws: Sequence[Law]) -> None:
        self.alphabet = element.alphabet
        self.shape = element.shape
        self._laws = {name: law for law in laws for name in (*law.views, law.mean)}

    def random(self, letter: Letter) -> bool:
        """Whether a letter is a view, or a copy of one; `Unsupported` for one inside a matrix."""
        if isinstance(letter, OfMatrix):
            if any(map(self.random, letter.value.letters())):
                raise Unsupported("an expectation of a root or an inverse in which a view stands")
            return False
        return _plain(letter) in self._laws

    def check(self, chains: Sequence[Chain]) -> None:
        """Raise `Unsupported` for a product of a degree that is not known."""
        degrees: dict[int, int] = {}
        names = [self._name(chains, spot) for spot in spots_of(chains, self.random)]
        for law in (self._laws[name] for name in names):
            degree = degrees[id(law)] = degrees.get(id(law), 0) + 1
            if degree > _HIGHEST:
                raise Unsupported(f"an expectation of a degree above {_HIGHEST} in the views")
        for law in self._laws.values():
            degree = degrees.get(id(law), 0)
            known = degree == 2 or law.expected is not None
            if degree and not (known and (degree <= 2 or law.gaussian)):
                advice = "`gaussian = true`, if they are" if degree > 1 else "`expected`"
                raise Unsupported(
                    f"an expectation of degree {degree} in the views; only second moments are known"
                    f"; [expectation] may say {advice}"
                )

    def of(self, chains: Sequence[Chain]) -> Element:
        """The expectation of a product: the first view is taken by itself, and with each other one
        of its law."""
        spots = spots_of(chains, self.random)
        if not spots:
            return element_of(self.alphabet, chains)
        first, *others = spots
        law = self._laws[self._name(chains, first)]

        def pair(one: Letter, two: Letter) -> Element:
            return law.pair(_plain(one), _plain(two))

        total = self.alphabet.zero(self.shape)
        if law.expected is not None and law.expected.terms:
            total = total + self.of(replaced(chains, first, law.expected))
        for other in others:
            if self._laws[self._name(chains, other)] is law:
                found, factor = joined(self.alphabet, chains, first, other, pair)
                total = total + self.of(found).scaled(factor)
        return total

    @staticmethod
    def _name(chains: Sequence[Chain], spot: Spot) -> Any:
        return _plain(chains[spot[0]][spot[1]][0])


def _plain(letter: Any) -> Any:
    return letter.of if isinstance(letter, Frozen) else letter
