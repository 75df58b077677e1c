"""Typed words: sums of products of letters with scalar coefficients, in normal form.

A letter is a matrix symbol, transposed or not, with a row space and a column space. Distinct
reduced words are linearly independent as functions of matrices of every size, so an expression is
an identity for all sizes exactly when its normal form has no terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.errors import TooLarge, Unsupported
from sslcheck.derive.setting import Shape

__all__ = ["MAX_TERMS", "TRACE", "Alphabet", "Element", "Letter", "Word"]

MAX_TERMS = 200_000
"""Largest number of words that one product may expand to."""

Letter = tuple[str, bool]
"""(name, transposed)."""

Word = tuple[Letter, ...]

TRACE: Letter = ("\0trace", False)
"""First letter of a 1 x 1 word: the rest is read cyclically, as a trace."""


@dataclass(slots=True)
class Alphabet:
    """Shapes and rewriting properties of the letters, and the scalars that multiply words."""

    scalars: Scalars
    shapes: dict[str, Shape] = field(default_factory=dict)
    properties: dict[str, frozenset[str]] = field(default_factory=dict)
    indices: dict[str, str] = field(default_factory=dict)
    vectors: bool = False
    """Whether a letter has a side of dimension 1."""

    def shape(self, letter: Letter) -> Shape:
        """(row space, column space) of a letter."""
        rows, cols = self.shapes[letter[0]]
        return (cols, rows) if letter[1] else (rows, cols)

    def reduce(self, word: Iterable[Letter]) -> Word:
        """Normal form of a product of letters.

        Symmetric letters lose their transpose, neighbouring diagonal letters are sorted, and
        ``Q^T Q`` (also ``Q Q^T`` for square ``Q``) of an orthonormal letter vanishes.
        """
        out: list[Letter] = []
        for name, transposed in word:
            marks = self.properties.get(name)
            if marks:
                mirrored = "symmetric" in marks or "diagonal" in marks
                transposed = transposed and not mirrored
                if "orthonormal" in marks and out and out[-1][0] == name:
                    rows, cols = self.shapes[name]
                    opposite = out[-1][1] is not transposed
                    if mirrored or (opposite and (not transposed or rows == cols)):
                        out.pop()
                        continue
                if "diagonal" in marks:
                    at = len(out)
                    while at and "diagonal" in self.properties.get(out[at - 1][0], ()):
                        if out[at - 1][0] <= name:
                            break
                        at -= 1
                    out.insert(at, (name, False))
                    continue
            out.append((name, transposed))
        return tuple(out)

    def cyclic(self, word: Word) -> Word:
        """Normal form of a product under rotation and transposition: what a trace depends on."""
        if not word:
            raise Unsupported(
                "the trace of an identity is its size; write the size as a scalar symbol instead"
            )
        best: Word | None = None
        for turn in (word, tuple((n, not t) for n, t in reversed(word))):
            # a run of commuting letters is sorted as a whole, so no turn may begin inside one
            inside = [
                self._commutes(turn[k - 1]) and self._commutes(turn[k]) for k in range(len(turn))
            ]
            for k in [k for k in range(len(turn)) if not inside[k]] or [0]:
                candidate = self.reduce(turn[k:] + turn[:k])
                if len(candidate) < len(word):
                    return self.cyclic(candidate)
                if best is None or candidate < best:
                    best = candidate
        assert best is not None
        return (TRACE, *best)

    def _commutes(self, letter: Letter) -> bool:
        return "diagonal" in self.properties.get(letter[0], ())

    def crossings(self, word: Word) -> int:
        """How often a word passes through the space of dimension 1, where a scalar splits off."""
        return sum(self.shape(letter)[1] == "1" for letter in word[:-1])

    # -- constructors ---------------------------------------------------------------------------

    def zero(self, shape: Shape) -> Element:
        """The zero of a shape."""
        return Element(self, shape, {})

    def identity(self, space: str) -> Element:
        """The identity of a space (of ``"1"``: the scalar one)."""
        return Element(self, (space, space), {(): self.scalars.number(1)})

    def scalar(self, value: Ratio) -> Element:
        """A scalar as a 1 x 1 element."""
        return Element(self, ("1", "1"), {} if not value.num else {(): value})

    def letter(self, name: str) -> Element:
        """A single letter that has been given a shape."""
        shape = self.shapes[name]
        return Element(self, shape, {self.reduce([(name, False)]): self.scalars.number(1)}).closed()


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A sum of words of one shape. Terms with a zero coefficient are not kept."""

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
        terms = {w: c * factor for w, c in self.terms.items()}
        return Element(self.alphabet, self.shape, {w: c for w, c in terms.items() if c.num})

    def __mul__(self, other: Element) -> Element:
        """The product; a pure scalar factor may be on either side of any shape."""
        for scalar, matrix in ((self, other), (other, self)):
            if scalar.shape == ("1", "1") and scalar.terms.keys() <= {()}:
                return matrix.scaled(scalar.as_scalar())
        if self.shape[1] != other.shape[0]:
            raise Unsupported(
                f"a product of {self.shape} and {other.shape} reached the algebra: shapes must be"
                " checked before, and a trace may only be multiplied by plain scalars"
            )
        if len(self.terms) * len(other.terms) > MAX_TERMS:
            raise TooLarge(
                f"a product would expand to {len(self.terms) * len(other.terms)} words, more than"
                f" the limit of {MAX_TERMS}; lower the powers or split the claim"
            )
        if any(w[:1] == (TRACE,) for e in (self, other) for w in e.terms):
            raise Unsupported("products of traces are outside the typed word algebra")
        reduce = self.alphabet.reduce
        terms: dict[Word, Ratio] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                word = reduce(left + right)
                coeff = a * b
                old = terms.get(word)
                terms[word] = coeff if old is None else old + coeff
        shape = (self.shape[0], other.shape[1])
        if self.alphabet.vectors and any(self.alphabet.crossings(w) > 1 for w in terms):
            raise Unsupported("a scalar product of vectors inside a product of matrices")
        return Element(self.alphabet, shape, {w: c for w, c in terms.items() if c.num}).closed()

    @property
    def T(self) -> Element:
        """The transpose, pushed to the letters."""
        if self.shape == ("1", "1"):
            return self
        reduce = self.alphabet.reduce
        terms = {reduce((n, not t) for n, t in reversed(w)): c for w, c in self.terms.items()}
        return Element(self.alphabet, (self.shape[1], self.shape[0]), terms)

    def closed(self) -> Element:
        """A 1 x 1 word is a trace: bring it to cyclic normal form."""
        if self.shape != ("1", "1"):
            return self
        return self.mapped(
            lambda word: word if not word or word[0] == TRACE else self.alphabet.cyclic(word)
        )

    def trace(self) -> Element:
        """The trace, a 1 x 1 element."""
        if self.shape == ("1", "1"):
            return self
        scalar = Element(self.alphabet, ("1", "1"), self.terms)
        return scalar.mapped(self.alphabet.cyclic)

    def mapped(self, change: Callable[[Word], Word]) -> Element:
        """Every word replaced by ``change(word)``; words that become equal are added up."""
        terms: dict[Word, Ratio] = {}
        for word, coeff in self.terms.items():
            new = change(word)
            terms[new] = terms[new] + coeff if new in terms else coeff
        return Element(self.alphabet, self.shape, {w: c for w, c in terms.items() if c.num})

    def scalar_map(self, change: Callable[[Ratio], Ratio]) -> Element:
        """Every coefficient replaced by ``change(coefficient)``."""
        terms = {w: change(c) for w, c in self.terms.items()}
        return Element(self.alphabet, self.shape, {w: c for w, c in terms.items() if c.num})

    def as_scalar(self) -> Ratio:
        """The value of a 1 x 1 element without traces; raises Unsupported where there are some."""
        if self.terms.keys() - {()}:
            raise Unsupported("a trace stands where a plain scalar is needed")
        return self.terms.get((), self.alphabet.scalars.number(0))

    def is_zero(self) -> bool:
        """Whether the element vanishes for all sizes and all values of its letters."""
        return all(c.is_zero() for c in self.terms.values())

    def letters(self) -> frozenset[str]:
        """Names of the matrix letters that occur."""
        return frozenset(n for w in self.terms for n, _ in w if (n, False) != TRACE)

    def substitute(self, values: Mapping[str, Element]) -> Element:
        """Replace letters by elements, all at once."""
        if not (self.letters() & values.keys()):
            return self
        total = self.alphabet.zero(self.shape)
        for word, coeff in self.terms.items():
            traced = word[:1] == (TRACE,)
            product: Element | None = None
            for name, transposed in word[1:] if traced else word:
                value = values.get(name)
                if value is None:
                    shape = self.alphabet.shape((name, transposed))
                    one = self.alphabet.scalars.number(1)
                    value = Element(self.alphabet, shape, {((name, transposed),): one})
                elif transposed:
                    value = value.T
                product = value if product is None else product * value
            if product is None:
                product = self.alphabet.identity(self.shape[0])
            if traced:
                product = product.trace()
            total = total + product.scaled(coeff)
        return total
