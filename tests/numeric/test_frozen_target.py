"""beta = 0: flows with a target that stays, against SciPy on right sides written anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sslcheck.numeric.data import make_moments
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.start import make_start

Numbers = np.ndarray[Any, Any]

N, D = 3, 4


def exact(o: Options) -> dict[str, Numbers]:
    """The states at the end time, by DOP853 at 1e-12."""
    moments = make_moments(o)
    X, noise = (np.diag(moments.by_name[k].diagonal(o.d)) for k in ("X", "X'"))
    start = make_start(o, moments).matrices
    shapes = {"W_p": (o.n, o.n), "W": (o.n, o.d), "W_a": (o.n, o.d)}
    ends = np.cumsum([int(np.prod(s)) for s in shapes.values()])[:-1]

    def split(y: Numbers) -> list[Numbers]:
        parts = np.split(y, ends)
        return [part.reshape(s) for part, s in zip(parts, shapes.values(), strict=True)]

    def rate(_: float, y: Numbers) -> Numbers:
        W_p, W, W_a = split(y)
        target = W_a if o.target == "ema" else W
        S = X + noise
        pull = W_p @ W @ S @ W.T - target @ X @ W.T
        if o.symmetrised:
            pull = (pull + pull.T) / 2
        dW = -W_p.T @ (W_p @ W @ S - target @ X) - o.eta * W
        if o.target == "no-stop-gradient":
            dW -= W @ S - W_p @ W @ X
        return np.concatenate(
            [(-o.alpha_p * pull - o.eta * W_p).ravel(), dW.ravel(), (o.beta * (W - W_a)).ravel()]
        )

    y = np.concatenate([start[name].ravel() for name in shapes])
    found = solve_ivp(rate, (0.0, o.t_end), y, method="DOP853", rtol=1e-12, atol=1e-14)
    assert found.success
    return dict(zip(shapes, split(found.y[:, -1]), strict=True))


CASES = [
    ("ema", False, "full"), ("ema", False, "gram"), ("ema", True, "full"), ("ema", True, "gram"),
    ("simsiam", False, "full"), ("simsiam", False, "gram"), ("simsiam", True, "gram"),
    ("no-stop-gradient", False, "full"), ("no-stop-gradient", False, "gram"),
    ("ema", False, "modal"), ("ema", True, "modal"), ("simsiam", False, "modal"),
    ("no-stop-gradient", False, "modal"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "symmetrised", "model"), CASES)
@pytest.mark.parametrize("tau0", [0.0, 0.7])
@pytest.mark.parametrize("eta", [0.0, 0.1])
def test_a_frozen_target_is_integrated(
    target: str, symmetrised: bool, model: str, tau0: float, eta: float
) -> None:
    """And every gauge holds, or nothing is said of it; W_a stays to the last bit."""
    o = Options(
        n=N, d=D, target=target, symmetrised=symmetrised, model=model, tau0=tau0, eta=eta, beta=0.0,
        alpha_p=1.3, init="aligned" if model == "modal" else "random", t_end=3.0, saves=5,
        data="power-law" if model in ("full", "modal") else "isotropic", rtol=1e-10, atol=1e-12,
    )  # fmt: skip
    run = Simulation(o).run()
    assert all(f.holds is not False for f in run.findings)
    states = exact(o)
    W_p, W, W_a = states["W_p"], states["W"], states["W_a"]
    products = {"W_W_T": W @ W.T, "W_W_a_T": W @ W_a.T, "W_a_W_a_T": W_a @ W_a.T}
    singular = {"p_j": W_p, "w_j": W, "a_j": W_a}
    for name, found in run.last.items():
        if name in singular:
            size = np.sort(np.abs(found))
            np.testing.assert_allclose(size, svd(singular[name]), rtol=1e-8, atol=1e-10)
        else:
            expected = {**states, **products}[name]
            np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-8)
    if "W_a" in run.states:
        assert (run.states["W_a"] == run.states["W_a"][0]).all()


def svd(matrix: Numbers) -> Numbers:
    return np.sort(np.linalg.svd(matrix)[1])
