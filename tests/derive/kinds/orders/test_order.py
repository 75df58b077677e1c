"""What makes an order strict: conditions that are said, each of them needed."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

STRICT = [
    (r"X X^T \succ 0", ("X^T has full column rank",)),
    (r"S + h I \succ 0", ("S ≻ 0, or h > 0 (each suffices)",)),
    (r"A^T A \succ 0", ("A is nonsingular",)),
    (r"h S + c P \succ 0", ("P ≻ 0, or h > 0 and S ≻ 0 (each suffices)",)),
]


@pytest.mark.parametrize(("reading", "conditions"), STRICT)
def test_a_condition_makes_one_of_the_squares_definite(
    reading: str, conditions: tuple[str, ...]
) -> None:
    result = decided("kind = 'definite'", reading)
    assert (result.verdict.value, result.conditions) == ("conditional", conditions)


@pytest.mark.parametrize(
    ("reading", "conditions"),
    [
        ("h + a^2 > 0", ("a ≠ 0, or h > 0 (each suffices)",)),
        ("0 < a^2", ("a ≠ 0",)),
        (r"\|X\|^2 > 0", ("X ≠ 0",)),
    ],
)
def test_a_scalar_is_positive_where_one_of_the_squares_is(
    reading: str, conditions: tuple[str, ...]
) -> None:
    result = decided("kind = 'inequality'", reading)
    assert (result.verdict.value, result.conditions) == ("conditional", conditions)


def test_what_is_so_without_the_condition_is_said() -> None:
    for reading, weak in (("0 < a^2", "0 ≤ a^2"), ("2 a < 1 + a^2", "2 a ≤ 1 + a^2")):
        assert decided("kind = 'inequality'", reading).why == (
            f"only {weak} without a further condition"
        )
    matrix = decided("kind = 'definite'", r"S + h I \succ 0")
    assert "only positive semi-definite without" in matrix.why


def test_the_sides_are_taken_as_they_stand() -> None:
    assert decided("kind = 'inequality'", "c \\ge 0").verdict.value == "proved"
    assert decided("kind = 'inequality'", "c \\le 0").verdict.value == "refuted"
    assert decided("kind = 'inequality'", "0 \\le c").verdict.value == "proved"
