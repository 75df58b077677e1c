"""Reduction rules of words, and the cyclic form of traces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.algebra import Alphabet, Element, Scalars
from sslcheck.derive.algebra.letters import SizeOf
from sslcheck.derive.algebra.words import MAX_TERMS, Word
from sslcheck.derive.errors import TooLarge, Unsupported


def alphabet() -> Alphabet:
    """Square letters with each property, a tall orthonormal one, and rectangles."""
    square, wide, tall = ("n", "n"), ("n", "d"), ("d", "n")
    return Alphabet(
        Scalars(["a"]),
        {"A": square, "B": square, "S": square, "T": square, "D": square, "E": square,
         "U": square, "V": tall, "W": wide},
        {"S": frozenset({"symmetric"}), "T": frozenset({"symmetric"}),
         "D": frozenset({"diagonal"}), "E": frozenset({"diagonal"}),
         "U": frozenset({"orthonormal"}), "V": frozenset({"orthonormal"})},
    )  # fmt: skip


def word(text: str) -> Word:
    """``A S' B`` as a word, the prime for a transpose."""
    return tuple((name.rstrip("'"), name.endswith("'")) for name in text.split())


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


SQUARE = st.lists(
    st.tuples(st.sampled_from(["A", "B", "S", "T", "D", "E", "U"]), st.booleans()),
    min_size=1,
    max_size=7,
).map(tuple)


@given(SQUARE)
def test_reduction_is_idempotent(letters: Word) -> None:
    reduced = alphabet().reduce(letters)
    assert alphabet().reduce(reduced) == reduced


@given(SQUARE, SQUARE)
def test_reduction_of_a_product_depends_on_reduced_factors_only(a: Word, b: Word) -> None:
    reduce = alphabet().reduce
    assert reduce(a + b) == reduce(reduce(a) + reduce(b))


@given(SQUARE)
def test_transposing_twice_changes_nothing(letters: Word) -> None:
    a = alphabet()
    element = Element(a, ("n", "n"), {a.reduce(letters): a.scalars.number(1)})
    assert element.T.T.terms.keys() == element.terms.keys()


@given(SQUARE, st.integers(0, 6))
@settings(max_examples=200)
def test_cyclic_form_is_the_same_for_rotation_and_transposition(letters: Word, k: int) -> None:
    a = alphabet()

    def cyclic(letters: Word) -> object:
        return a.traced(a.reduce(letters), "n").key()

    k %= len(letters)
    turned = letters[k:] + letters[:k]
    flipped = tuple((name, not mark) for name, mark in reversed(letters))
    assert cyclic(turned) == cyclic(letters)
    assert cyclic(flipped) == cyclic(letters)


def cyclic(text: str, space: str = "n") -> tuple[object, ...]:
    return SHARED.traced(SHARED.reduce(word(text)), space).key()


SHARED = alphabet()


def test_cyclic_form_tells_different_traces_apart() -> None:
    assert cyclic("A B A' B'") != cyclic("A A' B B'")
    assert cyclic("A B S") == cyclic("B' A' S")
    assert cyclic("A B T S") != cyclic("B A T S")
    assert cyclic("A A") != cyclic("A A'")


def test_a_trace_may_cancel_across_its_ends() -> None:
    assert cyclic("U A U'") == cyclic("A")
    assert cyclic("V A V'", "d") == cyclic("A")
    assert cyclic("V' W' A W V") == cyclic("A W V V' W'")


def test_the_trace_of_an_identity_is_the_size_of_its_space() -> None:
    for text, space in (("", "n"), ("U U'", "n"), ("V V'", "d"), ("V' V", "n")):
        found = SHARED.traced(word(text), space)
        assert found.free() == {SizeOf("n")}
    assert SHARED.dimension("d*n").free() == {SizeOf("d"), SizeOf("n")}


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
