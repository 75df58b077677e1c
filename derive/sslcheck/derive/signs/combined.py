"""Numbers that are sums of products of what is not negative, by equations that are supposed.

With ``a + s = 1`` and ``b + r = 1`` the number ``1 - a b`` is ``s + a r``. Which multiples of the
equations have to be added is a question of linear programming where the degrees are bounded: that
nothing is found says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, combinations_with_replacement, compress
from typing import Any

from sympy.polys.domains import QQ

from sslcheck.derive.algebra.cone import in_cone
from sslcheck.derive.algebra.letters import Letter
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.signs.scalar import Signs

__all__ = ["Fact", "Part", "combined"]

_MOST_LETTERS = 9
_MOST_COLUMNS = 160
_SQUARED = 4  # letters of which differences are squared
_HIGHEST = 4
_ONE = "one"  # a row of weights that add up to 1


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that is not negative, or is positive."""

    value: Ratio
    positive: bool = False


Part = tuple[Ratio, tuple[Ratio, ...]]
"""A positive number, and factors that are not negative."""


def combined(
    value: Ratio,
    equations: Callable[[Ratio], Iterable[Ratio]],
    facts: Callable[[Iterable[Letter]], Iterable[Fact]],
    signs: Signs,
    strict: bool,
) -> list[Part] | None:
    """A number as a sum of products, up to multiples of equations; None where that is not seen.

    Which ``equations`` and ``facts`` are known hangs on what is asked about. With ``strict`` one of
    the products is positive.
    """
    value = value.root_reduced().cancelled()
    below, top = value.denominator, value.numerator
    if not signs.known_positive(below):
        return None
    told = [*{e.key(): e.root_reduced().numerator for e in equations(top)}.values()]
    letters = top.free().union(*(e.free() for e in told))
    if len(letters) > _MOST_LETTERS:
        told = [*_connected(top, told)]
        letters = top.free().union(*(e.free() for e in told))
    if len(letters) > _MOST_LETTERS:
        return None
    known = [f for f in facts(sorted(letters)) if f.value.free() <= letters]
    known = [f for f in known if not f.value.denominator.free() and not f.value.is_zero()]
    if not (told or known):
        return None
    known += _squares(top)
    least = max(map(_degree, (top, *told)))
    for degree in range(least, max(least, min(least + 1, _HIGHEST)) + 1):
        found = _Cone(sorted(letters), signs, degree).parts(top, told, known, strict)
        if found is not None:
            return [(weight / below, factors) for weight, factors in found]
    return None


def _connected(top: Ratio, equations: list[Ratio]) -> Iterator[Ratio]:
    """The equations that have letters in common, one with the other, with a number."""
    letters, left = top.free(), equations
    while near := [e for e in left if e.free() & letters]:
        yield from near
        letters = letters.union(*(e.free() for e in near))
        left = [e for e in left if not e.free() & letters]


def _squares(top: Ratio) -> Iterator[Fact]:
    """The squares of differences and sums of few letters."""
    letters = [top.scalars.letter(n) for n in top.ordered()]
    for one, two in combinations((*letters[:_SQUARED], top.scalars.one), 2):
        yield from (Fact((other * other).root_reduced()) for other in (one - two, one + two))


def _degree(value: Ratio) -> int:
    return max(map(sum, value.num.itermonoms()), default=0)


class _Cone:
    """Sums of products up to a degree."""

    def __init__(self, letters: Sequence[Letter], signs: Signs, degree: int) -> None:
        self.signs, self.scalars, self.degree = signs, signs.functions.scalars, degree
        self.letters = [self.scalars.letter(n) for n in letters]
        self.kept = [one for one in self.letters if signs.known_nonnegative(one)]

    def parts(
        self, top: Ratio, equations: Sequence[Ratio], facts: Sequence[Fact], strict: bool
    ) -> list[Part] | None:
        """The products that a number is the sum of, up to multiples of equations."""
        free = [m for e in equations for m, _ in self._multiples(Fact(e), self.letters)]
        made: list[tuple[tuple[Ratio, ...], Fact]] = [
            ((f.value, factor.value), Fact(m, f.positive and factor.positive))
            for f in facts
            for m, factor in self._multiples(f, self.kept)
        ]
        if len(free) + len(made) > _MOST_COLUMNS:
            return None
        terms = [*map(_terms, (top, *free, *(fact.value for _, fact in made)))]
        for key in dict.fromkeys(k for found in terms for k in found):
            alone = Ratio(
                self.scalars, self.scalars.ring.from_dict({key: QQ.one}), self.scalars.unit
            )
            if self.signs.known_nonnegative(alone):
                made.append(((alone,), Fact(alone, self.signs.known_positive(alone))))
        whole = [self.scalars.one, *self.kept]  # what it is multiplied by
        columns: list[dict[Any, Any]] = [_terms(fact.value) for _, fact in made]
        columns += [_terms(-(top * factor)) for factor in whole]
        marked = [fact.positive for _, fact in made] if strict else [False] * len(made)
        regular = [self.signs.known_positive(factor) for factor in whole]
        marked += [not strict and positive for positive in regular]
        for column, mark in zip(columns, marked, strict=True):
            column.update({_ONE: QQ.one} if mark else {})
        weights = in_cone({_ONE: QQ.one}, [*map(_terms, free)], columns)
        if weights is None or not any(compress(weights[len(made) :], regular)):
            return None
        shares = [self.scalars.number(fraction(w)) for w in weights]
        taken = (s * factor for s, factor in zip(shares[len(made) :], whole, strict=True))
        times = sum(taken, self.scalars.number(0))
        return [
            (share / times, factors)
            for share, (factors, _) in zip(shares, made, strict=False)
            if share.num
        ]

    def _multiples(self, fact: Fact, letters: Sequence[Ratio]) -> Iterator[tuple[Ratio, Fact]]:
        """The products of a number with letters, up to the degree."""
        for count in range(max(0, self.degree - _degree(fact.value)) + 1):
            for choice in combinations_with_replacement(letters, count):
                factor = reduce(Ratio.__mul__, choice, self.scalars.one)
                made = (fact.value * factor).root_reduced()
                if not made.denominator.free():
                    yield made, Fact(factor, self.signs.known_positive(factor))


def _terms(value: Ratio) -> dict[Any, Any]:
    return dict(value.scalars.align(value.num).items())
