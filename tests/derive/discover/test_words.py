"""The letters of a flow, and the products of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.discover import words as limits
from sslcheck.derive.discover.words import letters_of, products
from sslcheck.derive.errors import TooLarge


def test_letters_are_states_and_the_data_of_the_flow() -> None:
    symbols = {**LAYERS, "x": STATE, "Z": 'shape = ["d", "d"]'}
    normal = normal_of(
        flow_article(symbols, [r"\dot{U} = V^T R", r"\dot{V} = R U^T", r"\dot{x} = x"])
    )
    letters = letters_of(normal)
    assert letters.states == ("U", "V")
    assert letters.scalars == ("x",)
    assert letters.data == ("R",)


def test_products_conform_and_each_stands_once() -> None:
    normal = normal_of(flow_article(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"]))
    letters_of(normal)
    alphabet = normal.alphabet
    by_length = [*products(alphabet, ["U", "V"], 3)]
    assert [len(words) for words in by_length] == [4, 6, 8]
    for words in by_length:
        assert len({*words}) == len(words)
        for word in words:
            assert alphabet.reduce(word) == word
            spaces = [alphabet.shape(letter) for letter in word]
            assert all(a[1] == b[0] for a, b in pairwise(spaces))


def test_a_product_of_numbers_is_no_word() -> None:
    symbols = {"u": f'shape = ["d", "1"], {STATE}', "v": 'shape = ["d", "1"]'}
    normal = normal_of(flow_article(symbols, [r"\dot{u} = v"]))
    letters_of(normal)
    for words in products(normal.alphabet, ["u", "v"], 4):
        for word in words:
            inside = [normal.alphabet.shape(letter)[0] for letter in word[1:]]
            assert (
                normal.alphabet.word_shape(word) == ("1", "1")
                or "1" not in inside
                or len(word) == 2
            )


def test_too_many_products(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST", 5)
    normal = normal_of(flow_article(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"]))
    letters_of(normal)
    with pytest.raises(TooLarge, match="more than 5 products of 2 letters"):
        [*products(normal.alphabet, ["U", "V"], 3)]
