"""What the stand-in for CuPy refuses, answers and counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.cupy_array import Refused
from tests.numeric.cupy_device import OutOfMemoryError
from tests.numeric.cupy_standin import CupyStandin


def test_it_stands_for_the_oldest(standin: CupyStandin) -> None:
    """That version is installed to be compared with it."""
    pins = (Path(__file__).parents[1] / "constraints-oldest.txt").read_text().splitlines()
    assert f"cupy-cuda12x=={standin.module.__version__}" in pins


def test_what_it_refuses(standin: CupyStandin) -> None:
    cupy: Any = standin.module
    a, b = cupy.zeros((2, 2)), cupy.eye(2)
    refused: list[Any] = [
        lambda: np.asarray(a),
        lambda: np.sqrt(a),
        lambda: float(cupy.sum(a)),
        lambda: bool(cupy.sum(a) > 0),
        lambda: int(cupy.sum(a)),
        lambda: [0, 1][cupy.sum(a)],
        lambda: list(a),
        lambda: a[np.int64(0), :],
        lambda: a[a > 0],
        lambda: a + np.ones((2, 2)),
        lambda: np.ones((2, 2)) * a,
        lambda: a * np.float64(2.0),
        lambda: np.float32(2.0) * a,
        lambda: a.__setitem__(..., np.ones((2, 2))),
        lambda: cupy.add(a, np.ones((2, 2))),
        lambda: cupy.maximum(a, np.float64(1.0)),
        lambda: cupy.where(a > 0, a, np.float64(1.0)),
        lambda: cupy.stack([a, np.ones((2, 2))]),
        lambda: cupy.add(a, b, out=cupy.zeros((2, 2), dtype="float32")),
        lambda: cupy.add(a, b, out=cupy.zeros((1, 2, 2))),
        lambda: cupy.eye(2, 2),
        lambda: cupy.zeros((2, 2), device="cuda"),
        lambda: cupy.sum(a, keepdim=True),
        lambda: cupy.linalg.eigh(a, "V"),
        lambda: cupy.matmul(a, b, out=a),
        lambda: cupy.matmul(a, b, out=cupy.zeros((2, 2)).T),
        lambda: cupy.matmul(a, b, out=cupy.zeros((2, 2), dtype="float32")),
    ]
    for attempt in refused:
        with pytest.raises((Refused, TypeError)):
            attempt()
    with pytest.raises(AttributeError):
        cupy.isclose(a, b)
    with pytest.raises(ValueError, match="axes"):
        cupy.matmul(b[0, :], a, out=cupy.zeros(2))
    assert np.isnan(cupy.asnumpy(cupy.linalg.eigvalsh(a))).all()


def test_memory_is_given_back(standin: CupyStandin) -> None:
    cupy: Any = standin.module
    standin.memory.limit = 1600
    a = cupy.zeros(100)
    view = cupy.reshape(a, (10, 10)).T[1:, :]
    assert standin.memory.used == 800
    with pytest.raises(OutOfMemoryError):
        cupy.zeros(101)
    del a
    assert standin.memory.used == 800
    del view
    assert standin.memory.used == 0
    assert standin.memory.peak == 800
