"""Messages that point into a formula."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression
from sslcheck.derive.latex.caret import located
from sslcheck.derive.text.reason import Place, plainly, reason


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


def test_the_place_is_data() -> None:
    said = located("what is this?", "Say it.\nNow.", source="a ! b", span=(2, 3), where="here")
    assert said == reason("here: what is this?", Place("a ! b", (2, 3)), "\n  Say it.\n  Now.")
    assert plainly(said) == "here: what is this?\n  a ! b\n    ^\n  Say it.\n  Now."
    assert located("of nothing", source=" ", span=(0, 1)) == reason("of nothing")
