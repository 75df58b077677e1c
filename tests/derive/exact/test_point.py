"""Values of symbols at a point: drawn, replaced, moved by a flow, and changed in a child."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, RULES, Point, rule
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.series import Series, constant
from sslcheck.derive.expr import Diag, Dot, Expr, Num, Prod, Sum, Sym, Transpose
from sslcheck.derive.setting import Setting, Symbol, Views

A, B, X, Y, P = Sym("A"), Sym("B"), Sym("x"), Sym("y"), Sym("p_j")
SIZES = {"n": 2, "d": 3}
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "d"), role="state"),
        Symbol("B", ("n", "n")),
        Symbol("G", ("n", "n")),
        Symbol("x", role="state"),
        Symbol("y", role="state"),
        Symbol("f", role="function"),
        Symbol("p_j", index="j"),
        Symbol("q_k", index="k"),
        Symbol("v", ("d", "1"), role="view"),
        Symbol("m", ("d", "1")),
    )
}


class Counted:
    """The value 10 * order + mode + 2 in every entry; what is asked for is remembered."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, int]] = []

    def value(self, name: str, mode: int, order: int) -> Matrix:
        self.asked.append((name, mode, order))
        rows, cols = (SIZES.get(space, 1) for space in SYMBOLS[name].shape)
        return [[10 * order + mode + 2] * cols for _ in range(rows)]


def point(**more: Any) -> Point:
    setting = Setting(SYMBOLS, indices={"j": "n", "k": "d"}, **more)
    return Point(Scope(setting), SIZES, Counted())


def asked(where: Point) -> list[tuple[str, int, int]]:
    assert isinstance(where.source, Counted)
    return where.source.asked


def times(factor: int, node: Expr) -> Expr:
    return Prod((Num(Fraction(factor)), node))


def terms(value: Series, count: int) -> list[Any]:
    """The first derivatives at time 0 of a number."""
    return [value.at(k)[0][0] for k in range(count)]


def test_time_is_time() -> None:
    assert terms(point().symbol("t"), 4) == [0, 1, 0, 0]


def test_a_parameter_stands_still_and_a_function_does_not() -> None:
    where = point()
    assert where.symbol("B").at(0) == [[1, 1], [1, 1]]
    assert where.symbol("B").at(1) == [[0, 0], [0, 0]]
    assert terms(where.symbol("f"), 3) == [1, 11, 21]


def test_values_are_asked_for_once_and_only_when_needed() -> None:
    where = point()
    value = where.symbol("f")
    assert asked(where) == []
    value.at(1)
    where.symbol("f").at(1)
    assert asked(where) == [("f", NO_MODE, 0), ("f", NO_MODE, 1)]


def test_a_flow_gives_all_derivatives() -> None:
    where = point(flow={"x": times(3, X), "y": Prod((X, Y))})
    assert terms(where.symbol("x"), 4) == [1, 3, 9, 27]
    assert terms(where.symbol("y"), 3) == [1, 1, 4]  # y'' = x' y + x y'
    assert {order for _, _, order in asked(where)} == {0}


def test_an_initial_value_is_where_a_flow_starts_and_a_parameter_stays() -> None:
    where = point(flow={"x": times(3, X)}, initial={"x": Num(Fraction(5)), "B": Sym("G"), "y": X})
    assert terms(where.symbol("x"), 3) == [5, 15, 45]
    assert where.symbol("B").at(0) == where.symbol("G").at(0)
    assert terms(where.symbol("y"), 2) == [5, 11]  # free after the start


def test_a_let_holds_at_all_times() -> None:
    where = point(flow={"x": times(3, X)}, lets={"y": times(2, X)})
    assert terms(where.symbol("y"), 3) == [2, 6, 18]
    assert all(name != "y" for name, _, _ in asked(where))


def test_a_replacement_must_have_the_shape_of_its_symbol() -> None:
    with pytest.raises(ShapeMismatch):
        point(lets={"A": B}).symbol("A")
    nothing = point(lets={"A": Num(Fraction(0))})
    assert nothing.symbol("A").at(0) == [[0] * 3] * 2


