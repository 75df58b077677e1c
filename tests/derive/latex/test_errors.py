"""Every kind of error: what it says and where its carets are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.errors import LatexError, SslcheckError
from sslcheck.derive.latex import read_expression, read_rows, read_statement
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve_relation

N, D, ONE = "n", "d", "1"
SPACES = {"n": "outputs", "d": "inputs"}
SHAPES = {
    **dict.fromkeys(("W", "W_a"), (N, D)),
    **dict.fromkeys(("W_p", "C", "F", "U", "\\hat{F}", "\\hat{U}"), (N, N)),
    **dict.fromkeys(("\\Lambda_{W_p}", "\\Lambda_F", "\\hat{\\Lambda}_F"), (N, N)),
    **dict.fromkeys(("X", "X'"), (D, D)),
    **dict.fromkeys(("\\mathbf{x}_1", "\\mathbf{x}_2", "\\bar{\\mathbf{x}}"), (D, ONE)),
    **dict.fromkeys(("f",), (N, ONE)),
    **dict.fromkeys(("H",), ("d*n", "d*n")),
    **dict.fromkeys(("V",), (D, N)),
    **dict.fromkeys(("J", "\\alpha_p", "\\eta", "\\beta", "\\sigma", "\\tau"), (ONE, ONE)),
    **dict.fromkeys(("\\rho", "\\varepsilon", "p_{+}", "\\tau_j"), (ONE, ONE)),
    **dict.fromkeys(("p_j", "s_j", "c_j"), (ONE, ONE)),
}
SYMBOLS = {
    name: Symbol(name, shape, index="j" if name.endswith("_j") else "")
    for name, shape in SHAPES.items()
}


def failure(text: str) -> tuple[str, str, str]:
    """Headline, the text over the carets and advice of the error for ``text``."""
    with pytest.raises(LatexError) as caught:
        read_expression(text, SYMBOLS, SPACES, "here")
    return split(str(caught.value))


def split(message: str) -> tuple[str, str, str]:
    headline, shown, carets, *advice = message.splitlines()
    assert headline.startswith("here: ")
    assert set(carets) == {" ", "^"}
    under = shown[carets.index("^") : len(carets)]
    return headline.removeprefix("here: "), under, "\n".join(line.strip() for line in advice)


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"W + \foo X", r"unknown command `\foo`", r"\foo", "Known commands:"),
        (r"W + \frec{1}{2}", r"unknown command `\frec`", r"\frec", r"Did you mean `\frac`"),
        (r"W + \eeta W", r"unknown command `\eeta`", r"\eeta", r"Did you mean `\eta`"),
        ("W + W_q", "undeclared symbol `W_q`", "W_q", "`W_p`"),
        ("W + W_q", "undeclared symbol `W_q`", "W_q", "Declare `W_q` in [symbols]"),
        (r"\eta \gamma", r"undeclared symbol `\gamma`", r"\gamma", "in [symbols]"),
        ("X''", "undeclared symbol `X''`", "X''", "`X'`"),
        ("p_1 + p_j", "undeclared symbol `p_1`", "p_1", "the family `p_j`"),
        ("W + {X", "unbalanced brace", "{", "never closed"),
        ("W} + X", "unbalanced brace", "}", "closes nothing"),
        ("W (X + X", "unbalanced parenthesis", "(", "expected `)`"),
        ("W X) + X", "unbalanced parenthesis", ")", "closes nothing"),
        ("W (X] + X", "unbalanced parenthesis", "]", "Expected `)`"),
        (r"\eta \|W", "unbalanced norm", r"\|", "never closed"),
        (r"\int_0^t \eta", "unbalanced integral", r"\int_0^t", "dt'"),
        (r"\eta dt'", "unbalanced integral", "dt'", "closes nothing"),
        ("W^T^2", "double superscript", "^2", "parentheses"),
        ("^2 W", "`^2` cannot stand here", "^2", "missing"),
        ("W^{x}", "unreadable superscript", "^{x}", "`W^T`"),
        (r"\eta^{33}", "exponent larger than 32", "^{33}", "whole number"),
        (r"\eta^{-99999999}", "exponent larger than 32", "^{-99999999}", "whole number"),
        (r"\eta^{3/2}", "unreadable exponent 3/2", "^{3/2}", "one half"),
        (r"\eta^{1/0}", "division by zero", "^{1/0}", ""),
        (r"W + \frac{1}{0}", "division by zero", r"\frac{1}{0}", ""),
        (r"\frac10", "division by zero", r"\frac10", ""),
        ("0^{-1}", "division by zero", "0^{-1}", ""),
        ("W_p_p", "unexpected character `_`", "_", "subscript"),
        ("W^T_p", "unexpected character `_`", "_", "subscript"),
        ("W / 2", "unexpected character `/`", "/", r"\frac"),
        ("|W|", "unexpected character `|`", "|", "norms"),
        ("W + é", "unexpected character U+00E9", "é", "ASCII"),
        ("W \x00 W", "unexpected character U+0000", " ", ""),
        ("1" * 31, "a number of more than 30 digits", "1" * 31, ""),
        ("W +", "the formula ends too early", "+", "must follow"),
        ("(W + )", "`)` cannot stand here", ")", "missing"),
        (r"W \cdot \cdot X", r"`\cdot` cannot stand here", r"\cdot", "missing"),
        ("(W = X)", "`=` cannot stand here", "=", "relation"),
        ("(W, 2)", "`,` cannot stand here", ",", "relations"),
        (r"\frac{W}", r"`\frac` without braces", r"\frac", r"\frac{a}{b}"),
        (r"\sqrt W", r"`\sqrt` without braces", r"\sqrt", r"\sqrt{...}"),
        (r"\text{tr} W", r"`\text{tr}` without parentheses", r"\text{tr}", "(...)"),
        (r"\text{foo} W", r"unreadable `\text`", r"\text{foo}", "`vec`"),
        (r"\dot{W X}", r"unreadable `\dot`", r"\dot", r"\frac{d}{dt}"),
        (r"\nabla J", r"unreadable `\nabla`", r"\nabla", r"\nabla_{W} L"),
        (r"\max_k s_j", r"`\max` over an unknown index", r"\max", r"\max_j s_j"),
        (r"\|W\|", "a norm without its square", r"\|", r"\|...\|_2^2"),
        (r"\int_0^1 \eta dt'", "unreadable integral", r"\int", r"\int_0^t"),
        (r"\int_0^t p_j(t) dt'", "`t` inside an integral over `t'`", "t", "`t'`"),
        (r"p_j(t')", "`t'` outside an integral", "t'", r"\int_0^t"),
        (r"\text{diag}(p_1)", "`diag` of unknown size", r"\text{diag}(p_1)", r"\dots"),
        (r"\text{diag}(p_1, \dots, s_d)", "`diag` with unlike entries", r"p_1, \dots, s_d", "same"),
        (r"\text{diag}(p_2, \dots, p_d)", "`p_2` has the wrong index", "p_2", "must be 1"),
        (r"\text{diag}(p_1, \dots, p_7)", "`p_7` has the wrong index", "p_7", "one space"),
        (r"W \partial", r"`\partial` cannot stand here", r"\partial", ""),
        ("(" * 41 + "W" + ")" * 41, "nested deeper than 40", "(", "Split"),
    ],
)
def test_errors_point_to_their_place(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[0] == headline
    assert got[1] == under
    assert advice in got[2]


def test_carets_of_the_second_occurrence() -> None:
    with pytest.raises(LatexError) as caught:
        read_expression("W_p W_p W_q", SYMBOLS, SPACES, "equation (2), line 1")
    assert str(caught.value).splitlines()[:3] == [
        "equation (2), line 1: undeclared symbol `W_q`",
        "  W_p W_p W_q",
        "          ^^^",
    ]


@pytest.mark.parametrize("text", ["", "  \n", ".", r"\forall t > 0:", r"\rightarrow \min."])
def test_empty(text: str) -> None:
    with pytest.raises(LatexError, match="the formula is empty"):
        read_statement(text, SYMBOLS, SPACES)


@pytest.mark.parametrize("text", ["W", "W + X, W = X"])
def test_a_statement_needs_relations(text: str) -> None:
    with pytest.raises(LatexError, match=r"not a statement|`,` cannot stand here"):
        read_statement(text, SYMBOLS, SPACES)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (r"\begin{cases} W = X", "unbalanced `cases`"),
        (r"W = X \end{cases}", "unbalanced `cases`"),
        (r"Q \begin{cases} W = X \end{cases}", "unbalanced `cases`"),
        (r"\begin{align} W = X \end{align}", "unreadable environment `align`"),
        (r"\begin W", "unreadable environment ``"),
    ],
)
def test_environments(text: str, headline: str) -> None:
    with pytest.raises(LatexError) as caught:
        read_rows(text, SYMBOLS, SPACES, "here")
    assert split(str(caught.value))[0] == headline


def test_too_long() -> None:
    with pytest.raises(LatexError, match="5001 characters, more than 4000"):
        read_rows("W" * 5001, SYMBOLS, SPACES)


@pytest.mark.parametrize(
    "text",
    [
        r"\frac{d}{dt} " * 300 + "W",
        r"\max_j " * 500 + "s_j",
        r"W \otimes " * 390 + "W",
        "{" * 1999 + "W" + "}" * 1999,
        r"\frac{1}{" * 100 + "W" + "}" * 100,
        "W_{" * 900 + "p" + "}" * 900,
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(LatexError):
        read_expression(text, SYMBOLS, SPACES)


def test_long_formulas_show_a_window() -> None:
    under = failure("W + " * 100 + "Q" + " + W" * 100)[1]
    assert under == "Q"


WORDS = r"""
\begin{cases} \end{cases} \\ \frac{ }{ \frac{d}{dt} \frac{\partial}{\partial \dot{ \sqrt{ \foo
\mathbb{E}_B [ ] ( ) { } \{ \} \| \|_2^2 ^T ^2 ^{-1} ^{1/2} ^ _ ' , ; . = \ge \succ \to \otimes
\text{vec}( \text{diag}( \text{where} \dots p_1 s_d \max_j \nabla_W J \int_0^t dt' t' t d / \cdot
I e^{ e 0 1 23 0.5 (t) (0) (t') \forall \rightarrow \min \left \right \quad ~ \, & \ é + - \text
\hat \hat{ \mathbf \dot
"""
PIECES = [*SYMBOLS, *WORDS.split(), " "]


def survives(text: str) -> None:
    """Read and resolve ``text``: it is read, or refused with a message that names the place."""
    message = "here"
    try:
        for row in read_rows(text, SYMBOLS, SPACES, "here"):
            for relation in row.relations:
                resolve_relation(relation, SYMBOLS, source=row.source, where="here")
    except SslcheckError as error:
        message = str(error)
    assert message.startswith("here")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_fuzz_pieces(text: str) -> None:
    survives(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_fuzz_text(text: str) -> None:
    survives(text)


SAMPLES = [
    r"\begin{cases} \dot{W}_p = \alpha_p (-WW_p(X + X') + W_a X) W^T, \\ \dot{W} = W \end{cases}",
    r"\tau(t) = \frac{\beta e^{-\beta t}}{p_j(t)} \int_0^t p_j(t') e^{\beta t'} dt'.",
    r"W_p = \hat{U} \text{diag}(p_1, \dots, p_d), \text{ where } p_j = \varepsilon \max_j s_j.",
    r"J(W, W_p) = \frac{1}{2} \cdot \mathbb{E}_{\mathbf{x}_1} [\|W \mathbf{x}_1\|_2^2] \to \min.",
    r"\frac{d}{dt} \text{vec}(W) = -(X^T \otimes W_p + I) \text{vec}(W) \quad (4)",
    r"\forall t > 0: \frac{\partial \dot{W}_a}{\partial \eta} = \nabla_W J(W, W_p)",
]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.lists(
        st.tuples(st.integers(0, 120), st.integers(0, 4), st.sampled_from(["", *PIECES])),
        min_size=1,
        max_size=4,
    ),
)
def test_fuzz_mutations(text: str, changes: list[tuple[int, int, str]]) -> None:
    for position, removed, piece in changes:
        text = text[:position] + piece + text[position + removed :]
    survives(text)
