"""Eigenvectors are as many as the matrix has rows; singular vectors need not be."""

from __future__ import annotations

import pytest
from tests.derive.sketch.reading import solved


@pytest.mark.parametrize(
    "rows",
    [
        [r"F = U \text{diag}(s_1, \dots, s_r) U^T"],
        [r"F = U D U^T, D = \text{diag}(s_1, \dots, s_r)"],
    ],
)
def test_a_basis_is_square(rows: list[str]) -> None:
    assert solved(*rows).spaces.shape("F") == ("r", "r")


def test_others_are_not() -> None:
    spaces = solved(r"W = U \text{diag}(s_1, \dots, s_r) V^T", "F = A K A^T").spaces
    assert spaces.shape("W")[0] != "r"
    assert len({*spaces.shape("A")}) == 2
