"""Normal forms, against exact evaluation: the same value at unequal sizes, and only then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Exp,
    Expr,
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
@settings(max_examples=80, deadline=None)
def test_a_normal_form_has_the_value_of_its_expression(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    node = data.draw(typed(data.draw(SHAPES)))
    setting = scene.setting((), "byol")
    assert same(setting, node, rewritten(setting, node))


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_two_normal_forms_are_equal_exactly_when_the_values_are(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    shape = data.draw(SHAPES)
    left, right = data.draw(typed(shape, 2)), data.draw(typed(shape, 2))
    setting = scene.setting((), "byol")
    equal = NormalForm(setting).holds(Relation(left, "=", right))
    assert equal == same(setting, left, right)


@given(st.data())
@settings(max_examples=40, deadline=None)
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
@settings(max_examples=25, deadline=None)
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
@settings(max_examples=30, deadline=None)
def test_aligned_states_are_diagonal_in_the_common_basis(
    scene: Derivation, typed: Strategy, data: st.DataObject
) -> None:
    node = data.draw(typed(data.draw(SHAPES), 2))
    setting = scene.setting(("white-mean", "white-noise", "aligned"), "modal")
    assert same(setting, node, rewritten(setting, node))
    assert same(setting, Dot(node), rewritten(setting, Dot(node)))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_scalars_of_time_keep_their_series(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    node = data.draw(scalars(MODES))
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node), order=2)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_the_rate_of_a_scalar_is_its_derivative(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    node = Dot(data.draw(scalars(MODES)))
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node), order=1)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_partial_derivative_holds_all_else_fixed(
    scene: Derivation, scalars: Strategy, data: st.DataObject
) -> None:
    inner = Sum((Sym("p_j"), data.draw(scalars(MODES, time=False))))
    node = Partial(inner, data.draw(st.sampled_from([r"\eta", r"\alpha_p", "p_j"])))
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node))


@given(st.data())
@settings(max_examples=25, deadline=None)
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


ROOTS = {
    "square": Prod((Power(Sym("s_j"), HALF), Power(Sym("s_j"), HALF))),
    "half of the sum": Power(Sum((Sym("s_j"), Sym(r"\alpha_p"))), HALF),
    "monomial": Power(Prod((Num(Fraction(4)), Power(Sym("s_j"), Fraction(2)))), HALF),
    "quotient": Quotient(Sym("p_j"), Power(Sym("s_j"), HALF)),
    "rate": Dot(Power(Sum((Sym("s_j"), Power(Sym("p_j"), Fraction(2)))), HALF)),
    "at start": At(Prod((Sym("p_j"), Power(Sym("s_j"), HALF)))),
    "integral": Integral(Prod((Power(Sym("s_j"), HALF), Exp(Prod((Sym(r"\beta"), Sym("t"))))))),
    "largest": Sum((Maximum(Sym("s_j"), "j"), Sym("s_j"))),
    "cube": Power(Sum((Num(Fraction(1)), Power(Sym("s_j"), HALF))), Fraction(3)),
}


@pytest.mark.parametrize("node", ROOTS.values(), ids=ROOTS)
def test_roots_and_maxima_keep_their_value(scene: Derivation, node: Expr) -> None:
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node), order=2)


def test_a_root_is_squared_to_its_radicand_only(scene: Derivation) -> None:
    normal = NormalForm(scene.setting((), "system-6"))
    root = Power(Sum((Sym("s_j"), Num(Fraction(1)))), HALF)
    assert normal.holds(Relation(Prod((root, root)), "=", Sum((Num(Fraction(1)), Sym("s_j")))))
    assert not normal.holds(Relation(root, "=", Sum((Sym("s_j"), Num(Fraction(1))))))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # true for positive a, b
        (
            Prod((Power(Sym(r"\alpha_p"), HALF), Power(Sym(r"\beta"), HALF))),
            Power(Prod((Sym(r"\alpha_p"), Sym(r"\beta"))), HALF),
        ),
        (
            Power(Prod((Num(Fraction(4)), Sym(r"\beta"))), HALF),
            Prod((Num(Fraction(2)), Power(Sym(r"\beta"), HALF))),
        ),
        (
            Power(Quotient(Sym(r"\alpha_p"), Sym(r"\beta")), HALF),
            Quotient(Power(Sym(r"\alpha_p"), HALF), Power(Sym(r"\beta"), HALF)),
        ),
    ],
    ids=["product", "number", "quotient"],
)
def test_roots_that_depend_on_each_other_are_seen_equal(
    scene: Derivation, left: Expr, right: Expr
) -> None:
    assert NormalForm(scene.setting()).holds(Relation(left, "=", right))


@given(st.data())
@settings(max_examples=25, deadline=None)
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


def test_an_initial_value_is_used_at_the_start_only(scene: Derivation) -> None:
    at_first = {"W_p": Ident("n")}
    setting = replace(scene.setting((), "byol"), initial=at_first, began=True, kept=frozenset())
    start = Relation(At(Prod((Sym("W_p"), Sym("W_p")))), "=", Ident("n"))
    assert NormalForm(setting).holds(start)
    assert same(setting, start.lhs, start.rhs)
    moving = Relation(Dot(Sym("W_p")), "=", Prod((Num(Fraction(0)), Ident("n"))))
    assert not NormalForm(setting).holds(moving)


def test_a_definition_through_itself_names_the_circle(scene: Derivation) -> None:
    circle = {"F": Sum((Sym("Q"), Sym("F"))), "Q": Prod((Sym("F"), Sym("W_p")))}
    setting = replace(scene.setting(), definitions=circle)
    with pytest.raises(ArticleError, match="`F` is defined through itself: F -> Q -> F"):
        NormalForm(setting).element(Sym("F"))


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
    ],
)
def test_what_words_cannot_represent_says_so(scene: Derivation, node: Expr, message: str) -> None:
    with pytest.raises((Unsupported, ArticleError), match=message):
        NormalForm(scene.setting((), "system-6")).element(node)
