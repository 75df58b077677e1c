"""An axis of modes laid out as a matrix, or taken away, against the same thing written out."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.look import modes
from sslcheck.numeric.look.errors import Unseen

COUNT = 4
VALUES = np.array([0.5, -2.0, 3.0, 1.0])
RATES = np.array([1.0, 7.0, -1.0, 0.0])
SCALARS = [VALUES.reshape(COUNT, 1, 1), RATES.reshape(COUNT, 1, 1)]
ALIKE = [np.full((1, 1), 2.0), np.full((1, 1), -1.0)]


def test_a_diagonal_of_the_first_modes() -> None:
    value, rate = modes.diagonal(SCALARS, -3, 3)
    np.testing.assert_array_equal(np.squeeze(value), np.diag(VALUES[:3]))
    np.testing.assert_array_equal(np.squeeze(rate), np.diag(RATES[:3]))
    np.testing.assert_array_equal(modes.diagonal(ALIKE, -3, 3)[0], 2 * np.eye(3))


def test_a_diagonal_of_more_entries_than_modes_is_unseen() -> None:
    with pytest.raises(Unseen, match="only 4 modes, but a diagonal of 5"):
        modes.diagonal(SCALARS, -3, 5)


def test_the_maximum_comes_with_the_rate_of_that_mode() -> None:
    assert [float(c.squeeze()) for c in modes.maximum(SCALARS, -3, COUNT)] == [3.0, -1.0]
    assert [float(c.squeeze()) for c in modes.maximum(SCALARS, -3, 2)] == [0.5, 1.0]
    assert modes.maximum(ALIKE, -3, COUNT) is ALIKE


def test_vectors_beside_each_other() -> None:
    vectors = np.arange(COUNT * 2.0).reshape(COUNT, 2, 1)
    (beside,) = modes.columns([vectors], -3, COUNT)
    np.testing.assert_array_equal(beside, vectors[:, :, 0].T)
    (beside,) = modes.columns([np.array([[1.0], [2.0]])], -3, 3)
    np.testing.assert_array_equal(beside, [[1, 1, 1], [2, 2, 2]])
    with pytest.raises(Unseen, match="a list of 3 of 4 vectors"):
        modes.columns([vectors], -3, 3)


def test_the_sum_counts_what_is_the_same_for_all() -> None:
    assert [float(c.squeeze()) for c in modes.total(SCALARS, -3, COUNT)] == [2.5, 7.0]
    assert [float(c.squeeze()) for c in modes.total(ALIKE, -3, COUNT)] == [8.0, -4.0]


def test_another_axis_of_modes_stays() -> None:
    both = np.arange(6.0).reshape(3, 2, 1, 1)
    (over_first,) = modes.total([both], -4, 3)
    np.testing.assert_array_equal(over_first.squeeze(), both.sum(axis=0).squeeze())
    (over_last,) = modes.total([both], -3, 2)
    np.testing.assert_array_equal(over_last.squeeze(), both.sum(axis=1).squeeze())
