"""Tokens and the delimiters among them."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import failure, read

from sslcheck.derive.latex.tokens import Brackets, Token


def test_tokens_begin_with_none() -> None:
    brackets = Brackets("x")
    assert brackets._before() == ("", "")
    assert brackets._put("SIGN", "+", (0, 1)) == 1
    assert brackets._tokens == [Token("SIGN", "+", (0, 1))]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("[W]", "W"),
        (r"\{W\}", "W"),
        ("W {} + X", "W + X"),
        (r"\displaystyle W", "W"),
        (r"W \nonumber", "W"),
        (r"\bigl( W \bigr)", "(W)"),
    ],
)
def test_what_has_no_meaning_of_its_own(text: str, same: str) -> None:
    assert read(text) == read(same)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("(W, X)", "`,` cannot stand here"),
        ("{W, X}", "`,` cannot stand here"),
        (r"\text{tr}(W, X)", "`,` cannot stand here"),
        (r"\langle W, X)", "unbalanced parenthesis"),
        (r"\langle W, X", "unbalanced inner product"),
        (r"[W, X)", "unbalanced parenthesis"),
    ],
)
def test_lists_that_cannot_stand_there(text: str, headline: str) -> None:
    assert failure(text)[0] == headline


@pytest.mark.parametrize("text", ["W|_{t=0}", r"\eta \tau|_0", r"(W + W_a)\big|_{t = 0}"])
def test_a_bar_with_the_time_below_it(text: str) -> None:
    got = failure(text)
    assert got[0] == "`|` with something below it"
    assert "Write `x(0)`" in got[2]


@pytest.mark.parametrize("text", ["W(t=0)", "W (t = 0)", r"\left. W \right|_{t=0}"])
def test_the_start(text: str) -> None:
    assert read(text) == read("W(0)")
