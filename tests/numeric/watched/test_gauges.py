"""Every gauge against its formula, written out, on the states of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Run, Simulation

N, D = 3, 5
ALPHA_P, ETA = 1.3, 0.11
RATES: dict[str, Any] = {"alpha_p": ALPHA_P, "beta": 0.7, "eta": ETA, "tau0": 0.6}
RUNS: dict[str, dict[str, Any]] = {
    "ema, dense": {"data": "dense"},
    "ema, gram": {"data": "isotropic", "model": "gram"},
    "ema symmetrised": {"data": "isotropic", "symmetrised": True},
    "simsiam symmetrised": {"data": "isotropic", "target": "simsiam", "symmetrised": True},
    "simsiam symmetrised, full": {
        "data": "isotropic",
        "target": "simsiam",
        "symmetrised": True,
        "model": "full",
    },
    "simsiam, diagonal": {"data": "diagonal", "target": "simsiam"},
    "no stop-gradient": {"data": "isotropic", "target": "no-stop-gradient", "model": "full"},
    "no stop-gradient, diagonal": {"data": "diagonal", "target": "no-stop-gradient"},
}


def moments(data: str) -> tuple[Any, Any]:
    """X and X' of a structure, as matrices."""
    rng = np.random.default_rng(8)
    if data == "isotropic":
        return 0.9 * np.eye(D), 0.4 * np.eye(D)
    if data == "diagonal":
        return np.diag(rng.uniform(0.2, 2, D)), 0.4 * np.eye(D)
    roots = rng.normal(size=(2, D, D))
    return roots[0] @ roots[0].T / D, roots[1] @ roots[1].T / D


def done(folder: Path, options: dict[str, Any], **more: Any) -> Run:
    X, X_prime = moments(options["data"])
    np.savez(folder / "data.npz", X=X, X_prime=X_prime)
    changed = {**options, "data": str(folder / "data.npz"), **more}
    return Simulation(Options(n=N, d=D, t_end=1.5, saves=5, **RATES, **changed)).run()


