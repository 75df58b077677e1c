"""Reading rules that the article's equations do not all exercise."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import (
    At,
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
    Trace,
    Transpose,
)
from sslcheck.derive.latex import read_expression, read_rows, read_statement
from sslcheck.derive.setting import Symbol

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

W, WA, WP, X = map(Sym, ("W", "W_a", "W_p", "X"))
P, S, ETA, TAU, T = map(Sym, ("p_j", "s_j", "\\eta", "\\tau", "t"))
MINUS, TWO = Num(Fraction(-1)), Num(Fraction(2))
HALF = Fraction(1, 2)


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, SPACES)


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
def test_names(text: str, name: str) -> None:
    assert read(text) == Sym(name)


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
        (r"J(W)", Prod((Sym("J"), W))),
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
        (r"\frac{\tau}{2}", Quotient(TAU, TWO)),
        (r"W_p - I", Sum((WP, Prod((MINUS, Ident()))))),
        (r"\bigl\{ W_p + I \bigr\} [ W ]", Prod((Sum((WP, Ident())), W))),
        (r"{W}^T~W", Prod((Transpose(W), W))),
        (r"p_j(t) \, \eta \quad t", Prod((P, ETA, T))),
    ],
)
def test_expressions(text: str, expected: Expr) -> None:
    assert read(text) == expected


def test_a_declared_identity_is_a_symbol() -> None:
    symbols = {"I": Symbol("I", ("n", "n")), "e": Symbol("e"), "d": Symbol("d")}
    assert read_expression("I", symbols, SPACES) == Sym("I")
    assert read_expression("e^2 d", symbols, SPACES) == Prod(
        (Power(Sym("e"), Fraction(2)), Sym("d"))
    )


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
    assert (relation.lhs, relation.op, relation.rhs) == (W, op, Num(Fraction(0)))


def test_a_chain_is_several_relations() -> None:
    relations = read_statement(r"\eta = \tau > 0; \tau \le 1,", SYMBOLS, SPACES).relations
    assert [relation.op for relation in relations] == ["=", ">", "<="]
    assert relations[0].rhs == relations[1].lhs == TAU


def test_rows_are_numbered_in_messages() -> None:
    with pytest.raises(ValueError, match=r"^equation \(9\), line 2: undeclared symbol `Q`"):
        read_rows(r"\begin{cases} W = X \\ W = Q \end{cases}", SYMBOLS, SPACES, "equation (9)")


def test_spans_of_an_expression_are_offsets_into_the_text() -> None:
    text = "  \n W + (X)."
    node = read(text)
    assert isinstance(node, Sum)
    assert [text[slice(*term.span)] for term in node.terms if term.span] == ["W", "(X)"]
