"""Simple points in order, mixed ones, and the simplest at which something still fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

from sslcheck.derive.exact import Trials
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import Draws, admissible
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.shrink import mixed_points, named_values, simple_points, simplest
from sslcheck.derive.expr import Relation
from sslcheck.derive.setting import Setting, Symbol

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "n")),
        Symbol("S", ("n", "n"), frozenset({"symmetric"})),
        Symbol("Q", ("n", "n"), frozenset({"orthonormal"}), role="function"),
        Symbol("x"),
        Symbol("v", sign="positive"),
        Symbol("f", role="function"),
        Symbol("p_j", index="j"),
        Symbol("unused"),
    )
}
GIVEN: Mapping[str, Matrix] = {
    "A": [[3, -2], [1, 5]],
    "S": [[4, -3], [-3, 7]],
    "x": [[-6]],
    "v": [[9]],
}


def point(given: Mapping[str, Matrix] = GIVEN) -> Point:
    """A point of 2 x 2 matrices of which nothing has been asked for yet."""
    scope, sizes = Scope(Setting(SYMBOLS, indices={"j": "n"})), {"n": 2}
    values = {(name, NO_MODE): [value] for name, value in given.items()}
    return Point(scope, sizes, Draws(scope, sizes, 3, values))


def asked(*names: str, order: int = 0, given: Mapping[str, Matrix] = GIVEN) -> Point:
    """A point of which these symbols have been asked for."""
    where = point(given)
    for name in names:
        for mode in where.modes_of(name):
            for k in range(order + 1):
                where.symbol(name, mode).at(k)
    return where


def at(where: Point, name: str, order: int = 0) -> Matrix:
    return where.symbol(name).at(order)


def number(where: Point, name: str) -> Fraction:
    return Fraction(at(where, name)[0][0])


def test_simple_points_go_through_the_values_from_the_simplest_on() -> None:
    found = [number(p, "x") for p in simple_points(asked("x"))]
    assert found == [0, 1, -1, 2, Fraction(1, 2), -6]
    positive = [number(p, "v") for p in simple_points(asked("v"))]
    assert positive == [1, 2, Fraction(1, 2), 9]


def test_two_values_grow_in_turn() -> None:
    everything = list(simple_points(asked("x", "v")))
    assert len(everything) == 6 * 4
    assert [number(p, "x") for p in everything[:6]] == [0, 0, 1, 0, 1, -1]
    assert [number(p, "v") for p in everything[:6]] == [1, 2, 1, Fraction(1, 2), 2, 1]


def test_simple_matrices_end_with_the_one_that_was_drawn() -> None:
    found = [at(p, "A") for p in simple_points(asked("A"))]
    assert found[:3] == [[[0, 0], [0, 0]], [[1, 0], [0, 1]], [[1, 0], [0, 0]]]
    assert found[-2:] == [[[0, 1], [-1, 0]], GIVEN["A"]]
    assert len(found) == 7


def test_only_what_was_asked_for_varies() -> None:
    assert len(list(simple_points(point()))) == 1
    for simple in simple_points(asked("v")):
        assert isinstance(simple.source, Draws)
        assert simple.source.values.keys() == {("v", NO_MODE)}


def test_points_of_orthonormal_matrices_stay_orthonormal() -> None:
    where = asked("Q")
    for simple in (*simple_points(where), *mixed_points(where, 10)):
        assert admissible(SYMBOLS["Q"], at(simple, "Q"), 0)


def test_mixed_points_are_as_many_as_asked_for_and_the_same_again() -> None:
    where = asked("x", "v", "S")

    def drawn() -> list[dict[str, list[list[str]]]]:
        found = list(mixed_points(where, 30))
        for each in found:
            for name in ("x", "v", "S"):
                assert admissible(SYMBOLS[name], at(each, name), 0)
            at(each, "x")
        return [named_values(each) for each in found]

    assert len(drawn()) == 30
    assert drawn() == drawn()


def test_mixed_points_have_values_far_from_1() -> None:
    found = {number(p, "v") for p in mixed_points(asked("v"), 60)}
    assert max(found) >= 10**5
    assert min(found) < Fraction(1, 10**3)


def test_the_simplest_point_keeps_what_matters() -> None:
    where = asked("A", "S", "x", "v")
    found = simplest(where, lambda p: at(p, "A")[0][1] < 0 and number(p, "v") > 1)
    assert named_values(found) == {"A": [["0", "-1"], ["0", "0"]], "v": [["2"]]}
    for name, value in (("S", [[0, 0], [0, 0]]), ("x", [[0]])):
        assert at(found, name) == value


def test_a_symmetric_matrix_is_changed_on_both_sides() -> None:
    found = simplest(asked("S"), lambda p: at(p, "S")[1][0] != 0)
    assert at(found, "S") == [[0, 1], [1, 0]]


def test_nothing_simpler_leaves_the_point_itself() -> None:
    where = asked("A", "v")
    assert simplest(where, lambda _: False) is where


def test_what_fails_too_but_is_no_simpler_is_not_taken() -> None:
    where = asked("A", given={"A": [[0, 1], [0, 0]]})
    assert simplest(where, lambda p: any(any(row) for row in at(p, "A"))) is where


def test_derivatives_shrink_too() -> None:
    found = simplest(asked("f", order=2), lambda p: at(p, "f", 1)[0][0] != 0)
    assert [at(found, "f", k) for k in range(3)] == [[[0]], [[1]], [[0]]]


def test_derivatives_of_an_orthonormal_matrix_go_together() -> None:
    where = asked("Q", order=1)
    turning = at(where, "Q", 1)
    assert any(any(row) for row in turning)
    kept = simplest(where, lambda p: any(any(row) for row in at(p, "Q", 1)))
    assert at(kept, "Q", 1) == turning
    still = simplest(where, lambda _: True)
    assert at(still, "Q") == [[1, 0], [0, 1]]
    assert at(still, "Q", 1) == [[0, 0], [0, 0]]


def test_values_are_named_in_the_order_of_their_declaration() -> None:
    where = asked("v", "x", "A")
    assert named_values(where) == {"A": [["3", "-2"], ["1", "5"]], "x": [["-6"]], "v": [["9"]]}
    assert list(named_values(where)) == ["A", "x", "v"]


def test_modes_are_one_row_and_derivatives_have_dots() -> None:
    where = asked("p_j", "f", order=2)
    found = named_values(where)
    assert found.keys() == {"p_j", "f", r"\dot{f}", "f^{(2)}"}
    assert found["p_j"] == [[str(where.symbol("p_j", mode).at(0)[0][0]) for mode in (0, 1)]]
    still = simplest(where, lambda _: True)
    still.symbol("f").at(2)
    assert r"\dot{f}" not in named_values(still)


def test_counterexample_shrinks(byol: SimpleNamespace) -> None:
    W, P, *_ = byol.names
    square = replace(byol.setting, merged={"d": "n"})
    witness = Trials(square).counterexample(Relation(byol.prod(W, P), "=", byol.prod(P, W)))
    assert witness is not None
    assert witness.sizes == {"n": 2, "d": 2}  # 1 x 1 matrices commute
    entries = [x for value in witness.values.values() for row in value for x in row]
    assert set(entries) == {"0", "1"}
    assert entries.count("1") == 2
