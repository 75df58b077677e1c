"""Claims about an instant: the look objects to what is false, and to nothing that is true."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import (
    EXPECTATION,
    VIEWS,
    A,
    C,
    G,
    M,
    Q,
    S,
    T,
    W,
    X,
    agrees,
    article,
    kind,
    objects,
    seen,
)

_MEMBERS = (
    "x_i = { shape = ['d', '1'], index = 'i' }\ny_i = { shape = ['n', '1'], index = 'i' }\n"
    "a_i = { index = 'i' }\np_j = { index = 'j' }\n"
)
_PAIR = "".join(f"{v} = {{ shape = ['d', '1'], role = 'state' }}\n" for v in "uv")
_OVER = "[modes]\ni = 'n'\nj = 'd'"


def _sums(reading: str) -> tuple[str, str, str, str]:
    return kind("identity", reading), _MEMBERS + W, "", _OVER


FALSE = {
    "inequality: the time beside a state": (
        kind("inequality", r"90 t x(t)^2 \le 1"),
        "x = { role = 'state' }\n",
        r"'\dot{x} = -x^3'",
    ),
    "inequality: equal after the start": (
        kind("inequality", r"x(t) < x(0) e^{-t} \quad \forall t > 0"),
        "x = { role = 'state', sign = 'positive' }\n",
        r"'\dot{x} = -x'",
    ),
    "sums: weights": _sums(r"\sum_i a_i x_i y_i^T = \sum_i x_i y_i^T"),
    "sums: a product of sums": _sums(r"\sum_i a_i x_i = (\sum_i a_i) (\sum_i x_i)"),
    "sums: how many": _sums(r"\sum_i W W^T = d W W^T"),
    "sums: columns": _sums(r"W [x_1, \dots, x_n] = [y_1, \dots, y_n]"),
    "sums: one of the members": _sums(r"n x_i = \sum_i x_i"),
    "identity: a transpose lost": (kind("identity", "S A = A^T S"), S + A, ""),
    "identity: along the flow": (kind("identity", r"\dot{Q} = A^T Q"), Q + A, r"'\dot{Q} = A Q'"),
    "identity: the second of two rates": (
        kind(
            "identity",
            r"\dot{Q} = A Q - Q A, \frac{1}{9} \dot{Q} = \frac{1}{9} A Q - \frac{1}{8} Q A",
        ),
        Q + A,
        r"'\dot{Q} = A Q - Q A'",
    ),
    "identity: two letters": (kind("identity", "a = b"), G + "b = { sign = 'positive' }\n", ""),
    "lyapunov: not of that form": (
        kind("lyapunov", r"\dot{Q} = -(C Q + Q C)", "unknown = 'C'\nbasis = ['S']"),
        Q + C + S,
        r"'\dot{Q} = -S Q'",
    ),
    "preserved: left at once": (kind("preserved", "Q = Q^T"), Q + S, r"'\dot{Q} = S Q'"),
    "preserved: by what is not kept": (
        kind("preserved", "Q = P"),
        Q + A + "P = { shape = ['n', 'n'], role = 'state', properties = ['symmetric'] }\n",
        r"'\dot{P} = A', '\dot{Q} = A + P - P^T'",
    ),
    "preserved: one factor for all modes": (
        kind("preserved", "p_j = k q_j", "free = 'k'"),
        M + M.replace("p_j", "q_j") + T,
        r"'\dot{q}_j = 0', '\dot{p}_j = p_j^2'",
    ),
    "common: against its own flow": (
        kind("common", r"p_j \dot{x} = p_j", "unknown = 'x'"),
        X + M,
        r"'\dot{x} = 0', '\dot{p}_j = 0'",
    ),
}
TRUE = {
    "inequality: the time beside a state": (
        kind("inequality", r"2 t x(t)^2 \le 1"),
        "x = { role = 'state' }\n",
        r"'\dot{x} = -x^3'",
    ),
    "inequality: strict after the start": (
        kind("inequality", r"x(t) < x(0) \quad \forall t > 0"),
        "x = { role = 'state', sign = 'positive' }\n",
        r"'\dot{x} = -x'",
    ),
    "sums": _sums(r"\sum_i x_i y_i^T = (\sum_i y_i x_i^T)^T"),
    "sums: products": _sums(r"\sum_i a_i y_i (x_i^T x_i) = (\sum_i a_i x_i^T x_i y_i)"),
    "sums: two": _sums(r"(\sum_i a_i) (\sum_j p_j) = (\sum_j p_j) \sum_i a_i"),
    "sums: how many": _sums(r"\sum_i W W^T = n W W^T"),
    "sums: columns": _sums(r"[y_1, \dots, y_n] [x_1, \dots, x_n]^T = \sum_i y_i x_i^T"),
    "sums: a row": _sums(r"[p_1, \dots, p_d] [p_1, \dots, p_d]^T = \sum_j p_j^2"),
    "identity: a rate that cancels": (
        kind("identity", r"\frac{d}{dt} (W^T V^{-T}) = 0", ""),
        W + "V = { shape = ['n', 'n'], role = 'state', properties = ['invertible'] }\n" + A,
        r"'\dot{W} = -A W', '\dot{V} = -A V'",
    ),
    "identity": (kind("identity", "(S A)^T = A^T S"), S + A, ""),
    "identity: along the flow": (kind("identity", r"\dot{Q} = A Q"), Q + A, r"'\dot{Q} = A Q'"),
    "identity: an equation between states that no flow moves": (
        kind("identity", "Q Q = W W^T W W^T", "hypotheses = ['h']"),
        W + Q,
        "",
        "[hypotheses.h]\nrelations = ['Q = W W^T']",
    ),
    "identity: views without noise": (
        kind("identity", r"\mathbb{E}[u v^T] = D", "hypotheses = ['h']"),
        VIEWS,
        "",
        EXPECTATION,
    ),
    "lyapunov": (
        kind("lyapunov", r"\dot{Q} = -(C Q + Q C)", "unknown = 'C'\nbasis = ['S']"),
        Q + C + S + G,
        r"'\dot{Q} = -a (S Q + Q S)'",
    ),
    "preserved": (kind("preserved", "Q = Q^T"), Q + S, r"'\dot{Q} = S Q + Q S'"),
    "common": (
        kind("common", r"p_j \dot{x} = a p_j", "unknown = 'x'"),
        X + M + G,
        r"'\dot{x} = a', '\dot{p}_j = 0'",
    ),
}


@pytest.mark.parametrize("case", FALSE)
def test_objects_to_what_is_false(case: str) -> None:
    assert objects(*FALSE[case])


@pytest.mark.parametrize("case", TRUE)
def test_says_nothing_against_what_is_true(case: str) -> None:
    assert agrees(*TRUE[case])


@pytest.mark.parametrize(
    ("claim", "symbols", "flow"),
    [
        (kind("identity", r"\nabla_Q \text{tr}(Q^3) = 3 (Q^T)^2"), Q, ""),
        (kind("identity", r"\nabla_x (x^3) = 3 x^2"), X, ""),
        (kind("preserved", r"\text{tr}(Q) = 0"), Q, r"'\dot{Q} = A Q - Q A'"),
        (kind("preserved", "u^T v = 0"), _PAIR, r"'\dot{u} = v u^T v', '\dot{v} = 0'"),
        (kind("preserved", "Q = S^3 - 3 S"), Q + S, r"'\dot{Q} = 99 (Q + 3 S - S^3)'"),
    ],
    ids=["slope at 0", "of a number", "a trace that cancels", "a product that cancels", "repels"],
)
def test_what_is_nothing_but_rounding_is_no_objection(claim: str, symbols: str, flow: str) -> None:
    sight = seen(article(claim, symbols + A, flow))
    assert sight.objection is None
    assert sight.points == 24


def test_what_an_equation_is_off_by_moves_states_by_no_more_than_rounding() -> None:
    """From y = 0 a trajectory with a = b + 1e-16 goes to 1e-16, and that is no other number."""
    flow = r"'\dot{y} = (a - b) z', '\dot{z} = 1 - z'"
    states = "y = { role = 'state' }\nz = { role = 'state' }\na = {}\nb = {}\n"
    more = "[hypotheses.h]\nrelations = ['a = b']"
    claim = kind("identity", "y = y(0)", "hypotheses = ['h']")
    assert seen(article(claim, states, flow, more), most=72).objection is None
    assert objects(kind("identity", "y = y(0)"), states, flow)
