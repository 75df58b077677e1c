"""The weights of the Adams methods, as they stand in tables."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.integrate.adams import ADAMS, ahead, integral, weights

BASHFORTH = {
    1: [1],
    2: [3 / 2, -1 / 2],
    3: [23 / 12, -16 / 12, 5 / 12],
    4: [55 / 24, -59 / 24, 37 / 24, -9 / 24],
    5: [1901 / 720, -2774 / 720, 2616 / 720, -1274 / 720, 251 / 720],
}
MOULTON = {2: [1 / 2, 1 / 2], 4: [9 / 24, 19 / 24, -5 / 24, 1 / 24]}


@pytest.mark.parametrize("order", BASHFORTH)
def test_bashforth(order: int) -> None:
    found = weights([-float(i) for i in range(order)])
    assert found == pytest.approx(BASHFORTH[order], abs=1e-14)


@pytest.mark.parametrize("order", MOULTON)
def test_moulton(order: int) -> None:
    found = weights([1.0 - i for i in range(order)])
    assert found == pytest.approx(MOULTON[order], abs=1e-14)


@pytest.mark.parametrize("end", [1.0, 0.3])
@pytest.mark.parametrize("count", range(1, ADAMS.most + 2))
def test_polynomials_are_integrated_exactly_from_uneven_nodes(count: int, end: float) -> None:
    nodes = np.cumsum([1.0, *np.linspace(-0.4, -1.6, count - 1)])
    found = weights(nodes.tolist(), end)
    for degree in range(count):
        exact = end ** (degree + 1) / (degree + 1)
        assert found @ nodes**degree == pytest.approx(exact, abs=1e-9)


def test_polynomials_are_continued_exactly() -> None:
    nodes = [0.0, -0.7, -2.0]
    found = [ahead(nodes) @ np.power(nodes, degree) for degree in range(4)]
    assert found == pytest.approx([1, 1, 1, 1 - 1.7 * 3.0], abs=1e-14)


def test_predictor_and_corrector_differ_by_what_the_new_derivative_is_off() -> None:
    past = [0.0, -0.7, -2.0]
    difference = weights([1.0, *past]) - [0.0, *weights(past)]
    reach = np.prod(1 - np.array(past))
    assert difference == pytest.approx(integral(past) / reach * np.array([1, *-ahead(past)]))
