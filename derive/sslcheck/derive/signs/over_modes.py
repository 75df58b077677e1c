"""Bounds on sums and maxima over modes: a sum is at least a term, and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product

from sslcheck.derive.algebra.letters import DiagOf, Letter, MaxOf, RootOf, SizeOf, TraceOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.signs.scalar import Signs

__all__ = ["bounds_of", "summand"]


def bounds_of(
    letter: MaxOf | TraceOf, letters: Iterable[Letter], signs: Signs
) -> Iterator[tuple[int, Ratio]]:
    """What a letter is at least (1) or at most (-1), in terms of others and of one mode."""
    found = [n for n in letters if isinstance(n, MaxOf)]
    if isinstance(letter, MaxOf):
        return _of_maximum(letter, found)
    sums = [n for n in letters if isinstance(n, TraceOf) and n != letter]
    return chain(_of_sum(letter, found, signs), _of_terms(letter, sums, signs))


def summand(letter: TraceOf, scalars: Scalars) -> Ratio | None:
    """The terms of a trace that is a sum over modes of products of numbers; None of others."""
    total = scalars.one
    for name, _ in letter.word:
        if not isinstance(name, DiagOf):
            return None
        total = total * scalars.letter(name.entry)
    return total


def _of_maximum(letter: MaxOf, maxima: list[MaxOf]) -> Iterator[tuple[int, Ratio]]:
    """Of all modes, the one that is meant among them; of a sum, at most the sum of theirs."""
    yield 1, letter.value
    scalars = letter.value.scalars
    for one, two in combinations([n for n in maxima if n.index == letter.index], 2):
        if (letter.value - one.value - two.value).is_zero():
            yield -1, scalars.letter(one) + scalars.letter(two)


def _of_terms(
    letter: TraceOf, sums: Iterable[TraceOf], signs: Signs
) -> Iterator[tuple[int, Ratio]]:
    """A sum is at least another one of which no term is more, and at least what is less."""
    scalars = signs.functions.scalars
    term = summand(letter, scalars)
    for other in sums if term is not None else ():
        less, one, two = summand(other, scalars), letter.word[0][0], other.word[0][0]
        if less is None or term is None or (one.index, one.space) != (two.index, two.space):
            continue
        for sign, turn in product((1, -1), repeat=2):
            gap = (term - less * scalars.number(turn)) * scalars.number(sign)
            if _is_more(gap, signs):
                yield sign, scalars.letter(other) * scalars.number(turn)


def _is_more(gap: Ratio, signs: Signs) -> bool:
    """Whether a number is not negative, a root less what it is of among its factors."""
    for factor, power in gap.factors():
        if power % 2 == 0 or signs.known_nonnegative(factor):
            gap = (gap / factor**power).cancelled()
    root = next((n for n in gap.ordered() if isinstance(n, RootOf)), None)
    if root is None or gap.denominator.free():
        return signs.known_nonnegative(gap)
    rest = gap - gap.scalars.letter(root)
    return (rest * rest - root.value).root_reduced().is_zero()


def _of_sum(letter: TraceOf, maxima: list[MaxOf], signs: Signs) -> Iterator[tuple[int, Ratio]]:
    """A sum over modes is at least one of its terms, or the largest, where none is negative; it is
    at most the largest factor times the sum of the others, where none of these is negative.
    """
    scalars = signs.functions.scalars
    term = summand(letter, scalars)
    if term is None:
        return
    maxima = [n for n in maxima if n.index == letter.word[0][0].index]
    powers = [(n, k) for n in maxima for k in range(1, len(letter.word) + 1)]
    if signs.known_nonnegative(term):
        yield 1, term
        for largest, power in powers:
            if (term - largest.value**power).is_zero():
                yield 1, scalars.letter(largest) ** power
    for largest, power in powers:
        if power > 1 and not signs.known_nonnegative(largest.value):
            continue
        left = (term / largest.value**power).cancelled()
        kept: list[tuple[DiagOf, bool]] = []
        if left.denominator.free() or not signs.known_nonnegative(left):
            continue
        for one in letter.word:
            less = (left / scalars.letter(one[0].entry)).cancelled()
            if not less.denominator.free():
                left, kept = less, [*kept, one]
        if left.is_one():
            total = TraceOf(tuple(kept)) if kept else SizeOf(letter.word[0][0].space)
            yield -1, scalars.letter(largest) ** power * scalars.letter(total)
