"""What is printed can be read again, and means the same."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing import examples

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import TooLarge
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
    Integral,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
    negative,
)
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Shape
from sslcheck.derive.shapes import resolve
from sslcheck.derive.text.printing import relation_latex, to_latex, to_text

Strategy = Callable[..., st.SearchStrategy[Expr]]

SHAPES = st.sampled_from([("n", "d"), ("n", "n"), ("d", "d"), ("d", "n")])
MODES = ("p_j", "s_j", r"\tau_j", r"\alpha_p", r"\eta", r"\sigma")
HALF = Fraction(1, 2)
W, P, TIME = Sym("W"), Sym("W_p"), Sym("t")


def read(scene: Derivation, setting: Setting, latex: str, shape: Shape) -> Expr:
    """The text as the reader of articles takes it, identities sized."""
    article = scene.article
    node = read_expression(latex, article.symbols, article.spaces)
    return resolve(node, setting.symbols, source=latex, expected=shape)[0]


def means_the_same(scene: Derivation, setting: Setting, node: Expr, shape: Shape) -> bool:
    again = read(scene, setting, to_latex(node), shape)
    return NormalForm(setting).holds(Relation(node, "=", again))


@given(st.data())
@settings(max_examples=examples(50), deadline=None)
def test_a_matrix_reads_back(scene: Derivation, typed: Strategy, data: st.DataObject) -> None:
    shape = data.draw(SHAPES)
    node = data.draw(typed(shape))
    assert means_the_same(scene, scene.setting((), "byol"), node, shape)


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_a_derivative_and_a_norm_read_back(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    shape = data.draw(SHAPES)
    node = data.draw(typed(shape, 2))
    setting = scene.setting((), "byol")
    assert means_the_same(scene, setting, Dot(node), shape)
    assert means_the_same(
        scene,
        setting,
        SquaredNorm(Prod((node, Sym("W"))) if shape[1] == "n" else Prod((node, Sym("X")))),
        ("1", "1"),
    )


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_a_normal_form_reads_back(scene: Derivation, typed: Strategy, data: st.DataObject) -> None:
    shape = data.draw(SHAPES)
    setting = scene.setting((), "byol")
    normal = NormalForm(setting)
    node = normal.expr(normal.element(Dot(data.draw(typed(shape, 2)))))
    if node != Num(Fraction(0)):
        assert means_the_same(scene, setting, node, shape)


@given(st.data())
@settings(max_examples=examples(40), deadline=None)
def test_a_scalar_reads_back(scene: Derivation, scalars: Strategy, data: st.DataObject) -> None:
    node = data.draw(scalars(MODES, nested=False))
    assert means_the_same(scene, scene.setting((), "system-6"), node, ("1", "1"))


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_the_normal_form_of_a_scalar_reads_back(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    setting = scene.setting((), "system-6")
    normal = NormalForm(setting)
    node = normal.expr(normal.element(Dot(data.draw(scalars(MODES, nested=False)))))
    assert means_the_same(scene, setting, node, ("1", "1"))


SAMPLES: list[tuple[Expr, Shape, str]] = [
    (Dot(P), ("n", "n"), r"\dot{W}_p"),
    (Dot(Sym(r"\tau_j")), ("1", "1"), r"\dot{\tau}_j"),
    (Transpose(Dot(P)), ("n", "n"), r"\dot{W}_p^T"),
    (Transpose(Sym("X'")), ("d", "d"), "X'^T"),
    (Prod((Num(Fraction(-1)), Sum((P, negative(Ident("n")))), W)), ("n", "d"), "-(W_p - I) W"),
    (Power(Sym("p_j"), Fraction(2)), ("1", "1"), "p_j^2"),
    (Power(At(Sym("p_j")), Fraction(2)), ("1", "1"), "p_j^{2}(0)"),
    (At(Sym("p_j")), ("1", "1"), "p_j(0)"),
    (Power(Sum((Sym("s_j"), Num(Fraction(1)))), HALF), ("1", "1"), r"\sqrt{s_j + 1}"),
    (Exp(Prod((Num(Fraction(-2)), Sym(r"\eta"), TIME))), ("1", "1"), r"e^{-2 \eta t}"),
    (
        Power(Exp(Prod((Sym(r"\eta"), TIME))), Fraction(2)),
        ("1", "1"),
        r"(e^{\eta t})^2",
    ),
    (Integral(Sum((Sym("p_j"), Sym("s_j")))), ("1", "1"), r"\int_0^t (p_j + s_j) dt'"),
    (
        Prod((Integral(Sym("p_j")), Sym("s_j"))),
        ("1", "1"),
        r"\int_0^t p_j dt' s_j",
    ),
    (Diag(Prod((Sym("p_j"), Sym(r"\eta"))), "j", "n"), ("n", "n"),
     r"\text{diag}(p_1 \eta, \dots, p_n \eta)"),
    (Prod((Sym("s_j"), Maximum(Sym("s_j"), "j"))), ("1", "1"), r"s_j (\max_j s_j)"),
    (Prod((Sym("s_j"), Total(Sym("s_j"), "j"))), ("1", "1"), r"s_j (\sum_j s_j)"),
    (Total(Sum((Sym("s_j"), Sym("p_j"))), "j", "n"), ("1", "1"), r"\sum_{j=1}^{n} (s_j + p_j)"),
    (Columns(Prod((Sym("p_j"), Sym("s_j"))), "j", "n"), ("1", "n"), r"[p_1 s_1, \dots, p_n s_n]"),
    (Trace(Prod((W, Sym("X"), Transpose(W)))), ("1", "1"), r"\text{tr}(W X W^T)"),
    (SquaredNorm(W), ("1", "1"), r"\|W\|^2"),
    (Partial(Dot(W), r"\eta"), ("n", "d"), r"\frac{\partial}{\partial \eta} \dot{W}"),
    (Quotient(Num(Fraction(1)), Num(Fraction(3))), ("1", "1"), r"\frac{1}{3}"),
    (Prod((Num(Fraction(2)), Num(Fraction(3)))), ("1", "1"), r"2 \cdot 3"),
    (Prod((Sym(r"\eta"), Num(Fraction(-3)))), ("1", "1"), r"\eta \cdot (-3)"),
    (Prod((Num(Fraction(-1, 2)), Sym(r"\eta"))), ("1", "1"), r"-\frac{1}{2} \eta"),
    (Sum((Num(Fraction(-1)), negative(Sym(r"\eta")))), ("1", "1"), r"-1 - \eta"),
    (
        Expect(SquaredNorm(Sum((Prod((W, Sym(r"\mathbf{x}_1"))),
                                negative(StopGrad(Prod((W, Sym(r"\mathbf{x}_2"))))))))),
        ("1", "1"),
        r"\mathbb{E}[\|W \mathbf{x}_1 - \text{StopGrad}(W \mathbf{x}_2)\|^2]",
    ),
    (Gradient("W_p", Sym("J")), ("n", "n"), r"\nabla_{W_p} J"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "shape", "latex"), SAMPLES, ids=[s[2] for s in SAMPLES])
def test_samples_are_printed_as_expected_and_read_back(
    scene: Derivation, node: Expr, shape: Shape, latex: str
) -> None:
    assert to_latex(node) == latex
    setting = scene.setting((), "system-6" if shape == ("1", "1") else "byol")
    assert means_the_same(scene, setting, node, shape)


@pytest.mark.parametrize(
    "node",
    [
        Integral(Exp(Prod((Sym(r"\beta"), TIME)))),
        Prod((Sym("p_j"), Integral(Prod((Sym("p_j"), Exp(Prod((Sym(r"\beta"), TIME)))))))),
    ],
    ids=["integral", "convolution"],
)
def test_what_proof_steps_print_reads_back(scene: Derivation, node: Expr) -> None:
    """Inside an integral the time is t'."""
    assert means_the_same(scene, scene.setting((), "system-6"), node, ("1", "1"))


