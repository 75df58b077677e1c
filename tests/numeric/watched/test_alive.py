"""Modes that are alive: a share of the start decides, not the shape, and rounding is not life."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.watched.alive import DEAD, alive, dead_below

ARRAYS = open_arrays("numpy")


def counted(*spectrum: float, dead: float = 0.0) -> float:
    return float(alive(ARRAYS, np.array(spectrum), dead))


def test_the_limit_is_a_share_of_the_mean_square_at_the_start() -> None:
    assert dead_below(12.0, n=3, d=8) == DEAD * 12.0 / 3
    assert dead_below(12.0, n=8, d=3) == DEAD * 12.0 / 3
    dead = dead_below(4.0, n=4, d=4)
    assert counted(1.0, 2 * dead, dead / 2, 0.0, dead=dead) == 2


def test_all_modes_that_shrink_alike_die_together() -> None:
    dead = dead_below(4.0, n=4, d=4)
    assert counted(*(4 * [0.9 * dead]), dead=dead) == 0
    assert counted(*(4 * [1.1 * dead]), dead=dead) == 4


def test_what_rounding_leaves_of_a_zero_is_not_alive() -> None:
    assert counted(1.0, 1e-17, -1e-17) == 1
    assert counted(1.0, 1e-14, 0.0) == 2
    assert counted(0.0, 0.0) == 0


def test_no_eigenvalues_are_no_count() -> None:
    assert np.isnan(counted(1.0, float("nan")))


@pytest.mark.parametrize("dead", [0.0, 0.5])
def test_the_limit_itself_is_dead(dead: float) -> None:
    assert counted(1.0, dead, dead=dead) == 1
