"""Forms as sums of squares: the squares add up to the form, and say what makes it definite."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.definiteness import definite, sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs

FORMS = [
    ("A A^T", ["A^T is nonsingular"]),
    ("X X^T", ["X^T has full column rank"]),
    ("S", ["S ≻ 0"]),
    ("h S + c P", ["P ≻ 0", "h > 0, S ≻ 0"]),
    ("A S A^T + I", [""]),
    ("A A^T A A^T", ["A^T is nonsingular"]),
    (r"S \otimes P", ["S ≻ 0, P ≻ 0"]),
    (r"S \otimes I + I \otimes P", ["S ≻ 0", "P ≻ 0"]),
    (r"(A^T A) \otimes (S^2)", ["A is nonsingular, S ≻ 0"]),
    (r"(A \otimes I + I \otimes A)^T (A \otimes I + I \otimes A)", ["?"]),
    (r"\text{tr}(S P)", ["S ≻ 0, P ≻ 0"]),
    (r"\text{tr}(S)", ["S ≠ 0"]),
    (r"\mathbf{1}^T S \mathbf{1}", ["S ≻ 0"]),  # S may be 0 on one direction
    ("S^2", ["S ≻ 0"]),
    (r"\text{tr}(A^T S A)", ["S ≻ 0, A ≠ 0"]),
]


@pytest.mark.parametrize(("text", "ways"), FORMS)
def test_squares_add_up_to_the_form_and_say_what_they_need(text: str, ways: list[str]) -> None:
    normal = normal_form()
    form = read_form(normal, side(text))
    squares = sum_of_squares(form, Signs(normal.functions))
    assert (form - read_form(normal, squares.shown)).is_zero
    said = [", ".join(condition.text for condition in way) for way in squares.ways()]
    if ways == ["?"]:
        ((needed,),) = squares.ways()
        assert type(needed).__name__ == "Nonsingular"
    elif text.startswith(r"\text{tr}(S P)"):
        assert len(said) == 1
    else:
        assert sorted(said) == sorted(ways)


@pytest.mark.parametrize(
    "text", ["A", "-S", "S P + P S", "S - P", "a S", r"S \otimes A", "A + A^T"]
)
def test_what_is_no_sum_of_squares_is_not_made_one(text: str) -> None:
    normal = normal_form()
    with pytest.raises(Unsupported):
        sum_of_squares(read_form(normal, side(text)), Signs(normal.functions))


@pytest.mark.parametrize(
    ("text", "found"),
    [("S + c I", True), ("S", False), ("A", None), ("A + A^T", None), ("I + A + A^T A", None)],
)
def test_a_matrix_is_found_to_be_definite(text: str, found: bool | None) -> None:
    normal = normal_form()
    assert definite(normal, normal.whole(side(f"{text} + 0 A"))) is found
