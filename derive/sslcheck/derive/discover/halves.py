"""Numbers as sums of monomials, and the halves of the squares that these are in.

A monomial is a product of scalars and of at most one trace; as ``m left* middle right last``, with
``m``, ``middle`` and ``last`` that are not negative, it is an entry of a Gram matrix whose rows are
halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sslcheck.derive.algebra.cycles import least_turn, traced
from sslcheck.derive.algebra.letters import TRACE, Letter, TraceOf, Word, transposed
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.discover.residues import Monomial, gathered, times
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form, Key, form_of
from sslcheck.derive.signs.splits import form_splits

__all__ = ["Block", "Half", "Halves", "Term"]

Term = Monomial
"""Letters by number, with their powers."""

_ONE: dict[Term, Fraction] = {(): Fraction(1)}
_Words = tuple[tuple[str, ...], Word, Word, Word, Word]


@dataclass(frozen=True, slots=True)
class Block:
    """A Gram matrix: what stands in front, between and behind two halves, and their shape.

    Of halves that are scalars alone the shape is empty.
    """

    factor: Term = ()
    shape: tuple[str, ...] = ()
    middle: Word = ()
    last: Word = ()


@dataclass(frozen=True, slots=True)
class Half:
    """A monomial in scalars, times a product of letters."""

    scalars: Term = ()
    word: Word = ()


class Halves:
    """Reads the numbers of one setting; ``letters`` are those met, by number.

    A ring of polynomials has no room for the thousands of traces of long words, so they are
    numbered without it, where a word is all that a trace is.
    """

    def __init__(self, normal: NormalForm) -> None:
        self.normal = normal
        self.letters: list[Letter] = []
        self._numbers: dict[Letter, int] = {}
        self._form: Form = form_of(normal, (), {}, normal.alphabet)
        self._entries: dict[_Words, dict[Term, Fraction]] = {}
        self._rates: dict[tuple[Term, _Words], dict[Term, Fraction]] = {}
        self._letters: dict[tuple[Letter, bool], list[tuple[Word, dict[Term, Fraction]]]] = {}
        alphabet = normal.alphabet
        self._plain = not (alphabet.vectors or alphabet.solves or alphabet.passing)

    def number(self, letter: Letter) -> int:
        """The number of a scalar letter, which is new where it is met for the first time."""
        if letter not in self._numbers:
            self._numbers[letter] = len(self.letters)
            self.letters.append(letter)
        return self._numbers[letter]

    def terms(self, value: Ratio) -> dict[Term, Fraction]:
        """A number by its monomials. Raises `Unsupported` where it divides by a sum."""
        value = value.root_reduced().cancelled()
        ring = self.normal.scalars
        (below, scale), *more = ring.align(value.den).items()
        if more:
            raise Unsupported("the flow divides by a sum")
        found: dict[Term, Fraction] = {}
        for monomial, coeff in ring.align(value.num).items():
            powers = enumerate(a - b for a, b in zip(monomial, below, strict=True))
            term = tuple(sorted((self.number(ring.names[at]), p) for at, p in powers if p))
            number = coeff / scale
            found[term] = fraction(number)
        return found

    def value(self, term: Term) -> Ratio:
        """A monomial as a number."""
        scalars, total = self.normal.scalars, self.normal.scalars.one
        for at, power in term:
            total = total * scalars.letter(self.letters[at]) ** power
        return total

    def entry(self, block: Block, left: Half, right: Half) -> dict[Term, Fraction]:
        """The entry of a Gram matrix for two halves."""
        number = times(block.factor, times(left.scalars, right.scalars))
        key = block.shape, block.middle, block.last, left.word, right.word
        if key not in self._entries:
            self._entries[key] = self._trace(*_cycle(self._form, *key)) if block.shape else _ONE
        return {times(number, term): coeff for term, coeff in self._entries[key].items()}

    def rate(self, block: Block, left: Half, right: Half) -> dict[Term, Fraction]:
        """The time derivative of an entry."""
        number = times(block.factor, times(left.scalars, right.scalars))
        moving = tuple(part for part in number if self.moves(part[0]))
        key = moving, (block.shape, block.middle, block.last, left.word, right.word)
        if key not in self._rates:
            self._rates[key] = self._rate(moving, key[1])
        fixed = tuple(part for part in number if not self.moves(part[0]))
        return {times(fixed, term): coeff for term, coeff in self._rates[key].items()}

    def length(self, half: Half) -> int:
        """How many letters that are no parameters."""
        return len(half.word) + sum(power for at, power in half.scalars if self.moves(at))

    def moves(self, at: int) -> bool:
        """Whether a letter depends on time."""
        return self.normal.functions.moves(self.letters[at])

    def _trace(self, word: Word, space: str) -> dict[Term, Fraction]:
        """The trace of a product of letters."""
        word = self.normal.alphabet.reduce(word)
        if not (word and self._plain):
            return self.terms(traced(self.normal.alphabet, word, space))
        least, where = least_turn(self.normal.alphabet, word)
        if len(least) < len(word):
            return self._trace(least, where)
        return {((self.number(TraceOf(least)), 1),): Fraction(1)}

    def _rate(self, moving: Term, words: _Words) -> dict[Term, Fraction]:
        normal, value = self.normal, self.value(moving)
        if not words[0]:
            return self.terms(normal.scalar_rate(value))
        word, space = _cycle(self._form, *words)
        if moving or not self._plain:
            value = value * traced(normal.alphabet, word, space)
            return self.terms(normal.scalar_rate(value))
        return gathered(
            (times(one, two), a * b)
            for k, letter in enumerate(word)
            for middle, coeff in self._letter(letter)
            for two, b in self._trace(word[:k] + middle + word[k + 1 :], space).items()
            for one, a in coeff.items()
        )

    def _letter(self, letter: tuple[Letter, bool]) -> list[tuple[Word, dict[Term, Fraction]]]:
        """The terms of the rate of a letter."""
        if letter not in self._letters:
            name, flipped = letter
            rate = self.normal.whole_rate(self.normal.alphabet.letter(name))
            self._letters[letter] = [
                (transposed(word) if flipped else word, self.terms(coeff))
                for word, coeff in rate.terms.items()
            ]
        return self._letters[letter]

    def roots(self, term: Term) -> Iterator[tuple[Block, Half]]:
        """The halves of which a monomial is the square: an odd power leaves one factor in front,
        which is not to be negative.
        """
        named = [(self.letters[at], power) for at, power in term]
        traces = [n for n, _ in named if isinstance(n, TraceOf)]
        plain = [part for part in term if not isinstance(self.letters[part[0]], TraceOf)]
        front = tuple((at, 1) for at, power in plain if power % 2)
        if len(term) - len(plain) > 1 or any(p != 1 for n, p in named if isinstance(n, TraceOf)):
            return
        if not all(self.nonnegative(self.letters[at]) for at, _ in front):
            return
        half = tuple((at, power // 2) for at, power in plain if power // 2)
        if not traces:
            yield Block(front), Half(half)
        for letter in traces:
            for block, word in self._words(letter.word):
                yield Block(front, block.shape, block.middle, block.last), Half(half, word)

    def nonnegative(self, letter: Letter) -> bool:
        """Whether a scalar is known not to be negative."""
        return not isinstance(letter, TraceOf) and self.normal.functions.nonnegative(letter)

    def _words(self, word: Word) -> Iterator[tuple[Block, Word]]:
        """The products of which a trace is the square."""
        shape = self._form.alphabet.shape
        key: Key = ((TRACE, *word),)
        for split in form_splits(self._form, key):
            if split.left == split.right:
                assert isinstance(split.middle, tuple)
                space, middle, last = split.middle
                (half,) = split.left
                ends = (shape(half[0])[0], shape(half[-1])[1]) if half else (space, space)
                yield Block((), ends, middle, last), half


def _cycle(
    form: Form, shape: tuple[str, ...], middle: Word, last: Word, left: Word, right: Word
) -> tuple[Word, str]:
    """The product of which an entry is the trace, and the space where it starts."""
    return form.mirrored(left) + middle + right + last, shape[1]
