"""The setting of the article, built by hand: no reader is involved."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest

from sslcheck.derive.expr import (
    Expect,
    Expr,
    Num,
    Prod,
    Quotient,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Transpose,
    negative,
)
from sslcheck.derive.setting import Setting, Symbol, Views

PSD = frozenset({"symmetric", "psd"})


def prod(*factors: Expr) -> Expr:
    """The product of the factors."""
    return Prod(factors)


def add(*terms: Expr) -> Expr:
    """The sum of the terms."""
    return Sum(terms)


def num(top: int, bottom: int = 1) -> Expr:
    """A rational number."""
    return Num(Fraction(top, bottom))


@pytest.fixture
def byol() -> SimpleNamespace:
    """Symbols, flow, objective and setting of eqs. (1) and (2), with the printed product mended."""
    W, P, A, X, V = Sym("W"), Sym("W_p"), Sym("W_a"), Sym("X"), Sym("X'")
    alpha, beta, eta = Sym(r"\alpha_p"), Sym(r"\beta"), Sym(r"\eta")
    first, second = Sym("x_1"), Sym("x_2")
    symbols = {
        s.name: s
        for s in (
            Symbol("W", ("n", "d"), role="state"),
            Symbol("W_p", ("n", "n"), role="state"),
            Symbol("W_a", ("n", "d"), role="state"),
            Symbol("X", ("d", "d"), PSD),
            Symbol("X'", ("d", "d"), PSD),
            Symbol(r"\alpha_p", sign="positive"),
            Symbol(r"\beta", sign="positive"),
            Symbol(r"\eta", sign="nonnegative"),
            Symbol(r"\sigma", sign="nonnegative"),
            Symbol(r"\varepsilon", sign="nonnegative"),
            Symbol(r"\delta", sign="positive"),
            Symbol(r"\tau", role="function"),
            Symbol("J"),
            Symbol("x_1", ("d", "1"), role="view"),
            Symbol("x_2", ("d", "1"), role="view"),
            Symbol("m", ("d", "1"), role="view"),
            Symbol("U", ("n", "n"), frozenset({"orthonormal"})),
            Symbol("F", ("n", "n"), PSD),
            Symbol("p_j", role="state", index="j"),
            Symbol("s_j", role="state", index="j", sign="positive"),
        )
    }
    residual = add(prod(P, W, first), negative(StopGrad(prod(A, second))))
    pull = add(negative(prod(P, W, add(X, V))), prod(A, X))
    p, s = Sym("p_j"), Sym("s_j")
    gap = add(Sym(r"\tau"), negative(prod(add(num(1), prod(Sym(r"\sigma"), Sym(r"\sigma"))), p)))
    flow = {
        "W": add(prod(Transpose(P), pull), negative(prod(eta, W))),
        "W_p": add(prod(alpha, pull, Transpose(W)), negative(prod(eta, P))),
        "W_a": prod(beta, add(W, negative(A))),
        "p_j": add(prod(alpha, s, gap), negative(prod(eta, p))),
        "s_j": add(prod(num(2), p, s, gap), negative(prod(num(2), eta, s))),
    }
    objective = prod(num(1, 2), Expect(SquaredNorm(residual)))
    views = (Views(("x_1", "x_2"), "m", Sym("X"), Sym("X'")),)
    return SimpleNamespace(
        symbols=symbols,
        flow=flow,
        objective=objective,
        views=views,
        setting=Setting(
            symbols, flow=flow, views=views, definitions={"J": objective}, indices={"j": "n"}
        ),
        names=(W, P, A, X, V),
        rates=(alpha, beta, eta),
        pull=pull,
        prod=prod,
        add=add,
        num=num,
        over=lambda a, b: Quotient(a, b),
    )
