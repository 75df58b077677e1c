"""Determinants and their logarithms: rules, derivatives, verdicts, and random ones in numbers."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided
from tests.derive.valued import Values, close, valued

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Det,
    Dot,
    Expr,
    Gradient,
    Ident,
    Num,
    Partial,
    Power,
    Prod,
    Relation,
    Sum,
    Sym,
    Transpose,
)
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

SIZES = {"n": 2, "d": 3, "1": 1}
_SQUARE = ("n", "n")
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", _SQUARE),
        Symbol("B", _SQUARE),
        Symbol("R", _SQUARE, frozenset({"invertible"})),
        Symbol("S", _SQUARE, frozenset({"psd"})),
        Symbol("P", _SQUARE, frozenset({"psd", "invertible"})),
        Symbol("Q", _SQUARE, frozenset({"orthonormal"})),
        Symbol("V", ("n", "d")),
        Symbol("u", ("n", "1")),
        Symbol("W", _SQUARE, role="state"),
        Symbol("M", ("n", "d"), role="state"),
        Symbol("a"),
        Symbol("c", sign="positive"),
        Symbol("F", _SQUARE),
    )
}
_FLOW = {"W": "A W", "M": "B M - c M"}
DEFINED = {"F": "M M^T + c I"}


def relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, ("n", "d")).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


def normal_form(**more: object) -> NormalForm:
    flow = {name: relation(f"{name} = {text}").rhs for name, text in _FLOW.items()}
    defined = {name: relation(f"{name} = {text}").rhs for name, text in DEFINED.items()}
    return NormalForm(Setting(SYMBOLS, flow=flow, definitions=defined, **more))  # type: ignore[arg-type]


def holds(text: str) -> bool:
    return all(gap.is_zero() for gap in normal_form().remainders(relation(text)))


@pytest.mark.parametrize(
    "text",
    [
        r"\det(A B) = \det(A) \det(B)",
        r"\det A \det B = \det(B A)",
        r"\det(A^T) = \det(A)",
        r"\det(A^2) = \det(A)^2",
        r"\det(I_n) = 1",
        r"\det(0 A) = 0",
        r"\det(R^{-1}) = \det(R)^{-1}",
        r"\det(R A R^{-1}) = \det(A)",
        r"\det(Q)^2 = 1",
        r"\det(Q A Q^T) = \det(A)",
        r"\det(A + B) = \det(A^T + B^T)",
        r"\det(A V V^T) = \det(A) \det(V V^T)",
        r"\text{det}(-A) = \det(-A^T)",
        r"\ln \det(c P) = n \ln c + \ln \det(P)",
        r"\ln \det(P P) = 2 \ln \det P",
        r"\log \det P^{-1} = -\ln \det P",
        r"\frac{d}{dt} \det(W) = \text{tr}(A) \det(W)",
        r"\frac{d}{dt} \det(W B) = \text{tr}(A) \det(W) \det(B)",
        r"\frac{d}{dt} \ln \det(F) = \text{tr}(F^{-1} \dot{F})",
        r"\nabla_M (\ln \det(F)) = 2 F^{-1} M",
        r"\frac{\partial}{\partial c} \ln \det(F) = \text{tr}(F^{-1})",
        r"\det(W(0)) = \det(W)(0)",
        r"\det(S) A = A \det(S)",
        r"\det(I_n + V V^T) = \det(I_d + V^T V)",
        r"\det(c I_n + V V^T) = c^{n-d} \det(c I_d + V^T V)",
        r"\det(I_n + u u^T) = 1 + u^T u",
        r"\det(P + V V^T) = \det(P) \det(I_d + V^T P^{-1} V)",
        r"\det(R A - R) = \det(R) \det(A - I_n)",
        r"\det(S^{1/2})^2 = \det(S)",
        r"\det(P^{1/3})^3 = \det(P)",
        r"\ln \det(P^{1/2}) = \frac{1}{2} \ln \det(P)",
    ],
)
def test_what_is_equal(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\det(A + B) = \det(A) + \det(B)",
        r"\det(-A) = -\det(A)",
        r"\det(c A) = c \det(A)",
        r"\det(A B) = \det(A)",
        r"\det(Q) = 1",
        r"\det(V V^T) = \det(V^T V)",
        r"\ln \det(c P) = \ln c + \ln \det(P)",
        r"\frac{d}{dt} \det(W) = \text{tr}(A)",
        r"\frac{d}{dt} \ln \det(F) = \text{tr}(F \dot{F})",
        r"\nabla_M (\ln \det(F)) = F^{-1} M",
        r"\det(A) = 0",
    ],
)
def test_what_differs(text: str) -> None:
    assert not holds(text)


def test_of_what_may_be_singular_there_is_no_derivative() -> None:
    """But of a letter alone, where no equation says that it is."""
    normal = normal_form()
    assert normal.whole(Dot(Det(Sym("W")))).terms
    for inside in ("M M^T", "W + B", "a W + B"):
        with pytest.raises(Unsupported, match="may be singular"):
            normal.whole(Dot(Det(relation(f"{inside} = 0").lhs)))
    bound = normal_form(relations=(relation("W W = 0"),))
    with pytest.raises(Unsupported, match="may be singular"):
        bound.whole(Dot(Det(Sym("W"))))


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\det(A B) = \det(B) \det(A)", "proved"),
        (r"\det(A + B) = \det(A) + \det(B)", "refuted"),
        (r"\det(-A) = -\det(A)", "refuted"),
        (r"\det(2 A) = 2 \det(A)", "refuted"),
        (r"\frac{d}{dt} \ln \det(K) = \text{tr}(K^{-1} \dot{K})", "proved"),
        (r"\frac{d}{dt} \ln \det(K) = 2 \text{tr}(A)", "proved"),
        (r"\frac{d}{dt} \ln \det(K) = \text{tr}(A)", "refuted"),
        (r"\frac{d}{dt} \det(W) = \det(W) \text{tr}(A)", "proved"),
        (r"\frac{d}{dt} \det(W) = \text{tr}(A W)", "refuted"),
        (r"\ln \det(K^2) = 2 \ln \det(K)", "proved"),
        (r"\ln \det(K) = \text{tr}(K)", "refuted"),
        (r"\det(I + A B) = \det(I + B A)", "proved"),
        (r"\det(I + A B) = \det(I + A^T B)", "refuted"),
        (r"\ln \det(I + K) = \ln \det(K) + \ln \det(I + K^{-1})", "proved"),
        (r"\ln \det(A) = 0", "refused"),
        (r"\ln \det(A A^T) = 0", "refused"),
    ],
)
def test_verdicts(statement: str, verdict: str) -> None:
    symbols = {
        **dict.fromkeys("AB", MATRIX),
        "W": f"{MATRIX}, {STATE}",
        "K": f"{MATRIX}, {STATE}, properties = ['psd', 'invertible']",
    }
    flow = (r"\dot{W} = A W", r"\dot{K} = A K + K A^T")
    claim = decided("identity", statement, symbols, flow)
    assert claim.verdict.value == verdict, claim.why


# -- against numbers ------------------------------------------------------------------------------


def _values(rng: np.random.Generator) -> Values:
    found: Values = {}
    for name, symbol in SYMBOLS.items():
        value = rng.standard_normal([SIZES[space] for space in symbol.shape])
        if "psd" in symbol.properties:
            value = value @ value.T + 0.2 * np.eye(2)
        elif "orthonormal" in symbol.properties:
            value = np.linalg.qr(value)[0]
        found[name] = np.abs(value) + 0.2 if symbol.sign == "positive" else value
    found["F"] = found["M"] @ found["M"].T + found["c"] * np.eye(2)
    return found


def _square(rng: Random, depth: int) -> Expr:
    pick = rng.random()
    if depth and pick < 0.4:
        return Prod((_square(rng, depth - 1), _square(rng, depth - 1)))
    if depth and pick < 0.5:
        return Transpose(_square(rng, depth - 1))
    if depth and pick < 0.65:
        scale = rng.choice([Num(Fraction(-2)), Num(Fraction(3)), Sym("a"), Sym("c")])
        return Prod((scale, _square(rng, depth - 1)))
    if depth and pick < 0.75:
        return Sum((_square(rng, depth - 1), _square(rng, depth - 1)))
    if pick < 0.8:
        return Prod((Sym("V"), Transpose(Sym("V"))))
    if pick < 0.9:
        return Power(Sym(rng.choice("RP")), Fraction(-1))
    return rng.choice([*map(Sym, "ABRSPQWF"), Ident("n")])


@pytest.mark.parametrize("seed", range(4))
def test_random_normal_forms_have_the_values_of_what_they_are_of(seed: int) -> None:
    rng, numbers = Random(seed), np.random.default_rng(seed)
    for _ in range(60):
        node, values, normal = Det(_square(rng, 4)), _values(numbers), normal_form()
        want = valued(node, values, SIZES)
        got = valued(normal.expr(normal.whole(node)), values, SIZES)
        assert close(want, got, 100), node


@pytest.mark.parametrize("seed", range(3))
def test_random_derivatives_are_those_of_the_values(seed: int) -> None:
    rng, numbers = Random(50 + seed), np.random.default_rng(seed)
    step, known = 1e-6, 0
    for _ in range(40):
        node, values, normal = Det(_square(rng, 3)), _values(numbers), normal_form()

        def moved(values: Values, **by: np.ndarray) -> Values:
            found = {**values, **{name: values[name] + change for name, change in by.items()}}
            found["F"] = found["M"] @ found["M"].T + found["c"] * np.eye(2)
            return found

        rates = {
            n: valued(relation(f"{n} = {rate}").rhs, values, SIZES) for n, rate in _FLOW.items()
        }
        unit = np.zeros((2, 2))
        unit[0, 1] = 1.0
        cases: list[tuple[Expr, Values, Values]] = [
            (
                Dot(node),
                moved(values, **{n: step * rate for n, rate in rates.items()}),
                moved(values, **{n: -step * rate for n, rate in rates.items()}),
            ),
            (
                Partial(node, "c"),
                moved(values, c=np.full((1, 1), step)),
                moved(values, c=np.full((1, 1), -step)),
            ),
            (Gradient("W", node), moved(values, W=step * unit), moved(values, W=-step * unit)),
        ]
        for asked, ahead, back in cases:
            try:
                reached = valued(normal.expr(normal.whole(asked)), values, SIZES)
            except Unsupported:
                continue
            known += 1
            slope = (valued(node, ahead, SIZES) - valued(node, back, SIZES)) / (2 * step)
            got = reached[0, 1] if reached.shape == (2, 2) else reached[0, 0]
            assert close(slope, np.full((1, 1), got), 1000 * (1 + abs(slope[0, 0]))), asked
    assert known > 40
