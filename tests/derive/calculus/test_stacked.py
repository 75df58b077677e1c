"""Kronecker products and stacked matrices: rules, verdicts, and random ones against numbers."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from tests.derive.kinds.small import STATE, decided
from tests.derive.valued import Values, close, valued

from sslcheck.derive.algebra.wirings import Wiring
from sslcheck.derive.calculus.stacked import read_stacked
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Ident, Kron, Prod, Relation, Sum, Sym, Transpose, Vec
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

SIZES = {"n": 3, "d": 2, "m": 4, "1": 1}
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "n"), frozenset({"invertible"})),
        Symbol("B", ("n", "n")),
        Symbol("C", ("d", "d"), frozenset({"invertible"})),
        Symbol("D", ("d", "d")),
        Symbol("S", ("n", "n"), frozenset({"psd"})),
        Symbol("M", ("n", "d")),
        Symbol("N", ("d", "m")),
        Symbol("u", ("n", "1")),
        Symbol("v", ("d", "1")),
        Symbol("W", ("n", "d"), role="state"),
        Symbol("a"),
        Symbol("c", sign="positive"),
        Symbol("G", ("d*n", "d*n")),
        Symbol("J"),
    )
}
DEFINED = {"G": r"C \otimes A + c I", "J": r"\text{vec}(W)^T G \text{vec}(W)"}


def relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, ("n", "d", "m")).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


def normal_form() -> NormalForm:
    definitions = {name: relation(f"{name} = {text}").rhs for name, text in DEFINED.items()}
    return NormalForm(
        Setting(SYMBOLS, definitions=definitions, flow={"W": relation("W = A W D - c W").rhs})
    )


def holds(text: str) -> bool:
    return all(gap.is_zero() for gap in normal_form().remainders(relation(text)))


@pytest.mark.parametrize(
    "text",
    [
        r"\text{vec}(A M C) = (C^T \otimes A) \text{vec}(M)",
        r"\text{vec}(A M) = (I \otimes A) \text{vec}(M)",
        r"\text{vec}(M C) = (C^T \otimes I) \text{vec}(M)",
        r"\text{vec}(A M N) = (N^T \otimes A) \text{vec}(M)",
        r"(C \otimes A) (D \otimes B) = (C D) \otimes (A B)",
        r"(M \otimes N) (M^T \otimes N^T) = (M M^T) \otimes (N N^T)",
        r"(M \otimes N)^T = M^T \otimes N^T",
        r"(C \otimes A)^2 = C^2 \otimes A^2",
        r"(C \otimes A)^{-1} = C^{-1} \otimes A^{-1}",
        r"(C \otimes A)^{-T} \text{vec}(M) = \text{vec}(A^{-T} M C^{-1})",
        r"(c C + D) \otimes A = c (C \otimes A) + D \otimes A",
        r"\frac{1}{c} (C \otimes A) = C \otimes \frac{A}{c}",
        r"C \otimes A \otimes B = (C \otimes A) \otimes B",
        r"(C \otimes S)^T = C^T \otimes S",
        r"\text{tr}(C \otimes A) = \text{tr}(C) \text{tr}(A)",
        r"\text{tr}(I_d \otimes A) = d \text{tr}(A)",
        r"\text{vec}(M)^T \text{vec}(W) = \text{tr}(M^T W)",
        r"\|\text{vec}(M)\|^2 = \|M\|_F^2",
        r"\|C \otimes A\|_F^2 = \|C\|_F^2 \|A\|_F^2",
        r"\text{tr}(\text{vec}(M) \text{vec}(W)^T) = \text{tr}(M^T W)",
        r"\text{vec}(M)^T (D \otimes A) \text{vec}(M) = \text{tr}(M^T A M D^T)",
        r"v \otimes u = \text{vec}(u v^T)",
        r"(v \otimes u)^T (v \otimes u) = \|v\|^2 \|u\|^2",
        r"(C \otimes A) (v \otimes u) = (C v) \otimes (A u)",
        r"(v^T \otimes A) \text{vec}(M) = A M v",
        r"(v \otimes u) (v \otimes u)^T = (v v^T) \otimes (u u^T)",
        r"\text{vec}(u) = u",
        r"\text{vec}(M \odot W) = \text{vec}(M) \odot \text{vec}(W)",
        r"(C \otimes A) \odot (D \otimes B) = (C \odot D) \otimes (A \odot B)",
        r"\text{vec}(u^T) = u",
        r"\text{vec}(u v^T)^T \text{vec}(M) = u^T M v",
        r"\text{vec}(\dot{W}) = (D^T \otimes A - c I \otimes I) \text{vec}(W)",
        r"\frac{d}{dt} \text{vec}(W) = \text{vec}(A W D) - c \text{vec}(W)",
        r"\frac{d}{dt} (W \otimes u) = \dot{W} \otimes u",
        r"\frac{d}{dt} (\text{vec}(W) \text{vec}(W)^T)"
        r" = \text{vec}(\dot{W}) \text{vec}(W)^T + \text{vec}(W) \text{vec}(\dot{W})^T",
        r"G \text{vec}(M) = \text{vec}(A M C^T + c M)",
        r"\text{tr}(G) = \text{tr}(A) \text{tr}(C) + c n d",
        r"\nabla_W J = A W C^T + A^T W C + 2 c W",
        r"\text{vec}(\nabla_W J) = (G + G^T) \text{vec}(W)",
        r"\nabla_W (\|\text{vec}(W)\|^2) = 2 W",
        r"\text{vec}(W(0)) = \text{vec}(W)(0)",
        r"\text{vec}(A M) = 0 + \text{vec}(A M)",
        r"\text{vec}((A + c I) (A^{-1} M)) = \text{vec}(M + c A^{-1} M)",
    ],
)
def test_what_is_equal(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\text{vec}(A M C) = (C \otimes A) \text{vec}(M)",
        r"\text{vec}(A M C) = (C^T \otimes A^T) \text{vec}(M)",
        r"(C \otimes A) (D \otimes B) = (D C) \otimes (A B)",
        r"(C \otimes A)^{-1} = C^{-1} \otimes A^{-T}",
        r"(C \otimes A)^T = C \otimes A^T",
        r"(c C + D) \otimes A = c (C \otimes A) - D \otimes A",
        r"\text{tr}(C \otimes A) = \text{tr}(C) + \text{tr}(A)",
        r"\text{tr}(I_d \otimes A) = \text{tr}(A)",
        r"\|C \otimes A\|_F^2 = \|C\|_F^2 + \|A\|_F^2",
        r"\text{vec}(M)^T (D \otimes A) \text{vec}(M) = \text{tr}(M^T A M D)",
        r"\text{vec}(\dot{W}) = (D \otimes A - c I \otimes I) \text{vec}(W)",
        r"\text{vec}(\nabla_W J) = 2 G \text{vec}(W)",
        r"\text{vec}(M) \text{vec}(W)^T = \text{vec}(W) \text{vec}(M)^T",
        r"C \otimes A = 0",
        r"(C \otimes A) \odot (D \otimes B) = (C D) \otimes (A \odot B)",
        r"\text{vec}(M) = 0",
        r"(v \otimes u) (v \otimes u)^T = (v v^T) \otimes (A u u^T)",
    ],
)
def test_what_differs(text: str) -> None:
    assert not holds(text)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\text{vec}(A M C) = (C^T \otimes A) \text{vec}(M)", "proved"),
        (r"\text{vec}(A M C) = (C \otimes A) \text{vec}(M)", "refuted"),
        # in another order the spaces do not conform; as arrays of numbers both sides have values
        (r"\text{vec}(A M C) = (A \otimes C^T) \text{vec}(M)", "refuted"),
        (r"\text{vec}(A M) = (A \otimes I) \text{vec}(M)", "refuted"),
        (r"A \otimes C = C \otimes A", "refuted"),
        (r"A \otimes C + I \otimes I = C \otimes A + I \otimes I", "refuted"),
        (r"\text{vec}(u v^T) = u \otimes v", "refuted"),
        (r"\text{vec}(M) = \text{vec}(M^T)", "refuted"),
        (r"I_n \otimes I_d = I_d \otimes I_n", "undecided"),
        (r"\text{vec}(A M C) = (B \otimes A) \text{vec}(M)", "refuted"),
        (r"\text{vec}(u c) = c u", "proved"),
        (r"\frac{d}{dt} \text{vec}(W) = -(C^T \otimes A) \text{vec}(W)", "proved"),
        (r"\frac{d}{dt} \text{vec}(W) = -(C \otimes A) \text{vec}(W)", "refuted"),
    ],
)
def test_verdicts(statement: str, verdict: str) -> None:
    symbols = {
        **dict.fromkeys("AB", 'shape = ["n", "n"]'),
        "C": 'shape = ["d", "d"]',
        "M": 'shape = ["n", "d"]',
        "W": f'shape = ["n", "d"], {STATE}',
        "u": 'shape = ["n", "1"]',
        "v": 'shape = ["d", "1"]',
        "c": "",
    }
    claim = decided("identity", statement, symbols, (r"\dot{W} = -A W C",))
    assert claim.verdict.value == verdict
    assert (claim.witness is not None) is (verdict == "refuted" and r"(B \otimes" not in statement)


def test_a_sum_of_kronecker_products_has_no_inverse_here() -> None:
    normal = normal_form()
    with pytest.raises(Unsupported, match="Kronecker product"):
        normal.parts(relation(r"(C \otimes A + G)^{-1} = I").lhs)


# -- against numbers ------------------------------------------------------------------------------


def _matrix(rng: Random, rows: str, cols: str, depth: int) -> Expr:
    """A random matrix of a shape."""
    pick = rng.random()
    if depth and pick < 0.3:
        middle = rng.choice("nd")
        return Prod((_matrix(rng, rows, middle, depth - 1), _matrix(rng, middle, cols, depth - 1)))
    if depth and pick < 0.4:
        return Sum((_matrix(rng, rows, cols, depth - 1), _matrix(rng, rows, cols, depth - 1)))
    if depth and pick < 0.5:
        return Transpose(_matrix(rng, cols, rows, depth - 1))
    if depth and pick < 0.6:
        ends = Sym("u" if rows == "n" else "v"), Sym("u" if cols == "n" else "v")
        return Prod((ends[0], Transpose(ends[1])))
    letters = [s.name for s in SYMBOLS.values() if s.shape == (rows, cols)]
    if rows == cols:
        return rng.choice([*map(Sym, letters), Ident(rows)])
    return Sym(rng.choice(letters)) if letters else Transpose(_matrix(rng, cols, rows, 0))


def _stacked(rng: Random, rows: int, cols: int, depth: int) -> Expr:
    """One with as many legs: of the spaces d and n on either side, or of n alone."""
    pick = rng.random()
    if rows == cols == 1:
        return _matrix(rng, "n", "n", depth)
    if depth and pick < 0.25:
        middle = rng.choice([0, 1, 2])
        one, two = _stacked(rng, rows, middle, depth - 1), _stacked(rng, middle, cols, depth - 1)
        return Prod((one, two))
    if depth and pick < 0.4:
        return Sum((_stacked(rng, rows, cols, depth - 1), _stacked(rng, rows, cols, depth - 1)))
    if pick < 0.5:
        return Prod((Sym(rng.choice("ac")), _stacked(rng, rows, cols, max(depth - 1, 0))))
    if rows < cols:
        return Transpose(_stacked(rng, cols, rows, depth))
    match rows, cols:
        case 2, 2:
            return Kron(_matrix(rng, "d", "d", depth), _matrix(rng, "n", "n", depth))
        case 2, 1:
            return Kron(Sym("v"), _matrix(rng, "n", "n", depth))
        case 2, 0:
            return Vec(_matrix(rng, "n", "d", depth))
        case 1, 0:
            return Prod((_matrix(rng, "n", "n", depth), Sym("u")))
    return Prod((Sym("a"), Sym("c")))


def _number(wiring: Wiring, values: Values) -> np.ndarray:
    """The value of joined legs, by a sum over all their indices."""
    legs = wiring.rows + wiring.cols
    total = np.zeros([SIZES[space] for space in legs])
    for paths, coeff in wiring.terms.items():
        factor = valued(wiring_expr(wiring, coeff), values, SIZES)[0, 0]
        parts: list[Any] = []
        for start, stop, word in paths:
            matrix = np.eye(SIZES[legs[start]])
            for name, flipped in word:
                matrix = matrix @ (values[name].T if flipped else values[name])
            parts += [matrix[:, 0], [start]] if stop < 0 else [matrix, [start, stop]]
        total += factor * (np.einsum(*parts, [*range(len(legs))]) if parts else 1.0)
    height = int(np.prod([SIZES[space] for space in wiring.rows]))
    return total.reshape(height, -1)


def wiring_expr(wiring: Wiring, coeff: object) -> Expr:
    normal = normal_form()
    return normal.expr(wiring.alphabet.scalar(coeff))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(4))
def test_random_ones_have_the_values_of_what_they_are_of(seed: int) -> None:
    rng, numbers = Random(seed), np.random.default_rng(seed)
    values = {
        name: numbers.standard_normal([SIZES[space] for space in symbol.shape])
        for name, symbol in SYMBOLS.items()
        if "*" not in symbol.shape[0]
    }
    values["S"] = values["S"] @ values["S"].T
    rate = values["A"] @ values["W"] @ values["D"] - values["c"] * values["W"]
    for _ in range(60):
        node = _stacked(rng, *rng.choice([(2, 2), (2, 1), (2, 0), (0, 2), (0, 0)]), 3)
        normal = normal_form()
        want = valued(node, values, SIZES)
        assert close(want, _number(read_stacked(normal, node), values)), node
        step = 1e-5
        ahead, back = (
            valued(node, values | {"W": values["W"] + sign * step * rate}, SIZES)
            for sign in (1, -1)
        )
        moved = _number(read_stacked(normal, Dot(node)), values)
        assert close((ahead - back) / (2 * step), moved, 1000), node
