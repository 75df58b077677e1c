"""Pseudo-inverses: their rules, verdicts, and random ones against numbers, of low ranks too."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided
from tests.derive.valued import Values, close, valued

from sslcheck.derive.errors import LatexError, Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Gradient,
    Ident,
    Num,
    Partial,
    Power,
    Prod,
    PseudoInverse,
    Relation,
    Sum,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

SIZES = {"n": 3, "d": 2, "1": 1}
_SQUARE = ("n", "n")
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", _SQUARE),
        Symbol("B", _SQUARE),
        Symbol("R", _SQUARE, frozenset({"invertible"})),
        Symbol("S", _SQUARE, frozenset({"psd"})),
        Symbol("D", _SQUARE, frozenset({"diagonal"})),
        Symbol("Q", _SQUARE, frozenset({"orthonormal"})),
        Symbol("O", ("n", "d"), frozenset({"orthonormal"})),
        Symbol("V", ("n", "d")),
        Symbol("C", ("d", "d")),
        Symbol("u", ("n", "1")),
        Symbol("W", ("n", "d"), role="state"),
        Symbol("a"),
        Symbol("c", sign="positive"),
        Symbol("G", ("d", "d"), frozenset({"invertible"})),
    )
}


def relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, ("n", "d")).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


def normal_form() -> NormalForm:
    defined = {"G": relation("G = V^T V").rhs}
    return NormalForm(Setting(SYMBOLS, definitions=defined, flow={"W": relation("W = A W").rhs}))


def holds(statement: Relation) -> bool:
    return all(gap.is_zero() for gap in normal_form().remainders(statement))


TRUE = [
    "V V^+ V = V",
    "V^+ V V^+ = V^+",
    "(V V^+)^T = V V^+",
    "(V^+ V)^T = V^+ V",
    "(V^T)^+ = (V^+)^T",
    "V^{+T} = (V^T)^+",
    "(V^+)^+ = V",
    "V^T V V^+ = V^T",
    "V^+ V V^T = V^T",
    "V^{+T} V^+ V = V^{+T}",
    "(V^T V)^+ = V^+ V^{+T}",
    "V^+ = (V^T V)^+ V^T",
    "V^+ = V^T (V V^T)^+",
    "V^+ = G^{-1} V^T",
    "R^+ = R^{-1}",
    "(R Q)^+ = Q^T R^{-1}",
    "Q^+ = Q^T",
    "O^+ = O^T",
    "(O C)^+ = C^+ O^T",
    "(O C O^T)^+ = O C^+ O^T",
    "S S^+ = S^+ S",
    "S S S^+ = S",
    "(S^2)^+ = S^+ S^+",
    "D D^+ D = D",
    "(A B) (A B)^+ A B = A B",
    "(-2 A)^+ = -\\frac{1}{2} A^+",
    "(c A)^+ = \\frac{1}{c} A^+",
    "(I - A A^+)^2 = I - A A^+",
    "(I - A A^+) A = 0",
    "\\text{tr}(A A^+) = \\text{tr}(A^+ A)",
    "(A + B)^{+T} = (A^T + B^T)^+",
    "(0 A)^+ = 0",
    "I_n^+ = I",
    "\\mathbf{1}_n^+ = \\frac{1}{n} \\mathbf{1}_n^T",
    "(A \\mathbf{1}_n \\mathbf{1}_n^T)^+ = (A \\mathbf{1}_n \\mathbf{1}_n^T)^+",
    "\\text{vec}(A^+ V C) = (C^T \\otimes A^+) \\text{vec}(V)",
    "(C \\otimes A)^+ = C^+ \\otimes A^+",
    "\\frac{d}{dt} (A^+ W) = A^+ \\dot{W}",
    "\\nabla_W (\\text{tr}(V^T A^+ W)) = A^{+T} V",
]


@pytest.mark.parametrize("text", TRUE)
def test_what_is_equal(text: str) -> None:
    assert holds(relation(text))


@pytest.mark.parametrize(
    "text",
    [
        "(A B)^+ = B^+ A^+",
        "A A^+ = I",
        "V^+ V = I",
        "V V^+ = V^{+T} V^T V V^T",
        "(A + B)^+ = A^+ + B^+",
        "A^+ = A^T",
        "A A^+ = A^+ A",
        "(A O)^+ = O^T A^+",
        "A^+ A = (A^+ A)^T A",
    ],
)
def test_what_differs(text: str) -> None:
    assert not holds(relation(text))


@pytest.mark.parametrize("kind", [Dot, "V", "a"])
def test_it_has_no_derivative_where_its_matrix_changes(kind: object) -> None:
    normal, moved = normal_form(), PseudoInverse(Sum((Sym("W"), Prod((Sym("a"), Sym("V"))))))
    node: Expr = (
        Dot(moved)
        if kind is Dot
        else Partial(moved, "a")
        if kind == "a"
        else Gradient("V", Trace(Prod((moved, Sym("V")))))
    )
    with pytest.raises(Unsupported, match="jumps where the rank"):
        normal.whole(node)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("A A^+ A = A", "proved"),
        ("V^+ V = I", "refuted"),
        # true wherever the matrix is invertible, so at almost all points
        ("A A^+ = I", "refuted"),
        ("A^+ A = A A^+", "refuted"),
        ("(A B)^+ = B^+ A^+", "refuted"),
        ("S^+ S = I", "refuted"),
        ("R^+ R = I", "proved"),
        ("Q^+ = Q^T", "proved"),
        ("(V^+)^T = V^+", "refuted"),
        (r"\frac{d}{dt} (W^+) = -W^+ \dot{W} W^+", "undecided"),
        (r"(a A)^+ = \frac{1}{a} A^+", "undecided"),
    ],
)
def test_verdicts(statement: str, verdict: str) -> None:
    symbols = {
        **dict.fromkeys("AB", MATRIX),
        "S": f"{MATRIX}, properties = ['psd']",
        "R": f"{MATRIX}, properties = ['invertible']",
        "Q": f"{MATRIX}, properties = ['orthonormal']",
        "V": "shape = ['n', 'd']",
        "W": f"shape = ['n', 'd'], {STATE}",
        "a": "",
        "c": "",
    }
    claim = decided("identity", statement, symbols, (r"\dot{W} = -A W",))
    assert claim.verdict.value == verdict, claim.why


@pytest.mark.parametrize("text", ["a^+ = a", r"A^\dagger A = I", "(u^T u)^+ = 1"])
def test_what_is_no_pseudo_inverse_is_refused(text: str) -> None:
    with pytest.raises(LatexError):
        relation(text)


# -- against numbers ------------------------------------------------------------------------------


def _values(rng: np.random.Generator) -> Values:
    """Half of the matrices that may be singular are."""
    found: Values = {}
    for name, symbol in SYMBOLS.items():
        value = rng.standard_normal([SIZES[space] for space in symbol.shape])
        marks = symbol.properties
        if not marks and not symbol.scalar and rng.random() < 0.5:
            value[-1] = value[0] * (len(value) == 1)
        if "psd" in marks:
            half = value[:, : rng.integers(1, 4)]
            value = half @ half.T
        elif "diagonal" in marks:
            value = np.diag([0, *rng.standard_normal(len(value) - 1)])
        elif "orthonormal" in marks:
            value = np.linalg.qr(value)[0]
        found[name] = np.abs(value) + 0.2 if symbol.sign == "positive" else value
    return found


def _matrix(rng: Random, rows: str, cols: str, depth: int) -> Expr:
    pick = rng.random()
    if depth and pick < 0.4:
        return PseudoInverse(_matrix(rng, cols, rows, depth - 1))
    if depth and pick < 0.75:
        middle = rng.choice("nnd")
        return Prod((_matrix(rng, rows, middle, depth - 1), _matrix(rng, middle, cols, depth - 1)))
    if depth and pick < 0.8:
        return Sum((_matrix(rng, rows, cols, depth - 1), _matrix(rng, rows, cols, depth - 1)))
    if depth and pick < 0.9:
        return Transpose(_matrix(rng, cols, rows, depth - 1))
    letters: list[Expr] = [
        Sym(s.name) for s in SYMBOLS.values() if s.shape == (rows, cols) and s.name != "G"
    ]
    letters += [Ident(rows)] if rows == cols else []
    if rows == cols == "n" and pick < 0.2:
        return Power(Sym("R"), Fraction(-1))
    if rows == cols and pick < 0.3:
        return Prod((rng.choice([Num(Fraction(-2)), Sym("c")]), rng.choice(letters)))
    return rng.choice(letters) if letters else Transpose(_matrix(rng, cols, rows, 0))


@pytest.mark.parametrize("seed", range(6))
def test_random_normal_forms_have_the_values_of_what_they_are_of(seed: int) -> None:
    rng, numbers = Random(seed), np.random.default_rng(seed)
    changed = 0
    for _ in range(60):
        node = _matrix(rng, *rng.choice([("n", "n"), ("n", "d"), ("d", "n")]), 4)
        values, normal = _values(numbers), normal_form()
        reached = normal.expr(normal.whole(node))
        want, got = valued(node, values, SIZES), valued(reached, values, SIZES)
        if np.abs(want).max() < 1e6:
            assert close(want, got + np.zeros_like(want), 100), node
        changed += reached != node
    assert changed > 30
