"""Identifiers: one for each name, none that a language or the text itself uses."""

from __future__ import annotations

import keyword

import pytest
from tests.derive.emit.drawn import check_rates, written

from sslcheck.derive.emit import Names, comment


def test_names_that_make_one_identifier_stay_apart() -> None:
    names = [r"X'", r"X_{prime}", r"X_{prime_2}", "T_0", "K_0", "W_{xp}"]
    symbols = {"X": "shape = ['n', 'n'], role = 'state'"}
    symbols |= dict.fromkeys(names, "shape = ['n', 'n']")
    symbols |= dict.fromkeys([r"\alpha'", r"\alpha_{prime}", r"p_+", r"p_{plus}", "c_0"], "")
    symbols[r"\lambda"] = "sign = 'positive'"
    case = written(
        symbols,
        {"n": 3},
        r"\dot{X} = \alpha' X' X + \alpha_{prime} X_{prime} X^T + p_+ X (X_{prime_2} - T_0)"
        r" + p_{plus} \lambda K_0 X + (\lambda + c_0) (W_{xp} X' + T_0) X",
    )
    plan = check_rates(case)
    assert {b.name for b in plan.data} >= {"X_prime", "X_prime_2"}


def test_names_are_given_once() -> None:
    names = Names()
    wanted = ["X'", "X_{prime}", "X_prime_2", "x", "lambda", "while", "auto", "_", ""]
    found = [names.of(n) for n in wanted] + [names.fresh(n) for n in wanted]
    assert len(set(found)) == len(found)
    assert all(n.isidentifier() for n in found)
    assert [names.symbol(names.of(n)) for n in wanted] == wanted


@pytest.mark.parametrize("word", [*keyword.kwlist, "double", "blockIdx", "xp", "real", "modes"])
def test_a_word_of_a_language_gets_a_mark(word: str) -> None:
    assert Names().of(word) == f"{word}_"


def test_a_copy_adds_nothing_to_what_it_was_made_of() -> None:
    names = Names()
    names.of("x")
    other = names.copy()
    assert (other.of("x"), other.fresh("x"), other.fresh("y")) == ("x", "x_2", "y")
    assert (names.fresh("x"), names.fresh("y")) == ("x_2", "y")


@pytest.mark.parametrize("evil", ['"""', "*/", "/*", "\n", "\\", "\x00"])
def test_a_title_does_not_end_its_comment(evil: str) -> None:
    assert evil not in comment(f"a{evil}b")
