"""Numbers made of one matrix, by sums over its eigenvalues.

With eigenvectors ``u_i`` of a symmetric ``C`` at ``x_i`` a trace ``tr(f(C))`` is ``sum_i f(x_i)``,
``ln det f(C)`` that of ``ln f(x_i)``, and ``tr(f(C) R)`` with a psd ``R`` is
``sum_i m_i f(x_i)`` with weights ``m_i = u_i^T R u_i`` that are not negative. A product of such
moments is a sum over tuples of indices, which is one over tuples of distinct ones for each way to
identify some. A number is not negative if in each of these sums no term is. The eigenvalues of
``W W^T`` are those of ``W^T W``, besides zeros.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import groupby, permutations, product

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.cycles import dimension, traced
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.combined import Fact, combined
from sslcheck.derive.signs.minors import mass
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs, Way, both
from sslcheck.derive.signs.splits import has_square, is_invertible, is_psd

__all__ = ["by_moments"]

_MOST_BASES = 6
_MOST_TERMS = 40
_HIGHEST = 4  # moments that are multiplied


def by_moments(form: Form, signs: Signs, value: Ratio) -> tuple[Way, ...] | None:
    """What makes a number positive that is not negative term by term; None where it is not seen.

    ``form`` says which matrices are psd, ``signs`` what is known of letters.
    """
    value = value.root_reduced().cancelled()
    if max(len(value.num), len(value.den)) > _MOST_TERMS:
        return None
    for turn in (1, -1):
        bottom = signs.ways(value.denominator * value.scalars.number(turn))
        for base, flipped in _bases(form, value) if bottom is not None else ():
            try:
                top = value.numerator * value.scalars.number(turn)
                found = _Spectrum(form, signs, base, flipped).ways(top)
            except Unsupported:
                continue
            if found is not None and bottom is not None:
                return both(found, bottom)
    return None


def _bases(form: Form, value: Ratio) -> list[tuple[lt.Letter, bool]]:
    """The symmetric letters, and the others from either side."""
    marks = form.alphabet.properties
    found: list[tuple[lt.Letter, bool]] = []
    for letter in sorted(n for n in lt.closure(value.free()) if isinstance(n, (str, lt.AtStart))):
        shape = form.alphabet.shapes.get(letter, ("1", "1"))
        if shape[0] != "1" and "diagonal" not in marks.get(letter, ()):
            symmetric = "symmetric" in marks.get(letter, ())
            found += [(letter, flipped) for flipped in (False, *(() if symmetric else (True,)))]
    return sorted(found, key=lambda one: one[1])[:_MOST_BASES]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The sum of a function over the eigenvalues, with the weights of a ``measure`` (0: none).

    The function is a ``word``, at the ``other`` side less its value at 0, or the logarithm of a
    matrix.
    """

    measure: int
    word: lt.Word
    other: bool = False
    log: Element | None = None


