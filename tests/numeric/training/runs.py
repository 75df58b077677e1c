"""Small training runs for the tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from sslcheck.numeric.start import Start
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import make_problem
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.training import Training

__all__ = ["SMALL", "aligned", "options", "train"]

SMALL: dict[str, Any] = {
    "d": 6, "n": 4, "classes": 0, "batch": 16, "steps": 40, "log_every": 10, "dtype": "float64",
}  # fmt: skip


def options(**changes: Any) -> TrainOptions:
    """Options of a small run in float64."""
    chosen: dict[str, Any] = {**SMALL, **changes}
    return TrainOptions(**chosen)


def train(start: Start | None = None, **changes: Any) -> TrainRun:
    """A small run."""
    return Training(options(**changes), start=start).run()


def aligned(chosen: TrainOptions, p: Any, w: Any, tau: float = 1.0) -> Start:
    """A start with these entries, in random bases where the data leave the choice."""
    p, w = np.asarray(p, dtype=float), np.asarray(w, dtype=float)
    moments = make_problem(chosen).moments
    found = moments.basis()
    assert found is not None
    assert found[0] is None
    rng = np.random.default_rng(chosen.seed + 1)
    U = np.linalg.qr(rng.standard_normal((chosen.n, chosen.n)))[0]
    V = np.eye(chosen.d, chosen.n)
    if moments.isotropic:
        V = np.linalg.qr(rng.standard_normal((chosen.d, chosen.n)))[0]
    W = (U * w) @ V.T
    matrices = {"W_p": (U * p) @ U.T, "W": W, "W_a": tau * W}
    head = {name: np.array(values[: chosen.n]) for name, values in found[1].items()}
    entries = {"W_p": p, "W": w, "W_a": tau * w}
    return Start("entries of a test", True, entries, head, lambda: (matrices, U))
