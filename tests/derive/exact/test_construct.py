"""Points that satisfy equations are as generic as the equations allow; bounds and indices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.derive.exact.symbols import SPACES, SYMBOLS

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.exact.satisfy import satisfies
from sslcheck.derive.expr import Diag, Dot, Num, Prod, Relation, Sum, Sym, Transpose
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

ZERO = Num(Fraction(0))


def read(latex: str, symbols: Mapping[str, Symbol] = SYMBOLS) -> Relation:
    return resolve_relation(read_statement(latex, symbols, SPACES, "").relations[0], symbols)


def trials(*relations: str, symbols: Mapping[str, Symbol] = SYMBOLS, order: int = 0) -> Trials:
    return Trials(Setting(symbols, relations=tuple(read(r, symbols) for r in relations)), order)


@pytest.mark.parametrize(
    ("relations", "false"),
    [
        (["P C = C P"], "P = C"),
        (["P C = C P"], "P P = P"),
        (["a b = 0"], "a = 0"),
        (["a b = 0"], "b = 0"),
        (["A A^T = B^T B"], "A A^T A = A"),
        (["P^2 = P"], "P = 0"),
        (["P^2 = P"], "P = I"),
        (["N^2 = 0"], "N = 0"),
        (["N^T = -N"], "N = 0"),
        ([r"C w = \lambda w"], r"C = \lambda I"),
        ([r"C w = \lambda w"], "w = 0"),
        (["w^T w = 1"], "C w = w"),
        (["a^2 + b^2 = 1"], "a b = 0"),
        (["v^2 + q^2 = 1"], "v = q"),
        (["v + q = 1"], "v = q"),
        (["W^T W = I"], "W W^T = I"),
        (["W W^T = I"], "W^T W = I"),
        (["S w = 0"], "S = 0"),
        (["(w^T C w - 1) w = 0"], "w = 0"),
        ([r"\|w\|^2 = 1", r"C w = \lambda w"], r"\lambda = 1"),
    ],
)
def test_what_does_not_follow_from_equations_is_refuted(relations: list[str], false: str) -> None:
    world = trials(*relations)
    point = world.failing(read(false))
    assert point is not None
    assert satisfies(point)
    assert world.counterexample(read(false)) is not None


@pytest.mark.parametrize(
    ("relations", "true"),
    [
        (["P C = C P"], "P C C = C C P"),
        (["A A^T = B^T B"], r"\|A\|^2 = \|B\|^2"),
        ([r"C w = \lambda w", "w^T w = 1"], r"w^T C w = \lambda"),
        (["W^T W = I"], "W W^T W = W"),
    ],
)
def test_what_follows_from_equations_holds_at_all_points(relations: list[str], true: str) -> None:
    assert trials(*relations).failing(read(true)) is None


def test_one_symbol_alone_has_no_value_that_a_claim_may_guess() -> None:
    symbols = {"q": Symbol("q", sign="positive")}
    world = Trials(Setting(symbols))
    for value in range(1, 60):
        assert world.failing(Relation(Sym("q"), "=", Num(Fraction(value)))) is not None


def test_functions_satisfy_an_equation_with_their_derivatives() -> None:
    symbols = {name: Symbol(name, role="function") for name in ("a", "b")}
    world = trials("a^2 + b^2 = 1", symbols=symbols, order=2)
    moving = [Prod((Sym(name), Dot(Sym(name)))) for name in ("a", "b")]
    assert world.failing(Relation(Sum(tuple(moving)), "=", ZERO)) is None
    assert world.failing(Relation(moving[0], "=", ZERO)) is not None


def test_a_function_keeps_its_sign_where_it_starts_at_0() -> None:
    symbols = {"f": Symbol("f", sign="nonnegative", role="function")}
    falls = Sum((Dot(Sym("f")), Prod((Num(Fraction(10**4)), Sym("f")))))
    found = Trials(Setting(symbols), 1).counterexample(Relation(falls, ">=", ZERO))
    if found is not None:
        assert found.values["f"] != [["0"]]


def test_sizes_obey_bounds_in_both_directions() -> None:
    symbols = {s: SYMBOLS[s] for s in ("A", "B")}
    world = Trials(Setting(symbols, at_least=(("n", "d"), ("d", "n"), ("m", "n"))))
    for point in world.points():
        (size,) = {point.dimension(space) for space in "nd"}
        assert size <= point.dimension("m")
    chain = Trials(Setting(symbols, at_least=(("k", "d"), ("l", "k"))))  # in which no symbol lives
    for point in chain.points():
        assert point.dimension("l") >= point.dimension("k") >= point.dimension("d")


def test_indices_run_over_spaces_of_their_own() -> None:
    symbols = {
        "p_j": Symbol("p_j", index="j"),
        "q_k": Symbol("q_k", index="k"),
        "p_1": Symbol("p_1"),
        "A": SYMBOLS["A"],
    }
    world = Trials(Setting(symbols, indices={"j": "n", "k": "d"}))
    both = Relation(
        Prod((Diag(Sym("p_j"), "j", "n"), Sym("A"), Diag(Sym("q_k"), "k", "d"))), "=", Sym("A")
    )
    assert world.failing(both) is not None
    assert world.failing(Relation(Sym("p_1"), "=", Sym("p_j"))) is not None
    with pytest.raises(Unsupported, match="j, k"):
        world.failing(Relation(Sym("p_j"), "=", Sym("q_k")))


@pytest.mark.parametrize(
    "false",
    [
        r"A^T A - B^T B \succeq 0",
        r"N \succeq 0",
        r"N + N^T \succeq 0",
        r"a W W^T \succeq 0",
        r"S \succ 0",
        r"P P \succ 0",
        r"S - w w^T \succeq 0",
        r"a^2 + 1 - 50 a \geq 0",
        r"v \leq 1000",
        r"v \geq \frac{1}{50}",
        r"v q \leq v",
        r"\|A\|^2 \leq \|B\|^2",
    ],
)
def test_a_false_inequality_has_a_point(false: str) -> None:
    if false.startswith("A^T A"):
        false = r"A A^T - B^T B \succeq 0"
    relation = read(false)
    found = trials().counterexample(relation)
    assert found is not None
    if relation.op in ("psd", "pd") and len(found.lhs) > 1:
        assert "x^T M x" in found.note or "not symmetric" in found.note


def test_a_transposed_product_is_no_symmetric_matrix() -> None:
    relation = Relation(Prod((Sym("A"), Transpose(Sym("W")))), "psd", ZERO)
    found = trials().counterexample(relation)
    assert found is not None