def test_a_sum_inside_a_sum_keeps_its_signs(scene: Derivation) -> None:
    inner = Sum((W, negative(Sym("W_a"))))
    setting = scene.setting((), "byol")
    for node in (Sum((W, negative(inner))), Sum((negative(inner), inner)), Sum((inner, inner))):
        assert means_the_same(scene, setting, node, ("n", "d"))


def test_an_identity_whose_place_does_not_tell_its_size() -> None:
    assert to_latex(Trace(Ident("n"))) == r"\text{tr}(I_{n})"
    assert to_latex(Trace(Ident())) == r"\text{tr}(I)"
    assert to_latex(Prod((Ident("n"), W))) == "I W"
    assert to_text(Trace(Ident("n"))) == "tr(I_n)"


def test_a_root_of_a_matrix_is_printed_as_a_power() -> None:
    assert to_latex(Power(Sym(r"\hat{F}"), HALF)) == r"\hat{F}^{1/2}"


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Quotient(Sum((Sym("p_j"), Num(Fraction(1)))), Prod((Num(Fraction(2)), Sym("s_j")))),
         "(p_j + 1)/(2 s_j)"),
        (Quotient(Num(Fraction(1)), Prod((Num(Fraction(1, 2)), Sym(r"\tau_j")))), "1/(1/2 τ_j)"),
        (Exp(Prod((Num(Fraction(-2)), Sym(r"\eta"), TIME))), "e^(-2 η t)"),
        (Power(Sym("s_j"), HALF), "√(s_j)"),
        (Prod((Num(Fraction(2)), Power(Num(Fraction(3)), Fraction(2)))), "2 · 3^2"),
        (Dot(Sym("W_p")), "Ẇ_p"),
        (Dot(Prod((W, Transpose(W)))), "d/dt (W W^T)"),
        (At(Dot(Sym("p_j"))), "ṗ_j(0)"),
        (At(Sum((W, W))), "(W + W) |_(t=0)"),
        (Expect(SquaredNorm(StopGrad(Sym(r"\mathbf{x}_1")))), "E[‖StopGrad(x_1)‖^2]"),
        (Integral(Sum((TIME, Sym("p_j")))), "∫_0^t (t' + p_j) dt'"),
        (Maximum(Sym("p_k"), "k"), "max_k p_k"),
        (Total(Sym("p_k"), "k", "n"), "Σ_(k=1)^n p_k"),
        (Columns(Sym("p_k"), "k", "n"), "[p_1, …, p_n]"),
        (Diag(Sym("p_k"), "k", "n"), "diag(p_1, …, p_n)"),
        (Gradient(r"\hat{F}", Sym("J")), "∇_(F̂) J"),
        (Partial(W, r"\sigma"), "∂/(∂ σ) W"),
        (negative(Sum((W, negative(W)))), "-(W - W)"),
    ],
)  # fmt: skip
def test_plain_text(node: Expr, text: str) -> None:
    assert normalize("NFC", to_text(node)) == normalize("NFC", text)


def test_relations_in_text_and_latex() -> None:
    relation = Relation(W, "psd", Prod((Num(Fraction(0)), Ident("n"))))
    assert relation_latex(relation).startswith(r"W \succeq 0")
    assert to_text(Relation(Sym(r"\eta"), ">=", Num(Fraction(1, 2)))) == "η ≥ 1/2"


@pytest.mark.parametrize("value", [Fraction(10**4000), Fraction(-(7**9000)), Fraction(1, 3**10000)])
def test_a_number_of_thousands_of_digits(value: Fraction) -> None:
    """Powers of powers make them; Python refuses to write them out."""
    for write in (to_latex, to_text):
        with pytest.raises(TooLarge, match="a number of more than 4000 digits"):
            write(Num(value))
    assert to_text(Num(Fraction(10**3999))) == "1" + "0" * 3999


def test_the_rate_of_a_velocity() -> None:
    rate = Dot(Sym(r"\dot{x}"))
    assert to_latex(rate) == r"\ddot{x}"
    assert normalize("NFC", to_text(rate)) == "ẍ"
