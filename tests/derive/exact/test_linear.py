"""Linear systems over the rationals."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.exact.linear import solve


def test_a_system_of_full_rank_has_its_solution() -> None:
    assert solve([[2, 1], [1, 3]], [5, 10]) == [1, 3]
    assert solve([[0, 2], [3, 0]], [1, 1]) == [Fraction(1, 3), Fraction(1, 2)]


def test_what_is_free_is_zero() -> None:
    assert solve([[0, 2, 1]], [4]) == [0, 2, 0]
    assert solve([[1, 1], [2, 2]], [3, 6]) == [3, 0]


@pytest.mark.parametrize(
    ("rows", "right"), [([[1, 1], [2, 2]], [3, 7]), ([[0]], [1]), ([[], []], [0, 1])]
)
def test_what_contradicts_itself_has_no_solution(rows: list[list[int]], right: list[int]) -> None:
    assert solve(rows, right) is None


def test_no_unknowns_and_no_demands() -> None:
    assert solve([], []) == []
    assert solve([[], []], [0, 0]) == []
