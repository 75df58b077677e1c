"""Sums over indices: which of them are the same."""

from __future__ import annotations

import pytest
from tests.derive.algebra.test_entrywise import normal_form, relation

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.calculus.networks import by_entries


def _gap(text: str) -> Element:
    normal, statement = normal_form(), relation(text)
    return normal.whole(statement.lhs) - normal.whole(statement.rhs)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\text{tr}(A^T (B \odot C)) = \text{tr}(C^T (A \odot B))", True),
        (r"\text{tr}(A^T (B \odot C)) = \text{tr}(C (A \odot B))", False),
        (r"\text{tr}((I \odot A) B) = \text{tr}((I \odot B) A)", True),
        (r"\text{tr}((A \odot B) (A \odot C)) = \text{tr}((A \odot C^T) (A^T \odot B))", False),
        (r"\text{tr}(S^T (S \odot A)) = \text{tr}(A^T (S \odot S))", True),
        # four indices that look alike at first
        (r"\text{tr}((I \odot A) B (I \odot A) C) = \text{tr}((I \odot A) C (I \odot A) B)", True),
        (
            r"\text{tr}((I \odot A) B B (I \odot A) C) = \text{tr}((I \odot A) B (I \odot A) B C)",
            False,
        ),
        (r"I \odot (A (B \odot C)) = I \odot (B^T (A^T \odot C))", True),
        (r"(I \odot (A B)) A = (I \odot (B^T A^T)) A", True),
        (r"(I \odot (A B)) A = A (I \odot (A B))", False),
        (r"\text{tr}(I \odot A) A = \text{tr}(A) (I \odot A)", False),
        (r"\text{tr}(A \odot B) A = \text{tr}((I \odot A) B) A", True),
    ],
)
def test_sums_are_the_same_up_to_the_names_of_their_indices(text: str, same: bool) -> None:
    assert by_entries(_gap(text)).is_zero() is same


def test_what_has_no_products_by_entries_is_left_to_words() -> None:
    gap = _gap("A = 0 A")
    assert by_entries(gap) is gap
