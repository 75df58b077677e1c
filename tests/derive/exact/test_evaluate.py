"""Values of nodes of every sort at one point, against matrices written out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.errors import ShapeMismatch, TooLarge, Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.exact.evaluate import multiply, nonlinear
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.sample import Draws
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.series import Series, constant
from sslcheck.derive.expr import (
    Columns,
    Diag,
    Exp,
    Expr,
    Ident,
    Kron,
    Maximum,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Size,
    SquaredNorm,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
    Vec,
)
from sslcheck.derive.setting import Setting, Symbol

A, B, C, X = Sym("A"), Sym("B"), Sym("C"), Sym("x")
P, Q = Sym("p_j"), Sym("q_k")
HALF = Fraction(1, 2)
MATRICES: dict[str, Matrix] = {
    "A": [[1, 2, 0], [0, -1, 3]],
    "B": [[4, 0], [0, 9]],
    "C": [[0, 1], [1, 1]],
    "T": [[1, 2], [0, 3]],
    "x": [[6]],
    "v": [[1], [2], [3]],
}


@pytest.fixture
def point() -> Point:
    """n = 2 and d = 3, with values for all symbols; ``x`` doubles at the start."""
    shapes = {"A": ("n", "d"), "v": ("d", "1"), **dict.fromkeys("BCT", ("n", "n"))}
    symbols = {name: Symbol(name, shape) for name, shape in shapes.items()}
    symbols |= {
        "x": Symbol("x", role="state"),
        "p_j": Symbol("p_j", index="j"),
        "q_k": Symbol("q_k", index="k"),
    }
    flow: dict[str, Expr] = {"x": Prod((number(2), X))}
    scope = Scope(Setting(symbols, flow=flow, indices={"j": "n", "k": "d"}))
    values = {(name, -1): [value] for name, value in MATRICES.items()}
    values |= {("p_j", 0): [[[5]]], ("p_j", 1): [[[-7]]]}
    values |= {("q_k", k): [[[k]]] for k in range(3)}
    sizes = {"n": 2, "d": 3}
    return Point(scope, sizes, Draws(scope, sizes, 0, values, closed=True))


def number(value: Fraction | int) -> Num:
    return Num(Fraction(value))


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (number(HALF), [[HALF]]),
        (Ident("n"), [[1, 0], [0, 1]]),
        (Size("d"), [[3]]),
        (Sum((B, C)), [[4, 1], [1, 10]]),
        (Sum((B, Prod((number(-2), C)))), [[4, -2], [-2, 7]]),
        (Prod((B, C)), [[0, 4], [9, 9]]),
        (Prod((B, X, C)), [[0, 24], [54, 54]]),
        (Prod((A, Sym("v"))), [[5], [7]]),
        (Prod((C, A, Sym("v"))), [[7], [12]]),
        (Prod((number(3), number(HALF), X)), [[9]]),
        (Quotient(C, number(2)), [[0, HALF], [HALF, HALF]]),
        (Quotient(number(1), X), [[Fraction(1, 6)]]),
        (Power(C, Fraction(3)), [[1, 2], [2, 3]]),
        (Power(C, Fraction(-1)), [[-1, 1], [1, 0]]),
        (Power(C, Fraction(0)), [[1, 0], [0, 1]]),
        (Power(B, HALF), [[2, 0], [0, 3]]),
        (Power(B, -HALF), [[HALF, 0], [0, Fraction(1, 3)]]),
        (Transpose(A), [[1, 0], [2, -1], [0, 3]]),
        (SquaredNorm(A), [[15]]),
        (Trace(B), [[13]]),
        (Vec(A), [[1], [0], [2], [-1], [0], [3]]),
        (Kron(C, Transpose(Sym("v"))), [[0, 0, 0, 1, 2, 3], [1, 2, 3, 1, 2, 3]]),
        (Diag(P, "j", "n"), [[5, 0], [0, -7]]),
        (Diag(Prod((X, P)), "j", "n"), [[30, 0], [0, -42]]),
        (Maximum(P, "j"), [[5]]),
        (Maximum(Prod((number(-1), P)), "j"), [[7]]),
        (Maximum(Q, "k"), [[2]]),
        (Total(P, "j"), [[-2]]),
        (Total(Prod((P, P)), "j", "n"), [[74]]),
        (Total(number(1), "k"), [[3]]),
        (Prod((Total(P, "j"), Total(Q, "k"))), [[-6]]),
        (Columns(P, "j", "n"), [[5, -7]]),
        (Columns(Prod((P, Sym("v"))), "j", "n"), [[5, -7], [10, -14], [15, -21]]),
    ],
)
def test_the_value_of_a_node(point: Point, node: Expr, value: Matrix) -> None:
    found = point.evaluate(node)
    assert found.at(0) == value
    assert (found.rows, found.cols) == (len(value), len(value[0]))


def test_the_root_of_an_exponential_is_one_only_where_it_is_symmetric(point: Point) -> None:
    half = Power(Exp(B), HALF)  # of a diagonal matrix
    assert point.evaluate(Prod((half, half))).at(0) == point.evaluate(Exp(B)).at(0)
    with pytest.raises(Unsupported, match="the root of the exponential"):
        point.evaluate(Power(Exp(Sym("T")), HALF)).at(0)


def test_an_identity_of_no_size_fits_where_it_stands(point: Point) -> None:
    assert point.evaluate(Sum((B, Ident()))).at(0) == [[5, 0], [0, 10]]
    assert point.evaluate(Prod((Ident(), A))).at(0) == MATRICES["A"]
    plain = point.evaluate(Prod((X, Ident())))
    assert (plain.rows, plain.cols) == (0, 0)
    with pytest.raises(Unsupported, match="identity of unknown size"):
        point.evaluate(Kron(Ident(), B))


@pytest.mark.parametrize(
    ("node", "error", "message"),
    [
        (Prod((A, B)), ShapeMismatch, "2 x 3 times a 2 x 2"),
        (Trace(A), ShapeMismatch, "trace of a matrix that is not square"),
        (Power(A, Fraction(2)), ShapeMismatch, "power of a matrix that is not square"),
        (Diag(B, "j", "n"), ShapeMismatch, "matrix where a number is expected"),
        (Maximum(B, "j"), ShapeMismatch, "matrix where a number is expected"),
        (Quotient(X, B), Unsupported, "division by a matrix"),
        (Power(B, Fraction(1, 3)), Unsupported, "without a rational root"),
        (Diag(Prod((P, Q)), "j", "n"), Unsupported, "the index k inside one over j"),
        (Maximum(Q, "j"), Unsupported, "the index k inside one over j"),
        (Total(Q, "j"), Unsupported, "the index k inside one over j"),
        (Total(P, "j", "d"), Unsupported, "a sum over d in the index j, which is of n"),
        (Columns(B, "j", "n"), ShapeMismatch, "matrix where a column is expected"),
        (P, Unsupported, "where no mode is meant"),
    ],
)
def test_what_has_no_value(point: Point, node: Expr, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        point.evaluate(node).at(0)


def test_what_divides_by_0_says_so_when_it_is_asked_for(point: Point) -> None:
    gap = Sum((X, number(-6)))
    with pytest.raises(ZeroDivisionError):
        point.evaluate(Quotient(X, gap)).at(0)


def test_products_and_quotients_follow_the_rules_of_derivatives(point: Point) -> None:
    x = point.evaluate(X)
    assert [x.at(k) for k in range(3)] == [[[6]], [[12]], [[24]]]
    assert point.evaluate(Prod((X, B, X))).at(1) == [
        [2 * 6 * 12 * b for b in r] for r in [[4, 0], [0, 9]]
    ]
    assert point.evaluate(Quotient(number(1), X)).at(1) == [[Fraction(-12, 36)]]
    assert point.evaluate(Power(X, Fraction(3))).at(1) == [[3 * 36 * 12]]
    assert point.evaluate(SquaredNorm(X)).at(1) == [[2 * 6 * 12]]
    assert point.evaluate(Diag(Prod((X, P)), "j", "n")).at(1) == [[60, 0], [0, -84]]


def test_a_power_of_too_many_digits_is_not_computed(point: Point) -> None:
    tower: Expr = X
    for _ in range(4):
        tower = Power(tower, Fraction(999))
    with pytest.raises(TooLarge, match="too many digits; lower the powers"):
        point.evaluate(tower)
    with pytest.raises(TooLarge):
        Trials(point.scope.setting).failing(Relation(tower, "=", X))
    with pytest.raises(TooLarge):
        point.evaluate(Power(number(1), Fraction(10**4)))


def test_an_empty_product_is_its_number(point: Point) -> None:
    found = multiply(point, [], HALF)
    assert (found.rows, found.cols, found.at(0), found.at(1)) == (1, 1, [[HALF]], [[0]])
    only = constant([[1, 2]])
    assert multiply(point, [only]) is only


def test_a_tangent_takes_a_function_along_each_direction(point: Point) -> None:
    """Term k is the derivative in the k-th direction, not one of order k."""
    steps: dict[int, Matrix] = {0: [[2]], 1: [[1]], 2: [[5]]}
    value = Series(1, 1, lambda k: steps[k], 2)
    tangent = point.child({("x", -1): value}, tangent=True)
    found = nonlinear(tangent, tangent.symbol("x"), Series.inverse)
    assert [found.at(k) for k in range(3)] == [[[HALF]], [[Fraction(-1, 4)]], [[Fraction(-5, 4)]]]
    assert nonlinear(point, value, Series.inverse).at(2) != found.at(2)
    squared = tangent.evaluate(Prod((X, X)))
    assert [squared.at(k) for k in range(3)] == [[[4]], [[4]], [[20]]]
