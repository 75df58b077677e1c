"""A reduced model gives the numbers of the full one; one that does not is refused with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.choose import NotExact
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.simulation import Run, Simulation
from sslcheck.numeric.start import InvalidStart

FLOWS: dict[str, dict[str, Any]] = {
    "ema": {"target": "ema"},
    "ema symmetrised": {"target": "ema", "symmetrised": True},
    "simsiam": {"target": "simsiam"},
    "simsiam symmetrised": {"target": "simsiam", "symmetrised": True},
    "no stop-gradient": {"target": "no-stop-gradient"},
}
EACH_FLOW = pytest.mark.parametrize("flow", FLOWS)
CLOSE: dict[str, Any] = {"rtol": 0, "atol": 1e-9}
MODES = {"W_p": "p_j", "W": "w_j", "W_a": "a_j"}


def options(**changes: Any) -> Options:
    rates: dict[str, Any] = {"tau0": 0.6, "alpha_p": 1.3, "beta": 0.7, "eta": 0.11, "sigma2": 0.4}
    accuracy = {"rtol": 1e-12, "atol": 1e-13, "t_end": 3.0, "saves": 4}
    chosen: dict[str, Any] = {"d": 7, "n": 4, **rates, **accuracy, **changes}
    return Options(**chosen)


def run(**changes: Any) -> Run:
    done = Simulation(options(**changes)).run()
    assert done.outcome == "completed"
    return done


def grams(full: Run) -> dict[str, Any]:
    """The states that a Gram model may have, from the full states."""
    W = full.states["W"]
    found = {"W_p": full.states["W_p"], "W_W_T": W @ W.transpose(0, 2, 1)}
    if "W_a" in full.states:
        W_a = full.states["W_a"]
        found["W_a_W_a_T"] = W_a @ W_a.transpose(0, 2, 1)
        found["W_W_a_T"] = W @ W_a.transpose(0, 2, 1)
    return found


def same_gauges(found: Run, expected: Run) -> None:
    """What both models measure agrees at every save time.

    Drifts are rounding, scales those of the states of a model; modes are measured by the largest,
    and by the data's extremes.
    """
    unlike: tuple[str, ...] = ("drift", "scale")
    if found.choice.model.elementwise:
        unlike += ("size", "gap")
    shared = [g for g in found.series if g in expected.series and not g.startswith(unlike)]
    assert {"loss", "effective rank"} <= set(shared)
    for name in shared:
        np.testing.assert_allclose(
            found.series[name], expected.series[name], rtol=1e-8, atol=1e-9, err_msg=name
        )


@EACH_FLOW
@pytest.mark.parametrize("sizes", [{"n": 4, "d": 7}, {"n": 5, "d": 3}, {"n": 1, "d": 2}])
def test_gram_is_full(flow: str, sizes: dict[str, int]) -> None:
    reduced = run(model="gram", **sizes, **FLOWS[flow])
    full = run(model="full", **sizes, **FLOWS[flow])
    expected = grams(full)
    assert reduced.states.keys() == expected.keys()
    for name, values in reduced.states.items():
        assert values.shape == (4, sizes["n"], sizes["n"])
        np.testing.assert_allclose(values, expected[name], **CLOSE, err_msg=name)
    same_gauges(reduced, full)
    assert np.abs(full.states["W"][-1] - full.states["W"][0]).max() > 0.01


@pytest.fixture
def dense(tmp_path: Path) -> str:
    """A dense X with distinct eigenvalues beside the isotropic X' of ``sigma2``."""
    root = np.random.default_rng(5).normal(size=(7, 7))
    path = tmp_path / "dense.npz"
    np.savez(path, X=root @ root.T / 7)
    return str(path)


@EACH_FLOW
@pytest.mark.parametrize("data", ["isotropic", "power-law", "dense"])
def test_modes_are_full(flow: str, data: str, dense: str) -> None:
    data = dense if data == "dense" else data
    common: dict[str, Any] = {"init": "aligned", "data": data, **FLOWS[flow]}
    simulation = Simulation(options(model="full", **common))
    start = simulation.start
    U = start.basis
    assert U is not None
    V = start.matrices["W"].T @ U / start.entries["W"]
    np.testing.assert_allclose(V.T @ V, np.eye(4), atol=1e-13)
    full = simulation.run()
    reduced = run(model="modal", **common)
    assert reduced.choice.plan.products == 0
    for name, states in full.states.items():
        modes = reduced.states[MODES[name]]
        right = U if name == "W_p" else V
        rebuilt = np.stack([(U * entry) @ right.T for entry in modes])
        np.testing.assert_allclose(rebuilt, states, **CLOSE, err_msg=name)
    same_gauges(reduced, full)


@pytest.mark.parametrize(
    ("changes", "name", "why"),
    [
        ({}, "gram", "closed for isotropic data, 4 identities proved by both routes: W_p, W W^T"),
        ({"target": "simsiam"}, "gram", "2 identities proved"),
        ({"init": "aligned"}, "modal", "aligned states stay aligned, 3 identities proved"),
        ({"init": "aligned", "data": "power-law"}, "modal", "p_j, w_j, a_j"),
        ({"data": "power-law"}, "full", "the flow itself"),
        ({"n": 7, "d": 4}, "full", "the flow itself"),  # n x n is more than n x d
    ],
)
def test_auto_takes_the_cheapest(changes: dict[str, Any], name: str, why: str) -> None:
    chosen = Simulation(options(**changes)).choice
    assert chosen.model.name == name
    assert why in chosen.why
    for other in ("full", "gram", "modal"):
        try:
            named = Simulation(options(model=other, **changes)).choice
        except NotExact:
            continue
        assert named.model.name == other
        assert chosen.plan.flops <= named.plan.flops


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model": "gram", "data": "power-law"}, "X and X' are not both multiples of the identity"),
        ({"model": "modal"}, r"the start \(random matrices\) is not aligned with the data"),
        ({"model": "modal", "init": "balanced"}, r"the start \(.*W_p\^T W_p.*\) is not aligned"),
        ({"model": "modal", "data": "power-law"}, "is not aligned with the data"),
    ],
)
def test_models_that_are_not_exact(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotExact, match=reason) as caught:
        Simulation(options(**changes))
    text = str(caught.value)
    assert f"the model `{changes['model']}` is not exact here" in text
    assert "--model auto" in text
    assert "\n" not in text


def test_a_dense_matrix_has_no_gram_model(dense: str) -> None:
    with pytest.raises(NotExact, match="not both multiples of the identity"):
        Simulation(options(model="gram", data=dense))
    assert Simulation(options(data=dense)).choice.model.name == "full"


@pytest.mark.parametrize("init", ["aligned", "balanced"])
def test_starts_that_need_as_many_inputs(init: str) -> None:
    with pytest.raises(InvalidStart, match="needs d >= n; got d = 4, n = 5"):
        Simulation(options(init=init, n=5, d=4))


def test_two_dense_moments_have_no_common_basis(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    roots = rng.normal(size=(2, 7, 7))
    np.savez(tmp_path / "two.npz", X=roots[0] @ roots[0].T, X_prime=roots[1] @ roots[1].T)
    with pytest.raises(InvalidStart, match="needs a common eigenbasis of X and X'"):
        Simulation(options(init="aligned", data=str(tmp_path / "two.npz")))


def test_a_flow_that_is_not_derived_is_refused() -> None:
    """No line of the flow without stop-gradient is symmetrised: the option may not be ignored."""
    with pytest.raises(InvalidOption, match="symmetrised"):
        options(target="no-stop-gradient", symmetrised=True)
