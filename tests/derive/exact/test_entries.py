"""Entries and sums over them at one point, number by number."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from tests.derive.latex.test_entries import SYMBOLS, read

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.entries import places
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import Draws
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.expr import Entry, IndexSum, Relation, Sym
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Setting, Views

VALUES: dict[str, Matrix] = {
    "A": [[1, 2], [0, -3]],
    "W": [[1, 2, 3], [4, 5, 6]],
    "v": [[7], [8], [9]],
}


def point() -> Point:
    scope, sizes = Scope(Setting(SYMBOLS)), {"n": 2, "d": 3, "modes": 2}
    return Point(
        scope, sizes, Draws(scope, sizes, 0, {(n, NO_MODE): [v] for n, v in VALUES.items()})
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\sum_i A_{ii}", -2),
        (r"\sum_{i,j} A_{ij}^2", 14),
        (r"\sum_{i,j} A_{ij} A_{ji}", 10),
        (r"\sum_k v_k^2", 49 + 64 + 81),
        (r"\sum_k (v^T)_k", 24),
        (r"\sum_{i,j} W_{ij} v_j", 50 + 122),
        (r"\sum_i \sum_{j \ne i} A_{ij}", 2),
    ],
)
def test_sums(text: str, value: int) -> None:
    assert point().evaluate(read(f"{text} = 0").lhs).at(0) == [[value]]


def test_a_statement_is_tried_at_all_values_of_its_letters() -> None:
    relation = read(r"A_{ij} = A_{ji}")
    here = point()
    tried = {(p["i"], p["j"]): r for p, r in places(here, relation, NO_MODE)}
    assert {*tried} == {*product(range(2), repeat=2)}
    assert tried[0, 1].lhs == Entry(Sym("A"), 0, 1)
    found = violation(relation, here, 0)
    assert found is not None
    assert (found.place, found.lhs, found.rhs) == ({"i": 0, "j": 1}, [[2]], [[0]])
    assert violation(read(r"A_{ij} = (A^T)_{ji}"), here, 0) is None


@pytest.mark.parametrize(
    "text", [r"\sum_k W_{kk} = 0", r"v_i = \sum_j W_{ij} v_j", r"\sum_{k=1}^{d} A_{kk} = 0"]
)
def test_a_letter_with_two_ranges_has_no_value(text: str) -> None:
    with pytest.raises(ShapeMismatch):
        violation(read(text), point(), 0)


def test_entries_of_views_take_the_values_of_views() -> None:
    views = Views(("v",), "", Sym("A"), None)
    symbols = {**SYMBOLS, "v": replace(SYMBOLS["v"], shape=("n", "1"), role="view")}
    scope, sizes = Scope(Setting(symbols, views=(views,))), {"n": 2, "d": 3, "modes": 2}
    values: dict[str, Matrix] = {**VALUES, "A": [[2, 1], [1, 5]]}
    draws = Draws(scope, sizes, 0, {(n, NO_MODE): [v] for n, v in values.items() if n != "v"})
    here, text = Point(scope, sizes, draws), r"\mathbb{E}[v_i v_j] = RIGHT"
    for right, same in (("A_{ij}", True), ("2 A_{ij}", False)):
        (relation,) = read_statement(text.replace("RIGHT", right), symbols, "nd").relations
        assert (violation(relation, here, 0) is None) is same


def test_a_letter_without_a_value_is_refused() -> None:
    with pytest.raises(Unsupported, match="outside of a sum"):
        point().evaluate(Entry(Sym("A"), "i", "j"))


def test_a_letter_of_an_inner_sum_is_its_own() -> None:
    column = IndexSum(Entry(Sym("A"), "i", "j"), "i")
    relation = Relation(column, "=", Entry(Sym("A"), "i", "j"))
    for place, single in places(point(), relation, NO_MODE):
        assert single.lhs == IndexSum(Entry(Sym("A"), "i", place["j"]), "i")
        assert single.rhs == Entry(Sym("A"), place["i"], place["j"])
