"""Sums of words: what cancels, what conforms, and how large a product may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.derive.algebra.spelt import SQUARE, alphabet, word

from sslcheck.derive.algebra import Element
from sslcheck.derive.algebra.elements import MAX_TERMS
from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.errors import TooLarge, Unsupported


@given(SQUARE)
def test_transposing_twice_changes_nothing(letters: Word) -> None:
    a = alphabet()
    element = Element(a, ("n", "n"), {a.reduce(letters): a.scalars.number(1)})
    assert element.T.T.terms.keys() == element.terms.keys()


def test_addition_cancels_and_keeps_no_zero() -> None:
    a = alphabet()
    left, right = a.letter("A") * a.letter("B"), a.letter("B") * a.letter("A")
    assert not (left - left).terms
    assert (left - right).terms.keys() == {word("A B"), word("B A")}
    assert not left.scaled(a.scalars.number(0)).terms


def test_a_product_that_does_not_conform_is_refused() -> None:
    a = alphabet()
    with pytest.raises(Unsupported, match="shapes must be"):
        a.letter("W") * a.letter("A")


def test_products_of_traces_are_coefficients() -> None:
    a = alphabet()
    one, two = a.letter("A").trace(), a.letter("B").trace()
    assert (one * two - two * one).is_zero()
    assert not (one * one - (a.letter("A") * a.letter("A")).trace()).is_zero()
    assert (a.letter("W") * one).terms.keys() == {word("W")}


def test_a_product_beyond_the_limit_is_refused() -> None:
    a = alphabet()
    names = [f"M{k}" for k in range(450)]
    a.shapes.update(dict.fromkeys(names, ("n", "n")))
    wide = Element(a, ("n", "n"), {((name, False),): a.scalars.number(1) for name in names})
    assert len(names) ** 2 > MAX_TERMS
    with pytest.raises(TooLarge, match=f"more than the limit of {MAX_TERMS}"):
        wide * wide
