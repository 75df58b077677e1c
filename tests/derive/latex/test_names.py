"""One spelling per name; undeclared ones."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.latex.names import Names
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.traverse import walk


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
    "font", ["text", "textrm", "textit", "mathrm", "mathit", "mathsf", "mathtt"]
)
@pytest.mark.parametrize("tail", ["", "_0", "'"])
def test_a_word_in_a_font_is_a_name_where_it_is_declared(font: str, tail: str) -> None:
    name = rf"\{font}{{lr}}{tail}"
    found = read_expression(rf"\eta {name} \eta", {**SYMBOLS, name: Symbol(name)}, SPACES)
    assert Sym(name) in walk(found)
    assert name.removesuffix(tail) in failure(rf"\eta {name}")[0]


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


def test_what_stands_below_entries_is_said() -> None:
    for name in ("W_{1,2}", "X_{1j}", "W_{:j}", "f_1"):
        assert f"stand below an entry of `{name[0]}`" in failure(name)[2]
    assert "Declare `W_q`" in failure("W_q")[2]


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


RAISED = {
    name: Symbol(name, ("n", columns), index=index)
    for name, columns, index in (
        ("W^{21}", "n", ""),
        (r"\Sigma^{yx}", "n", ""),
        ("A_p^*", "n", ""),
        (r"x^\mu", "1", r"\mu"),
        ("z^{(i)}", "1", "i"),
    )
}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"W^{ 21 }", "W^{21}"),
        (r"{W^{21}}^T", "(W^{21})^T"),
        (r"W^{21\,T}", "(W^{21})^T"),
        (r"\Sigma^{y x\top} W^{21}", r"(\Sigma^{yx})^T W^{21}"),
        (r"A^*_p A_p^{*}", "A_p^* A_p^*"),
        (r"\dot{W}^{21}", r"\frac{d}{dt} W^{21}"),
        (r"\dot W^{21} A_p^*", r"\dot{W}^{21} A_p^*"),
        (r"\sum_\mu x^\mu x^{\mu T}", r"\sum_\mu x^{\mu} (x^\mu)^T"),
        (r"\sum_{\nu} x^\nu {x^\nu}^T", r"\sum_\mu x^\mu (x^\mu)^T"),
        (r"\sum_k z^{(k)}", r"\sum_i z^{(i)}"),
    ],
)
def test_what_stands_above_a_letter_is_a_part_of_a_declared_name(text: str, plain: str) -> None:
    one, two = (read_expression(each, RAISED, SPACES) for each in (text, plain))
    assert one == two
    assert read_expression(to_latex(one), RAISED, SPACES) == one


def test_lists_of_members_with_their_index_above() -> None:
    found = read_expression(r"[x^1, x^2, \dots, x^n]", RAISED, SPACES)
    assert to_latex(found) == r"[x^1, \dots, x^n]"
    assert Names(RAISED, SPACES).member("z^{(2)}") == ("z^{(i)}", "2")


def test_what_is_not_declared_is_a_power() -> None:
    assert to_latex(read(r"W_p^3")) == "W_p^3"
    with pytest.raises(LatexError, match="undeclared symbol `W`"):
        read_expression("W^3", RAISED, SPACES)


@pytest.mark.parametrize("text", [r"W_\mathbf{p}", r"W_{\mathbf{p}}", r"W_ {\mathbf p}"])
def test_a_font_below_needs_no_braces(text: str) -> None:
    symbols = {**SYMBOLS, r"W_{\mathbf{p}}": Symbol(r"W_{\mathbf{p}}", ("n", "d"))}
    assert read_expression(text, symbols, SPACES) == Sym(r"W_{\mathbf{p}}")
    found = read_expression(r"\nabla_\mathbf{W} J", {**symbols, r"\mathbf{W}": Symbol("W")}, SPACES)
    assert to_latex(found) == r"\nabla_{\mathbf{W}} J"
