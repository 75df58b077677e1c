"""Reduction rules of words, and the cyclic form of traces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.algebra import Alphabet, Element, Scalars
from sslcheck.derive.algebra.words import MAX_TERMS, TRACE, Word
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

    def cyclic(letters: Word) -> Word | None:
        try:
            return a.cyclic(a.reduce(letters))
        except Unsupported:  # the trace of an identity
            return None

    k %= len(letters)
    turned = letters[k:] + letters[:k]
    flipped = tuple((name, not mark) for name, mark in reversed(letters))
    assert cyclic(turned) == cyclic(letters)
    assert cyclic(flipped) == cyclic(letters)


def test_cyclic_form_tells_different_traces_apart() -> None:
    a = alphabet()
    assert a.cyclic(word("A B A' B'")) != a.cyclic(word("A A' B B'"))
    assert a.cyclic(word("A B S")) == a.cyclic(word("B' A' S"))
    assert a.cyclic(word("A B T S")) != a.cyclic(word("B A T S"))
    assert a.cyclic(word("A A"))[0] == TRACE
    assert a.cyclic(word("A A")) != a.cyclic(word("A A'"))


def test_a_trace_may_cancel_across_its_ends() -> None:
    a = alphabet()
    assert a.cyclic(word("U A U'")) == a.cyclic(word("A"))
    assert a.cyclic(word("V A V'")) == a.cyclic(word("A"))
    assert a.cyclic(word("V' W' A W V")) == a.cyclic(word("A W V V' W'"))


def test_the_trace_of_an_identity_is_refused() -> None:
    with pytest.raises(Unsupported, match="write the size as a scalar"):
        alphabet().cyclic(())
    with pytest.raises(Unsupported, match="trace of an identity"):
        alphabet().cyclic(word("U U'"))


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


def test_products_of_traces_are_refused() -> None:
    a = alphabet()
    trace = a.letter("A").trace()
    with pytest.raises(Unsupported, match=r"trace may only be multiplied|products of traces"):
        trace * trace
    assert (trace * a.scalar(a.scalars.letter("a"))).terms.keys() == {(TRACE, ("A", False))}


def test_substitution_replaces_all_letters_at_once() -> None:
    a = alphabet()
    A, B = a.letter("A"), a.letter("B")
    swapped = (A * B.T).substitute({"A": B, "B": A})
    assert swapped.terms.keys() == {word("B A'")}
    traced = (A * B.T).trace().substitute({"A": B + A})
    assert (traced - (B * B.T).trace() - (A * B.T).trace()).is_zero()
    assert (A * A).substitute({"A": a.identity("n")}).terms.keys() == {()}


def test_a_product_beyond_the_limit_is_refused() -> None:
    a = alphabet()
    names = [f"M{k}" for k in range(450)]
    a.shapes.update(dict.fromkeys(names, ("n", "n")))
    wide = Element(a, ("n", "n"), {((name, False),): a.scalars.number(1) for name in names})
    assert len(names) ** 2 > MAX_TERMS
    with pytest.raises(TooLarge, match=f"more than the limit of {MAX_TERMS}"):
        wide * wide
