"""Completing squares: what is split, and when there is no sum of squares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.squares import (
    Monomial,
    Split,
    Square,
    complete_squares,
    monomial_splits,
    signs_seen,
)


def test_a_split_of_a_monomial_multiplies_to_it() -> None:
    splits = list(monomial_splits((3, 2), [1]))
    assert len(splits) == len(set(splits)) == (4 * 3 + 4 * 2) // 2
    for split in splits:
        assert isinstance(split.middle, tuple)
        assert split.middle[0] == 0
        parts = zip(split.middle, split.left, split.right, strict=True)
        assert tuple(map(sum, parts)) == (3, 2)


def test_a_polynomial_of_too_high_a_degree_is_refused() -> None:
    with pytest.raises(Unsupported, match="degree"):
        list(monomial_splits((20, 20), []))


def terms(**coefficients: str) -> dict[Monomial, Ratio]:
    """A polynomial in two scalars, coefficients by exponents: `x2y1` is the square of the first."""
    normal = normal_form()
    return {(int(k[1]), int(k[3])): normal.scalar(side(v)) for k, v in coefficients.items()}


@pytest.mark.parametrize(
    ("polynomial", "count"),
    [
        (terms(x2y0="1", x1y1="-2", x0y2="1"), 1),
        (terms(x2y0="1", x1y1="-1", x0y2="1"), 2),
        (terms(x2y0="1", x1y1="-3", x0y2="1"), None),
        (terms(x2y0="1", x1y1="1"), None),
        (terms(x2y0="-1"), None),
        (terms(x2y0="a"), None),
        (terms(x2y0="c"), 1),
    ],
)
def test_squares_are_completed_where_weights_are_known(
    polynomial: dict[Monomial, Ratio], count: int | None
) -> None:
    functions = normal_form().functions

    def splits(monomial: Monomial) -> Iterator[Split[Monomial]]:
        return monomial_splits(monomial, [])

    def completed() -> int:
        known = functions.known_nonnegative
        found: list[Square[Monomial]] = complete_squares(
            polynomial, splits, lambda m: m, known, sum
        )
        return len(found)

    if count is None:
        with pytest.raises(Unsupported):
            completed()
    else:
        assert completed() == count


@pytest.mark.parametrize(
    ("polynomial", "signed", "signs"),
    [
        ({(1, 0): 1, (0, 1): 1}, [0, 1], {1}),
        ({(1, 0): 1, (0, 1): 1}, [0], {1, -1}),
        ({(1, 0): 1, (0, 1): -1}, [0, 1], {1, -1}),
        ({(2, 0): 1, (1, 1): -2, (0, 2): 1}, [], {1}),
        ({(2, 0): -1}, [], {-1}),
        ({(): -3}, [], {-1}),
        ({}, [], set()),
    ],
)
def test_a_polynomial_shows_its_signs_at_a_few_points(
    polynomial: dict[Monomial, int], signed: list[int], signs: set[int]
) -> None:
    terms = {powers: Fraction(c) for powers, c in polynomial.items()}
    assert signs_seen(terms, signed) == signs
