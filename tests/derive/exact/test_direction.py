"""Vectors that show that a matrix is not definite."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sslcheck.derive.exact.direction import worst_direction
from sslcheck.derive.expr import Num
from sslcheck.derive.text.reason import plainly

ZERO = Num(Fraction(0))


def test_the_vector_shows_that_a_matrix_is_not_definite() -> None:
    rng = np.random.default_rng(5)
    for _ in range(60):
        size = int(rng.integers(2, 5))
        half = rng.integers(-3, 4, (size, size))
        gap = half + half.T if rng.random() < 0.7 else half[:, :1] @ half[:, :1].T
        if np.linalg.eigvalsh(gap)[0] > 1e-9:
            continue
        said = plainly(worst_direction([[int(x) for x in row] for row in gap]))
        value, entries = said.removeprefix("x^T M x = ").split(" at x = (")
        x = np.array([int(e) for e in entries.split(")")[0].split(", ")])
        assert x.any()
        assert x @ gap @ x == int(value) <= 0
        assert int(value) < 0 or np.linalg.eigvalsh(gap)[0] > -1e-9
