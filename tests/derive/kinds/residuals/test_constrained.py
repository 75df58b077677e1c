"""How states are put on a constraint: one of them in terms of the others, or marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sslcheck.derive.expr import difference
from sslcheck.derive.kinds.residuals.constrained import Constrained, constrained
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

SYMBOLS = [
    *(Symbol(name, ("n", "n"), role="state") for name in "WV"),
    Symbol("B", ("n", "d"), role="state"),
    Symbol("w", ("n", "1"), role="state"),
    Symbol("T", ("n", "n"), frozenset({"symmetric"}), role="state"),
    Symbol("N", ("n", "n")),
    *(Symbol(name, role="state") for name in "xy"),
    Symbol("u", sign="positive", role="state"),
    Symbol("a", sign="positive"),
    Symbol("r"),
]


def put(constraint: str) -> tuple[Constrained | None, Setting]:
    """How a constraint is met, and the setting in which it is."""
    setting = Setting({symbol.name: symbol for symbol in SYMBOLS})
    (relation,) = read_statement(constraint, setting.symbols, ("n", "d")).relations
    normal = NormalForm(setting)
    gap = normal.element(difference(relation.lhs, relation.rhs))
    found = constrained(normal, relation, gap)
    if found is not None:
        setting = found.impose(setting)
        there = NormalForm(replace(setting, lets=setting.initial))
        assert there.holds(relation)
    return found, setting


@pytest.mark.parametrize(
    ("constraint", "state"),
    [
        ("W = V N", "W"),
        ("V N = W", "W"),
        ("W = V + W - W", "W"),  # it cancels
        ("2 W + N = V", "V"),
        ("a W + N V^T N = 0", "W"),
        ("W + W^T = 0", "W"),
        ("W W = W", "W"),
        ("W V - N x = 0", ""),
        ("x = y^2", "x"),
        ("a x + y^2 = 1", "x"),
        ("r x + y^2 = 1", ""),  # r may be 0
        ("x^2 + y^2 = 1", ""),
    ],
)
def test_a_state_is_expressed_by_the_others(constraint: str, state: str) -> None:
    found, setting = put(constraint)
    assert (found is not None) == bool(state)
    assert set(setting.initial) == ({state} - {""})


@pytest.mark.parametrize(
    ("constraint", "name", "mark"),
    [
        ("W = W^T", "W", "symmetric"),
        ("W^T W = I", "W", "orthonormal"),
        ("B^T B = I", "B", "orthonormal"),
        ("w^T w = 1", "w", "orthonormal"),
    ],
)
def test_a_state_is_given_a_property(constraint: str, name: str, mark: str) -> None:
    found, setting = put(constraint)
    assert found is not None
    assert mark in setting.symbols[name].properties
    assert not setting.initial


def test_rows_of_length_one_are_a_frame_turned() -> None:
    found, setting = put("B B^T = I")
    assert found is not None
    assert set(setting.initial) == {"B"}


def test_a_projector_is_not_all_that_there_is() -> None:
    found, _ = put("W W = W")
    assert found is not None
    assert not found.all_of_it


@pytest.mark.parametrize(
    ("constraint", "admissible"),
    [
        ("u = a", True),
        ("u = y", False),
        ("u = a + y^2", True),
        ("T = N + N^T", True),
        ("T = N", False),
    ],
)
def test_what_is_declared_of_a_state_is_looked_at(constraint: str, admissible: bool) -> None:
    found, _ = put(constraint)
    assert found is not None
    assert found.admissible is admissible


def test_a_quadratic_with_a_number_in_it_makes_no_matrix_a_projector() -> None:
    assert put("W W = W - I")[0] is None
    assert put("W W - W + I = 0 W")[0] is None
