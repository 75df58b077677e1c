"""Gradients by enumeration, flows from update rules, and series along the true flow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import (
    At,
    Dot,
    Exp,
    Expect,
    Expr,
    Gradient,
    Ident,
    Kron,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Transpose,
    Vec,
    negative,
)
from sslcheck.derive.setting import Setting, Symbol


def gradients(byol: SimpleNamespace) -> dict[str, Expr]:
    """The gradients of eq. (1), by hand."""
    W, P, *_ = byol.names
    return {
        "W": negative(byol.prod(Transpose(P), byol.pull)),
        "W_p": negative(byol.prod(byol.pull, Transpose(W))),
    }


@pytest.mark.parametrize("name", ["W", "W_p"])
def test_gradient_by_enumeration(byol: SimpleNamespace, name: str) -> None:
    trials = Trials(byol.setting)
    assert {p.sizes["n"] - p.sizes["d"] for p in trials.points()} == {-1, 1}
    assert trials.failing(Relation(Gradient(name, Sym("J")), "=", gradients(byol)[name])) is None
    wrong = byol.add(gradients(byol)[name], byol.names[0 if name == "W" else 1])
    assert trials.failing(Relation(Gradient(name, Sym("J")), "=", wrong)) is not None


def test_gradient_without_stop_gradient(byol: SimpleNamespace) -> None:
    """SimSiam with a let: the perturbation flows through it unless the gradient is stopped."""
    W, P, _, X, V = byol.names
    stopped = replace(byol.setting, lets={"W_a": W})
    through = replace(stopped, stop_gradient=False)
    half = Kron(byol.add(X, V), byol.add(byol.prod(Transpose(P), P), Ident("n")))
    hessian = byol.add(half, negative(Kron(X, byol.add(P, Transpose(P)))))
    claim = Relation(Vec(Gradient("W", Sym("J"))), "=", byol.prod(hessian, Vec(W)))
    assert Trials(through).failing(claim) is None
    assert Trials(stopped).failing(claim) is not None
    assert (
        Trials(stopped).failing(Relation(Gradient("W", Sym("J")), "=", gradients(byol)["W"]))
        is None
    )


@pytest.mark.parametrize("lets", [{}, {"W_a": Sym("W")}], ids=["ema", "simsiam"])
@pytest.mark.parametrize("name", ["W", "W_p"])
def test_a_gradient_moves_with_all_that_it_is_made_of(
    byol: SimpleNamespace, name: str, lets: dict[str, Expr]
) -> None:
    """What is in a stop-gradient moves as well, but is not differentiated by."""
    trials = Trials(replace(byol.setting, lets=lets))
    gradient, known = Gradient(name, Sym("J")), gradients(byol)[name]
    assert trials.failing(Relation(Dot(gradient), "=", Dot(known))) is None
    assert trials.failing(Relation(Dot(gradient), "=", byol.num(0))) is not None
    still = Trials(replace(byol.setting, lets=lets, flow={name: byol.setting.flow[name]}))
    assert still.failing(Relation(Dot(gradient), "=", Dot(known))) is None
    others = {n: rate for n, rate in byol.setting.flow.items() if n == name}
    point = next(trials.points())
    alone = next(Trials(replace(byol.setting, lets=lets, flow=others)).points())
    assert point.evaluate(Dot(gradient)).at(0) != alone.evaluate(Dot(gradient)).at(0)


def test_later_derivatives_of_gradients() -> None:
    """``g = d(a^2 x^3)/dx = 3 a^2 x^2`` where ``x' = a`` and ``a' = x``."""
    a, x = Sym("a"), Sym("x")
    flow: dict[str, Expr] = {"x": a, "a": x}
    symbols = {name: Symbol(name, role="state") for name in flow}
    three = Num(Fraction(3))
    value = Prod((Power(a, Fraction(2)), Power(x, Fraction(3))))
    known = Prod((three, Power(a, Fraction(2)), Power(x, Fraction(2))))
    trials = Trials(Setting(symbols, flow=flow), order=4)
    for found in (Gradient("x", value), Partial(value, "x")):
        assert trials.failing(Relation(found, "=", known)) is None
        assert trials.failing(Relation(found, "=", At(known))) is not None


def balance(byol: SimpleNamespace, divisor: Expr) -> Relation:
    """Eq. (3): e^(2 eta t) (W W^T - W_p^T W_p / divisor) keeps its initial value."""
    W, P, *_ = byol.names
    gap = Sum((Prod((W, Transpose(W))), negative(Quotient(Prod((Transpose(P), P)), divisor))))
    grown = Prod((Exp(byol.prod(byol.num(2), byol.rates[2], Sym("t"))), gap))
    return Relation(grown, "=", At(grown))


def test_conservation_law_along_the_flow(byol: SimpleNamespace) -> None:
    trials = Trials(byol.setting, order=4)
    assert trials.failing(balance(byol, byol.rates[0])) is None
    mutated = balance(byol, Num(byol.num(1).value))
    point = trials.failing(mutated)
    assert point is not None
    gap = point.evaluate(mutated.lhs)
    assert any(any(row) for row in gap.at(1))


def test_conservation_of_the_modes(byol: SimpleNamespace) -> None:
    p, s = Sym("p_j"), Sym("s_j")
    alpha, _, eta = byol.rates
    for divisor, holds in ((alpha, True), (byol.num(1), False)):
        gap = byol.add(s, negative(Quotient(Power(p, byol.num(2).value), divisor)))
        grown = byol.prod(Exp(byol.prod(byol.num(2), eta, Sym("t"))), gap)
        failing = Trials(byol.setting, order=4).failing(Relation(grown, "=", At(grown)))
        assert (failing is None) == holds


def test_initial_values_hold_at_time_0_only(byol: SimpleNamespace) -> None:
    W, _, A, *_ = byol.names
    trials = Trials(replace(byol.setting, initial={"W_a": W}), order=1)
    assert trials.failing(Relation(At(A), "=", W)) is not None
    assert trials.failing(Relation(At(A), "=", At(W))) is None
    assert trials.failing(Relation(A, "=", W)) is not None
    assert trials.failing(Relation(At(Dot(A)), "=", byol.num(0))) is None


def test_views(byol: SimpleNamespace) -> None:
    *_, X, V = byol.names
    x, y = Sym("x_1"), Sym("x_2")
    trials = Trials(byol.setting)
    both = byol.add(X, V)
    for a, b, moment in ((x, y, X), (x, x, both), (y, y, both)):
        value = Expect(byol.prod(a, Transpose(b)))
        assert trials.failing(Relation(value, "=", moment)) is None
    with pytest.raises(Unsupported, match="outside an expectation"):
        trials.failing(Relation(x, "=", y))


def test_a_law_that_moves_is_known_at_the_start_alone(byol: SimpleNamespace) -> None:
    """Its outcomes are drawn there: that they stand still later would be wrong."""
    *_, X, V = byol.names
    symbols = {**byol.setting.symbols}
    for name in (X.name, V.name):
        symbols[name] = replace(symbols[name], role="state")
    value = Expect(byol.prod(Sym("x_1"), Transpose(Sym("x_1"))))
    for rate, moves in ((byol.num(0), False), (X, True)):
        flow = {**byol.setting.flow, X.name: rate, V.name: byol.num(0)}
        trials = Trials(replace(byol.setting, symbols=symbols, flow=flow))
        assert trials.failing(Relation(value, "=", byol.add(X, V))) is None
        claim = Relation(Dot(value), "=", byol.num(0))
        if moves:
            with pytest.raises(Unsupported, match="a law that moves"):
                trials.failing(claim)
        else:
            assert trials.failing(claim) is None


def test_partial_derivative_of_a_rate(byol: SimpleNamespace) -> None:
    W, *_ = byol.names
    trials = Trials(byol.setting)
    gram = byol.prod(W, Transpose(W))
    for value, rate in ((W, negative(W)), (gram, byol.prod(byol.num(-2), gram))):
        assert trials.failing(Relation(Partial(Dot(value), r"\eta"), "=", rate)) is None
    claim = Relation(Partial(Dot(W), r"\alpha_p"), "=", W)
    assert trials.failing(claim) is not None
