"""How terms split: psd letters and products of them, products by entries, projections."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side
from tests.derive.kinds.small import MATRIX, decided

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.quadratic import Form, read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.signs.splits import found_squares, has_square


def form(text: str) -> Form:
    return read_form(normal_form(), side(text))


@pytest.mark.parametrize(
    ("text", "has"),
    [("A S A^T", True), ("A A^T", True), ("S P", False), ("A", False), ("A^2", False)],
)
def test_a_word_has_a_square_where_its_halves_are_the_same(text: str, has: bool) -> None:
    read = form(text)
    ((word,),) = read.terms
    assert has_square(read, word) is has


SQUARES = [
    (r"S \odot P", True),
    (r"S \odot (A A^T) \odot P", True),
    (r"(X X^+) \odot S", True),
    (r"\text{diag}(S)", True),
    (r"S \odot (A + A^T)", False),
    (r"(A S + S A^T) \odot S", False),
    (r"\text{tr}(A \odot A)", True),
    (r"\mathbf{1}_n^T (A \odot A) (A \odot A) \mathbf{1}_n", True),
    (r"\text{tr}(A \odot S)", False),
    (r"S^{1/2} S", True),
]


@pytest.mark.parametrize(("text", "squares"), SQUARES)
def test_what_is_not_negative_by_entries_or_by_commuting_is_seen(text: str, squares: bool) -> None:
    read = form(text)
    signs = Signs(read.normal.functions)
    if squares:
        written, found = found_squares(read, signs)
        assert found
        assert (written - read).is_zero
    else:
        with pytest.raises(Unsupported):
            found_squares(read, signs)


LOSS = {"A": MATRIX, "S": f"{MATRIX}, properties = ['psd']", "L": "", "m": ""}


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (r"\|I - A\|_F^2 \ge 0", "proved"),
        (r"L \ge 0", "proved"),
        (r"L + m^2 \ge 0", "proved"),
        (r"\|A\|_F^2 - 2 \text{tr}(A) + n \ge 0", "proved"),
        (r"\|A\|_F^2 - 2 m \text{tr}(A) + m^2 n \ge 0", "proved"),
        (r"\|A\|_F^2 - 2 \text{tr}(A) + n \ge 1", "refuted"),
    ],
)
def test_a_dimension_is_the_trace_of_an_identity(claim: str, wanted: str) -> None:
    loss = r"L = '\frac{1}{4} \|I - A S A^T\|_F^2'"
    found = decided("inequality", claim, LOSS, definition=loss)
    assert found.verdict.value == wanted, found.why