def test_what_refers_to_itself_is_refused() -> None:
    circular = point(definitions={"x": Y, "y": X})
    with pytest.raises(Unsupported, match=r"the definition of [xy] refers to itself"):
        circular.symbol("x")
    again = point(flow={"x": Sum((Dot(X), X))})
    assert again.symbol("x").at(0) == [[1]]
    with pytest.raises(Unsupported, match="the rate of x refers to itself"):
        again.symbol("x").at(1)


def test_each_mode_has_a_value_of_its_own() -> None:
    where = point(lets={"x": times(2, P)})
    assert [where.symbol("p_j", mode).at(0) for mode in where.modes(P)] == [[[2]], [[3]]]
    assert [where.symbol("x", mode).at(0) for mode in where.modes_of("x")] == [[[4]], [[6]]]
    with pytest.raises(Unsupported, match="p_j where no mode is meant"):
        where.symbol("p_j")
    assert where.symbol("B", 1) is where.symbol("B")


def test_modes_are_those_of_one_index() -> None:
    where = point()
    assert list(where.modes(Sum((P, X)), Y)) == [0, 1]
    assert list(where.modes(Sym("q_k"))) == [0, 1, 2]
    assert list(where.modes(X, Diag(P, "j", "n"))) == [NO_MODE]
    assert (where.count("j"), where.count("k")) == (2, 3)
    with pytest.raises(Unsupported, match="one statement in the indices j, k"):
        where.modes(P, Sym("q_k"))


def test_shapes_and_dimensions() -> None:
    where = point()
    assert where.shape("A") == (2, 3)
    assert where.shape("x") == (1, 1)
    assert where.dimension("n * d") == 6


def test_views_have_values_only_in_an_expectation() -> None:
    where = point(views=(Views(("v",), "m", Sym("B"), Sym("G")),))
    for name in ("v", "m"):
        with pytest.raises(Unsupported, match=f"the view {name} outside an expectation"):
            where.symbol(name)


def test_a_child_differs_in_what_is_given_and_what_is_made_of_it() -> None:
    where = point(lets={"y": times(2, X)})
    child = where.child({("x", NO_MODE): constant([[7]])})
    assert child.symbol("x").at(0) == [[7]]
    assert child.symbol("y").at(0) == [[14]]
    assert child.symbol("B") is where.symbol("B")
    assert where.symbol("x").at(0) == [[1]]


def test_a_perturbation_leaves_all_else_as_it_is_at_the_start() -> None:
    where = point(flow={"x": times(3, X), "y": times(3, Y)})
    frozen = where.child({("x", NO_MODE): constant([[7]])}, freezes=True)
    assert terms(frozen.symbol("y"), 3) == [1, 0, 0]
    assert terms(where.symbol("y"), 3) == [1, 3, 9]
    assert frozen.perturbed
    assert frozen.child({}).perturbed
    assert not where.child({}).perturbed
    assert where.child({}, tangent=True).child({}).tangent
    assert not where.child({}).tangent


def test_the_law_of_the_views_is_shared_and_not_perturbed() -> None:
    views = Views(("v",), "m", Sym("G"), Sym("H"))
    symbols = {**SYMBOLS, "H": Symbol("H", ("n", "n")), "v": Symbol("v", ("n", "1"))}
    scope = Scope(Setting(symbols, views=(views,)))
    given: Mapping[tuple[str, int], Series] = {
        (name, NO_MODE): constant([[1, 0], [0, 1]]) for name in "GH"
    }
    where = Point(scope, SIZES, Counted(), given=given)
    law = where.outcomes(views, 1)
    assert where.child({("x", NO_MODE): constant([[1]])}).outcomes(views, 1) is law
    perturbed = where.child({("H", NO_MODE): constant([[1, 0], [0, 1]])})
    with pytest.raises(Unsupported, match="whose law itself is perturbed"):
        perturbed.outcomes(views, 1)


def test_nodes_are_evaluated_by_the_rule_of_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    where = point()
    monkeypatch.delitem(RULES, Transpose)
    with pytest.raises(Unsupported, match="the exact route does not know Transpose"):
        where.evaluate(Transpose(B))

    @rule(Transpose)
    def seven(_: Point, node: Transpose, mode: int) -> Series:
        return constant([[7 if node.arg == B else mode]])

    assert where.evaluate(Transpose(B)).at(0) == [[7]]
    assert where.evaluate(Transpose(X), 1).at(0) == [[1]]
    assert where.evaluate(X) is where.symbol("x")