class _Spectrum:
    """A symmetric letter ``C``, or a ``W`` by the eigenvalues of ``W W^T``."""

    def __init__(self, form: Form, signs: Signs, base: lt.Letter, flipped: bool) -> None:
        self.form, self.signs, self.base, self.flipped = form, signs, base, flipped
        self.scalars, self.alphabet = form.normal.scalars, form.alphabet
        self.space, self.across = self.alphabet.shape((base, flipped))
        self.symmetric = "symmetric" in self.alphabet.properties.get(base, ())
        self.sign = "nonnegative"
        if self.symmetric:
            self.sign = "real"
            if is_psd(form, (base, False)):
                self.sign = "positive" if is_invertible(form, base) else "nonnegative"
        self.measures: list[lt.Word] = [()]
        self._known: dict[int, _Values] = {}
        self._masses: dict[int, Ratio | None] = {}

    def ways(self, value: Ratio) -> tuple[Way, ...] | None:
        """What makes a polynomial in moments positive that is not negative, as of `Signs`."""
        moments = self._moments(value)
        if not moments:
            return None
        terms = self._homogeneous(self._terms(value, moments))
        bounds = Bounds(self.form.normal.functions, self.signs)
        positive = False
        for blocks, total in self._by_blocks(terms).items():
            found = bounds.ways(total) or self._between(total)
            if found is None:
                return None
            alone = len(blocks) == 1 and all(self._mass(m) is not None for m in blocks[0])
            positive = positive or (() in found[0] and alone and len(blocks[0]) < 2)
        return ((),) if positive else ()

    @cached_property
    def _partners(self) -> dict[lt.Letter, tuple[Ratio, Ratio]]:
        """Psd matrices that are a number times the matrix, and a number, by what is supposed."""
        found: dict[lt.Letter, tuple[Ratio, Ratio]] = {}
        for gap in self.form.normal.supposed if self.symmetric else ():
            mine = gap.terms.get(((self.base, False),))
            others = [
                word for word in gap.terms.keys() - {(), ((self.base, False),)} if len(word) == 1
            ]
            if mine is None or len(others) != 1 or len(gap.terms) > 3:
                continue
            ((other, _),) = others[0]
            share = gap.terms[others[0]]
            if is_psd(self.form, (other, False)) and not share.free():
                number = gap.terms.get((), self.scalars.number(0))
                found[other] = -mine / share, -number / share
        return found

    def _between(self, total: Ratio) -> tuple[tuple[Way, ...], tuple[()]] | None:
        """By the signs of eigenvalues that are supposed, as of ``b I - C``."""
        if not self._partners:
            return None
        letters = [values.x for values in self._known.values() if values.x.free() & total.free()]
        facts = [Fact(a * x + b) for x in letters for a, b in self._partners.values()]
        found = combined(total, lambda _: (), lambda _: facts, self.signs, strict=False)
        return None if found is None else ((), ())

    # -- which letters are moments ----------------------------------------------------------------

    def _moments(self, value: Ratio) -> dict[lt.Letter, list[tuple[Ratio, _Moment | None]]]:
        """The letters that are moments, as sums of such and numbers, in the order found."""
        one, found = self.scalars.one, dict[lt.Letter, list[tuple[Ratio, _Moment | None]]]()
        later: list[lt.TraceOf] = []
        for letter in value.ordered():
            match letter:
                case lt.TraceOf(word):
                    moment = self._traced(word)
                    if moment is None:
                        later.append(letter)
                        continue
                    found[letter] = [(one, moment)]
                    if moment.other:
                        away = self._at(None).closed(moment.word, True)
                        assert away is not None
                        found[letter].append((away * dimension(self.alphabet, self.across), None))
                case lt.LogOf(_, inside):
                    element = self.form.normal.functions.determinant(inside)
                    if element is not None and self._at(0).sum(element, False) is not None:
                        found[letter] = [(one, _Moment(0, (), log=element))]
        if not found:
            return found
        for letter in later:
            for k, rest in enumerate(self.measures[1:], 1):
                whole = traced(self.alphabet, rest, self.space)
                if (whole - self.scalars.letter(letter)).is_zero():
                    found[letter] = [(one, _Moment(k, ()))]
        size = dimension(self.alphabet, self.space)
        for letter in value.ordered():
            if (size - self.scalars.letter(letter)).is_zero():
                found[letter] = [(one, _Moment(0, ()))]
        return found

    def _traced(self, word: lt.Word) -> _Moment | None:
        """A cycle as a moment: a function of the matrix, beside a psd word or nothing."""
        best: tuple[int, lt.Word, lt.Word] | None = None
        for k in range(len(word)):
            turn = word[k:] + word[:k]
            if self.alphabet.shape(turn[0])[0] == self.space:
                size = next((s for s in range(len(turn), 0, -1) if self._is_run(turn[:s])), 0)
                run, rest = turn[:size], turn[size:]
                if size and (not rest or has_square(self.form, rest)):
                    best = min(best or (len(rest), rest, run), (len(rest), rest, run))
            if not self.symmetric and self._at(0).closed(turn, True) is not None:
                if self._at(None).closed(turn, True) is None:
                    return None
                return _Moment(0, turn, other=True)
        if best is None:
            return None
        _, rest, run = best
        if rest not in self.measures:
            self.measures.append(rest)
        return _Moment(self.measures.index(rest), run)

    def _is_run(self, word: lt.Word) -> bool:
        return self._at(0).closed(word, False) is not None

    # -- sums over tuples of eigenvalues ----------------------------------------------------------

    def _terms(
        self, value: Ratio, moments: Mapping[lt.Letter, list[tuple[Ratio, _Moment | None]]]
    ) -> list[tuple[Ratio, tuple[_Moment, ...]]]:
        """A polynomial as numbers times products of moments."""
        terms: list[tuple[Ratio, tuple[_Moment, ...]]] = [(value, ())]
        for letter, parts in moments.items():
            later: list[tuple[Ratio, tuple[_Moment, ...]]] = []
            for coeff, made in terms:
                for power, share in coeff.coefficients(letter).items():
                    for choice in product(parts, repeat=power):
                        factor = reduce(Ratio.__mul__, (c for c, _ in choice), share)
                        later.append((factor, (*made, *(m for _, m in choice if m is not None))))
            terms = later
            if len(terms) > _MOST_TERMS:
                raise Unsupported("a number of so many terms")
        return terms

    def _homogeneous(
        self, terms: list[tuple[Ratio, tuple[_Moment, ...]]]
    ) -> list[tuple[Ratio, tuple[_Moment, ...]]]:
        """Terms with the same number of moments of each measure of a known mass."""
        for measure in range(1, len(self.measures)):
            whole = self._mass(measure)
            counts = [sum(m.measure == measure for m in made) for _, made in terms]
            if whole is None or not any(counts):
                continue
            missing = [max(counts) - count for count in counts]
            terms = [
                (coeff / whole**times, (*made, *[_Moment(measure, ())] * times))
                for (coeff, made), times in zip(terms, missing, strict=True)
            ]
        if any(len(made) > _HIGHEST for _, made in terms):
            raise Unsupported("a product of so many traces")
        return terms

    def _mass(self, measure: int) -> Ratio | None:
        """The sum of all weights, where it is known to be positive and no trace."""
        if not measure:
            return self.scalars.one  # some number
        if measure not in self._masses:
            found = mass(self.form, self.measures[measure], self.space)
            positive = self.form.normal.functions.sign(found) == 1
            self._masses[measure] = found if positive and not found.traces() else None
        return self._masses[measure]

    def _by_blocks(
        self, terms: Sequence[tuple[Ratio, tuple[_Moment, ...]]]
    ) -> dict[tuple[tuple[int, ...], ...], Ratio]:
        """The functions that are summed over distinct eigenvalues, by the weights at each."""
        found: dict[tuple[tuple[int, ...], ...], Ratio] = {}
        for coeff, made in terms:
            for partition in _partitions(made):
                weighed = [(tuple(sorted(m.measure for m in b if m.measure)), b) for b in partition]
                weighed.sort(key=lambda one: one[0])
                key = tuple(weights for weights, _ in weighed)
                orders = [*_orders(key)]
                for order in orders:
                    total = coeff * self.scalars.one / self.scalars.number(len(orders))
                    for at, (_, block) in zip(order, weighed, strict=True):
                        for moment in block:
                            total = total * self._value(moment, at)
                    found[key] = found[key] + total if key in found else total
        return found

    def _value(self, moment: _Moment, at: int) -> Ratio:
        """The function of a moment at one of the eigenvalues."""
        values = self._at(at)
        if moment.log is not None:
            inside = values.sum(moment.log, False)
            assert inside is not None
            return self.form.normal.functions.logarithm(inside)
        value = values.closed(moment.word, moment.other)
        assert value is not None
        if not moment.other:
            return value
        none = self._at(None).closed(moment.word, True)
        assert none is not None
        return value - none

    def _at(self, k: int | None) -> _Values:
        """Values at one of the eigenvalues, or at 0."""
        key = -1 if k is None else k
        if key not in self._known:
            letter = lt.Unnamed(f"eigenvalue {key}", self.sign)
            at = self.scalars.number(0) if k is None else self.scalars.letter(letter)
            self._known[key] = _Values(self, at)
        return self._known[key]


