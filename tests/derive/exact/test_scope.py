"""What replaces what, what depends on what, which sizes and indices there are."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact.scope import Scope, parts
from sslcheck.derive.expr import (
    At,
    Columns,
    Diag,
    Expect,
    Expr,
    Gradient,
    Ident,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Relation,
    Sum,
    Sym,
    Total,
    Transpose,
)
from sslcheck.derive.setting import Setting, Symbol, Views

A, B, X, Y, P = Sym("A"), Sym("B"), Sym("x"), Sym("y"), Sym("p_j")
HALF = Fraction(1, 2)
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "d"), role="state"),
        Symbol("B", ("d", "n * d")),
        Symbol("S", ("n", "n"), frozenset({"psd"})),
        Symbol("Q", ("n", "d"), frozenset({"orthonormal"})),
        Symbol("x", role="state"),
        Symbol("y", role="function"),
        Symbol("z"),
        Symbol("p_j", index="j"),
    )
}


def scope(**more: Any) -> Scope:
    return Scope(Setting(SYMBOLS, **more))


def test_the_parts_of_a_node_are_expressions_only() -> None:
    assert parts(Sum((A, B), span=(0, 3))) == [A, B]
    assert parts(Power(A, HALF)) == [A]
    assert parts(Diag(P, "j", "n")) == [P]
    assert parts(A) == parts(Num(HALF)) == []


def test_facts_name_what_a_node_mentions() -> None:
    facts = scope().facts(Sum((Gradient("A", X), Partial(Y, "z"))))
    assert facts.names == {"A", "x", "y", "z"}
    assert not facts.expects
    assert not facts.roots


def test_roots_come_outermost_first() -> None:
    inner = Power(X, HALF)
    outer = Sum((inner, Y))
    facts = scope().facts(Prod((Power(outer, HALF), Power(Y, Fraction(2)))))
    assert facts.roots == (Power(outer, HALF), Power(X, HALF))


def test_an_expectation_mentions_the_moments_of_the_views() -> None:
    node = Expect(Prod((X, Transpose(X))))
    assert scope().facts(node).names == {"x"}
    views = scope(views=(Views(("x", "y"), "z", Sym("S"), Sym("V")),))
    assert views.facts(node).names == {"x", "S", "V"}
    assert views.facts(X).names == {"x"}


def test_a_let_stands_before_a_definition_and_both_before_nothing() -> None:
    found = scope(lets={"x": Y}, definitions={"x": Sym("z"), "z": A})
    assert found.replacement("x") == Y
    assert found.replacement("z") == A
    assert found.replacement("A") is None


def test_the_reach_of_a_symbol_goes_through_lets_and_definitions_but_not_flows() -> None:
    found = scope(lets={"x": Sum((Y, Y))}, definitions={"y": Sym("z")}, flow={"A": X})
    assert found.reach("x") == {"x", "y", "z"}
    assert found.reach("A") == {"A"}
    assert found.mentions(Prod((X, A))) == {"x", "y", "z", "A"}


def test_the_closure_goes_through_flows_and_initial_values_too() -> None:
    found = scope(
        lets={"x": Power(Y, HALF)},
        flow={"A": Prod((X, A)), "x": B},
        initial={"A": Power(Sym("z"), HALF)},
    )
    names, roots = found.closure([A])
    assert names == {"A", "x", "y", "z"}  # the let takes the place of the flow of x
    assert set(roots) == {Power(Y, HALF), Power(Sym("z"), HALF)}


def test_inner_roots_are_last_to_be_expanded_and_come_first() -> None:
    found = scope(lets={"x": Power(Y, HALF)})
    names, roots = found.closure([Power(Sum((X, A)), HALF)])
    assert names == {"A", "x", "y"}
    assert roots == (Power(Y, HALF), Power(Sum((X, A)), HALF))


def test_a_circular_definition_ends() -> None:
    found = scope(definitions={"x": Y, "y": X})
    assert found.reach("x") == {"x", "y"}
    assert found.closure([X])[0] == {"x", "y"}
    assert not found.modal("x")


def test_what_moves_by_no_flow_is_a_function_unless_it_is_replaced() -> None:
    assert scope().functions == {"A", "x", "y"}
    assert scope(flow={"x": Y}, lets={"A": B}).functions == {"y"}


def test_given_symbols_must_be_what_they_are_declared_to_be() -> None:
    assert scope().derived == ()
    assert scope().equations == ()
    found = scope(lets={"S": A}, initial={"Q": B, "x": Y})
    assert set(found.derived) == {"S", "Q"}
    S, Q = Sym("S"), Sym("Q")
    assert set(found.equations) == {
        Relation(Transpose(S), "=", S),
        Relation(Prod((Transpose(Q), Q)), "=", Ident("d")),
    }


def test_equations_hang_on_independent_symbols() -> None:
    found = scope(
        relations=(Relation(X, "=", Y),), lets={"y": Prod((Sym("z"), A))}, initial={"A": B}
    )
    assert found.equations == (Relation(X, "=", Y),)
    assert found.related == ("x", "z")


def test_spaces_are_those_of_symbols_and_indices() -> None:
    assert scope().spaces == ("n", "d", "number of j")
    assert scope(indices={"j": "d"}).spaces == ("n", "d")
    merged = scope(merged={"d": "n"}, indices={"j": "d"})
    assert merged.spaces == ("n",)
    assert merged.modes("j") == "n"


def test_dimensions_multiply() -> None:
    found = scope()
    sizes = {"n": 2, "d": 3}
    assert found.atoms("n * d") == ("n", "d")
    assert found.atoms("1") == ()
    assert [found.dimension(space, sizes) for space in ("1", "n", "n * d", "d * d")] == [1, 2, 6, 9]
    with pytest.raises(Unsupported, match="the space 'k' is not one of n, d"):
        found.dimension("n * k", sizes)


def test_only_declared_symbols_are_known() -> None:
    assert scope().symbol("A") is SYMBOLS["A"]
    with pytest.raises(Unsupported, match="the symbol Z is not declared"):
        scope().symbol("Z")


@pytest.mark.parametrize(
    ("node", "indices"),
    [
        (P, {"j"}),
        (X, set()),
        (Sum((X, P)), {"j"}),
        (Diag(P, "j", "n"), set()),
        (Diag(P, "k", "n"), {"j"}),
        (Prod((Total(P, "j"), Columns(P, "j", "n"))), set()),
        (Prod((Maximum(P, "j"), P)), {"j"}),
    ],
)
def test_indices_are_free_where_nothing_binds_them(node: Expr, indices: set[str]) -> None:
    assert scope().indices(node) == indices


def test_a_symbol_has_the_indices_of_what_replaces_it() -> None:
    found = scope(lets={"x": Prod((P, Y)), "z": Maximum(P, "j")})
    assert found.modal("x")
    assert found.modal("p_j")
    assert not found.modal("z")
    assert not found.modal("y")
    assert found.indices(Diag(X, "j", "n")) == frozenset()


def test_what_takes_the_place_of_a_state_starts_where_it_starts() -> None:
    start = {"A": Ident("n")}
    assert scope(initial=start).equations == ()
    (there,) = scope(initial=start, lets={"A": B}).equations
    assert there == Relation(At(A), "=", At(Ident("n")))
