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
