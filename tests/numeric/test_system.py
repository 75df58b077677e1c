"""A model as a flat system: layouts, and rates against products written out in NumPy."""

from __future__ import annotations

import numpy as np

from sslcheck.derive.models.model import full_model
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.article import derivation
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.system import Layout, System, largest_product, layout_of, plan_of

ARRAYS = open_arrays("numpy")
RATES = {r"\alpha_p": 1.5, r"\beta": 0.5, r"\eta": 0.25}


def test_states_lie_one_after_the_other() -> None:
    layout = Layout({"A": (2, 3), "b": (4,), "C": (1, 1)})
    assert layout.size == 11
    assert layout.blocks == (slice(0, 6), slice(6, 10), slice(10, 11))
    flat = np.arange(11.0)
    named = layout.named(np, flat)
    assert {name: view.shape for name, view in named.items()} == dict(layout.shapes)
    named["C"][0, 0] = -1.0
    assert flat[10] == -1.0  # views, no copies
    np.testing.assert_array_equal(named["b"], flat[6:10])


def test_the_rate_of_the_full_model() -> None:
    model = full_model(derivation("directpred"), "byol", {"X": "dense", "X'": "dense"})
    rng = np.random.default_rng(0)
    X, noise = (m @ m.T for m in rng.standard_normal((2, 4, 4)))
    plan = plan_of(model, {"n": 3, "d": 4})
    system = System(model, plan, ARRAYS, {"X": X, "X'": noise, **RATES})
    assert system.layout.shapes == {"W_p": (3, 3), "W": (3, 4), "W_a": (3, 4)}
    state, out = rng.standard_normal(system.layout.size), np.empty(system.layout.size)
    system.rate(state, out)
    named, rate = system.layout.named(np, state), system.layout.named(np, out)
    W_p, W, W_a = named["W_p"], named["W"], named["W_a"]
    pull = W_a @ X - W_p @ W @ (X + noise)
    np.testing.assert_allclose(rate["W_p"], 1.5 * pull @ W.T - 0.25 * W_p, rtol=1e-12)
    np.testing.assert_allclose(rate["W"], W_p.T @ pull - 0.25 * W, rtol=1e-12)
    np.testing.assert_allclose(rate["W_a"], 0.5 * (W - W_a), rtol=1e-12)
    assert largest_product(plan) == 2 * 3 * 4 * 4


def test_modes_have_no_product() -> None:
    model = modal_model(derivation("directpred"), "byol", ("X", "X'"))
    assert model is not None
    plan = plan_of(model, {model.space: 5})
    assert layout_of(plan).size == 15
    assert largest_product(plan) == 0
