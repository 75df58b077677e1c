"""The functions that kernels call, as they are printed, against NumPy and SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from scipy.linalg import expm

from sslcheck.derive.emit.functions import Function, call_text, cost, helper_text

RNG = np.random.default_rng(0)
SQUARE = RNG.standard_normal((5, 5))
PSD = SQUARE @ SQUARE.T
WIDE = RNG.standard_normal((3, 5))
VECTOR = RNG.uniform(0.5, 2.0, 5)
Numbers = np.ndarray[Any, Any]


def value(function: Function, *args: Numbers, vectors: bool = False, degree: int = 2) -> Any:
    names = [f"A{k}" for k in range(len(args))]
    flags = [vectors and arg.ndim == 1 for arg in args]
    space: dict[str, Any] = {"xp": np, **dict(zip(names, args, strict=True))}
    exec(helper_text([(function, any(flags))]), space)
    return eval(call_text(function, names, flags, degree), space)


@pytest.mark.parametrize(
    ("function", "twin"),
    [
        ("inverse", np.linalg.inv),
        ("pseudo-inverse", np.linalg.pinv),
        ("exponential", expm),
        ("determinant", np.linalg.det),
        ("log-determinant", lambda a: np.linalg.slogdet(a)[1]),
        ("trace", np.trace),
        ("root", lambda a: value("root", value("root", a)) @ value("root", value("root", a))),
    ],
)
def test_of_a_matrix_and_of_a_diagonal(function: Function, twin: Callable[..., Any]) -> None:
    np.testing.assert_allclose(value(function, PSD), twin(PSD), rtol=1e-9)
    whole = value(function, VECTOR, vectors=True)
    if np.ndim(whole) == 1:
        whole = np.diag(whole)
    np.testing.assert_allclose(whole, twin(np.diag(VECTOR)), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("scale", [0.0, 1e-3, 1.0, 30.0, 300.0])
def test_exponentials_of_every_size(scale: float) -> None:
    matrix = scale * SQUARE / np.linalg.norm(SQUARE, 2)
    found, twin = value("exponential", matrix), expm(matrix)
    assert np.linalg.norm(found - twin) <= 1e-12 * (1 + scale) * np.linalg.norm(twin)


def test_roots_and_pseudo_inverses_of_lower_rank() -> None:
    singular = WIDE.T @ WIDE
    root = value("root", singular)
    np.testing.assert_allclose(root @ root, singular, atol=1e-12)
    third = value("root", singular, degree=3)
    np.testing.assert_allclose(third @ third @ third, singular, atol=1e-12)
    np.testing.assert_allclose(value("pseudo-inverse", singular), np.linalg.pinv(singular))
    np.testing.assert_allclose(value("pseudo-inverse", WIDE), np.linalg.pinv(WIDE))
    assert not value("root", np.zeros((3, 3))).any()


def test_of_two() -> None:
    other = RNG.standard_normal((3, 5))
    np.testing.assert_allclose(value("diagonal", WIDE, other), np.diag(WIDE @ other.T))
    np.testing.assert_allclose(value("trace", WIDE, other), np.trace(WIDE.T @ other))
    np.testing.assert_allclose(
        value("trace", SQUARE, VECTOR, vectors=True), np.trace(SQUARE @ np.diag(VECTOR))
    )
    np.testing.assert_allclose(value("entries", WIDE, other, WIDE), WIDE * other * WIDE)
    np.testing.assert_array_equal(value("column", other[:, :1]), other[:, 0])


def test_single_precision_stays_single() -> None:
    functions: tuple[Function, ...] = ("inverse", "pseudo-inverse", "root", "exponential")
    for function in functions:
        assert value(function, PSD.astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize("function", get_args(Function))
def test_cost_grows_with_the_matrix(function: Function) -> None:
    assert cost(function, (4, 4), 2, False) < cost(function, (8, 8), 2, False)
    assert cost("inverse", (8, 8), 1, True) == (8, 16)
