"""Completing squares: a sum of weights times ``half* middle half'`` as a sum of squares.

The same elimination serves scalar polynomials (halves are monomials), matrices and Kronecker sums
(halves are words) and traces: what differs is how a term splits into ``left* middle right``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from math import prod
from operator import sub as minus
from random import Random
from typing import Generic, NamedTuple, TypeVar

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported

__all__ = ["Monomial", "Split", "Square", "complete_squares", "monomial_splits", "signs_seen"]

Monomial = tuple[int, ...]
"""The exponents of a product of scalars."""

_CHOICES = 96  # ways to split all terms that are tried
_DIVISORS = 256
_POINTS = 24  # at which a polynomial is looked at before squares are sought
_SIZES = (0, 1, 1, 2, 3, 7, 40)

Term = TypeVar("Term", bound=Hashable)
Half = TypeVar("Half", bound=Hashable)


class Split(NamedTuple, Generic[Half]):
    """A term as ``left* middle right``, with a middle that is not negative."""

    middle: Hashable
    left: Half
    right: Half


@dataclass(frozen=True, slots=True, eq=False)
class Square(Generic[Half]):
    """``weight root* middle root`` with a weight that is not negative."""

    weight: Ratio
    middle: Hashable
    root: Mapping[Half, Ratio]


def monomial_splits(monomial: Monomial, signed: Sequence[int]) -> Iterator[Split[Monomial]]:
    """All ways to split a monomial, with the scalars that are not negative once in the middle.

    Of two that differ in the order of the halves the one whose left half is not the larger.
    """
    for taken in product(*((0, 1) if monomial[k] else (0,) for k in signed)):
        middle = [0] * len(monomial)
        for k, one in zip(signed, taken, strict=True):
            middle[k] = one
        rest = [*map(minus, monomial, middle)]
        if prod(power + 1 for power in rest) > _DIVISORS:
            raise Unsupported("a polynomial of too high a degree")
        for left in product(*(range(power + 1) for power in rest)):
            right = tuple(map(minus, rest, left))
            if left > right:
                break  # they come in order
            yield Split(tuple(middle), left, right)


def signs_seen(terms: Mapping[Monomial, Fraction], signed: Collection[int]) -> set[int]:
    """The signs, -1 and 1, that a polynomial has at a few points: no squares show another one.

    Scalars that are ``signed`` are not negative there. It spares long searches.
    """
    draw, seen = Random(0), set[int]()
    for _ in range(_POINTS):
        point = [
            draw.choice(_SIZES) * (1 if k in signed else draw.choice((-1, 1)))
            for k in range(len(next(iter(terms), ())))
        ]
        value = sum(c * prod(map(pow, point, powers)) for powers, c in terms.items())
        seen |= {1 if value > 0 else -1} if value else set()
        if len(seen) == 2:
            break
    return seen


def complete_squares(
    terms: Mapping[Term, Ratio],
    splits: Callable[[Term], Iterable[Split[Half]]],
    mirror: Callable[[Term], Term],
    known: Callable[[Ratio], bool],
    size: Callable[[Half], int],
    free: Callable[[Hashable, Half], bool] = lambda middle, half: False,
) -> list[Square[Half]]:
    """The terms as a sum of squares whose weights are ``known`` not to be negative.

    A square is completed for the longest half first, so that what is left of the identity comes
    last. Halves that are ``free`` come after all others, and their weights may be anything. Raises
    `Unsupported` where no sum of squares is found.
    """
    options: dict[Term, list[Split[Half]]] = {}
    for key in terms:
        if mirror(key) not in options and not terms[key].is_zero():
            options[key] = list(splits(key))
    diagonal = {
        (s.middle, s.left) for found in options.values() for s in found if s.left == s.right
    }
    choices: list[list[tuple[Term, tuple[Split[Half], ...]]]] = []
    for key, found in options.items():
        fits: dict[object, Split[Half]] = {}
        for s in found:
            if all(free(s.middle, h) or (s.middle, h) in diagonal for h in (s.left, s.right)):
                fits.setdefault((s.middle, frozenset((s.left, s.right))), s)
        if not fits:
            raise Unsupported("not a sum of squares of the half-words that occur")
        square = known(terms[key])
        ordered = sorted(fits.values(), key=lambda s: (s.left == s.right) is not square)
        shares: list[tuple[Split[Half], ...]] = [(s,) for s in ordered]
        squared = tuple(s for s in ordered if s.left == s.right)
        if len(squared) > 1:
            shares.append(squared)  # as in tr(A^2) <= tr(A A^T), which is also tr(A^T A)
        choices.append([(key, share) for share in shares])
    problem = Unsupported("not a sum of squares")
    for choice in islice(product(*choices), _CHOICES):
        try:
            return _eliminated(terms, choice, mirror, known, size, free)
        except Unsupported as error:
            problem = error
    raise problem


def _eliminated(
    terms: Mapping[Term, Ratio],
    choice: Iterable[tuple[Term, tuple[Split[Half], ...]]],
    mirror: Callable[[Term], Term],
    known: Callable[[Ratio], bool],
    size: Callable[[Half], int],
    free: Callable[[Hashable, Half], bool],
) -> list[Square[Half]]:
    blocks: dict[Hashable, dict[tuple[Half, Half], Ratio]] = {}
    for key, share in choice:
        for split in share:
            coeff, block = terms[key], blocks.setdefault(split.middle, {})
            pairs, parts = [(split.left, split.right)], len(share)
            if split.left != split.right:
                parts *= 2 if mirror(key) == key else 1
                pairs.append((split.right, split.left))
            coeff = coeff * coeff.scalars.number(Fraction(1, parts))
            for pair in pairs:
                block[pair] = block[pair] + coeff if pair in block else coeff
    squares: list[Square[Half]] = []
    for middle, entries in blocks.items():
        left = sorted(
            {h for pair in entries for h in pair},
            key=lambda h: (free(middle, h), -size(h), repr(h)),
        )
        while left:
            half = left.pop(0)
            squares += _pivoted(entries, middle, half, left, known, free)
    return squares


def _pivoted(
    entries: dict[tuple[Half, Half], Ratio],
    middle: Hashable,
    half: Half,
    left: list[Half],
    known: Callable[[Ratio], bool],
    free: Callable[[Hashable, Half], bool],
) -> list[Square[Half]]:
    """The square of one half, taken out of the entries of those that are left."""
    row = {h: entries[half, h] for h in left if (half, h) in entries}
    row = {h: c for h, c in row.items() if not c.is_zero()}
    pivot = entries.get((half, half))
    if pivot is None or pivot.is_zero():
        if row and not free(middle, half):
            raise Unsupported("not a sum of squares: a zero on the diagonal of the Gram matrix")
        return []
    if free(middle, half):
        return []
    if not known(pivot):
        raise Unsupported("not a sum of squares: a weight has no known sign")
    one = pivot.scalars.one
    weights = {h: (c / pivot).cancelled() for h, c in row.items()}
    for i, a in weights.items():
        for j, b in weights.items():
            change = pivot * a * b
            entries[i, j] = entries[i, j] - change if (i, j) in entries else -change
    return [Square(pivot, middle, {half: one, **weights})]
