"""Reduction rules of words, and the cyclic form of traces."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.derive.algebra.spelt import SQUARE, alphabet, word

from sslcheck.derive.algebra.letters import Word


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("A' B A", "A' B A"),
        ("S' A T'", "S A T"),
        ("E D A", "D E A"),
        ("E' A D' E", "E A D E"),
        ("E D E D", "D D E E"),
        ("U' U", ""),
        ("U U'", ""),
        ("A U U' B", "A B"),
        ("U' U U", "U"),
        ("U U", "U U"),
        ("V' V", ""),
        ("V V'", "V V'"),
        ("V V' V V'", "V V'"),
        ("W V V' W'", "W V V' W'"),
        ("W' W", "W' W"),
        ("U' S' U", "U' S U"),
        ("E U' U D", "D E"),
        ("U D U' U E U'", "U D E U'"),
    ],
)
def test_reduction(text: str, reduced: str) -> None:
    assert alphabet().reduce(word(text)) == word(reduced)


@given(SQUARE)
def test_reduction_is_idempotent(letters: Word) -> None:
    reduced = alphabet().reduce(letters)
    assert alphabet().reduce(reduced) == reduced


@given(SQUARE, SQUARE)
def test_reduction_of_a_product_depends_on_reduced_factors_only(a: Word, b: Word) -> None:
    reduce = alphabet().reduce
    assert reduce(a + b) == reduce(reduce(a) + reduce(b))
