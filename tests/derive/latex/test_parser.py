"""Tokens to expressions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import (
    At,
    Columns,
    Diag,
    Dot,
    Exp,
    Expect,
    Expr,
    Gradient,
    Ident,
    Kron,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
)
from sslcheck.derive.latex import read_expression, read_statement

W, WA, WP, X = map(Sym, ("W", "W_a", "W_p", "X"))
P, S, ETA, TAU, T = map(Sym, ("p_j", "s_j", "\\eta", "\\tau", "t"))
MINUS, TWO = Num(Fraction(-1)), Num(Fraction(2))
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("W^T", Transpose(W)),
        ("W^{T}", Transpose(W)),
        (r"W^\top", Transpose(W)),
        ("(W X)^T", Transpose(Prod((W, X)))),
        (r"\eta^{-1}", Power(ETA, Fraction(-1))),
        (r"W_p^{1/2}", Power(WP, HALF)),
        (r"W_p^{\frac{1}{2}}", Power(WP, HALF)),
        (r"\sqrt{\eta}", Power(ETA, HALF)),
        (r"\eta^23", Prod((Power(ETA, Fraction(2)), Num(Fraction(3))))),
        (r"-\frac{1}{2}", Num(-HALF)),
        (r"\frac12 \eta", Prod((Num(HALF), ETA))),
        ("0.25", Num(Fraction(1, 4))),
        (r"-2\eta", Prod((Num(Fraction(-2)), ETA))),
        (r"-(\eta + 2)", Prod((MINUS, Sum((ETA, TWO))))),
        (r"+\eta", ETA),
        (r"\eta (\tau \eta)", Prod((ETA, Prod((TAU, ETA))))),
        (r"W_p(0)", At(WP)),
        (r"p_j^2(0)", At(Power(P, Fraction(2)))),
        (r"p_j(0)^2", Power(At(P), Fraction(2))),
        (r"p_j^2(t)", Power(P, Fraction(2))),
        (r"\dot{W}_p(t)", Dot(WP)),
        (r"\dot{W_p}", Dot(WP)),
        (r"\dot{\hat{F}}", Dot(Sym("\\hat{F}"))),
        (r"\dot W", Dot(W)),
        (r"\frac{d}{dt} W X + X", Sum((Dot(Prod((W, X))), X))),
        (r"\eta \frac{d}{d t} W", Prod((ETA, Dot(W)))),
        (r"\frac{d W}{dt} X", Prod((Dot(W), X))),
        (r"\frac{\partial}{\partial \eta} \dot{W}_a", Partial(Dot(WA), "\\eta")),
        (r"\frac{\partial \dot{W}_a}{\partial \eta}", Partial(Dot(WA), "\\eta")),
        (r"\beta(1-\tau)", Prod((Sym("\\beta"), Sum((Num(Fraction(1)), Prod((MINUS, TAU))))))),
        (r"\eta (W + X)", Prod((ETA, Sum((W, X))))),
        (r"e^{-\eta t}", Exp(Prod((MINUS, ETA, T)))),
        (r"\exp(\eta t)", Exp(Prod((ETA, T)))),
        (r"\mathbb{E}[f]", Expect(Sym("f"))),
        (r"\mathbb{E}_B \left[ f \right]", Expect(Sym("f"))),
        (r"\text{StopGrad}(W_a)", StopGrad(WA)),
        (r"\text{tr}(X)", Trace(X)),
        (r"\|W\|_F^2", SquaredNorm(W)),
        (r"\|W\|^2", SquaredNorm(W)),
        (r"\nabla_{W_p} J", Gradient("W_p", Sym("J"))),
        (r"\nabla_W J(W, W_p)", Gradient("W", Sym("J"))),
        (r"X^T \otimes W_p W_p", Kron(Transpose(X), Prod((WP, WP)))),
        (r"\text{diag}(p_1, p_2, \dots, p_n)", Diag(P, "j", "n")),
        (r"\text{diag}(\sqrt{s_1}, \ldots, \sqrt{s_n})", Diag(Power(S, HALF), "j", "n")),
        (r"\max_j s_j^2", Maximum(Power(S, Fraction(2)), "j")),
        (r"\sum_j s_j^2", Total(Power(S, Fraction(2)), "j")),
        (r"\sum\limits_{ j = 1 }^{n} s_j", Total(S, "j", "n")),
        (r"\sum_{j}^n s_j", Total(S, "j", "n")),
        (r"\eta \sum_j s_j \eta", Prod((ETA, Total(Prod((S, ETA)), "j")))),
        (r"\sum_j s_j + s_j", Sum((Total(S, "j"), S))),
        (r"[s_1, \dots, s_n]", Columns(S, "j", "n")),
        (r"(s_1, s_2, \ldots, s_n)", Columns(S, "j", "n")),
        (r"\left[ s_1, \dots, s_n \right]^T", Transpose(Columns(S, "j", "n"))),
        (r"\frac{\tau}{2}", Quotient(TAU, TWO)),
        (r"W_p - I", Sum((WP, Prod((MINUS, Ident()))))),
        (r"\bigl\{ W_p + I \bigr\} [ W ]", Prod((Sum((WP, Ident())), W))),
        (r"{W}^T~W", Prod((Transpose(W), W))),
        (r"p_j(t) \, \eta \; t", Prod((P, ETA, T))),
    ],
)
def test_expressions(text: str, expected: Expr) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        ("^2 W", "`^2` cannot stand here", "^2", "missing"),
        (r"W + \frac{1}{0}", "division by zero", r"\frac{1}{0}", ""),
        ("0^{-1}", "division by zero", "0^{-1}", ""),
        ("W +", "the formula ends too early", "+", "must follow"),
        ("(W + )", "`)` cannot stand here", ")", "missing"),
        (r"W \cdot \cdot X", r"`\cdot` cannot stand here", r"\cdot", "missing"),
        ("(W = X)", "`=` cannot stand here", "=", "relation"),
        (r"\text{diag}(p_1, \dots, s_d)", "`diag` with unlike entries", r"p_1, \dots, s_d", "same"),
    ],
)
def test_what_forms_no_expression(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"X \frac{d}{dt} W X - X", r"X (\frac{d}{dt} (W X)) - X"),
        (r"X \cdot \nabla_W W X", r"X (\nabla_W (W X))"),
        (r"\frac{d}{dt} \nabla_W W X + X", r"\frac{d}{dt} (\nabla_W (W X)) + X"),
        (r"X W \otimes W_p \otimes W X + X", r"(X W) \otimes (W_p \otimes (W X)) + X"),
        (r"X \otimes \frac{d}{dt} W \otimes X", r"X \otimes (\frac{d}{dt} (W \otimes X))"),
    ],
)
def test_what_an_operator_takes(text: str, expected: str) -> None:
    assert read(text) == read(expected)


@pytest.mark.parametrize("text", [r"\otimes W", r"W \cdot \otimes X", r"W \cdot + X", r"W \cdot"])
def test_an_operator_needs_what_it_takes(text: str) -> None:
    with pytest.raises(LatexError, match=r"cannot stand here|ends too early"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "-2 W",
        r"W + (X - W)",
        r"X \cdot \frac{d}{dt} W^T X",
        r"W \otimes X^T",
        r"\max_j s_j^2",
        r"\frac{d W}{dt}",
        r"(\eta)(0)",
    ],
)
def test_a_node_spans_all_that_it_was_read_from(text: str) -> None:
    assert read(f" {text} ").span == (1, 1 + len(text))


@pytest.mark.parametrize(
    "text",
    [
        r"W = X \quad \dot{W} = -W",
        r"W = X \qquad (W + X) = W",
        r"W = X = W, W = W \quad \eta > 0 \quad \tr W = 1",
        r"W = \quad X \quad + W \quad X = W",
    ],
)
def test_a_wide_space_is_a_comma_between_statements(text: str) -> None:
    parted = text.replace(r"\quad", ",").replace("= ,", "=").replace(", +", " +")
    both = [read_statement(t.replace(r"\qquad", ","), SYMBOLS, SPACES) for t in (text, parted)]
    assert both[0].relations == both[1].relations


@pytest.mark.parametrize("text", [r"\max_j \max_j s_j", r"\max_j \sum_j s_j", r"\sum_j \sum_j s_j"])
def test_a_letter_runs_once(text: str) -> None:
    assert failure(text)[0] == "`j` runs twice"


@pytest.mark.parametrize(
    ("typed", "meant"), [(">=", r"\ge"), ("=>", r"\ge"), ("< =", r"\le"), ("==", "=")]
)
def test_relations_as_keyboards_have_them(typed: str, meant: str) -> None:
    with pytest.raises(LatexError) as caught:
        read_statement(rf"\eta {typed} \beta", SYMBOLS, SPACES)
    assert f"unknown relation `{typed.replace(' ', '')}`" in str(caught.value)
    assert f"Write `{meant}`." in str(caught.value)
