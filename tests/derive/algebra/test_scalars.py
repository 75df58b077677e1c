"""The ring of scalar letters: it grows, and moves what was made before it grew."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.algebra import Scalars
from sslcheck.derive.algebra.scalars import MAX_LETTERS
from sslcheck.derive.errors import TooLarge


def test_a_polynomial_of_a_smaller_ring_is_moved_to_the_present_one() -> None:
    scalars = Scalars(["a", "b"])
    early = scalars.letter("a").num * 2
    for k in range(80):
        scalars.letter(f"z{k}")
    assert early.ring is not scalars.ring
    assert scalars.align(early) == scalars.letter("a").num * 2
    assert scalars.align(scalars.unit) is scalars.unit


def test_equal_numbers_and_letters_are_one() -> None:
    scalars = Scalars(["a", "a", "b"])
    assert scalars.names == ["a", "b"]
    assert scalars.number(1) is scalars.number(Fraction(1)) is scalars.number(Fraction(2, 2))
    assert (scalars.position("b"), scalars.position("c")) == (1, None)
    assert scalars.letter("c").num != scalars.letter("b").num
    assert scalars.position("c") == 2


def test_a_power_that_is_known_is_told_with_its_degree() -> None:
    scalars = Scalars(["a", "q"])
    scalars.reduce("q", 3, scalars.letter("a"))
    assert scalars.degree("q") == 3
    assert (scalars.letter("q") ** 4 - scalars.letter("a") * scalars.letter("q")).is_zero()


def test_letters_beyond_the_limit_are_refused() -> None:
    scalars = Scalars(f"a{k}" for k in range(MAX_LETTERS))
    with pytest.raises(TooLarge):
        scalars.letter("one more")
