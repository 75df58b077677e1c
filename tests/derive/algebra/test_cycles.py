"""The cyclic form of traces, and scalars taken out of words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derive.algebra.spelt import SQUARE, alphabet, word
from tests.derive.forming import normal_form, side
from tests.drawing import examples

from sslcheck.derive.algebra.cycles import dimension, expanded, opened, trace_letter, traced
from sslcheck.derive.algebra.letters import SizeOf, TraceOf, Word
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.setting import Shape


@given(SQUARE, st.integers(0, 6))
@settings(max_examples=examples(80))
def test_cyclic_form_is_the_same_for_rotation_and_transposition(letters: Word, k: int) -> None:
    a = alphabet()

    def cyclic(letters: Word) -> object:
        return traced(a, a.reduce(letters), "n").key()

    k %= len(letters)
    turned = letters[k:] + letters[:k]
    flipped = tuple((name, not mark) for name, mark in reversed(letters))
    assert cyclic(turned) == cyclic(letters)
    assert cyclic(flipped) == cyclic(letters)


def cyclic(text: str, space: str = "n") -> tuple[object, ...]:
    return traced(SHARED, SHARED.reduce(word(text)), space).key()


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
        found = traced(SHARED, word(text), space)
        assert found.free() == {SizeOf("n")}
    assert dimension(SHARED, "d*n").free() == {SizeOf("d"), SizeOf("n")}


def vectors() -> Alphabet:
    a = alphabet()
    column: Shape = ("n", "1")
    for name in "uv":
        a.declare(name, column)
    return a


def test_products_of_numbers_are_taken_out_of_a_word() -> None:
    a = vectors()
    scalar, rest = opened(a, word("A u v' B u v'"))
    assert rest == word("A u v'")
    (letter,) = scalar.free()
    assert letter == TraceOf(min(word("v' B u"), word("u' B' v")), product=True)
    assert opened(a, word("A u")) == (a.scalars.one, word("A u"))
    assert traced(a, word("u v' B"), "n").free() == {letter}


def test_a_word_without_inverses_is_itself() -> None:
    a = alphabet()
    assert expanded(a, word("A S B")) == {word("A S B"): a.scalars.one}
    assert trace_letter(a, word("A B")).free() == {TraceOf(word("A B"))}


def test_a_sum_beside_its_inverse_is_written_out() -> None:
    normal = normal_form()
    normal.whole(side("(S + c I)^{-1}"))
    (made,) = normal.alphabet.leading
    found = expanded(normal.alphabet, (("A", False), ("S", False), (made, False)))
    assert found.keys() == {word("A"), (("A", False), (made, False))}
