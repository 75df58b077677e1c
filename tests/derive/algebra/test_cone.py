"""Weights that are not negative: found where there are any, and they add up."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from sympy.polys.domains import QQ

from sslcheck.derive.algebra.cone import in_cone


def added(weights: list[Any], columns: list[dict[str, int]]) -> dict[str, Any]:
    keys = {key for column in columns for key in column}
    total = {k: sum(w * c.get(k, 0) for w, c in zip(weights, columns, strict=True)) for k in keys}
    return {key: value for key, value in total.items() if value}


@pytest.mark.parametrize(
    ("target", "free", "signed", "found"),
    [
        ({"x": 2, "y": 3}, [], [{"x": 1}, {"y": 1}], True),
        ({"x": 2, "y": -3}, [], [{"x": 1}, {"y": 1}], False),
        ({"x": 2, "y": -3}, [{"y": 1}], [{"x": 1}], True),
        ({"x": -2}, [{"x": 1, "y": 1}], [{"y": 1}], True),
        ({"x": 2}, [{"x": 1, "y": 1}], [{"y": 1}], False),
        ({"z": 1}, [], [{"x": 1}], False),
        ({}, [], [{"x": 1}], True),
    ],
)
def test_a_target_is_in_the_cone(
    target: dict[str, int], free: list[dict[str, int]], signed: list[dict[str, int]], found: bool
) -> None:
    weights = in_cone(*_exact(target, free, signed))
    assert (weights is not None) is found


def test_what_is_made_is_found_again() -> None:
    rng = Random(7)
    for _ in range(40):
        signed = [{k: rng.randint(-2, 2) for k in "uvwx"} for _ in range(6)]
        target = added([QQ(rng.randint(0, 2)) for _ in signed], signed)
        weights = in_cone(*_exact(target, [], signed))
        assert weights is not None
        assert min(weights) >= 0
        assert added(weights, signed) == target


def _exact(
    target: dict[str, int], free: list[dict[str, int]], signed: list[dict[str, int]]
) -> tuple[Any, Any, Any]:
    def exact(column: dict[str, int]) -> dict[str, Any]:
        return {key: QQ(value) for key, value in column.items() if value}

    return exact(target), [*map(exact, free)], [*map(exact, signed)]
