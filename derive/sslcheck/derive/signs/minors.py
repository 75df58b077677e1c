"""Products of traces by the inequality of Cauchy and Schwarz.

``G_ij = tr(h_i^T P h_j Q)`` with psd ``P`` and ``Q`` are inner products, so ``G_11 G_22 - G_12^2``
is not negative: a letter of which that is known stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from sslcheck.derive.algebra.cycles import traced
from sslcheck.derive.algebra.letters import TRACE, Letter, MinorOf, TraceOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.splits import form_splits

__all__ = ["with_minors"]

_MOST_VALUES = 40
_MOST_ROUNDS = 2

_Pair = tuple[Letter, Letter]
_Triple = tuple[Letter, Letter, Letter]
_LetterOf = Callable[[Word, str], Letter | None]


def with_minors(form: Form, value: Ratio) -> Iterator[Ratio]:
    """A number with products of traces as a square and what it is not less than.

    ``form`` says which matrices are psd.
    """
    pending, seen = [value], 0
    letter = cache(partial(_letter, form))
    known: dict[TraceOf, list[_Pair]] = {}  # the values have most of their traces in common
    for _ in range(_MOST_ROUNDS):
        later: list[Ratio] = []
        for now in pending:
            for triple in _triples(form, now, letter, known):
                seen += 1
                if seen > _MOST_VALUES:
                    return
                later.append(_replaced(now, triple))
                yield later[-1]
        pending = later


def _triples(
    form: Form, value: Ratio, letter: _LetterOf, known: dict[TraceOf, list[_Pair]]
) -> Iterator[_Triple]:
    """Two squares whose product occurs, and the inner product of what they are squares of."""
    letters = value.numerator.free()
    for trace in sorted(n for n in letters if isinstance(n, TraceOf)):
        if trace not in known:
            known[trace] = sorted(_squares(form, trace, letter))
        yield from ((one, two, trace) for one, two in known[trace] if {one, two} <= letters)


def _squares(form: Form, trace: TraceOf, letter: _LetterOf) -> set[_Pair]:
    """The squares of two matrices, for each two that a trace is the inner product of."""
    found = set[_Pair]()
    for split in form_splits(form, ((TRACE, *trace.word),)):
        if split.left == split.right or not isinstance(split.middle, tuple):
            continue
        space, middle, last = split.middle
        one, two = (
            letter((*transposed(half), *middle, *half, *last), space)
            for half in (split.left[0], split.right[0])
        )
        if one is not None and two is not None and one != two:
            found.add((min(one, two), max(one, two)))
    return found


def _letter(form: Form, word: Word, space: str) -> Letter | None:
    """A trace as a letter; None where it is none."""
    value = traced(form.alphabet, word, space)
    (letter, *more) = value.ordered() or (None,)
    alone = letter is not None and not more and (value - value.scalars.letter(letter)).is_zero()
    return letter if alone else None


def _replaced(value: Ratio, triple: _Triple) -> Ratio:
    """``a b`` as ``c^2`` and a letter for ``a b - c^2``."""
    scalars = value.scalars
    one, two, inner = map(scalars.letter, triple)
    gap = one * two - inner * inner
    new = inner * inner + scalars.letter(MinorOf(gap.key(), gap))
    total = scalars.number(0)
    for first, rest in value.numerator.coefficients(triple[0]).items():
        for second, factor in rest.coefficients(triple[1]).items():
            both = min(first, second)
            total = total + factor * one ** (first - both) * two ** (second - both) * new**both
    return total / value.denominator
