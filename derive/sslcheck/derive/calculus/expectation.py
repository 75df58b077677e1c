"""Expectations of polynomials in random views of independent inputs: by moments, or by Wick.

E[u v^T] of two views of an input is known; of Gaussian views so is every product, as the sum over
all pairings of E[u v^T] of each pair and E[w] of what is left alone (Isserlis 1918).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, NamedTuple

from sslcheck.derive.algebra.letters import Frozen, Letter, OfMatrix, transposed
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import Unsupported

__all__ = ["Law", "expectation"]

_HIGHEST = 8
"""The highest degree of a Gaussian moment: 105 pairings."""

Chain = tuple[Any, ...]
"""A product: letters, transposed or not, and elements where a view was. A view ends a 1 x 1
product, or stands where a column meets a row."""


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

    def pair(self, one: str, two: str) -> Element:
        """``E[u v^T]``, or the covariance where the expected value is known: eq. (1)."""
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
                raise Unsupported(f"the {what} of views is symmetric; the given one is not")
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
        return _name(letter) in self._laws

    def check(self, chains: Iterable[Chain]) -> None:
        """Raise `Unsupported` for a product of a degree that is not known."""
        degrees: dict[int, int] = {}
        names = [_name(item[0]) for chain in chains for item in chain if self._hit(item)]
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

    def of(self, chains: list[Chain]) -> Element:
        """The expectation of a product: of the first chain and of 1 x 1 products.

        The first view is taken by itself and with each other one of its law.
        """
        spots = [
            (k, at)
            for k, chain in enumerate(chains)
            for at, item in enumerate(chain)
            if self._hit(item)
        ]
        if not spots:
            return self._product(chains)
        (k, at), *others = spots
        chain, total = chains[k], self.alphabet.zero(self.shape)
        letter, across = chain[at]
        law = self._laws[_name(letter)]
        if law.expected is not None and law.expected.terms:
            alone = law.expected.T if across else law.expected
            total = total + self.of(_put(chains, k, (*chain[:at], alone, *chain[at + 1 :])))
        for m, there in others:
            other = chains[m]
            name = _name(other[there][0])
            if self._laws[name] is not law:
                continue
            pair = law.pair(_name(letter), name)
            if m != k:
                rest = self._turned(other, there, not across)
                middle = (*rest[:-1], pair) if across else (pair, *rest[1:])
                joined = (*chain[:at], *middle, *chain[at + 1 :])
                total = total + self.of(_put(_put(chains, m, ()), k, joined))
            elif k == 0:  # ... x y^T ...
                if across or there != at + 1:
                    raise Unsupported("the two views of a term are not next to each other")
                total = total + self.of(_put(chains, 0, (*chain[:at], pair, *chain[there + 1 :])))
            else:  # x^T A y is the trace of A y x^T
                trace = self._element((*chain[at + 1 : there], pair)).trace().value()
                total = total + self.of(_put(chains, k, ())).scaled(trace)
        return total

    def _hit(self, item: Any) -> bool:
        return isinstance(item, tuple) and self.random(item[0])

    @staticmethod
    def _turned(chain: Chain, at: int, start: bool) -> Chain:
        """A 1 x 1 product that starts, or ends, with the view at one of its ends."""
        if at == (0 if start else len(chain) - 1):
            return chain
        flipped = (
            transposed((item,))[0] if isinstance(item, tuple) else item.T
            for item in reversed(chain)
        )
        return tuple(flipped)

    def _product(self, chains: Sequence[Chain]) -> Element:
        first, *blocks = chains
        one = self.alphabet.scalar(self.alphabet.scalars.one)
        total = self._element(first) if first else one
        for block in blocks:
            total = total.scaled(self._element(block).value()) if block else total
        return total

    def _element(self, chain: Chain) -> Element:
        factors = (
            self.alphabet.word((item,)) if isinstance(item, tuple) else item for item in chain
        )
        return reduce(lambda a, b: a * b, factors)


def _name(letter: Any) -> Any:
    return letter.of if isinstance(letter, Frozen) else letter


def _put(chains: Sequence[Chain], k: int, chain: Chain) -> list[Chain]:
    return [*chains[:k], chain, *chains[k + 1 :]]
