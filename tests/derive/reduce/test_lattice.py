"""Lattices."""

from __future__ import annotations

from itertools import product

import pytest

from sslcheck.derive.reduce.lattice import Lattice


@pytest.mark.parametrize(
    ("vectors", "inside", "outside"),
    [
        ([(-1, 1), (0, 2)], [(2, 0), (1, 1), (0, 0), (-3, 5)], [(1, 0), (0, 1), (2, 1)]),
        ([(6, 0), (10, 0), (15, 0)], [(1, 0), (-7, 0)], [(0, 1)]),
        ([(2, 3, 0), (0, 0, 4)], [(4, 6, -8)], [(2, 3, 2), (1, 0, 0), (4, 3, 0)]),
        ([], [(0, 0)], [(1, 0)]),
    ],
)
def test_what_is_in_it(
    vectors: list[tuple[int, ...]], inside: list[tuple[int, ...]], outside: list[tuple[int, ...]]
) -> None:
    lattice = Lattice(vectors)
    assert all(vector in lattice for vector in (*inside, *vectors))
    assert not any(vector in lattice for vector in outside)


def test_all_small_sums_and_no_other_vectors() -> None:
    vectors = [(4, 2, 0), (0, 3, 6), (2, 2, 2)]
    lattice = Lattice(vectors)
    sums = {
        tuple(sum(c * v[k] for c, v in zip(chosen, vectors, strict=True)) for k in range(3))
        for chosen in product(range(-12, 13), repeat=3)
    }
    for vector in product(range(-3, 4), repeat=3):
        assert (vector in lattice) is (vector in sums)
