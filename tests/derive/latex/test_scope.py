"""What a name means where it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import SPACES, failure

from sslcheck.derive.expr import Power, Prod, Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol


def test_a_declared_identity_is_a_symbol() -> None:
    symbols = {"I": Symbol("I", ("n", "n")), "e": Symbol("e"), "d": Symbol("d")}
    assert read_expression("I", symbols, SPACES) == Sym("I")
    assert read_expression("e^2 d", symbols, SPACES) == Prod(
        (Power(Sym("e"), Fraction(2)), Sym("d"))
    )


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"\int_0^t p_j(t) dt'", "`t` inside an integral over `t'`", "t", "`t'`"),
        (r"p_j(t')", "`t'` outside an integral", "t'", r"\int_0^t"),
        (r"\text{diag}(p_2, \dots, p_d)", "`p_2` has the wrong index", "p_2", "must be 1"),
        (r"\text{diag}(p_1, \dots, p_7)", "`p_7` has the wrong index", "p_7", "one space"),
    ],
)
def test_names_that_cannot_stand_there(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]
