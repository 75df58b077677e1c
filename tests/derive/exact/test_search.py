"""Sampling under assumptions, and the smallest counterexamples."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import Trials, is_pd, is_psd, matrix
from sslcheck.derive.expr import (
    At,
    Det,
    Diag,
    Dot,
    Exp,
    Expr,
    Ident,
    Kron,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Transpose,
    negative,
)
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.reason import reason

HALF = Fraction(1, 2)
ZERO = Num(Fraction(0))


def hessian(byol: SimpleNamespace) -> Expr:
    """The H of eq. (4)."""
    _, P, _, X, V = byol.names
    prod, add = byol.prod, byol.add
    terms: tuple[Expr, ...] = (
        Kron(add(X, V), add(prod(Transpose(P), P), Ident("n"))),
        negative(Kron(X, add(P, Transpose(P)))),
        prod(byol.rates[2], Ident("n*d")),
    )
    return Sum(terms)


def test_definite_except_on_the_boundary(byol: SimpleNamespace) -> None:
    trials = Trials(byol.setting)
    H = hessian(byol)
    assert trials.failing(Relation(H, "psd", ZERO)) is None
    assert trials.failing(Relation(H, "pd", ZERO)) is None  # generic points are definite
    assert trials.counterexample(Relation(H, "psd", ZERO)) is None
    witness = trials.counterexample(Relation(H, "pd", ZERO), note=reason("singular"))
    assert witness is not None
    assert witness.sizes == {"n": 1, "d": 1}
    assert witness.values["X'"] == witness.values[r"\eta"] == witness.lhs == [["0"]]
    assert witness.note == "singular"


def test_positive_parameters_keep_their_sign(byol: SimpleNamespace) -> None:
    symbols = byol.symbols | {r"\eta": Symbol(r"\eta", sign="positive")}
    trials = Trials(replace(byol.setting, symbols=symbols))
    assert trials.counterexample(Relation(hessian(byol), "pd", ZERO)) is None
    assert trials.counterexample(Relation(Sym(r"\eta"), ">=", ZERO)) is None
    found = trials.counterexample(Relation(Sym(r"\eta"), ">", byol.num(1)))
    assert found is not None
    assert found.values == {r"\eta": [["1"]]}


def test_counterexample_along_the_flow(byol: SimpleNamespace) -> None:
    p, s = Sym("p_j"), Sym("s_j")
    gap = byol.add(s, negative(Power(p, Fraction(2))))  # alpha_p went missing
    grown = Prod((Exp(byol.prod(byol.num(2), byol.rates[2], Sym("t"))), gap))
    witness = Trials(byol.setting, order=3).counterexample(Relation(grown, "=", At(grown)))
    assert witness is not None
    assert witness.note == "these are the coefficients of t in the Taylor series of the sides"
    assert witness.sizes == {"n": 1}
    assert witness.values[r"\alpha_p"] == [["2"]]
    assert witness.values[r"\eta"] == [["0"]]


def test_counterexample_is_deterministic(byol: SimpleNamespace) -> None:
    W, P, *_ = byol.names
    claim = Relation(byol.prod(W, Transpose(W)), "=", P)
    assert Trials(byol.setting).counterexample(claim) == Trials(byol.setting).counterexample(claim)


def test_lets_are_respected(byol: SimpleNamespace) -> None:
    W, P, A, X, V = byol.names
    tau, sigma, U, p = Sym(r"\tau"), Sym(r"\sigma"), Sym("U"), Sym("p_j")
    prod, add = byol.prod, byol.add
    noise = prod(Power(sigma, Fraction(2)), Ident())
    lets = {
        "W_a": prod(tau, W),
        "X": Ident(),
        "X'": noise,
        "W_p": prod(U, Diag(p, "j", "n"), Transpose(U)),
    }
    flow = {k: v for k, v in byol.flow.items() if k == "W"}
    trials = Trials(replace(byol.setting, lets=lets, flow=flow), order=2)
    gap = add(prod(tau, Ident("n")), negative(prod(add(byol.num(1), prod(sigma, sigma)), P)))
    rate = add(prod(P, gap, W), negative(prod(byol.rates[2], W)))
    for claim in (
        Relation(Dot(W), "=", rate),
        Relation(P, "=", Transpose(P)),
        Relation(A, "=", prod(tau, W)),
        Relation(Dot(A), "=", add(prod(Dot(tau), W), prod(tau, Dot(W)))),
        Relation(V, "=", prod(sigma, sigma, X)),
        Relation(prod(Transpose(U), U), "=", Ident()),
        Relation(prod(P, U), "=", prod(U, Diag(p, "j", "n"))),
    ):
        assert trials.failing(claim) is None, claim
    assert trials.failing(Relation(Dot(tau), "=", ZERO)) is not None
    witness = trials.counterexample(Relation(Dot(A), "=", prod(tau, Dot(W))))
    assert witness is not None
    assert r"\dot{\tau}" in witness.values
    assert "W_a" not in witness.values


@pytest.mark.parametrize(
    ("properties", "good"),
    [
        ({"symmetric"}, lambda m: m == matrix.transpose(m)),
        ({"psd"}, is_psd),
        ({"diagonal"}, lambda m: m[0][1] == m[1][0] == 0),
        ({"diagonal", "psd"}, is_pd),
        (
            {"orthonormal"},
            lambda m: matrix.multiply(matrix.transpose(m), m) == matrix.identity(len(m)),
        ),
    ],
)
@pytest.mark.parametrize("role", ["parameter", "state", "function"])
def test_properties_are_drawn(properties: set[str], good: object, role: str) -> None:
    symbol = Symbol("Q", ("n", "n"), frozenset(properties), role=role)  # type: ignore[arg-type]
    trials = Trials(Setting({"Q": symbol}))
    values = [point.symbol("Q").at(0) for point in trials.points()]
    assert callable(good)
    assert all(good(value) for value in values if len(value) > 1)
    Q = Sym("Q")
    kept = Relation(Q, "=", Transpose(Q))
    if "orthonormal" in properties:
        kept = Relation(Prod((Transpose(Q), Q)), "=", Ident("n"))
    assert Trials(Setting({"Q": symbol}), order=3).failing(kept) is None


def test_sizes_respect_the_setting() -> None:
    frame = Symbol("Q", ("d", "n"), frozenset({"orthonormal"}))
    for point in Trials(Setting({"Q": frame})).points():
        assert point.sizes["d"] >= point.sizes["n"]
    wide = Setting({"A": Symbol("A", ("k", "m"))}, at_least=(("m", "k"),))
    assert all(p.sizes["m"] >= p.sizes["k"] for p in Trials(wide).points())
    merged = Setting({"A": Symbol("A", ("k", "m"))}, merged={"m": "k"})
    assert all(p.shape("A")[0] == p.shape("A")[1] for p in Trials(merged).points())


def test_what_has_no_value(byol: SimpleNamespace) -> None:
    W, P, *_ = byol.names
    trials = Trials(byol.setting)
    with pytest.raises(ShapeMismatch):
        trials.failing(Relation(byol.prod(W, P), "=", W))
    with pytest.raises(Unsupported, match="divides by zero"):
        trials.failing(Relation(Quotient(W, ZERO), "=", W))
    with pytest.raises(Unsupported, match="not declared"):
        trials.failing(Relation(Sym("Z"), "=", W))
    with pytest.raises(Unsupported, match="->"):
        trials.failing(Relation(W, "->", ZERO))
    circular = replace(byol.setting, lets={"W": byol.prod(P, W)})
    with pytest.raises(Unsupported, match="itself"):
        Trials(circular).failing(Relation(W, "=", W))
    circular = replace(byol.setting, flow={"W": byol.add(Dot(byol.prod(P, W)), W)})
    with pytest.raises(Unsupported, match="itself"):
        Trials(circular).failing(Relation(Dot(W), "=", W))


def test_an_inequality_on_its_boundary_and_beyond(byol: SimpleNamespace) -> None:
    eta, sigma = Sym(r"\eta"), Sym(r"\sigma")
    gap = byol.add(eta, negative(sigma))
    trials = Trials(byol.setting)
    assert trials.counterexample(Relation(byol.prod(gap, gap), ">=", ZERO)) is None
    touching = trials.counterexample(Relation(byol.prod(gap, gap), ">", ZERO))
    assert touching is not None
    assert touching.lhs == [["0"]]
    for op, sign in ((">=", -1), ("<=", 1)):  # of either sign, whatever the draws happen to be
        beyond = trials.counterexample(Relation(gap, op, ZERO))
        assert beyond is not None
        assert Fraction(beyond.lhs[0][0]) * sign > 0


def test_a_relation_is_tried_once_and_again_with_more_points(byol: SimpleNamespace) -> None:
    W, P, *_ = byol.names
    trials = Trials(byol.setting)
    wrong = Relation(byol.prod(Transpose(W), P), "=", byol.prod(Transpose(W), Transpose(P)))
    assert trials.failing(wrong, 1) is trials.failing(wrong, 1) is trials.failing(wrong)
    right = Relation(Transpose(byol.prod(P, W)), "=", byol.prod(Transpose(W), Transpose(P)))
    assert trials.failing(right, 1) is None
    assert trials.failing(right) is None


@pytest.mark.parametrize("factor", [0, 1, 2, 3, 4, 5])
def test_every_mutated_coefficient_of_the_flow_is_detected(
    byol: SimpleNamespace, factor: int
) -> None:
    """Halves in front and products of many factors: one wrong number changes the value."""
    W, P, A, X, V = byol.names
    T, half = Transpose, byol.num(1, 2)
    terms = [(T(P), P, W, X), (T(P), P, W, V), (T(P), A, X), (W, X, T(W), P, W), (P, W, V), (W,)]
    whole = byol.add(*(byol.prod(half, *t) for t in terms))
    weights = [byol.num(1, 2) if i != factor else byol.num(2, 3) for i in range(6)]
    again = byol.add(*(byol.prod(*t[:1], w, *t[1:]) for w, t in zip(weights, terms, strict=True)))
    same = byol.prod(half, byol.add(*(byol.prod(*t) for t in terms)))
    for order in (0, 1):
        trials = Trials(byol.setting, order=order)
        assert trials.failing(Relation(whole, "=", same), 1) is None
        assert trials.failing(Relation(whole, "=", same)) is None
        assert trials.failing(Relation(whole, "=", again), 1) is not None


def test_one_dimension_is_tried_where_columns_are_orthonormal() -> None:
    """A space that is raised beside smaller ones has been 1 at a point of its own."""
    symbols = {
        "Q": Symbol("Q", ("n", "d"), frozenset({"orthonormal"})),
        "v": Symbol("v", ("n", "1")),
    }
    v = Sym("v")
    found = Trials(Setting(symbols)).counterexample(
        Relation(Det(Prod((v, Transpose(v)))), "=", ZERO)
    )
    assert found is not None
    assert found.sizes == {"n": 1}
