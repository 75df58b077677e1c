"""Expectation over conditionally independent views: products of two views become moments."""

from __future__ import annotations

from sslcheck.derive.algebra.letters import Frozen, Letter, OfMatrix, Word, transposed
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.calculus.traces import ending, parts
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Views

__all__ = ["expectation"]


def expectation(element: Element, views: Views, second_moment: Element, noise: Element) -> Element:
    """The expectation of an element that is quadratic in the views.

    Given the input, two views are independent with the same mean, so ``E[x_i x_j^T]`` is the second
    moment of the mean for ``i != j``, and that plus the ``noise`` for ``i == j``: eq. (1).
    Raises `Unsupported` for a term of another degree, and for moments that are not symmetric.
    """
    for what, moment in (("second moment", second_moment), ("noise", noise)):
        if not (moment - moment.T).is_zero():
            raise Unsupported(f"the {what} of views is symmetric; the given one is not")
    law = _Law(element, views, second_moment, noise)
    total = element.alphabet.zero(element.shape)
    scalar = element.shape == ("1", "1")
    terms = {(): element.value()} if scalar else element.terms
    for word, coeff in terms.items():
        for blocks, rest in parts(coeff, law.random, "a view"):
            words = [block.word for block in blocks]
            degree = law.count(word) + sum(map(law.count, words))
            if degree not in (0, 2):
                raise Unsupported(
                    f"an expectation of degree {degree} in the views; only second moments are known"
                )
            term = law.second(word, words) if degree else law.product(word)
            total = total + term.scaled(rest)
    return total


class _Law:
    """The second moments of two views, and words with a pair of views replaced by them."""

    def __init__(
        self, element: Element, views: Views, second_moment: Element, noise: Element
    ) -> None:
        self.alphabet = element.alphabet
        self.shape = element.shape
        self._mean = views.mean
        self._views = {*views.names, views.mean}
        self._moment, self._noise = second_moment, noise

    def random(self, letter: Letter) -> bool:
        """Whether a letter is a view, or a copy of one; `Unsupported` for one inside a matrix."""
        if isinstance(letter, OfMatrix):
            if any(map(self.random, letter.value.letters())):
                raise Unsupported("an expectation of an inverse in which a view stands")
            return False
        return (letter.of if isinstance(letter, Frozen) else letter) in self._views

    def count(self, word: Word) -> int:
        """How many views a word has."""
        return sum(self.random(n) for n, _ in word)

    def product(self, word: Word) -> Element:
        """A word of the element as it stands."""
        return Element(self.alphabet, self.shape, {word: self.alphabet.scalars.one})

    def second(self, word: Word, blocks: list[Word]) -> Element:
        """A term of second degree: its two views are brought next to each other first."""
        if not blocks:  # ... x y^T ...
            return self._paired(word)
        if self.count(word):  # a scalar v^T y beside a word ... x or x^T ...
            block = ending(blocks[0], self.random)
            at = next(k for k, (n, _) in enumerate(word) if self.random(n))
            if word[at][1]:  # v^T y x^T
                return self._paired(word[:at] + block + word[at:])
            return self._paired(word[: at + 1] + transposed(block) + word[at + 1 :])
        if len(blocks) == 1:  # x^T A y is the trace of y x^T A
            (block,) = blocks
            value = self._paired((block[-1], *block[:-1]))
        else:  # (u^T x) (v^T y) is u^T x y^T v
            one, two = (ending(block, self.random) for block in blocks)
            value = self._paired((*one, *transposed(two)))
        return self.product(word).scaled(value.trace().value())

    def _paired(self, word: Word) -> Element:
        at = next(k for k, (n, _) in enumerate(word) if self.random(n))
        (left, across), (right, flipped) = (
            word[at : at + 2] if at + 1 < len(word) else (word[at],) * 2
        )
        if across or not flipped or not self.random(right):
            raise Unsupported("the two views of a term are not next to each other")
        moment = self._moment
        one, two = (n.of if isinstance(n, Frozen) else n for n in (left, right))
        if one == two != self._mean:
            moment = moment + self._noise
        if word[:at]:
            moment = self.alphabet.word(word[:at]) * moment
        if word[at + 2 :]:
            moment = moment * self.alphabet.word(word[at + 2 :])
        return moment