@pytest.fixture(params=RUNS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[dict[str, Any], Run, Run]:
    """The options, the run, and the same run in the full states."""
    options = RUNS[request.param]
    run = done(tmp_path, options)
    return options, run, done(tmp_path, {**options, "model": "full"})


def states(run: Run, k: int) -> tuple[Any, Any, Any]:
    W_p, W = run.states["W_p"][k], run.states["W"][k]
    return W_p, W, run.states["W_a"][k] if "W_a" in run.states else W


def effective_rank(F: Any) -> float:
    share = np.linalg.eigvalsh(F) / np.trace(F)
    return float(np.exp(-np.sum(share * np.log(share))))


def test_loss_commutator_asymmetry_rank(pair: tuple[dict[str, Any], Run, Run]) -> None:
    options, run, full = pair
    X, X_prime = moments(options["data"])
    S = X + X_prime
    least = 1e-3 * np.sum(states(full, 0)[1] ** 2) / N
    largest: Any = 0.0  # of W_p so far
    for k in range(len(run.times)):
        W_p, W, W_a = states(full, k)
        F = W @ X @ W.T
        largest = max(largest, np.linalg.norm(W_p))
        loss = np.trace(W_p @ W @ S @ W.T @ W_p.T) / 2
        loss += np.trace(W_a @ S @ W_a.T) / 2 - np.trace(W_p @ W @ X @ W_a.T)
        expected = {
            "loss": loss,
            "commutator": np.linalg.norm(F @ W_p - W_p @ F),
            "asymmetry of W_p": np.linalg.norm(W_p - W_p.T) / largest,
            "modes alive": np.sum(np.linalg.svd(W)[1] ** 2 > least),
            "effective rank": effective_rank(F),
        }
        for name, value in expected.items():
            assert run.series[name][k] == pytest.approx(value, rel=1e-5, abs=1e-12), name


def test_gauges_are_those_of_the_saved_states(tmp_path: Path) -> None:
    """To rounding, not to the accuracy of two runs."""
    run = done(tmp_path, RUNS["ema, dense"])
    X, _ = moments("dense")
    W_p, W, _ = states(run, -1)
    F = W @ X @ W.T
    assert run.series["commutator"][-1] == pytest.approx(np.linalg.norm(F @ W_p - W_p @ F), 1e-12)
    assert run.series["effective rank"][-1] == pytest.approx(effective_rank(F), 1e-12)


@pytest.mark.parametrize("name", ["ema, dense", "simsiam, diagonal", "ema, gram"])
def test_drift_of_the_balance(name: str, tmp_path: Path) -> None:
    run = done(tmp_path, RUNS[name], rtol=1e-3)  # so that it is far above rounding
    size, drift = run.series["size of 3.balanced"], run.series["drift of 3.balanced"]

    def parts(k: int) -> tuple[Any, Any]:
        W_p = run.states["W_p"][k]
        W_W = run.states.get("W_W_T")
        first = W_W[k] if W_W is not None else run.states["W"][k] @ run.states["W"][k].T
        return first, W_p.T @ W_p / ALPHA_P

    start = parts(0)
    scale: Any = 0.0  # the largest terms so far
    for k, t in enumerate(run.times):
        first, second = parts(k)
        expected = np.exp(-2 * ETA * t) * (start[0] - start[1])
        scale = max(scale, np.linalg.norm(first) + np.linalg.norm(second))
        assert size[k] == pytest.approx(np.linalg.norm(first - second), rel=1e-12)
        value = np.linalg.norm(first - second - expected) / scale
        assert drift[k] == pytest.approx(value, rel=1e-6, abs=1e-15)
    assert drift[-1] > 1e-7


@pytest.mark.parametrize("name", [name for name in RUNS if "symmetrised" in name])
def test_rate_of_alignment(name: str, tmp_path: Path) -> None:
    """K of ``dQ/dt = -(K Q + Q K)``, derived by hand for isotropic data."""
    run = done(tmp_path, RUNS[name])
    full = done(tmp_path, {**RUNS[name], "model": "full"})
    for k in range(len(run.times)):
        W_p, W, W_a = states(full, k)
        tau = np.sum(W_a * W) / np.sum(W * W)
        K = 1.5 * ETA * np.eye(N) + ALPHA_P * 1.3 / 2 * W @ W.T + 1.3 * W_p @ W_p - 0.9 * tau * W_p
        least = np.linalg.eigvalsh((K + K.T) / 2)[0]
        assert run.series["gap of 5.align"][k] == pytest.approx(least, rel=1e-5)
        Q = 0.9 * (W @ W.T @ W_p - W_p @ W @ W.T)
        assert run.series["size of 5.align"][k] == pytest.approx(np.linalg.norm(Q), rel=1e-5)


@pytest.mark.parametrize("name", ["no stop-gradient", "no stop-gradient, diagonal"])
def test_rate_of_decay(name: str, tmp_path: Path) -> None:
    """H of ``d vec(W)/dt = -H vec(W)``, as a Kronecker product; the gauge is a bound below it."""
    run = done(tmp_path, RUNS[name])
    X, X_prime = moments(RUNS[name]["data"])
    for k in range(len(run.times)):
        W_p, W, _ = states(run, k)
        unit = np.eye(N)
        H = np.kron((unit - W_p).T @ (unit - W_p), X) + np.kron(unit + W_p.T @ W_p, X_prime)
        least = np.linalg.eigvalsh(H + ETA * np.eye(N * D))[0]
        gap = run.series["gap of 4.decay"][k]
        assert 0 < gap <= least * (1 + 1e-12)
        if name == "no stop-gradient":
            assert gap == pytest.approx(least, rel=1e-10)
        else:
            assert gap > 0.5 * least
        assert run.series["size of 4.decay"][k] == pytest.approx(np.linalg.norm(W), rel=1e-12)


def test_modes(tmp_path: Path) -> None:
    """Loss and rank are of all modes, the balance of the mode that is off most."""
    options = Options(n=N, d=D, init="aligned", data="power-law", t_end=1.0, saves=3, **RATES)
    run = Simulation(options).run()
    assert run.choice.model.name == "modal"
    x = (1 / np.arange(1, D + 1) / np.mean(1 / np.arange(1, D + 1)))[:N]
    p, w, a = (run.states[name][-1] for name in ("p_j", "w_j", "a_j"))
    s = x + options.sigma2
    loss = np.sum(p**2 * w**2 * s / 2 + a**2 * s / 2 - p * w * a * x)
    assert run.series["loss"][-1] == pytest.approx(loss, rel=1e-12)
    assert run.series["effective rank"][-1] == pytest.approx(
        effective_rank(np.diag(w**2 * x)), rel=1e-12
    )
    start = run.states["w_j"][0]
    assert run.series["modes alive"][-1] == np.sum(w**2 > 1e-3 * np.mean(start**2))
    size = np.max(np.abs(w**2 - p**2 / ALPHA_P))
    assert run.series["size of 3.balanced"][-1] == pytest.approx(size, rel=1e-12)


def test_spectra_of_large_matrices_at_the_ends_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sslcheck.numeric.watched.gauges.LARGEST_SPECTRUM", N - 1)
    run = done(tmp_path, RUNS["simsiam symmetrised"])
    for name in ("effective rank", "modes alive", "gap of 5.align"):
        assert list(np.isfinite(run.series[name])) == [True, False, False, False, True]
    (bound,) = [f for f in run.findings if f.name == "‖Q‖"]
    assert bound.holds is None
    assert "eigenvalues at the first and the last save only" in bound.note


def test_scales_are_remembered_when_a_run_is_resumed() -> None:
    """The largest terms may lie before the checkpoint: a resumed run must drift from the same."""
    simulation = Simulation(Options(n=3, d=4, saves=2, t_end=0.1))
    fresh = simulation.run().series
    names = [name for name in fresh if name.startswith("scale of ")]
    assert len(names) == 4  # one law, three states
    simulation.gauges.remember({name: np.array([1.0, 7 * fresh[name][-1]]) for name in names})
    states = simulation.system.layout.views(np, simulation.integrator.rows()[0])
    found = simulation.gauges.measure(0.1, states, simulation.values, spectra=True)
    for name in names:
        assert found[name] == 7 * fresh[name][-1]


KINDS: dict[str, Any] = {
    "isotropic": 0.7,
    "diagonal": np.diag([0.3, 1.1, 0.6, 2.0]),
    "dense": np.eye(4) + 0.2,
}


@pytest.mark.parametrize("noise", KINDS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("target", ["simsiam", "no-stop-gradient"])
def test_every_structure_of_the_moments_is_measured(
    tmp_path: Path, target: str, kind: str, noise: str
) -> None:
    """A term of a bound may be made of scalars alone, such as ``eta I``."""
    np.savez(tmp_path / "data.npz", X=KINDS[kind], X_prime=KINDS[noise])
    options = Options(
        n=2, d=4, target=target, data=str(tmp_path / "data.npz"), t_end=0.2, saves=2, eta=0.1
    )
    run = Simulation(options).run()
    assert run.findings
    assert all(f.holds is not False for f in run.findings)


@pytest.mark.parametrize("init", ["random", "aligned"])
@pytest.mark.parametrize("model", ["auto", "full"])
def test_a_collapse_is_seen(init: str, model: str) -> None:
    """Above the threshold W falls to next to nothing; the shape of F tells nothing of it."""
    options = Options(
        d=8, n=6, target="simsiam", init=init, model=model, eta=0.3, t_end=60.0, saves=7
    )
    run = Simulation(options).run()
    assert run.series["modes alive"][0] >= 4
    assert run.series["modes alive"][-1] == 0
    assert run.series["effective rank"][-1] > 1.5
    assert run.series["loss"][-1] < 1e-6 * run.series["loss"][0]
    (row,) = [f for f in run.findings if f.name == "modes alive"]
    assert (row.start, row.end, row.worst) == (run.series["modes alive"][0], 0, 0)


def test_modes_that_grow_out_of_nothing_are_alive(tmp_path: Path) -> None:
    """W starts at 0, so that nothing is small beside its start; zeros of W W^T are not alive."""
    rng = np.random.default_rng(3)
    W_a = rng.normal(size=(4, 3))
    np.savez(tmp_path / "z.npz", W_p=np.eye(4), W=np.zeros((4, 3)), W_a=W_a)
    run = Simulation(Options(n=4, d=3, init=str(tmp_path / "z.npz"), t_end=2.0, saves=3)).run()
    assert run.series["modes alive"].tolist() == [0.0, 3.0, 3.0]
