"""Normal forms, against exact evaluation: the same value at unequal sizes, and only then."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.drawing import examples

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import (
    Diag,
    Dot,
    Expr,
    Integral,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
    difference,
    zeros,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting

Strategy = Callable[..., st.SearchStrategy[Expr]]

SHAPES = st.sampled_from([("n", "d"), ("n", "n"), ("d", "d"), ("d", "n")])
MODES = ("p_j", "s_j", r"\tau_j", r"\alpha_p", r"\eta", r"\sigma")
HALF = Fraction(1, 2)


def rewritten(setting: Setting, node: Expr) -> Expr:
    normal = NormalForm(setting)
    return normal.expr(normal.element(node))


def same(setting: Setting, left: Expr, right: Expr, order: int = 0) -> bool:
    """Whether exact evaluation finds two expressions equal at generic points."""
    return Trials(setting, order, seed=3).failing(Relation(left, "=", right)) is None


@given(st.data())
@settings(max_examples=examples(40), deadline=None)
def test_a_normal_form_has_the_value_of_its_expression(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    node = data.draw(typed(data.draw(SHAPES)))
    setting = scene.setting((), "byol")
    assert same(setting, node, rewritten(setting, node))


@given(st.data())
@settings(max_examples=examples(40), deadline=None)
def test_two_normal_forms_are_equal_exactly_when_the_values_are(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    shape = data.draw(SHAPES)
    left, right = data.draw(typed(shape, 2)), data.draw(typed(shape, 2))
    setting = scene.setting((), "byol")
    equal = NormalForm(setting).holds(Relation(left, "=", right))
    assert equal == same(setting, left, right)


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_a_trace_has_the_value_of_its_cyclic_form(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    inner = data.draw(typed(("n", "n"), 2))
    setting = scene.setting((), "byol")
    product = Prod((inner, Sym("W"), Transpose(Sym("W_a"))))  # no trace of a bare identity
    for node in (Trace(product), SquaredNorm(Prod((inner, Sym("W"))))):
        assert same(setting, node, rewritten(setting, node))


@pytest.mark.parametrize("flow", ["byol", "no-stop-gradient", "symmetrised"])
@given(data=st.data())
@settings(max_examples=examples(12), deadline=None)
def test_a_derivative_along_the_flow_is_the_first_taylor_coefficient(
    scene: Derivation, typed: Strategy, flow: str, data: st.DataObject
) -> None:
    node = data.draw(typed(data.draw(SHAPES), 2))
    setting = scene.setting((), flow)
    assert same(setting, Dot(node), rewritten(setting, Dot(node)))


def test_a_second_derivative_along_the_flow(scene: Derivation) -> None:
    setting = scene.setting((), "byol")
    node = Dot(Dot(Prod((Sym("W"), Transpose(Sym("W_a"))))))
    assert same(setting, node, rewritten(setting, node))


@given(st.data())
@settings(max_examples=examples(15), deadline=None)
def test_aligned_states_are_diagonal_in_the_common_basis(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    node = data.draw(typed(data.draw(SHAPES), 2))
    setting = scene.setting(("white-mean", "white-noise", "aligned"), "modal")
    assert same(setting, node, rewritten(setting, node))
    assert same(setting, Dot(node), rewritten(setting, Dot(node)))


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_scalars_of_time_keep_their_series(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    node = data.draw(scalars(MODES))
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node), order=2)


@given(st.data())
@settings(max_examples=examples(15), deadline=None)
def test_the_rate_of_a_scalar_is_its_derivative(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    node = Dot(data.draw(scalars(MODES)))
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node), order=1)


@given(st.data())
@settings(max_examples=examples(12), deadline=None)
def test_a_partial_derivative_holds_all_else_fixed(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([r"\eta", r"\alpha_p", "p_j"]))
    node = Partial(Sum((Sym("p_j"), Sym(name), data.draw(scalars(MODES, time=False)))), name)
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node))


@given(st.data())
@settings(max_examples=examples(12), deadline=None)
def test_diagonal_matrices_multiply_entry_by_entry(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    names = ("p_j", "s_j", r"\eta")
    first, second = (data.draw(scalars(names, time=False)) for _ in range(2))
    assume(not any("alpha" in repr(e) for e in (first, second)))
    setting = scene.setting((), "system-6")
    product = Prod((Diag(first, "j", "n"), Sym("U"), Diag(second, "j", "n"), Diag(first, "j", "n")))
    assert same(setting, product, rewritten(setting, product))
    both = Relation(
        Prod((Diag(first, "j", "n"), Diag(second, "j", "n"))),
        "=",
        Diag(Prod((first, second)), "j", "n"),
    )
    assert NormalForm(setting).holds(both)


@given(st.data())
@settings(max_examples=examples(12), deadline=None)
def test_reading_a_normal_form_again_changes_nothing(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    node = data.draw(typed(data.draw(SHAPES)))
    setting = scene.setting((), "byol")
    normal = NormalForm(setting)
    once = normal.element(node)
    assert (normal.element(normal.expr(once)) - once).is_zero() or not once.terms


def test_properties_of_a_state_hold_at_the_start_only(scene: Derivation) -> None:
    names = ("white-mean", "white-noise", "proportional-target", "symmetric-predictor")
    setting = scene.setting(names, "byol")
    skew = difference(Sym("W_p"), Transpose(Sym("W_p")))
    assert NormalForm(setting).holds(Relation(skew, "=", Num(Fraction(0))))
    assert not NormalForm(setting).holds(Relation(Dot(skew), "=", Num(Fraction(0))))


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (
            Power(zeros("n"), Fraction(-1)),
            "a negative power of an expression that is identically zero",
        ),
        (Power(Sym("W_p"), Fraction(1, 13)), "exponent 1/13"),
        (Diag(Quotient(Num(Fraction(1)), Sym("s_j")), "j", "n"), "quotients of indexed"),
        (Sym("undeclared"), "not declared"),
        (Integral(Sym("W_p")), "the integral of a matrix: claim the rates"),
    ],
)
def test_what_words_cannot_represent_says_so(scene: Derivation, node: Expr, message: str) -> None:
    with pytest.raises((Unsupported, ArticleError), match=message):
        NormalForm(scene.setting((), "system-6")).element(node)
