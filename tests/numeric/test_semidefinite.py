"""Semidefinite programs with known solutions."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from sslcheck.derive.discover.lyapunov import Program
from sslcheck.numeric.semidefinite import NoSolver, solve, solver


def test_the_least_trace() -> None:
    """[[1, b], [b, c]] with 2b + c' = 0 for a number c' that is not negative, and c = 1/4."""
    pytest.importorskip("clarabel")
    rows = ({(0, 0, 1): 2, (1, 0, 0): 1}, {(0, 1, 1): 4, (0, 0, 0): -1})
    found = solve(Program((2, 1), rows, (1, -1)), (0, 0, 0), 5.0)
    assert found is not None
    np.testing.assert_allclose(found[0], [[1, -0.5], [-0.5, 0.25]], atol=1e-4)
    np.testing.assert_allclose(found[1], [[1]], atol=1e-4)


def test_no_solution() -> None:
    pytest.importorskip("clarabel")
    assert solve(Program((1,), ({(0, 0, 0): 1},), (1,)), (0, 0, 0), 5.0) is None


def test_without_the_solver_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clarabel", None)
    with pytest.raises(NoSolver, match=r"pip install 'sslcheck-dynamics\[sdp\]'"):
        solver()
