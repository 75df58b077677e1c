"""Letters: values compared by what they are made of, in one order, and taken apart again."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from sslcheck.derive.algebra.letters import (
    TRACE,
    AtStart,
    DiagOf,
    ExpOf,
    Frozen,
    IntegralOf,
    Letter,
    MaxOf,
    OtherMode,
    RateOf,
    RootOf,
    SizeOf,
    TraceOf,
    UnitOf,
    Word,
    entry_of,
    inner,
    symbol_of,
    transposed,
)
from sslcheck.derive.algebra.scalars import Scalars

SCALARS = Scalars(["a", "b"])
VALUE = SCALARS.letter("a") + SCALARS.letter("b") * SCALARS.number(2)
KEY = VALUE.key()
WORD: Word = (("W", False), ("P", True))
ALL: list[Letter] = [
    "W",
    "p_j",
    AtStart("W"),
    AtStart("p_j"),
    AtStart(RateOf("W")),
    RateOf("W"),
    Frozen("W"),
    DiagOf("p_j", "j", "n"),
    DiagOf("p_j", "j", "m"),
    DiagOf("q_j", "j", "m"),
    RootOf(KEY, VALUE),
    ExpOf(KEY, VALUE),
    IntegralOf(KEY, VALUE),
    MaxOf(KEY, VALUE, "j"),
    MaxOf(KEY, VALUE, "k"),
    TraceOf(WORD),
    TraceOf(WORD, product=True),
    TraceOf((("W", True),)),
    SizeOf("n"),
    UnitOf("u"),
    OtherMode("p_j"),
]


def test_no_two_letters_of_different_sorts_are_one() -> None:
    assert len(set(ALL)) == len(ALL)


def test_a_letter_made_of_a_value_is_compared_by_its_key() -> None:
    same = SCALARS.number(2) * SCALARS.letter("b") + SCALARS.letter("a")
    assert RootOf(same.key(), same) == RootOf(KEY, VALUE)
    assert RootOf(KEY, SCALARS.one) == RootOf(KEY, VALUE)
    assert RootOf(SCALARS.letter("a").key(), SCALARS.letter("a")) != RootOf(KEY, VALUE)


def test_all_letters_have_one_order_with_the_names_first() -> None:
    ordered = sorted(ALL)
    assert ordered[:2] == ["W", "p_j"]
    for seed in range(5):
        mixed = Random(seed).sample(ALL, len(ALL))
        assert sorted(mixed) == ordered
    for low, high in pairwise(ordered[2:]):
        assert not isinstance(low, str)
        assert low < high
        assert not low > high
    assert AtStart("W") > "zzz"


def test_what_is_no_letter_has_no_place_in_the_order() -> None:
    with pytest.raises(TypeError, match="no letter: int"):
        AtStart("W") < 3  # type: ignore[operator]  # noqa: B015


def test_a_product_is_transposed_from_the_end() -> None:
    assert transposed(WORD) == (("P", False), ("W", True))
    assert transposed(transposed(WORD)) == WORD
    assert transposed(()) == ()


def test_the_entry_of_a_diagonal_matrix_and_of_nothing_else() -> None:
    assert entry_of(DiagOf("p_j", "j", "n")) == "p_j"
    assert entry_of(Frozen("W")) == Frozen("W")
    assert entry_of("p_j") == "p_j"


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("W", "W"),
        (AtStart("W"), "W"),
        (Frozen("W"), "W"),
        (UnitOf("u"), "u"),
        (AtStart(Frozen("W")), "W"),
        (RateOf("W"), None),
        (AtStart(RateOf("W")), None),
        (OtherMode("p_j"), None),
        (RootOf(KEY, VALUE), None),
        (SizeOf("n"), None),
    ],
)
def test_the_symbol_of_which_a_letter_is_a_value(letter: Letter, name: str | None) -> None:
    assert symbol_of(letter) == name


@pytest.mark.parametrize(
    ("letter", "parts"),
    [
        ("W", set()),
        (SizeOf("n"), set()),
        (RateOf("W"), {"W"}),
        (DiagOf("p_j", "j", "n"), {"p_j"}),
        (TraceOf(WORD), {"W", "P"}),
        (ExpOf(KEY, VALUE), {"a", "b"}),
        (MaxOf(KEY, VALUE, "j"), {"a", "b"}),
        (TRACE[0], set()),
    ],
)
def test_what_a_letter_is_made_of(letter: Letter, parts: set[str]) -> None:
    assert set(inner(letter)) == parts
