"""Completing squares: a sum of weights times ``half* middle half'`` as a sum of squares.

The same elimination serves scalar polynomials (halves are monomials), matrices and Kronecker sums
(halves are words) and traces: what differs is how a term splits into ``left* middle right``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Generic, TypeVar

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.errors import Unsupported

__all__ = ["Split", "Square", "complete_squares"]

_CHOICES = 96  # ways to split all terms that are tried

K = TypeVar("K", bound=Hashable)
H = TypeVar("H", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Split(Generic[H]):
    """A term as ``left* middle right``, with a middle that is not negative."""

    middle: Hashable
    left: H
    right: H


@dataclass(frozen=True, slots=True, eq=False)
class Square(Generic[H]):
    """``weight root* middle root`` with a weight that is not negative."""

    weight: Ratio
    middle: Hashable
    root: Mapping[H, Ratio]


def complete_squares(
    terms: Mapping[K, Ratio],
    splits: Callable[[K], Iterable[Split[H]]],
    mirror: Callable[[K], K],
    known: Callable[[Ratio], bool],
    size: Callable[[H], int],
    free: Callable[[Hashable, H], bool] = lambda middle, half: False,
) -> list[Square[H]]:
    """The terms as a sum of squares whose weights are ``known`` not to be negative.

    A square is completed for the longest half first, so that what is left of the identity comes
    last. Halves that are ``free`` come after all others, and their weights may be anything. Raises
    `Unsupported` where no sum of squares is found.
    """
    options: dict[K, list[Split[H]]] = {}
    for key in terms:
        if mirror(key) not in options and not terms[key].is_zero():
            options[key] = list(splits(key))
    diagonal = {
        (s.middle, s.left) for found in options.values() for s in found if s.left == s.right
    }
    choices: list[list[tuple[K, tuple[Split[H], ...]]]] = []
    for key, found in options.items():
        fits: dict[object, Split[H]] = {}
        for s in found:
            if all(free(s.middle, h) or (s.middle, h) in diagonal for h in (s.left, s.right)):
                fits.setdefault((s.middle, frozenset((s.left, s.right))), s)
        if not fits:
            raise Unsupported("not a sum of squares of the half-words that occur")
        square = known(terms[key])
        ordered = sorted(fits.values(), key=lambda s: (s.left == s.right) is not square)
        shares: list[tuple[Split[H], ...]] = [(s,) for s in ordered]
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
    terms: Mapping[K, Ratio],
    choice: Iterable[tuple[K, tuple[Split[H], ...]]],
    mirror: Callable[[K], K],
    known: Callable[[Ratio], bool],
    size: Callable[[H], int],
    free: Callable[[Hashable, H], bool],
) -> list[Square[H]]:
    blocks: dict[Hashable, dict[tuple[H, H], Ratio]] = {}
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
    squares: list[Square[H]] = []
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
    entries: dict[tuple[H, H], Ratio],
    middle: Hashable,
    half: H,
    left: list[H],
    known: Callable[[Ratio], bool],
    free: Callable[[Hashable, H], bool],
) -> list[Square[H]]:
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
