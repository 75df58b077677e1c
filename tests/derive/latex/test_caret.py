"""Messages that point into a formula."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression
from sslcheck.derive.latex.caret import located, placeless


def test_carets_of_the_second_occurrence() -> None:
    with pytest.raises(LatexError) as caught:
        read_expression("W_p W_p W_q", SYMBOLS, SPACES, "equation (2), line 1")
    assert str(caught.value).splitlines()[:3] == [
        "equation (2), line 1: undeclared symbol `W_q`",
        "  W_p W_p W_q",
        "          ^^^",
    ]


def test_long_formulas_show_a_window() -> None:
    under = failure("W + " * 100 + "Q" + " + W" * 100)[1]
    assert under == "Q"


def test_several_messages_without_their_places() -> None:
    one = located("what is this?", "Say it.", source="a ! b", span=(2, 3))
    two = located("and this", "Nothing.", source="? b", span=(0, 1))
    assert placeless(f"{one}\n{two}") == "what is this?\n  Say it.\nand this:\n  Nothing."
