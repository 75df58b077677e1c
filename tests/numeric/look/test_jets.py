"""Taylor coefficients of products, quotients, powers and roots: against functions of time."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
import pytest

from sslcheck.numeric.look.jets import (
    Array,
    Jet,
    add,
    constant,
    exponential,
    multiply,
    power,
    quotient,
    root,
)

ORDER = 5
RNG = np.random.default_rng(0)
MATRICES = RNG.standard_normal((2, 3, 3))


def of(rates: Array, shift: float = 0.0) -> Jet:
    """The jet of ``e^(M t) + shift`` entry by entry at t = 0."""
    jet = [rates**k / factorial(k) for k in range(ORDER + 1)]
    return [jet[0] + shift, *jet[1:]]


def at(jet: Jet, t: float) -> Array:
    return np.asarray(sum(c * t**k for k, c in enumerate(jet)))


def agree(found: Jet, function: Callable[[float], Array]) -> None:
    """The error of a Taylor polynomial falls with the power of t that it leaves out."""
    errors = [float(np.abs(at(found, t) - function(t)).max()) for t in (0.02, 0.01)]
    assert errors[1] < 1e-9
    assert errors[1] <= errors[0] / 2**ORDER + 1e-14


A, B = of(MATRICES[0]), of(MATRICES[1], 2.0 * np.eye(3))  # type: ignore[arg-type]
x, y = of(np.array([[0.7]])), of(np.array([[-0.4]]), 1.0)


def fa(t: float) -> Array:
    return np.asarray(np.exp(MATRICES[0] * t))


def fb(t: float) -> Array:
    return np.asarray(np.exp(MATRICES[1] * t) + 2 * np.eye(3))


def fx(t: float) -> float:
    return float(np.exp(0.7 * t))


def fy(t: float) -> float:
    return float(np.exp(-0.4 * t)) + 1


def test_sums_and_products() -> None:
    agree(add(A, B), lambda t: fa(t) + fb(t))
    agree(multiply(A, B), lambda t: fa(t) @ fb(t))
    agree(multiply(x, B), lambda t: fx(t) * fb(t))
    agree(multiply(B, x), lambda t: fx(t) * fb(t))


def test_of_scalars() -> None:
    agree(quotient(A, y), lambda t: fa(t) / fy(t))
    agree(exponential(x), lambda t: np.array([[np.exp(fx(t))]]))
    agree(root(y), lambda t: np.array([[fy(t) ** 0.5]]))


@pytest.mark.parametrize("exponent", [-2, -1, 0, 1, 3])
def test_whole_powers_of_a_matrix(exponent: int) -> None:
    agree(power(B, exponent), lambda t: np.linalg.matrix_power(fb(t), exponent))


def test_the_root_of_a_matrix_is_its_own_square() -> None:
    gram = multiply(B, [np.swapaxes(c, -1, -2) for c in B])
    found = root(gram)
    for mine, true in zip(multiply(found, found), gram, strict=True):
        np.testing.assert_allclose(mine, true, atol=1e-9)
    assert np.linalg.eigvalsh(found[0]).min() > 0
    assert np.isnan(root([-np.eye(2), np.eye(2)])[1]).all()


def test_a_constant_does_not_move() -> None:
    assert [float(np.abs(c).max()) for c in constant(np.ones((1, 1)), 2)] == [1.0, 0.0, 0.0]
    assert len(constant(np.ones((1, 1)), 0)) == 1
