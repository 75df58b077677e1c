"""Products by entries: rules, derivatives, verdicts, and random ones against numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided
from tests.derive.valued import Values, close, valued

from sslcheck.derive.expr import (
    Dot,
    Expr,
    Gradient,
    Hadamard,
    Ident,
    Num,
    Ones,
    Partial,
    Power,
    Prod,
    Relation,
    Sum,
    Sym,
    Trace,
    Transpose,
    difference,
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
        Symbol("C", _SQUARE),
        Symbol("R", _SQUARE, frozenset({"invertible"})),
        Symbol("S", _SQUARE, frozenset({"psd"})),
        Symbol("D", _SQUARE, frozenset({"diagonal"})),
        Symbol("X", ("d", "d"), frozenset({"psd"})),
        Symbol("V", ("n", "d")),
        Symbol("U", ("n", "d")),
        Symbol("u", ("n", "1")),
        Symbol("v", ("n", "1")),
        Symbol("W", ("n", "d"), role="state"),
        Symbol("T", _SQUARE, frozenset({"symmetric"}), role="state"),
        Symbol("a"),
        Symbol("F", _SQUARE),
        Symbol("L"),
    )
}
DEFINED = {"F": "W X W^T", "L": r"\frac{1}{2} \|F - I \odot F\|_F^2"}
_FLOW = {"W": "A W + a V", "T": "A^T A T + T A^T A"}


def relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, ("n", "d")).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


def normal_form(rates: Mapping[str, str] = _FLOW) -> NormalForm:
    definitions = {name: relation(f"{name} = {text}").rhs for name, text in DEFINED.items()}
    flow = {name: relation(f"{name} = {text}").rhs for name, text in rates.items()}
    return NormalForm(Setting(SYMBOLS, definitions=definitions, flow=flow))


def holds(statement: Relation) -> bool:
    return all(gap.is_zero() for gap in normal_form().remainders(statement))


@pytest.mark.parametrize(
    "text",
    [
        r"A \odot B = B \odot A",
        r"A \odot (B + 2 C) = A \odot B + 2 A \odot C",
        r"(A \odot B) \odot C = A \odot (B \odot C)",
        r"(A \odot B)^T = A^T \odot B^T",
        r"\text{tr}(A^T (B \odot C)) = \text{tr}(B^T (A \odot C))",
        r"\text{tr}((A \odot B) (C \odot A)^T) = \text{tr}((A \odot A) (C \odot B)^T)",
        r"\langle A, B \odot C \rangle = \langle A \odot B, C \rangle",
        r"\|A \odot B\|_F^2 = \text{tr}((A \odot A)^T (B \odot B))",
        r"I \odot (I \odot A) = I \odot A",
        r"I \odot I_n = I",
        r"I \odot A = I \odot A^T",
        r"(I \odot A) (I \odot B) = I \odot A \odot B",
        r"(I \odot A) (I \odot B) = (I \odot B) (I \odot A)",
        r"I \odot (A (B \odot C)) = I \odot (B^T (A^T \odot C))",
        r"D (A \odot B) = (D A) \odot B",
        r"(A \odot B) D = A \odot (B D)",
        r"D \odot A = D (I \odot A)",
        r"D \odot D = D^2",
        r"\text{tr}(I \odot A) = \text{tr}(A)",
        r"\text{tr}((I \odot A) B) = \text{tr}((I \odot A) (I \odot B))",
        r"(u v^T) \odot (v u^T) = (u \odot v) (v \odot u)^T",
        r"I \odot (u v^T) = I \odot (v u^T)",
        r"(I \odot (u v^T)) v = u \odot v \odot v",
        r"(u \odot v)^T u = (u \odot u)^T v",
        r"A \odot (u v^T) = (I \odot (u u^T)) 0 + (u v^T) \odot A",
        r"S \odot S = (S \odot S)^T",
        r"R^{-1} \odot A = A \odot R^{-1}",
        r"\text{diag}(A) = I \odot A",
        r"\text{diag}(F) A = (I \odot F) A",
        r"T \odot A^T = (T \odot A)^T",
        r"L = \frac{1}{2} \text{tr}(F^2) - \frac{1}{2} \text{tr}(\text{diag}(F)^2)",
        r"\nabla_W L = 2 (F - I \odot F) W X",
        r"\nabla_W (\|W \odot V\|_F^2) = 2 V \odot V \odot W",
        r"\nabla_W (\text{tr}((W \odot W) V^T)) = 2 W \odot V",
        r"\nabla_W (\text{tr}(I \odot F)) = 2 W X",
        r"\frac{d}{dt} (W \odot W) = 2 W \odot \dot{W}",
        r"\frac{d}{dt} \text{diag}(F) = 2 \text{diag}(\dot{W} X W^T)",
        r"(W \odot W)(0) = W(0) \odot W(0)",
        r"\text{diag}(u) v = u \odot v",
        r"\text{diag}(u) \mathbf{1} = u",
        r"\text{diag}(u) V = V \odot (u \mathbf{1}^T)",
        r"\text{diag}(\text{diag}(A) \mathbf{1}) = \text{diag}(A)",
        r"\text{diag}(D \mathbf{1}) = D",
        r"\text{diag}(A u) = \text{diag}(A u \mathbf{1}_n^T)",
        r"\text{diag}(u) \text{diag}(v) = \text{diag}(u \odot v)",
        r"\text{tr}(\text{diag}(u) A \text{diag}(v) B^T) = u^T (A \odot B) v",
        r"A \odot (\mathbf{1} \mathbf{1}^T) = A",
        r"\mathbf{1}_n^T \mathbf{1}_n = n",
        r"\mathbf{1}^T (V \odot U) \mathbf{1} = \text{tr}(V^T U)",
        r"(I_n - \frac{1}{n} \mathbf{1} \mathbf{1}^T)^2 = I - \frac{1}{n} \mathbf{1} \mathbf{1}^T",
        r"\nabla_W (\mathbf{1}_n^T W \mathbf{1}_d) = \mathbf{1} \mathbf{1}^T",
        r"\nabla_W (u^T \text{diag}(W X W^T u) v) = \text{diag}(u) v u^T W X + u (u \odot v)^T W X",
    ],
)
def test_what_is_equal(text: str) -> None:
    assert holds(relation(text))


@pytest.mark.parametrize(
    "text",
    [
        r"\text{tr}(A (B \odot C)) = \text{tr}(B (A \odot C))",
        r"I \odot (A B) = (I \odot A) (I \odot B)",
        r"A (B \odot C) = (A B) \odot C",
        r"(A \odot B) D = D (A \odot B)",
        r"A \odot A = A^2",
        r"(A \odot B)^T = A \odot B^T",
        r"I \odot A = A",
        r"D \odot A = A D",
        r"(u v^T) \odot A = (v u^T) \odot A",
        r"\text{diag}(u) v = u",
        r"\text{diag}(A \mathbf{1}) = A",
        r"\text{diag}(u) A = A \text{diag}(u)",
        r"\mathbf{1}_n^T \mathbf{1}_n = 1",
        r"\mathbf{1}^T A = \mathbf{1}^T A^T",
        r"\text{tr}(\text{diag}(u) A \text{diag}(v) B) = u^T (A \odot B) v",
        r"\nabla_W (u^T \text{diag}(W X W^T u) v) = \text{diag}(u) v u^T W X",
        r"\nabla_W L = (F - I \odot F) W X",
        r"\nabla_W L = 2 (F - F \odot F) W X",
        r"\frac{d}{dt} (W \odot W) = W \odot \dot{W}",
        r"I \odot (A (B \odot C)) = I \odot (B (A^T \odot C))",
    ],
)
def test_what_differs(text: str) -> None:
    assert not holds(relation(text))


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"A \odot B = B \odot A", "proved"),
        (r"A \odot B = A B", "refuted"),
        (r"\text{tr}(A^T (B \odot A)) = \text{tr}(B^T (A \odot A))", "proved"),
        (r"\text{tr}(A (B \odot A)) = \text{tr}(B (A \odot A))", "refuted"),
        (r"\nabla_W (\|W - \text{diag}(W)\|_F^2) = 2 (W - \text{diag}(W))", "proved"),
        (r"\nabla_W (\|W - \text{diag}(W)\|_F^2) = 2 W", "refuted"),
        (r"\frac{d}{dt} (I \odot W) = -(I \odot (A \odot W))", "proved"),
        (r"\frac{d}{dt} (I \odot W) = -(I \odot A) W", "refuted"),
        (r"I \odot (Q A Q^T) \odot I = I \odot (Q A Q^T)", "proved"),
        (r"(A \odot B) v = 0", "refuted"),
        (r"A \odot B v = A", "refused"),
        (r"\text{diag}(v) = I", "refuted"),
        (r"\text{diag}(v^T) = I", "refused"),
        (r"W \text{diag}(W v) \mathbf{1} = W^2 v", "proved"),
        (r"\nabla_W (v^T \text{diag}(W v) v) = \text{diag}(v) v v^T", "proved"),
        (r"\nabla_W (v^T \text{diag}(W v) v) = v v^T", "refuted"),
        (r"\frac{d}{dt} \text{diag}(W v) = -\text{diag}((A \odot W) v)", "proved"),
        (r"\frac{d}{dt} \text{diag}(W v) = -A \text{diag}(W v)", "refuted"),
    ],
)
def test_verdicts(statement: str, verdict: str) -> None:
    symbols = {
        **dict.fromkeys("AB", MATRIX),
        "Q": f"{MATRIX}, properties = ['orthonormal']",
        "W": f"{MATRIX}, {STATE}",
        "v": "shape = ['n', '1']",
    }
    claim = decided("identity", statement, symbols, (r"\dot{W} = -(A \odot W)",))
    assert claim.verdict.value == verdict, claim.why


@pytest.mark.parametrize(
    ("kind", "statement", "options", "verdict"),
    [
        ("integral", r"U \odot W = E", {"constant": "E"}, "proved"),
        ("integral", r"\text{tr}(U^T W) = c", {"constant": "c"}, "proved"),
        ("integral", r"\text{tr}(U W) = c", {"constant": "c"}, "refuted"),
        ("preserved", r"U \odot W = A", {}, "proved"),
        ("preserved", r"U \odot U = A", {}, "refuted"),
    ],
)
def test_what_is_kept(kind: str, statement: str, options: dict[str, str], verdict: str) -> None:
    symbols = {
        **dict.fromkeys("UW", f"{MATRIX}, {STATE}"),
        "A": MATRIX,
        "E": f"{MATRIX}, role = 'constant'",
        "c": "role = 'constant'",
    }
    flow = (r"\dot{U} = -U \odot A", r"\dot{W} = W \odot A")
    claim = decided(kind, statement, symbols, flow, **options)
    assert claim.verdict.value == verdict, claim.why


def test_a_flow_in_which_the_state_stands_twice_is_not_linear() -> None:
    symbols = {"W": f"{MATRIX}, {STATE}", "H": "shape = ['n*n', 'n*n'], role = 'function'"}
    flow = (r"\dot{W} = -(I \odot (W W^T)) W",)
    text = r"\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W)"
    claim = decided("linear", text, symbols, flow, matrix="H")
    assert claim.verdict.value != "proved"


# -- against numbers ------------------------------------------------------------------------------


def _values(rng: np.random.Generator) -> Values:
    found: Values = {}
    for name, symbol in SYMBOLS.items():
        value = rng.standard_normal([SIZES[space] for space in symbol.shape])
        marks = symbol.properties
        if "psd" in marks:
            value = value @ value.T
        elif "symmetric" in marks:
            value = value + value.T
        elif "diagonal" in marks:
            value = np.diag(1.5 + rng.random(len(value)))
        found[name] = value
    return found


def _matrix(rng: Random, rows: str, cols: str, depth: int) -> Expr:
    pick = rng.random()

    def inner(r: str, c: str) -> Expr:
        return _matrix(rng, r, c, depth - 1)

    if depth and pick < 0.35:
        return Hadamard(inner(rows, cols), inner(rows, cols))
    if depth and pick < 0.55:
        middle = rng.choice(["n", "d", "n", "1"])
        return Prod((inner(rows, middle), inner(middle, cols)))
    if depth and pick < 0.65:
        scale = rng.choice([Num(Fraction(-2)), Sym("a")])
        return Sum((inner(rows, cols), Prod((scale, inner(rows, cols)))))
    if depth and pick < 0.75:
        return Transpose(inner(cols, rows))
    letters: list[Expr] = [
        Sym(s.name)
        for s in SYMBOLS.values()
        if s.shape == (rows, cols) and s.name not in ("F", "L", "a")
    ]
    letters += [Ident(rows)] if rows == cols != "1" else []
    letters += [Ones(rows)] if cols == "1" != rows else []
    if rows == cols == "n" and rng.random() < 0.1:
        return Power(Sym("R"), Fraction(-1))
    if rows == cols == "1":
        return Sym("a")
    if letters:
        return rng.choice(letters)
    if cols == "1":
        return Prod((Transpose(Sym("V")), Sym("u")))
    return Transpose(_matrix(rng, cols, rows, 0))


@pytest.mark.parametrize("seed", range(5))
def test_random_normal_forms_have_the_values_of_what_they_are_of(seed: int) -> None:
    rng, numbers = Random(seed), np.random.default_rng(seed)
    for _ in range(60):
        node = _matrix(rng, *rng.choice([("n", "n"), ("n", "d"), ("n", "1")]), 4)
        node = Trace(node) if rng.random() < 0.4 and node != Ident("n") else node
        if isinstance(node, Trace):
            node = Trace(Prod((_matrix(rng, "n", "d", 3), _matrix(rng, "d", "n", 3))))
        normal, values = normal_form(), _values(numbers)
        want, got = (
            valued(node, values, SIZES),
            valued(normal.expr(normal.whole(node)), values, SIZES),
        )
        assert close(want, got + np.zeros_like(want)), node


@pytest.mark.parametrize("seed", range(4))
def test_random_derivatives_are_those_of_the_values(seed: int) -> None:
    """Along the flow, by a scalar, and the gradient: by central differences."""
    rng, numbers = Random(100 + seed), np.random.default_rng(seed)
    step = 1e-5
    for _ in range(20):
        node, normal, values = _matrix(rng, "n", "d", 3), normal_form(), _values(numbers)
        moved = {
            n: valued(relation(f"{n} = {rate}").rhs, values, SIZES) for n, rate in _FLOW.items()
        }
        ahead, back = (
            valued(
                node, values | {n: values[n] + s * step * rate for n, rate in moved.items()}, SIZES
            )
            for s in (1, -1)
        )
        rate = valued(normal.expr(normal.whole(Dot(node))), values, SIZES) + np.zeros_like(ahead)
        assert close((ahead - back) / (2 * step), rate, 100), node
        ahead, back = (valued(node, values | {"a": values["a"] + s * step}, SIZES) for s in (1, -1))
        still = normal_form({})  # by what the flow has, states depend on it
        slope = valued(still.expr(still.whole(Partial(node, "a"))), values, SIZES)
        assert close((ahead - back) / (2 * step), slope + np.zeros_like(ahead), 100), node
        scalar = Trace(Prod((node, Transpose(_matrix(rng, "n", "d", 2)))))
        gradient = normal.expr(normal.whole(Gradient("W", scalar)))
        got = valued(gradient, values, SIZES) + np.zeros((3, 2))
        for i, j in ((0, 0), (2, 1)):
            unit = np.zeros((3, 2))
            unit[i, j] = step
            ahead, back = (
                valued(scalar, values | {"W": values["W"] + s * unit}, SIZES) for s in (1, -1)
            )
            assert close((ahead - back) / (2 * step), got[i, j].reshape(1, 1), 100), scalar


def _shuffled(rng: Random, node: Expr) -> Expr:
    """The same by other names: sides of products by entries swapped, transposes pushed."""
    match node:
        case Hadamard(left, right):
            sides = [_shuffled(rng, left), _shuffled(rng, right)]
            rng.shuffle(sides)
            return Hadamard(*sides)
        case Prod(factors):
            return Prod(tuple(_shuffled(rng, factor) for factor in factors))
        case Transpose(Hadamard(left, right)):
            return Hadamard(Transpose(_shuffled(rng, right)), Transpose(_shuffled(rng, left)))
    return node


@pytest.mark.parametrize("seed", range(5))
def test_random_equations_hold_only_where_their_sides_are_equal(seed: int) -> None:
    """Sums over all entries of three factors in any order, one of them perhaps another one."""
    rng, numbers = Random(200 + seed), np.random.default_rng(seed)
    proved = 0
    for _ in range(60):
        one, two, three = (_matrix(rng, "n", "d", 2) for _ in range(3))
        left = Trace(Prod((Transpose(one), Hadamard(two, three))))
        sides = [_shuffled(rng, each) for each in (one, two, three)]
        rng.shuffle(sides)
        if rng.random() < 0.5:
            at = rng.randrange(3)
            sides[at] = rng.choice([_matrix(rng, "n", "d", 2), Hadamard(sides[at], Sym("V"))])
        right = Trace(Prod((Hadamard(sides[0], sides[1]), Transpose(sides[2]))))
        values = _values(numbers)
        gap = valued(difference(left, right), values, SIZES)
        same = close(gap, np.zeros((1, 1)))
        found = holds(Relation(left, "=", right))
        assert same is found, (left, right)
        proved += found
    assert proved > 20
