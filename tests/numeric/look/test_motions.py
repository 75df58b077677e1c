"""Random functions of time are as declared at every time, and their coefficients are theirs."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.derive.setting import Symbol
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.motions import KINDS, Motion, motion

TIMES = (0.0, 0.7, 3.0)
SQUARE = ("n", "n")


def drawn(symbol: Symbol, shape: tuple[int, ...], kind: str, seed: int = 0) -> Motion:
    return motion(symbol, shape, np.random.default_rng(seed), kind, 0.0)


def transposed(value: Array) -> Array:
    return np.swapaxes(value, -1, -2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marks", [(), ("symmetric",), ("psd",), ("diagonal", "psd")])
def test_properties_hold_at_all_times(kind: str, marks: tuple[str, ...]) -> None:
    at = drawn(Symbol("A", SQUARE, frozenset(marks)), (3, 3), kind)
    for t in TIMES:
        (value,) = at(t, 0)
        if marks:
            np.testing.assert_allclose(value, transposed(value), atol=1e-12)
        if "psd" in marks:
            assert np.linalg.eigvalsh(value).min() > -1e-9 * max(1, np.abs(value).max())
        if "diagonal" in marks:
            np.testing.assert_allclose(value, np.diag(np.diag(value)), atol=1e-12)


def test_orthonormal_columns_stay_so() -> None:
    at = drawn(Symbol("U", ("d", "n"), frozenset({"orthonormal"})), (4, 2), "swinging")
    for t in TIMES:
        value, rate = at(t, 1)
        np.testing.assert_allclose(value.T @ value, np.eye(2), atol=1e-12)
        np.testing.assert_allclose(value.T @ rate + rate.T @ value, 0, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_positive_scalar_is_so(kind: str) -> None:
    for seed in range(20):
        at = drawn(Symbol("k", ("1", "1"), sign="positive"), (1, 1), kind, seed)
        assert all(at(t, 0)[0].item() > 0 for t in TIMES)


@pytest.mark.parametrize("kind", KINDS)
def test_coefficients_are_derivatives(kind: str) -> None:
    at, h = drawn(Symbol("A", SQUARE), (2, 2), kind), 1e-5
    _, rate, half = at(1.0, 2)
    before, now, after = (at(1.0 + step, 0)[0] for step in (-h, 0.0, h))
    np.testing.assert_allclose(rate, (after - before) / (2 * h), atol=1e-8)
    np.testing.assert_allclose(2 * half, (after - 2 * now + before) / h**2, atol=1e-4)


def test_what_they_do_in_the_long_run() -> None:
    sizes = {
        kind: [float(np.abs(drawn(Symbol("A", SQUARE), (2, 2), kind)(t, 0)[0]).max())
               for t in (0.0, 30.0)]
        for kind in KINDS
    }  # fmt: skip
    assert sizes["decaying"][1] < 1e-3 * sizes["decaying"][0]
    assert sizes["growing"][1] > 2 * sizes["growing"][0]
    assert sizes["still"][1] == sizes["still"][0]
