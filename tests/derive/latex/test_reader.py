"""Lines and rows, from text to relations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derive.latex.formulas import SPACES, SYMBOLS, read, split
from tests.drawing import examples

from sslcheck.derive.errors import LatexError, SslcheckError
from sslcheck.derive.expr import Num, Sum, Sym
from sslcheck.derive.latex import on_one_line, presented, read_rows, read_statement
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve_relation


@pytest.mark.parametrize(
    ("sign", "op"),
    [
        ("=", "="),
        (r"\ge", ">="),
        (r"\geq", ">="),
        (r"\geqslant", ">="),
        (">", ">"),
        (r"\le", "<="),
        (r"\leq", "<="),
        ("<", "<"),
        (r"\succeq", "psd"),
        (r"\succ", "pd"),
        (r"\to", "->"),
        (r"\rightarrow", "->"),
    ],
)
def test_relations(sign: str, op: str) -> None:
    (relation,) = read_statement(rf"W {sign} 0", SYMBOLS, SPACES).relations
    assert (relation.lhs, relation.op, relation.rhs) == (Sym("W"), op, Num(Fraction(0)))


def test_a_chain_is_several_relations() -> None:
    relations = read_statement(r"\eta = \tau > 0; \tau \le 1,", SYMBOLS, SPACES).relations
    assert [relation.op for relation in relations] == ["=", ">", "<="]
    assert relations[0].rhs == relations[1].lhs == Sym("\\tau")


def test_rows_are_numbered_in_messages() -> None:
    with pytest.raises(ValueError, match=r"^equation \(9\), line 2: undeclared symbol `Q`"):
        read_rows(r"\begin{cases} W = X \\ W = Q \end{cases}", SYMBOLS, SPACES, "equation (9)")


def test_spans_of_an_expression_are_offsets_into_the_text() -> None:
    text = "  \n W + (X)."
    node = read(text)
    assert isinstance(node, Sum)
    assert [text[slice(*term.span)] for term in node.terms if term.span] == ["W", "(X)"]


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
        (r"Q \begin{cases} W = X \end{cases}", "`cases` within a formula"),
        (r"\begin{matrix} W = X \end{matrix}", "a matrix by its blocks or entries, `matrix`"),
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
    ("text", "page", "line"),
    [
        ("a = b", "a = b", "a = b"),
        (r"\begin{cases} a = b \\ c = d \end{cases}", None, None),
        (r"a = b \quad (3)", None, None),
        (r"\begin{matrix} a & b \end{matrix}", None, None),
        (r"\begin{align} \label{x} a &= b \\ &= c \end{align}", "a = b = c", "a = b = c"),
        (
            r"\begin{align*} a &= b, \nonumber \\ c &= d. \end{align*}",
            r"\begin{aligned} a = b \\ c = d \end{aligned}",
            "a = b, c = d",
        ),
        (r"$$ a = b. $$", "a = b", "a = b"),
        (r"\label{eq:1} a = b", "a = b", "a = b"),
    ],
)
def test_how_a_display_is_shown(text: str, page: str | None, line: str | None) -> None:
    assert (presented(text), on_one_line(text)) == (page or text, line or text)


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


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_fuzz_pieces(text: str) -> None:
    survives(text)


@settings(max_examples=examples(40), deadline=None)
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


@settings(max_examples=examples(60), deadline=None)
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


@pytest.mark.parametrize("text", ["t = 0", r"t > \eta", r"0 < t < 2 \eta", r"W = X, \quad t = 1"])
def test_a_statement_about_the_time_alone(text: str) -> None:
    with pytest.raises(LatexError, match="a statement about the time alone"):
        read_statement(text, SYMBOLS, SPACES)


def test_the_time_may_be_what_something_is() -> None:
    symbols = {"x": Symbol("x", role="state")}
    for text in ("x = t", r"\int_0^t 1 ds = t", "t = t"):
        assert read_statement(text, symbols, SPACES).relations
