"""Products of traces by the inequality of Cauchy and Schwarz.

``G_ij = tr(h_i^T P h_j Q)`` with psd ``P`` and ``Q`` are inner products, so ``G_11 G_22 - G_12^2``
is not negative: a letter of which that is known stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.cycles import dimension, traced
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.signs.splits import form_splits, has_square

__all__ = ["Product", "mass", "nonnegative_minors", "with_inner", "with_minors", "without_inner"]

_MOST_VALUES = 40
_MOST_ROUNDS = 2

_MOST_PRODUCTS = 4

Product = tuple[lt.Letter, lt.Letter, Ratio]
"""The norms of two vectors, as letters, and their inner product."""

_Pair = tuple[lt.Letter, lt.Letter]
_Triple = tuple[lt.Letter, lt.Letter, lt.Letter]


def with_minors(form: Form, value: Ratio) -> Iterator[Ratio]:
    """A number with products of traces as a square and what it is not less than.

    ``form`` says which matrices are psd.
    """
    pending, seen = [value], 0
    known: dict[lt.TraceOf, list[_Pair]] = {}  # the values have most of their traces in common
    for _ in range(_MOST_ROUNDS):
        later: list[Ratio] = []
        for now in pending:
            for triple in _triples(form, now, known):
                seen += 1
                if seen > _MOST_VALUES:
                    return
                later.append(_replaced(now, triple))
                yield later[-1]
        pending = later


def without_inner(form: Form, signs: Signs, value: Ratio) -> Iterator[Ratio]:
    """A number that is not more, where the square of an inner product that is taken away is the
    product of two squares, or the trace of a product of two psd matrices that of their traces.
    """
    letters = value.numerator.free()
    for trace in sorted(n for n in letters if isinstance(n, lt.TraceOf)):
        powers = value.numerator.coefficients(trace)
        if powers.keys() <= {0, 1} and signs.known_nonnegative(-powers[1] / value.denominator):
            for one, two in _factors(form, trace.word):
                more = one * two - value.scalars.letter(trace)
                yield value + powers[1] * more / value.denominator
        factor = powers.get(2)
        if factor is None or not signs.known_nonnegative(-factor / value.denominator):
            continue
        inner = value.scalars.letter(trace)
        for one, two in _norms(form, trace, letters):
            yield value + factor * (one * two - inner * inner) / value.denominator


def nonnegative_minors(form: Form, letters: Sequence[lt.Letter]) -> Iterator[Ratio]:
    """What traces of psd matrices multiplied are more than the trace of the product, and squares
    of norms than that of the inner product.
    """
    for trace in (n for n in letters if isinstance(n, lt.TraceOf)):
        inner = form.normal.scalars.letter(trace)
        yield from (one * two - inner for one, two in _factors(form, trace.word))
        yield from (one * two - inner * inner for one, two in _norms(form, trace, letters))


def with_inner(value: Ratio, products: Sequence[Product]) -> Iterator[Ratio]:
    """A number with products of norms as inner products, of either sign, and what they are more."""
    scalars, top = value.scalars, value.numerator
    found: list[tuple[Ratio, Ratio, Ratio]] = []
    for one, two, inner in products:
        share = top.coefficients(one).get(1, scalars.number(0)).coefficients(two).get(1)
        if share is not None and not share.is_zero():
            found.append((share, scalars.letter(one) * scalars.letter(two), inner))
    if not found or len(found) > _MOST_PRODUCTS:
        return
    for signs in product((1, -1), repeat=len(found)):
        total = top
        for sign, (share, norms, inner) in zip(signs, found, strict=True):
            gap = norms - inner * scalars.number(sign)
            more = scalars.letter(lt.MinorOf(gap.key(), gap))
            total = total + share * (more - gap)
        yield (total / value.denominator).root_reduced()


def _triples(form: Form, value: Ratio, known: dict[lt.TraceOf, list[_Pair]]) -> Iterator[_Triple]:
    """Two squares whose product occurs, and the inner product of what they are squares of."""
    letters = value.numerator.free()
    for trace in sorted(n for n in letters if isinstance(n, lt.TraceOf)):
        if trace not in known:
            both = {(_letter(a), _letter(b)) for a, b in _norms(form, trace, letters)}
            known[trace] = sorted((a, b) for a, b in both if a is not None and b is not None)
        pairs = ((a, b) for a, b in known[trace] if a != b and {a, b} <= letters)
        yield from ((one, two, trace) for one, two in pairs)


def _norms(
    form: Form, trace: lt.TraceOf, letters: Iterable[lt.Letter]
) -> list[tuple[Ratio, Ratio]]:
    """The squares of two matrices, for each two that a trace is the inner product of."""
    found: dict[object, tuple[Ratio, Ratio]] = {}
    for word in _written(form, trace.word, letters):
        for split in form_splits(form, ((lt.TRACE, *word),)):
            if split.left == split.right or not isinstance(split.middle, tuple):
                continue
            space, middle, last = split.middle
            one, two = (
                mass(form, (*lt.transposed(half), *middle, *half, *last), space)
                for half in (split.left[0], split.right[0])
            )
            found.setdefault(frozenset((one.key(), two.key())), (one, two))
    return list(found.values())


def _factors(form: Form, word: lt.Word) -> Iterator[tuple[Ratio, Ratio]]:
    """The traces of two psd matrices of which a cycle is the product."""
    for k in range(len(word)):
        turn = word[k:] + word[:k]
        space = form.alphabet.shape(turn[0])[0]
        for size in range(1, len(turn) // 2 + 1):
            parts = turn[:size], turn[size:]
            if all(has_square(form, part) for part in parts):
                yield mass(form, parts[0], space), mass(form, parts[1], space)


def mass(form: Form, word: lt.Word, space: str) -> Ratio:
    """The trace of a cycle, also where it is supposed to be the size of a space of its letters, as
    that of ``W^T W`` for orthonormal columns is.
    """
    normal, trace = form.normal, traced(form.alphabet, word, space)
    if not trace.traces() or not normal.setting.relations:
        return trace
    for other in dict.fromkeys(form.alphabet.shape(letter)[1] for letter in word):
        size = dimension(form.alphabet, other)
        if normal.reduced(normal.alphabet.scalar(trace - size)).is_zero():
            return size
    return trace


def _written(form: Form, word: lt.Word, letters: Iterable[lt.Letter]) -> Iterator[lt.Word]:
    """A cycle, and with ``P P^-1`` at each place, where that inverse stands in one of the letters.

    ``x^T y`` is the inner product of ``P x`` and ``y`` under ``P^-1``.
    """
    yield word
    others = {n for letter in letters if isinstance(letter, lt.TraceOf) for n, _ in letter.word}
    for inverse in sorted(n for n in others if isinstance(n, lt.InverseOf)):
        ((body, coeff), *more) = inverse.value.terms.items()
        if more or len(body) != 1 or not coeff.is_one():
            continue
        for k in range(len(word)):
            rows = form.alphabet.shape(word[k])[0]
            if form.alphabet.shape(body[0])[0] == rows:
                yield (*word[:k], *body, (inverse, False), *word[k:])


def _letter(value: Ratio) -> lt.Letter | None:
    """A number that is a letter; None where it is none."""
    (letter, *more) = value.ordered() or (None,)
    alone = letter is not None and not more and (value - value.scalars.letter(letter)).is_zero()
    return letter if alone else None


def _replaced(value: Ratio, triple: _Triple) -> Ratio:
    """``a b`` as ``c^2`` and a letter for ``a b - c^2``."""
    scalars = value.scalars
    one, two, inner = map(scalars.letter, triple)
    gap = one * two - inner * inner
    new = inner * inner + scalars.letter(lt.MinorOf(gap.key(), gap))
    total = scalars.number(0)
    for first, rest in value.numerator.coefficients(triple[0]).items():
        for second, factor in rest.coefficients(triple[1]).items():
            both = min(first, second)
            total = total + factor * one ** (first - both) * two ** (second - both) * new**both
    return total / value.denominator
