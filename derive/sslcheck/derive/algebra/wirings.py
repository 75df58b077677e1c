"""Matrices over products of spaces: Kronecker products and stacked matrices.

Such a matrix has several *legs*, one for each space of its rows and of its columns. A term joins
the legs in pairs by words: ``A kron B`` joins the first of the rows to the first of the columns by
``A``, the second ones by ``B``; ``vec(M)`` joins both of its legs by ``M``. A vector joins a leg to
the space of dimension 1. A product joins paths, and what closes is a trace. Distinct terms are
linearly independent where the words are, so that ``vec(A M B) = (B^T kron A) vec(M)`` is a rule of
this notation and need not be applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product

from sslcheck.derive.algebra.cycles import expanded, traced
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard
from sslcheck.derive.algebra.letters import Word, transposed
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["Path", "Wiring"]

_OPEN = -1  # the space of dimension 1, as an end

Path = tuple[int, int, Word]
"""A word from one leg to a later one, or to the space of dimension 1 (-1)."""


@dataclass(frozen=True, eq=False)
class Wiring:
    """A sum of terms, each of paths between legs; the legs of the rows come first.

    ``rows`` and ``cols`` are spaces of more than the dimension 1, none of them a product.
    """

    alphabet: Alphabet
    rows: tuple[str, ...]
    cols: tuple[str, ...]
    terms: Mapping[tuple[Path, ...], Ratio]

    @classmethod
    def of(cls, element: Element) -> Wiring:
        """A matrix as it is; of one over a product of spaces only multiples of the identity.

        Raises `Unsupported` for other ones.
        """
        rows, cols = (
            tuple(atom.strip() for atom in space.split("*") if atom.strip() != "1")
            for space in element.shape
        )
        if not rows and not cols:
            value = element.value()
            return cls(element.alphabet, rows, cols, {(): value} if value.num else {})
        found: list[tuple[list[Path], Ratio]] = []
        for word, coeff in element.terms.items():
            if word and max(len(rows), len(cols)) > 1:
                raise Unsupported("a matrix over a product of spaces that is not given by others")
            if word:
                first, last = (0 if rows else _OPEN), (len(rows) if cols else _OPEN)
                found.append(([(first, last, word)], coeff))
            else:
                found.append(([(k, len(rows) + k, ()) for k in range(len(rows))], coeff))
        return _summed(element.alphabet, rows, cols, found)

    # -- algebra --------------------------------------------------------------------------------

    def __add__(self, other: Wiring) -> Wiring:
        found = [(list(paths), c) for w in (self, other) for paths, c in w.terms.items()]
        return _summed(self.alphabet.joined(other.alphabet), self.rows, self.cols, found)

    def scaled(self, factor: Ratio) -> Wiring:
        """The matrix times a scalar."""
        terms = {paths: c * factor for paths, c in self.terms.items()}
        kept = {paths: c for paths, c in terms.items() if c.num}
        return Wiring(self.alphabet, self.rows, self.cols, kept)

    def __mul__(self, other: Wiring) -> Wiring:
        """The product; a scalar may stand on either side."""
        for one, two in ((self, other), (other, self)):
            if not one.rows and not one.cols:
                return two.scaled(one.terms.get((), one.alphabet.scalars.number(0)))
        inner, height = len(self.cols), len(self.rows)
        # the legs of `other` are numbered behind those of `self`
        moved = other._moved(lambda k: height + inner + k)
        joined = {height + k: height + inner + k for k in range(inner)}
        names = {k: k for k in range(height)}
        names |= {height + 2 * inner + k: height + k for k in range(len(other.cols))}
        found = [([*one, *two], c * d) for one, c in self.terms.items() for two, d in moved]
        alphabet = self.alphabet.joined(other.alphabet)
        return _contracted(alphabet, self.rows, other.cols, found, joined, names, self.cols)

    def trace(self) -> Wiring:
        """The trace of a square one, without legs."""
        size = len(self.rows)
        found = [(list(paths), c) for paths, c in self.terms.items()]
        joined = {k: size + k for k in range(size)}
        return _contracted(self.alphabet, (), (), found, joined, {}, self.rows)

    @property
    def T(self) -> Wiring:
        """The transpose."""
        return self._turned(self.cols, self.rows)

    def stacked(self) -> Wiring:
        """The columns, one below the other."""
        return self._turned(self.cols + self.rows, ())

    def _turned(self, rows: tuple[str, ...], cols: tuple[str, ...]) -> Wiring:
        height, width = len(self.rows), len(self.cols)
        found = self._moved(lambda k: k - height if k >= height else width + k)
        return _summed(self.alphabet, rows, cols, found)

    def kron(self, other: Wiring) -> Wiring:
        """The Kronecker product."""
        a, b, c = len(self.rows), len(self.cols), len(other.rows)
        left = self._moved(lambda k: k if k < a else k + c)
        right = other._moved(lambda k: k + a if k < c else k + a + b)
        found = [([*one, *two], x * y) for one, x in left for two, y in right]
        rows, cols = self.rows + other.rows, self.cols + other.cols
        return _summed(self.alphabet.joined(other.alphabet), rows, cols, found)

    def entrywise(self, other: Wiring) -> Wiring:
        """The product by entries; raises `Unsupported` where terms join other legs."""
        found: list[tuple[list[Path], Ratio]] = []
        for one, c in self.terms.items():
            for two, d in other.terms.items():
                ends = [path[:2] for path in one]
                if ends != [path[:2] for path in two]:
                    raise Unsupported("this product by entries of Kronecker products")
                values = [
                    hadamard(self._element(a), other._element(b))
                    for a, b in zip(one, two, strict=True)
                ]
                found += _spread(ends, values, c * d)
        return _summed(self.alphabet, self.rows, self.cols, found)

    def _moved(self, place: Callable[[int], int]) -> list[tuple[list[Path], Ratio]]:
        """The terms with their legs at other places."""

        def end(k: int) -> int:
            return k if k == _OPEN else place(k)

        return [([(end(a), end(b), w) for a, b, w in ps], c) for ps, c in self.terms.items()]

    # -- what its words and coefficients become ---------------------------------------------------

    def mapped(
        self, change: Callable[[Element], Element], scalar: Callable[[Ratio], Ratio]
    ) -> Wiring:
        """Every word and every coefficient changed."""
        found: list[tuple[list[Path], Ratio]] = []
        alphabet = self.alphabet
        for paths, coeff in self.terms.items():
            values = [change(self._element(path)) for path in paths]
            alphabet = reduce(Alphabet.joined, (v.alphabet for v in values), alphabet)
            found += _spread([p[:2] for p in paths], values, scalar(coeff))
        return _summed(alphabet, self.rows, self.cols, found)

    def derived(
        self, rate: Callable[[Element], Element], scalar: Callable[[Ratio], Ratio]
    ) -> Wiring:
        """The derivative by the product rule."""
        found: list[tuple[list[Path], Ratio]] = []
        for paths, coeff in self.terms.items():
            found.append((list(paths), scalar(coeff)))
            words = [self._element(path) for path in paths]
            for k, word in enumerate(words):
                values = [*words[:k], rate(word), *words[k + 1 :]]
                found += _spread([p[:2] for p in paths], values, coeff)
        return _summed(self.alphabet, self.rows, self.cols, found)

    def _element(self, path: Path) -> Element:
        first, last, word = path
        one = self.alphabet.scalars.one
        return Element(self.alphabet, (self._space(first), self._space(last)), {word: one})

    def _space(self, end: int) -> str:
        return "1" if end == _OPEN else (self.rows + self.cols)[end]

    # -- back to elements -------------------------------------------------------------------------

    @property
    def plain(self) -> bool:
        """Whether it is a matrix with one space, or none, on either side."""
        return len(self.rows) <= 1 and len(self.cols) <= 1

    def matrix(self) -> Element:
        """The matrix that it is, or of which it is the stack; for two legs at most."""
        legs = self.rows + self.cols
        if len(legs) > 2:
            raise Unsupported("a matrix over a product of spaces where a plain one is needed")
        turned = not self.plain  # both legs on one side: the first is the column
        shape = legs[::-1] if turned else ((*self.rows, "1")[0], (*self.cols, "1")[0])
        alphabet = self.alphabet
        if shape == ("1", "1"):
            return alphabet.scalar(self.terms.get((), alphabet.scalars.number(0)))
        total = alphabet.zero((shape[0], shape[1]))
        for paths, coeff in self.terms.items():
            whole = reduce(_crossed, (word for _, _, word in paths))
            if turned or (len(legs) == 1 and not self.rows):
                whole = alphabet.reduce(transposed(whole))
            total = total + Element(alphabet, total.shape, {whole: coeff})
        return total

    def words(self) -> list[Element]:
        """Its words, each by itself."""
        paths = {path for paths in self.terms for path in paths}
        return [self._element(path) for path in sorted(paths, key=repr)]

    def parts(self) -> list[Element]:
        """Elements of which all vanish exactly if it does: what stands beside equal paths."""
        if len(self.rows + self.cols) <= 2:
            return [self.matrix()]
        found = added_up(
            ((*others, start, stop), self._element((start, stop, word)).scaled(coeff))
            for (*others, (start, stop, word)), coeff in self.terms.items()
        )
        return [*found.values()]


def _crossed(one: Word, two: Word) -> Word:
    """``u v^T`` of two columns."""
    return one + transposed(two)


def _summed(
    alphabet: Alphabet,
    rows: tuple[str, ...],
    cols: tuple[str, ...],
    found: Iterable[tuple[list[Path], Ratio]],
) -> Wiring:
    """Terms with equal paths added up, once their words are in normal form."""
    terms = added_up(
        (
            tuple(sorted(path for each, _ in choice for path in each)),
            reduce(Ratio.__mul__, (weight for _, weight in choice), coeff),
        )
        for paths, coeff in found
        for choice in product(*(list(_normal(alphabet, path)) for path in paths))
    )
    return Wiring(alphabet, rows, cols, {k: c for k, c in terms.items() if c.num})


def _normal(alphabet: Alphabet, path: Path) -> Iterator[tuple[list[Path], Ratio]]:
    """A path as a sum of paths that begin at a leg, each split where it passes dimension 1."""
    start, stop, word = path
    if start == stop == _OPEN:
        yield [], traced(alphabet, word, "1")
        return
    if start == _OPEN or _OPEN != stop < start:
        start, stop, word = stop, start, transposed(word)
    for each, weight in expanded(alphabet, alphabet.reduce(word)).items():
        cut = next((k for k in range(1, len(each)) if alphabet.shape(each[k])[0] == "1"), None)
        if stop == _OPEN or cut is None:
            yield [(start, stop, each)], weight
        else:
            right = alphabet.reduce(transposed(each[cut:]))
            yield [(start, _OPEN, each[:cut]), (stop, _OPEN, right)], weight


def _spread(
    ends: list[tuple[int, int]], values: list[Element], coeff: Ratio
) -> Iterator[tuple[list[Path], Ratio]]:
    """A product of elements between ends, multiplied out."""
    for choice in product(*(value.terms.items() for value in values)):
        paths = [(a, b, word) for (a, b), (word, _) in zip(ends, choice, strict=True)]
        yield paths, reduce(Ratio.__mul__, (weight for _, weight in choice), coeff)


def _contracted(
    alphabet: Alphabet,
    rows: tuple[str, ...],
    cols: tuple[str, ...],
    found: Iterable[tuple[list[Path], Ratio]],
    joined: Mapping[int, int],
    names: Mapping[int, int],
    inner: tuple[str, ...],
) -> Wiring:
    """Legs joined in pairs; what closes becomes a trace.

    ``names`` are the legs that are left, ``inner`` the spaces of those joined.
    """
    partner = dict(joined) | {b: a for a, b in joined.items()}
    space = {end: one for pair, one in zip(joined.items(), inner, strict=True) for end in pair}
    done: list[tuple[list[Path], Ratio]] = []
    for paths, coeff in found:
        pending = list(paths)
        kept: list[Path] = []
        while pending:
            # begin at an end that stays, while there is one
            at = next((k for k, p in enumerate(pending) if not {*p[:2]} <= partner.keys()), 0)
            start, stop, word = pending.pop(at)
            if start in partner and stop not in partner:
                start, stop, word = stop, start, transposed(word)
            while stop in partner and (end := partner[stop]) != start:
                at = next(k for k, p in enumerate(pending) if end in p[:2])
                first, last, more = pending.pop(at)
                if first != end:
                    first, last, more = last, first, transposed(more)
                stop, word = last, word + more
            if start in partner:
                coeff = coeff * traced(alphabet, word, space[start])
            else:
                kept.append((names.get(start, start), names.get(stop, stop), word))
        done.append((kept, coeff))
    return _summed(alphabet, rows, cols, done)
