"""The tables of numbers satisfy the algebraic conditions of their orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.numeric.integrate.trees import density, elementary_weights, order, trees

from sslcheck.numeric.integrate import RK4, TSIT5, Tableau

BOTH = pytest.mark.parametrize("method", [TSIT5, RK4], ids=["tsit5", "rk4"])
DENSE_ORDER = {"tsit5": 4, "rk4": 3}
EXACT = 2e-14  # coefficients up to 13, rounded to double precision


def padded(row: tuple[float, ...], length: int) -> Any:
    return np.array([*row, *[0.0] * (length - len(row))])


def dense_weights(method: Tableau, theta: float) -> Any:
    return np.array([sum(c * theta ** (k + 1) for k, c in enumerate(row)) for row in method.dense])


def worst(method: Tableau, weights: Any, most: int, theta: float = 1.0) -> float:
    """The largest residual of the conditions of all trees with up to ``most`` nodes."""
    return max(
        float(
            abs(weights @ elementary_weights(method, tree) - theta ** order(tree) / density(tree))
        )
        for tree in trees(most)
    )


def test_there_are_17_conditions_up_to_order_5() -> None:
    counts = [sum(order(t) == k for t in trees(5)) for k in range(1, 6)]
    assert counts == [1, 1, 2, 4, 9]


@BOTH
def test_order_conditions(method: Tableau) -> None:
    new = padded(method.a[-1], method.stages)
    assert worst(method, new, method.order) < EXACT
    assert worst(method, new, method.order + 1) > 1e-4


@BOTH
def test_stages_are_consistent(method: Tableau) -> None:
    for row, c in zip(method.a, method.c, strict=True):
        assert sum(row) == pytest.approx(c, abs=EXACT)
    assert [len(row) for row in method.a] == list(range(method.stages))


@BOTH
@pytest.mark.parametrize("theta", [0.1, 0.3, 0.5, 0.77, 0.9, 1.0])
def test_interpolant_conditions(method: Tableau, theta: float) -> None:
    weights = dense_weights(method, theta)
    assert worst(method, weights, DENSE_ORDER[method.name], theta) < EXACT


@BOTH
def test_interpolant_joins_smoothly(method: Tableau) -> None:
    """It ends at the new state, and with the derivatives of both ends: steps join in C^1."""
    np.testing.assert_allclose(
        dense_weights(method, 1.0), padded(method.a[-1], method.stages), rtol=0, atol=EXACT
    )
    first = [row[0] for row in method.dense]
    last = [sum((k + 1) * c for k, c in enumerate(row)) for row in method.dense]
    unit = np.eye(method.stages)
    np.testing.assert_allclose(first, unit[0], rtol=0, atol=EXACT)
    np.testing.assert_allclose(last, unit[-1], rtol=0, atol=10 * EXACT)


def test_embedded_solution_is_of_order_4() -> None:
    error = np.array(TSIT5.error)
    residuals = {t: abs(error @ elementary_weights(TSIT5, t)) for t in trees(5)}
    assert max(r for t, r in residuals.items() if order(t) <= 4) < EXACT
    assert max(residuals.values()) > 1e-5


def test_rk4_has_no_estimate() -> None:
    assert RK4.error == ()
    assert (RK4.evaluations, TSIT5.evaluations) == (4, 6)


@pytest.mark.parametrize("stage", [2, 4, 6])
def test_a_changed_coefficient_is_seen(stage: int) -> None:
    rows = [list(row) for row in TSIT5.a]
    rows[stage][1] += 1e-9
    broken = replace(TSIT5, a=tuple(map(tuple, rows)))
    assert worst(broken, padded(broken.a[-1], 7), 5) > 1e-11
