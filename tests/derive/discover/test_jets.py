"""Derivatives by infinitesimals."""

from __future__ import annotations

from sslcheck.derive.discover.jets import (
    Jet,
    Matrix,
    add,
    change,
    moved,
    multiply,
    times,
    transpose,
)
from sslcheck.derive.discover.residues import PRIME


def test_the_derivative_of_a_product() -> None:
    x = moved((5,), (1,), 0)
    cube = times(x, times(x, x))
    assert cube[0] == 125
    assert change(cube, 0) == (75,)


def test_a_second_infinitesimal_gives_a_second_derivative() -> None:
    x = moved(moved((5,), (1,), 0), (1,), 1)
    cube = times(x, times(x, x))
    assert cube == (125, 75, 75, 30)
    assert change(cube, 1) == (75, 30)


def test_numbers_without_infinitesimals_mix_with_others() -> None:
    x = moved((2,), (3,), 0)
    assert add(x, (4,)) == add((4,), x) == (6, 3)
    assert times((4,), x) == times(x, (4,)) == (8, 12)
    assert change((7,), 0) == (0,)


def test_matrices() -> None:
    e: Jet = (0, 1)
    a: Matrix = [[(1,), e], [(0,), (PRIME - 1,)]]
    assert [[x[0] for x in row] for row in multiply(a, a)] == [[1, 0], [0, 1]]
    assert not any(multiply(a, a)[0][1])  # e - e
    assert transpose(a) == [[(1,), (0,)], [e, (PRIME - 1,)]]
