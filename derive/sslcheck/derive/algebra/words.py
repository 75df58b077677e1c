"""Typed words: products of letters in normal form, of which elements are sums.

A letter is a matrix, transposed or not, with a row space and a column space. Distinct reduced words
are linearly independent as functions of matrices of every size, over polynomials in the traces of
words and in 1 x 1 products, which are algebraically independent. A sum of traces is a sum of words,
marked as traces; in products of them, and beside a matrix, they are letters of the coefficients. So
an expression is an identity for all sizes exactly when no terms are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sslcheck.derive.algebra.cycles import expanded, traced
from sslcheck.derive.algebra.elements import SCALAR, Element
from sslcheck.derive.algebra.letters import TRACE, Letter, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.setting import Shape

__all__ = ["Alphabet"]


@dataclass(slots=True)
class Alphabet:
    """Shapes and rewriting properties of the letters, and the scalars that multiply words.

    ``size`` gives the dimension of a space, where it is more than a letter of its own. Without
    ``products`` a 1 x 1 product is written as a trace.
    """

    scalars: Scalars
    shapes: dict[Letter, Shape] = field(default_factory=dict)
    properties: dict[Letter, frozenset[str]] = field(default_factory=dict)
    vectors: bool = False
    """Whether a letter has a side of dimension 1."""
    size: Callable[[str], Ratio] | None = None
    products: bool = True
    inverses: dict[Letter, Letter] = field(default_factory=dict)
    """Letters that are each other's inverse."""
    families: dict[Letter, Letter] = field(default_factory=dict)
    """Letters that commute because they are made of one letter: that one."""
    leading: dict[Letter, Word] = field(default_factory=dict)
    """For the inverse of a sum, the word that it is solved for (with the coefficient 1)."""
    rules: dict[Letter, list[tuple[Word, Word]]] = field(default_factory=dict)
    """For a pseudo-inverse, words in which it stands, and shorter or earlier ones that they are."""
    rewrites: dict[Letter, list[tuple[Word, list[tuple[Word, Ratio]]]]] = field(
        default_factory=dict
    )
    """For a root or an exponential of a matrix, words that begin with it, and what they are."""
    passing: dict[Letter, list[tuple[Word, list[tuple[Word, Ratio]]]]] = field(default_factory=dict)
    """For those, words that begin with it, and what they are with it behind other letters."""
    commuting: frozenset[tuple[Any, Any]] = frozenset()
    """Pairs of letters, each transposed or not, that commute by what is supposed, in each order."""

    def joined(self, other: Alphabet) -> Alphabet:
        """An alphabet that also knows what another one of the same letters knows."""
        if other is self:
            return self
        return replace(
            self,
            shapes=self.shapes | other.shapes,
            properties=self.properties | other.properties,
            vectors=self.vectors or other.vectors,
            inverses=self.inverses | other.inverses,
            families=self.families | other.families,
            leading=self.leading | other.leading,
            rules=self.rules | other.rules,
            rewrites=self.rewrites | other.rewrites,
            passing=self.passing | other.passing,
            commuting=self.commuting | other.commuting,
        )

    def declare(self, letter: Letter, shape: Shape, marks: frozenset[str] = frozenset()) -> None:
        """Give a letter its shape and properties."""
        self.shapes[letter] = shape
        self.vectors = self.vectors or "1" in shape
        self.properties[letter] = marks | {"symmetric"} if "psd" in marks else marks

    def shape(self, letter: tuple[Letter, bool]) -> Shape:
        """(row space, column space) of a letter."""
        rows, cols = self.shapes[letter[0]]
        return (cols, rows) if letter[1] else (rows, cols)

    def word_shape(self, word: Word) -> Shape:
        """(row space, column space) of a product of letters."""
        return self.shape(word[0])[0], self.shape(word[-1])[1]

    def reduce(self, word: Iterable[tuple[Letter, bool]]) -> Word:
        """Normal form of a product of letters.

        Symmetric letters lose their transpose, neighbouring diagonal letters are sorted, and
        ``Q^T Q`` (also ``Q Q^T`` for square ``Q``) of an orthonormal letter vanishes, and so does
        a letter beside its inverse. A letter and inverses that are made of it are sorted, too.
        """
        out: list[tuple[Letter, bool]] = []
        for name, flipped in word:
            marks = self.properties.get(name)
            if marks:
                mirrored = "symmetric" in marks or "diagonal" in marks
                flipped = flipped and not mirrored
                if "orthonormal" in marks and out and out[-1][0] == name:
                    rows, cols = self.shapes[name]
                    opposite = out[-1][1] is not flipped
                    if mirrored or (opposite and (not flipped or rows == cols)):
                        out.pop()
                        continue
            if self.inverses and self._cancels(out, name, flipped):
                continue
            place = at = len(out)
            if (
                (marks and "diagonal" in marks)
                or (self.families and name in self.families)
                or self.commuting
            ):
                while at and self.commute((name, flipped), out[at - 1]):
                    at -= 1
                    if (name, flipped) < out[at]:
                        place = at
            out.insert(place, (name, flipped))
        return self._ruled(tuple(out)) if self.rules else tuple(out)

    def _ruled(self, word: Word) -> Word:
        """A word to which the rules of pseudo-inverses have been applied."""
        letters = {name for name, _ in word}
        for pattern, value in (
            r for made in self.rules if made in letters for r in self.rules[made]
        ):
            size = len(pattern)
            for at in range(len(word) - size + 1):
                if word[at : at + size] == pattern:
                    return self.reduce(word[:at] + value + word[at + size :])
        return word

    def _cancels(self, out: list[tuple[Letter, bool]], name: Letter, flipped: bool) -> bool:
        """Whether the inverse of a letter stands at the end of a word, from which it is taken.

        Among letters that commute it may stand anywhere.
        """
        partner = self.inverses.get(name)
        at = len(out) - 1
        while partner is not None and at >= 0:
            if out[at] == (partner, flipped):
                del out[at]
                return True
            if not self.commute((name, flipped), out[at]):
                return False
            at -= 1
        return False

    @property
    def solves(self) -> bool:
        """Whether there are letters that words are solved for."""
        return bool(self.leading or self.rewrites or self.passing)

    def commute(self, one: tuple[Letter, bool], two: tuple[Letter, bool]) -> bool:
        """Whether two letters commute: diagonal ones, and those that are made of one letter."""
        if all("diagonal" in self.properties.get(name, ()) for name, _ in (one, two)):
            return True
        family, other = self.families.get(one[0]), self.families.get(two[0])
        if family is not None and family == other and one[1] == two[1]:
            return True
        if not self.commuting:
            return False
        return ((family or one[0], one[1]), (other or two[0], two[1])) in self.commuting

    # -- constructors ---------------------------------------------------------------------------

    def zero(self, shape: Shape) -> Element:
        """The zero of a shape."""
        return Element(self, shape, {})

    def identity(self, space: str) -> Element:
        """The identity of a space (of ``"1"``: the scalar one)."""
        return Element(self, (space, space), {(): self.scalars.one})

    def scalar(self, value: Ratio) -> Element:
        """A scalar as a 1 x 1 element: what is linear in one trace is a word, the rest a number."""
        if not value.num:
            return Element(self, SCALAR, {})
        traces = self.scalars.traces
        if not value.traces():
            return Element(self, SCALAR, {(): value})
        below = self.scalars.align(value.den)
        if any(m[k] for m in below.itermonoms() for k in traces):
            return Element(self, SCALAR, {(): value})
        parts: dict[Word, dict[Any, Any]] = {}
        for monom, coeff in self.scalars.align(value.num).items():
            found = [(k, monom[k]) for k in traces if monom[k]]
            if len(found) == 1 and found[0][1] == 1:
                ((k, _),) = found
                plain = (*monom[:k], 0, *monom[k + 1 :])
                parts.setdefault((TRACE, *traces[k].word), {})[plain] = coeff
            else:
                parts.setdefault((), {})[monom] = coeff
        dtype = self.scalars.ring.dtype
        unit = Ratio(self.scalars, self.scalars.unit, below)
        return Element(
            self,
            SCALAR,
            {w: Ratio(self.scalars, dtype(p), self.scalars.unit) * unit for w, p in parts.items()},
        )

    def letter(self, name: Letter) -> Element:
        """A single letter that has been given a shape."""
        return self.word(((name, False),))

    def word(self, word: Word) -> Element:
        """A product of one or more letters."""
        shape = self.word_shape(word)
        if shape == SCALAR:
            return self.scalar(traced(self, word, "1"))
        whole = expanded(self, self.reduce(word))
        return Element(self, shape, {w: c for w, c in whole.items() if c.num})
