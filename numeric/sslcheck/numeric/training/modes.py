"""The modes of a start: bases in which weights and data are diagonal, and the entries there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import subject
from sslcheck.numeric.start import Start
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import Problem

__all__ = ["Modes", "find_modes"]

Matrix = np.ndarray[Any, Any]

_CLOSE = 1e-12


@dataclass(frozen=True, slots=True)
class Modes:
    """``W = U diag(w) V^T``, ``W_a = U diag(a) V^T``, one entry to each of min(n, d) modes.

    ``p`` are the eigenvalues of the predictor, nonsense for one that is set; ``x`` and ``noise``
    those of X and X' along the columns of V. U is n x n.
    """

    p: Matrix
    w: Matrix
    a: Matrix
    x: Matrix
    noise: Matrix
    U: Matrix
    V: Matrix
    names: tuple[str, str, str]
    """What the article calls W_p, W and W_a."""

    @property
    def total(self) -> Matrix:
        """The eigenvalues of X + X'."""
        return np.asarray(self.x + self.noise)

    def weights(self, p: Matrix, w: Matrix) -> dict[str, Matrix]:
        """States with other entries in the same bases and W_a = W; ``p`` has n entries."""
        W = (self.U[:, : len(w)] * w) @ self.V.T
        return dict(zip(self.names, ((self.U * p) @ self.U.T, W, W), strict=True))


def find_modes(options: TrainOptions, problem: Problem, start: Start) -> Modes | str:
    """The modes of an aligned start, or why it has none.

    A predictor that is set from F needs no aligned start where X and X' are isotropic: then F-hat
    has the left singular vectors of W.
    """
    moments, roles = problem.moments, subject(options.flow).roles
    names = roles.weights
    simsiam = options.target != "ema"
    if start.aligned:
        U = start.basis
        if U is None:
            raise ValueError("an aligned start has a basis")
        p, w, a = (start.entries[name] for name in names)
        V = start.matrices[roles.online].T @ U / w
        x, noise = (start.eigenvalues[name] for name in moments.names)
        return Modes(p, w, w if simsiam else a, x, noise, U, V, names)
    if not options.scheme.direct:
        return f"the start ({start.text}) is not aligned with the data"
    if not moments.isotropic:
        return f"the start ({start.text}) is not aligned, and the data are not isotropic"
    W, W_a = start.matrices[roles.online], start.matrices[roles.target]
    square = float(np.vdot(W, W))
    tau = float(np.vdot(W, W_a)) / square if square else 0.0
    if np.linalg.norm(W_a - tau * W) > _CLOSE * np.linalg.norm(W_a):
        return f"{plain(roles.target)} is not a multiple of {plain(roles.online)} at the start"
    U, w, Vt = np.linalg.svd(W, full_matrices=options.n > options.d)  # of V, d x d, n columns count
    x, noise = (np.full(len(w), float(m.value)) for m in (moments.mean, moments.noise))
    a = w if simsiam else tau * w
    return Modes(np.zeros(len(w)), w, a, x, noise, U, Vt[: len(w)].T, names)
