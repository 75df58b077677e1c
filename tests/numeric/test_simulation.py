"""The flow integrated here and by SciPy's DOP853, from a right-hand side that is written out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

N, D = 3, 5
ALPHA_P, BETA, ETA, SIGMA2 = 1.3, 0.7, 0.11, 0.4
COMMON: dict[str, Any] = {
    "n": N,
    "d": D,
    "t_end": 4.0,
    "saves": 9,
    "alpha_p": ALPHA_P,
    "beta": BETA,
    "eta": ETA,
    "sigma2": SIGMA2,
    "tau0": 0.6,
    "rtol": 1e-12,
    "atol": 1e-14,
    "model": "full",
}
POWER_LAW = np.diag(1 / np.arange(1, D + 1)) / np.mean(1 / np.arange(1, D + 1))


def rate(target: str, symmetrised: bool, X: Any, y: Any) -> Any:
    """Equation (2), its first line corrected, of the stacked states."""
    S = X + SIGMA2 * np.eye(D)
    W_p, W = y[: N * N].reshape(N, N), y[N * N : N * N + N * D].reshape(N, D)
    W_a = y[N * N + N * D :].reshape(N, D) if target == "ema" else W
    dW_p = ALPHA_P * (-W_p @ W @ S + W_a @ X) @ W.T - ETA * W_p
    dW = W_p.T @ (-W_p @ W @ S + W_a @ X) - ETA * W
    if target == "no-stop-gradient":
        dW = -W_p.T @ W_p @ W @ S + W_p.T @ W @ X + W_p @ W @ X - W @ S - ETA * W
    if symmetrised:
        dW_p = (dW_p + dW_p.T) / 2
    moved = (dW_p, dW, BETA * (W - W_a)) if target == "ema" else (dW_p, dW)
    return np.concatenate([m.ravel() for m in moved])


@pytest.mark.parametrize(
    ("target", "symmetrised", "data"),
    [
        ("ema", False, "isotropic"),
        ("ema", False, "power-law"),
        ("ema", True, "power-law"),
        ("simsiam", False, "power-law"),
        ("simsiam", True, "isotropic"),
        ("no-stop-gradient", False, "isotropic"),
        ("no-stop-gradient", False, "power-law"),
    ],
)
def test_dop853(target: str, symmetrised: bool, data: str) -> None:
    options = Options(target=target, symmetrised=symmetrised, data=data, **COMMON)
    run = Simulation(options).run()
    assert run.outcome == "completed"
    found = np.concatenate([s.reshape(len(run.times), -1) for s in run.states.values()], axis=1)
    X = np.eye(D) if data == "isotropic" else POWER_LAW
    expected = solve_ivp(
        lambda _, y: rate(target, symmetrised, X, y),
        (0.0, 4.0),
        found[0],
        method="DOP853",
        t_eval=np.linspace(0.0, 4.0, 9),
        rtol=1e-12,
        atol=1e-14,
    )
    np.testing.assert_allclose(found, expected.y.T, rtol=0, atol=1e-10)
    assert np.abs(found[-1] - found[0]).max() > 0.1  # something has happened
