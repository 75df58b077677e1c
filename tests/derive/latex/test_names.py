"""One spelling per name; undeclared ones."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.expr import Sym
from sslcheck.derive.latex.names import Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"W_{p}", "W_p"),
        (r"W _ { p }", "W_p"),
        (r"\alpha_{p}", "\\alpha_p"),
        (r"p_+", "p_{+}"),
        (r"p_{+}", "p_{+}"),
        (r"X '", "X'"),
        (r"\hat F", "\\hat{F}"),
        (r"\hat{ \Lambda }_{F}", "\\hat{\\Lambda}_F"),
        (r"\Lambda_{W_{p}}", "\\Lambda_{W_p}"),
        (r"\bar{\mathbf x}", "\\bar{\\mathbf{x}}"),
        (r"\tau_j", "\\tau_j"),
        (r"J(W, W_p)", "J"),
        (r"H(t)", "H"),
        (r"\tau \left( t \right)", "\\tau"),
    ],
)
def test_one_spelling_per_name(text: str, name: str) -> None:
    assert read(text) == Sym(name)


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        ("W + W_q", "undeclared symbol `W_q`", "W_q", "`W_p`"),
        ("W + W_q", "undeclared symbol `W_q`", "W_q", "Declare `W_q` in [symbols]"),
        (r"\eta \gamma", r"undeclared symbol `\gamma`", r"\gamma", "in [symbols]"),
        ("X''", "undeclared symbol `X''`", "X''", "`X'`"),
        ("p_1 + p_j", "undeclared symbol `p_1`", "p_1", "the family `p_j`"),
    ],
)
def test_undeclared_symbols(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("p_1", ("p_j", "1")),
        ("p_{12}", ("p_j", "12")),
        ("p_d", ("p_j", "d")),
        ("p_x", None),
        ("W_1", None),
        ("p", None),
    ],
)
def test_members_of_a_family(name: str, member: tuple[str, str] | None) -> None:
    assert Names(SYMBOLS, SPACES).member(name) == member
