"""Products of letters by hand: what is the same word, trace or number."""

from __future__ import annotations

from typing import Any

import pytest

from sslcheck.derive.certificates.verify.words import ONE, cut, flip, join, loop, times


def letter(name: Any, rows: str = "n", cols: str = "n", trait: str = "", at: bool = False) -> Any:
    return (name, rows, cols, trait, at)


Q = letter("Q", "n", "k", "orthonormal")
QT = letter("Q", "k", "n", "orthonormal", True)
x, xT = letter("x", "n", "1"), letter("x", "1", "n", at=True)
A, S = letter("A"), letter("S", trait="symmetric")


def test_products_of_letters_that_cancel() -> None:
    assert join((QT,), (Q,)) == ()
    assert join((Q,), (QT,)) == (Q, QT)  # Q is not square
    square = letter("R", trait="orthonormal")
    assert join((A, square), (*flip((square,)), A)) == (A, A)
    modes = [letter(("j", frozenset({(name, 1)})), trait="diagonal") for name in "st"]
    both = letter(("j", frozenset({("s", 1), ("t", 1)})), trait="diagonal")
    assert join((modes[0],), (modes[1],)) == (both,)


@pytest.mark.parametrize(("word", "turned"), [((A, S), (S, (*A[:4], True))), ((x,), (xT,))])
def test_transposes(word: Any, turned: Any) -> None:
    assert flip(word) == turned
    assert flip(turned) == word


def test_traces_are_the_same_for_turns_and_transposes() -> None:
    word = (A, S, A, A, S)
    for same in (word[2:] + word[:2], flip(word)):
        assert loop(same) == loop(word)
    assert loop((A, A, S, S, A)) != loop(word)
    assert loop((QT, Q)) == frozenset({(("size", "n"), 1)}) or loop((Q, QT)) is not None


def test_numbers_in_a_word_are_taken_out() -> None:
    scalars, word = cut((A, x, xT, S, x, xT))
    assert word == (A, x, xT)
    assert scalars == loop((S, x, xT)) != ONE
    assert times(scalars, frozenset((atom, -power) for atom, power in scalars)) == ONE