class _Values:
    """Functions of the matrix at one eigenvalue ``x``."""

    def __init__(self, spectrum: _Spectrum, x: Ratio) -> None:
        self.spectrum, self.x = spectrum, x
        self._seen: dict[tuple[lt.Letter, bool], Ratio | None] = {}

    def closed(self, word: lt.Word, away: bool) -> Ratio | None:
        """A word that begins and ends on one side (``away``: that of ``W^T W``); None if it is
        no function there.
        """
        spectrum, value, steps, other = self.spectrum, self.spectrum.scalars.one, 0, away
        for letter, flipped in word:
            if letter == spectrum.base and spectrum.symmetric:
                value = value * self.x
            elif letter == spectrum.base:
                if (flipped != spectrum.flipped) is not other:
                    return None
                steps, other = steps + 1, not other
            else:
                factor = self._function(letter, other)
                if factor is None:
                    return None
                value = value * factor
        return value * self.x ** (steps // 2) if other is away else None

    def sum(self, element: Element, away: bool) -> Ratio | None:
        """The same of a sum of words."""
        space = self.spectrum.across if away else self.spectrum.space
        if element.shape != (space, space):
            return None
        total = self.x.scalars.number(0)
        for word, coeff in element.terms.items():
            value = self.closed(word, away)
            if value is None:
                return None
            total = total + coeff * value
        return total.cancelled()

    def _function(self, letter: lt.Letter, away: bool) -> Ratio | None:
        key = letter, away
        if key not in self._seen:
            self._seen[key] = self._made(letter, away)
        return self._seen[key]

    def _made(self, letter: lt.Letter, away: bool) -> Ratio | None:
        if letter in self.spectrum._partners:
            times, more = self.spectrum._partners[letter]
            return times * self.x + more
        if not isinstance(letter, (lt.InverseOf, lt.MatrixExpOf, lt.MatrixRootOf)):
            return None
        functions, inside = self.spectrum.form.normal.functions, self.sum(letter.value, away)
        if inside is None or (isinstance(letter, lt.InverseOf) and inside.is_zero()):
            return None
        match letter:
            case lt.InverseOf():
                return self.x.scalars.one / inside
            case lt.MatrixExpOf():
                return functions.exponential(inside)
            case lt.MatrixRootOf(degree=2):
                return functions.root(inside)
        return None


def _partitions(items: tuple[_Moment, ...]) -> Iterator[list[list[_Moment]]]:
    """All ways to put items into blocks."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for blocks in _partitions(rest):
        yield [[first], *blocks]
        for k, block in enumerate(blocks):
            yield [*blocks[:k], [first, *block], *blocks[k + 1 :]]


def _orders(key: tuple[tuple[int, ...], ...]) -> Iterator[tuple[int, ...]]:
    """The orders of blocks in which those with equal weights change places."""
    runs = [[k for k, _ in run] for _, run in groupby(enumerate(key), key=lambda one: one[1])]
    for choice in product(*(permutations(run) for run in runs)):
        yield tuple(k for run in choice for k in run)
