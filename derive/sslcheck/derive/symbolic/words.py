"""Normal forms with products of traces: every scalar that a word contains becomes a coefficient.

A trace, and a scalar product of vectors inside a longer word (``v^T u`` in ``w v^T u w^T``), is a
commuting letter of its own here. So ``tr(A) tr(B) W`` has a normal form, and words of vectors have
only one, whatever the order in which their scalar products were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from sslcheck.derive.algebra import Element, Ratio
from sslcheck.derive.algebra.words import TRACE, Letter, Word
from sslcheck.derive.calculus import KroneckerTerm, gradient, kronecker_form, leibniz
from sslcheck.derive.calculus import expectation as expected
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Exp, Expr, Prod, Sym, Trace, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Views

__all__ = ["Words"]


class Words(NormalForm):
    """Normal forms whose scalars are polynomials in the traces.

    ``size`` gives the size of a space as a scalar expression.
    """

    def __init__(self, setting: Setting, size: Callable[[str], Expr]) -> None:
        super().__init__(setting)
        self.traces: dict[str, Word] = {}
        """The scalar letters that stand for a trace, and the product that it is the trace of."""
        self._size = size

    # -- normal form ----------------------------------------------------------------------------

    def element(self, node: Expr) -> Element:
        """The normal form of an expression whose shapes conform."""
        match node:
            case Trace(arg=arg):
                return self._trace(self.element(arg))
            case Prod(factors=factors):
                total = self.alphabet.scalar(self.scalars.number(1))
                for factor in factors:
                    total = self.opened(total * self.element(factor))
                return total
        return self.opened(super().element(node))

    def opened(self, element: Element) -> Element:
        """Every scalar block of every word as a letter of the coefficients."""
        one = ("1", "1")
        if element.shape == one:
            total = self.scalars.number(0)
            for word, coeff in element.terms.items():
                body = word[1:] if word[:1] == (TRACE,) else word
                total = total + coeff * self._value(body, "1")
            return self.alphabet.scalar(total)
        terms: dict[Word, Ratio] = {}
        for word, coeff in element.terms.items():
            cuts = self.cuts(word)
            if len(cuts) > 1:
                for start, stop in pairwise(cuts):
                    coeff = coeff * self._block(word[start:stop])
                word = word[: cuts[0]] + word[cuts[-1] :]
            word = self.alphabet.reduce(word)
            terms[word] = terms[word] + coeff if word in terms else coeff
        return Element(self.alphabet, element.shape, {w: c for w, c in terms.items() if c.num})

    def cuts(self, word: Word) -> list[int]:
        """Where a word passes through the space of dimension 1, its ends included."""
        spaces = [self.alphabet.shape(letter)[0] for letter in word]
        spaces += [self.alphabet.shape(letter)[1] for letter in word[-1:]]
        return [at for at, space in enumerate(spaces) if space == "1"]

    def _trace(self, inner: Element) -> Element:
        if inner.shape == ("1", "1"):
            return inner
        total = self.scalars.number(0)
        for word, coeff in inner.terms.items():
            total = total + coeff * self._value(word, inner.shape[0])
        return self.alphabet.scalar(total)

    def _value(self, word: Word, space: str) -> Ratio:
        """The trace of a product of letters that starts and ends in a space."""
        alphabet = self.alphabet
        word = alphabet.reduce(word)
        if not word:
            return self.scalars.number(1) if space == "1" else self.scalar(self._size(space))
        cuts = [k for k in self.cuts(word) if k < len(word)]
        if cuts:
            word = word[cuts[0] :] + word[: cuts[0]]
            stops = [*(k - cuts[0] for k in cuts), len(word)]
            result = self.scalars.number(1)
            for start, stop in pairwise(stops):
                result = result * self._block(word[start:stop])
            return result
        for k in range(1, len(word)):
            turned = alphabet.reduce(word[k:] + word[:k])
            if len(turned) < len(word):
                return self._value(turned, alphabet.shape(word[k])[0])
        return self._named(min(self._turns(word)))

    def _turns(self, word: Word) -> Iterator[Word]:
        """All forms of a cyclic word in which neighbouring diagonal letters stay together."""
        every = all(map(self._diagonal_letter, word))
        for turn in (word, _transposed(word)):
            for k in range(len(turn)):
                torn = self._diagonal_letter(turn[k]) and self._diagonal_letter(turn[k - 1])
                if every or not torn:
                    yield self.alphabet.reduce(turn[k:] + turn[:k])

    def _diagonal_letter(self, letter: Letter) -> bool:
        return "diagonal" in self.alphabet.properties.get(letter[0], ())

    def _block(self, word: Word) -> Ratio:
        """A 1 x 1 product without an inner space of dimension 1."""
        word = self.alphabet.reduce(word)
        if not word:
            return self.scalars.number(1)
        return self._named(min(word, self.alphabet.reduce(_transposed(word))))

    def _named(self, word: Word) -> Ratio:
        name = f"tr{word}"
        if name not in self.traces:
            self.traces[name] = word
            body = [Transpose(Sym(n)) if flipped else Sym(n) for n, flipped in word]
            self.scalars.shown[name] = Trace(Prod(tuple(body)))
        return self.scalars.letter(name)

    def settled(self, element: Element) -> Element:
        """Roots taken as ones, and no term that is zero."""
        terms = {w: c.root_reduced().cancelled() for w, c in element.terms.items()}
        return Element(self.alphabet, element.shape, {w: c for w, c in terms.items() if c.num})

    def _word(self, word: Word, shape: tuple[str, str]) -> Element:
        return Element(self.alphabet, shape, {word: self.scalars.number(1)})

    # -- calculus -------------------------------------------------------------------------------

    def derivative(self, element: Element) -> Element:
        """The time derivative along the flow."""
        for name, word in list(self.traces.items()):
            if name not in self.scalars.rates:
                trace = self._word((TRACE, *word), ("1", "1"))
                rate = leibniz(trace, self._letter_rate, self.scalar_rate)
                self.scalars.rates[name] = self.opened(rate).as_scalar()
        return self.opened(self.rate(element))

    def matrix_gradient(self, value: Ratio, name: str) -> Element:
        """The gradient of a scalar with respect to a matrix letter, by the chain rule."""
        total = self.alphabet.zero(self._letter(name).shape)
        for letter in sorted(value.free() & self.traces.keys()):
            word = self.traces[letter]
            if name in (n for n, _ in word):
                part = gradient(self._word((TRACE, *word), ("1", "1")), name)
                total = total + self.opened(part).scaled(value.diff(letter))
        return total

    def scalar_gradient(self, value: Ratio, name: str) -> Ratio:
        """The derivative of a scalar with respect to a scalar letter."""
        total = value.diff(name)
        for letter in sorted(value.free()):
            if letter in self.scalars.roots:
                inner = self.scalars.roots[letter].diff(name)
                half = self.scalars.number(Fraction(1, 2))
                change = half * inner / self.scalars.letter(letter)
            elif isinstance(self.scalars.shown.get(letter), Exp):
                rate = self.scalars.rates[letter] / self.scalars.letter(letter)
                change = (rate * self.scalars.letter("t")).diff(name)
                change = change * self.scalars.letter(letter)
            else:
                continue
            total = total + value.diff(letter) * change
        return total

    # -- words with a scalar put back in --------------------------------------------------------

    def _parts(
        self, value: Ratio, chosen: Callable[[str], bool], what: str
    ) -> Iterator[tuple[list[Word], Ratio]]:
        """The monomials of a coefficient: the traces in which a chosen letter occurs, and the rest.

        Raises `Unsupported` where one of them stands in a denominator; ``what`` is for the message.
        """
        value = value.root_reduced().cancelled()
        scalars = self.scalars
        num, den = scalars.align(value.num), scalars.align(value.den)
        marked = {n for n, word in self.traces.items() if any(chosen(m) for m, _ in word)}
        if Ratio(scalars, den, scalars.ring.one).free() & marked:
            raise Unsupported(f"{what} stands in a denominator")
        for monom, coeff in num.items():
            blocks: list[Word] = []
            rest = list(monom)
            for at, power in enumerate(monom):
                if power and scalars.names[at] in marked:
                    blocks += [self.traces[scalars.names[at]]] * power
                    rest[at] = 0
            yield blocks, Ratio(scalars, scalars.ring.from_dict({tuple(rest): coeff}), den)

    def expected(self, element: Element, views: Views) -> Element:
        """The expectation of an element of degree two in the views."""
        random = {*views.names, views.mean}
        moments = self._moments(views)
        total = self.alphabet.zero(element.shape)

        def count(word: Word) -> int:
            return sum(n in random for n, _ in word)

        for word, coeff in element.terms.items():
            for blocks, rest in self._parts(coeff, random.__contains__, "a view"):
                degree = count(word) + sum(map(count, blocks))
                term = self._word(word, element.shape)
                if degree == 2:
                    term = self._second(word, element.shape, blocks, count, views, moments)
                elif degree:
                    raise Unsupported(
                        f"a term of degree {degree} in the views; only second moments are known"
                    )
                total = total + term.scaled(rest)
        return total

    def _moments(self, views: Views) -> tuple[Element, Element]:
        moments = (self.element(Sym(views.second_moment)), self.element(Sym(views.noise)))
        for what, moment in zip(("second moment", "noise"), moments, strict=True):
            if not (moment - moment.T).is_zero():
                raise Unsupported(f"the {what} of views is symmetric; the given one is not")
        return moments

    def _second(
        self,
        word: Word,
        shape: tuple[str, str],
        blocks: list[Word],
        count: Callable[[Word], int],
        views: Views,
        moments: tuple[Element, Element],
    ) -> Element:
        """A term of second degree: its two views are brought next to each other first."""
        if not blocks:  # ... x y^T ...
            return self.opened(expected(self._word(word, shape), views, *moments, "!"))
        if count(word):  # a scalar v^T y beside a word ... x or x^T ...
            block = _ending(blocks[0], lambda letter: count((letter,)) > 0)
            cut = self.cuts(word)[0]
            at_left = bool(cut and count((word[cut - 1],)))
            middle = _transposed(block) if at_left else block
            whole = self._word(word[:cut] + middle + word[cut:], shape)
            return self.opened(expected(whole, views, *moments, "!"))
        if len(blocks) == 1:  # x^T A y
            body = (blocks[0][-1], *blocks[0][:-1])
        else:  # (u^T x) (v^T y)
            one, two = (_ending(block, lambda letter: count((letter,)) > 0) for block in blocks)
            body = (one[-1], *_transposed(two), *one[:-1])
        value = expected(self._word((TRACE, *body), ("1", "1")), views, *moments, "!")
        return self._word(word, shape).scaled(self.opened(value).as_scalar())

    def kronecker(self, element: Element, name: str, text: str) -> tuple[KroneckerTerm, ...]:
        """The terms ``left W right`` of an element that is linear in ``W``, called ``text``."""
        fault = f"a term is not linear in `{text}` of the form `A {text} B`, so it has no vec form"
        terms: dict[Word, Ratio] = {}
        for word, coeff in element.terms.items():
            for blocks, rest in self._parts(coeff, name.__eq__, f"`{text}`"):
                whole = word
                if blocks:
                    cuts = self.cuts(word) if word else [0] * (element.shape == ("1", "1"))
                    (block, *others) = blocks
                    if (name, True) in block:
                        block = _transposed(block)
                    if not cuts or others or self.cuts(block) != [0, len(block)]:
                        raise Unsupported(fault)
                    whole = word[: cuts[0]] + block + word[cuts[0] :]
                if sum(n == name for n, _ in whole) != 1 or (name, True) in whole:
                    raise Unsupported(fault)
                terms[whole] = terms[whole] + rest if whole in terms else rest
        shape = self.alphabet.shapes[name] if terms else ("1", "1")
        found = kronecker_form(Element(self.alphabet, element.shape, terms), name) if terms else ()
        rows, cols = (element.shape[0], shape[0]), (shape[1], element.shape[1])
        return tuple(
            KroneckerTerm(
                Element(self.alphabet, rows, term.left.terms),
                Element(self.alphabet, cols, term.right.terms),
            )
            for term in found
        )


def _transposed(word: Word) -> Word:
    return tuple((name, not flipped) for name, flipped in reversed(word))


def _ending(block: Word, chosen: Callable[[Letter], bool]) -> Word:
    """A 1 x 1 product, turned so that it ends with a chosen letter."""
    return block if chosen(block[-1]) else _transposed(block)
