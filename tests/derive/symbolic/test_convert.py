"""What is not supported, does not conform or has no meaning says so, and how."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import (
    Determinant,
    Float,
    HadamardProduct,
    Identity,
    ImmutableMatrix,
    Inverse,
    KroneckerProduct,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    OneMatrix,
    Symbol,
    Trace,
    Wild,
    exp,
    pi,
    sin,
    sqrt,
    symbols,
)

from sslcheck.derive import (
    SslcheckError,
    along_flow,
    equal,
    expectation,
    gradient,
    normal_form,
    vec_form,
)
from sslcheck.derive.errors import ShapeMismatch, TooLarge, Unsupported
from sslcheck.derive.expr import Diag, Sym
from sslcheck.derive.symbolic.convert import Names

n, d = symbols("n d")
x, t = symbols("x t")
W, A = MatrixSymbol("W", n, d), MatrixSymbol("A", d, n)
P, X = MatrixSymbol("P", n, n), MatrixSymbol("X", d, d)
v = MatrixSymbol("v", d, 1)


@pytest.mark.parametrize(
    ("expr", "kind"),
    [
        (Inverse(P), "Inverse"),
        (HadamardProduct(W, W), "HadamardProduct"),
        (KroneckerProduct(W, W), "KroneckerProduct"),
        (OneMatrix(n, n), "OneMatrix"),
        (ImmutableMatrix([[1, 2]]), "ImmutableDenseMatrix"),
        (P * Determinant(P), "Determinant"),
        (sin(x), "sin"),
        (pi * W, "Pi"),
        (Float(0.5) * W, "Float"),
        (0.5, "float"),
        (True, "bool"),
        ("W", "str"),
        (None, "NoneType"),
        (Wild("w") * W, "Wild"),
        (W.adjoint(), "Adjoint"),
        (W[0, 0], "MatrixElement"),
        (P + x * Identity(n) * sqrt(-2), "ImaginaryUnit"),
    ],
)
def test_unknown_types_are_named(expr: Any, kind: str) -> None:
    with pytest.raises(Unsupported, match=rf"`{kind}`"):
        normal_form(expr)
    with pytest.raises(Unsupported, match=rf"`{kind}`"):
        equal(expr, expr)


@pytest.mark.parametrize(
    "expr",
    [
        MatPow(P, Symbol("k")),
        x ** Symbol("k") * W,
        x ** (Symbol("p", positive=True) / 3),
        sqrt(x) * W,
        sqrt(Trace(P)),
        exp(x),
        exp(t / x + t**2),
        exp(t * Trace(P)),
        exp(t / (x + 1)),
        1 / ((x + 1) ** 2 - x**2 - 2 * x - 1),
        Symbol("c", commutative=False) * x,
        MatrixSymbol("M", 0, d),
        t * Symbol("t", positive=True),
    ],
)
def test_what_the_algebra_cannot_decide_is_refused(expr: Any) -> None:
    with pytest.raises(Unsupported):
        normal_form(expr)


@pytest.mark.parametrize(
    ("expr", "spaces"),
    [
        (MatMul(W, W), ("d", "n")),
        (MatPow(W, 2), ("n", "d")),
        (MatAdd(W, A.T, A), ("n", "d")),
        (Trace(W), ("n", "d")),
        (MatMul(W, MatrixSymbol("B", d + 1, n)), ("d", "d + 1")),
        (MatMul(W, MatrixSymbol("B", 3, n)), ("d", "3")),
        (MatMul(v.T, v, P), ("1", "n")),
    ],
)
def test_shapes_are_compared(expr: Any, spaces: tuple[str, str]) -> None:
    with pytest.raises(ShapeMismatch) as caught:
        normal_form(expr)
    assert caught.value.spaces == spaces
    assert isinstance(caught.value, SslcheckError)


def test_sizes_are_compared_as_expressions() -> None:
    wide, tall = MatrixSymbol("M", n, (n + 1) * d), MatrixSymbol("N", n * d + d, n)
    assert normal_form(wide * tall) == wide * tall
    other = Symbol("d", integer=True)
    with pytest.raises(ShapeMismatch, match="two different symbols have the same name"):
        normal_form(W * MatrixSymbol("B", other, n))


def test_sides_and_objectives_must_have_the_right_shape() -> None:
    with pytest.raises(ShapeMismatch, match="n x d and d x n"):
        equal(W, A)
    with pytest.raises(ShapeMismatch):
        equal(W, 0)
    with pytest.raises(ShapeMismatch, match="must be a scalar"):
        gradient(W, W)
    with pytest.raises(ShapeMismatch, match="`W` and its derivative"):
        along_flow(W, {W: A})
    with pytest.raises(ShapeMismatch, match="copy"):
        gradient(Trace(A * W), W, frozen={P: W})
    assert equal(v.T * v, Trace(v * v.T))


def test_properties_must_make_sense() -> None:
    with pytest.raises(ShapeMismatch, match="cannot be symmetric"):
        equal(W, W, symmetric=[W])
    with pytest.raises(Unsupported, match="orthonormal and symmetric"):
        equal(P * P, Identity(n), symmetric=[P], orthonormal=[P])
    with pytest.raises(Unsupported, match="cannot be orthonormal"):
        equal(x, x, orthonormal=[MatrixSymbol("Q", 2, 3)])
    with pytest.raises(Unsupported, match="`Symbol`"):
        normal_form(x, symmetric=[x])
    with pytest.raises(Unsupported, match="`MatAdd`"):
        normal_form(P, symmetric=[P + P.T])


def test_gradients_need_a_free_variable() -> None:
    with pytest.raises(Unsupported, match="symmetric matrix `P`"):
        gradient(Trace(P), P, symmetric=[P])
    with pytest.raises(Unsupported, match="frozen"):
        gradient(Trace(P), P, frozen=[P])
    with pytest.raises(Unsupported, match="`Transpose`"):
        gradient(Trace(P), P.T)


def test_flows_move_symbols_but_not_the_time() -> None:
    with pytest.raises(Unsupported, match="`MatMul`"):
        along_flow(W, {W * A: P})
    with pytest.raises(Unsupported, match="is the time"):
        along_flow(W, {t: x})
    with pytest.raises(Unsupported, match="the rate depends on x"):
        along_flow(exp(x * t) * W, {x: x})


def test_only_second_moments_are_known() -> None:
    mean, N = MatrixSymbol("m", d, 1), MatrixSymbol("N", d, d)
    given: dict[str, Any] = {"views": (v,), "mean": mean, "second_moment": X, "noise": N}
    for degree, expr in ((1, W * v), (3, v * v.T * v), (4, Trace(v.T * v) ** 2)):
        with pytest.raises(Unsupported, match=f"degree {degree}"):
            expectation(expr, **given)
    with pytest.raises(Unsupported, match="denominator"):
        expectation(1 / Trace(v.T * v), **given)
    with pytest.raises(Unsupported, match="d x d"):
        expectation(X, **{**given, "views": (X,)})
    with pytest.raises(Unsupported, match="symmetric, and the given one is not"):
        expectation(v * v.T, **{**given, "noise": A * W})
    with pytest.raises(ShapeMismatch, match="noise"):
        expectation(v * v.T, **{**given, "noise": P})


@pytest.mark.parametrize(
    "expr",
    [W * A * W, W + P * W * 0 + MatrixSymbol("V", n, d), A.T * W.T * A.T, Trace(A * W) * W.T * W],
)
def test_a_vec_form_is_linear(expr: Any) -> None:
    with pytest.raises(Unsupported, match="not linear in `W`"):
        vec_form(expr, W)


def test_a_vec_form_is_of_matrices() -> None:
    with pytest.raises(Unsupported, match="linear in a matrix"):
        vec_form(x * W, x)
    with pytest.raises(Unsupported, match="gradient"):
        vec_form(Trace(A * W), W)


def test_explosions_are_stopped() -> None:
    with pytest.raises(TooLarge, match="limit"):
        normal_form(MatPow(P, 10**9))
    with pytest.raises(TooLarge, match="limit"):
        normal_form((P + P.T) ** 40)
    with pytest.raises(TooLarge, match="radicand"):
        normal_form(sqrt(10**13 + 37))


def test_nodes_without_counterpart_are_not_written() -> None:
    with pytest.raises(Unsupported, match="Diag"):
        Names([W]).write(Diag(Sym("s00000"), "j", "n"))
