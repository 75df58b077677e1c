"""Kernels of modes: the array text against the full matrices, turned into the common bases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.derive.emit import twins
from tests.derive.emit.running import evaluate
from tests.derive.flowing import flow_article

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import (
    ElementwisePlan,
    alone,
    elementwise_text,
    make_elementwise_plan,
    make_plan,
    point_text,
)
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.models.flow_model import scalar_model
from sslcheck.derive.models.model import full_model
from sslcheck.derive.reduce import modal_model

Run = Callable[..., dict[str, Any]]
FLOWS = ("byol", "no-stop-gradient", "symmetrised")


def modal_plan(scene: Derivation, flow: str, modes: int = twins.N) -> ElementwisePlan:
    model = modal_model(scene, flow, ("X", "X'"))
    assert model is not None
    return make_elementwise_plan(model, modes)


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize(("n", "d"), [(5, 7), (4, 4), (1, 3)])
def test_modes_move_as_the_full_matrices(
    scene: Derivation, run: Run, flow: str, n: int, d: int
) -> None:
    values = twins.draw_modes(n, d)
    found = run(modal_plan(scene, flow, n), values)
    full = twins.flow(flow, values)
    U, V = values["U"], values["V"]
    bases = {"dp_j": ("dW_p", U), "dw_j": ("dW", V), "da_j": ("dW_a", V)}
    assert found.keys() == {mode for mode, (state, _) in bases.items() if state in full}
    for mode, entries in found.items():
        state, right = bases[mode]
        np.testing.assert_allclose(U @ np.diag(entries) @ right.T, full[state], atol=1e-12)


@pytest.mark.parametrize("flow", FLOWS)
def test_text_is_short_and_shares(scene: Derivation, flow: str) -> None:
    plan = modal_plan(scene, flow)
    assert plan.shared
    assert plan.products == 0
    assert plan.flops <= 25 * plan.modes
    assert plan.traffic() == 8 * plan.modes * (2 * len(plan.states) + len(plan.data))
    text = elementwise_text(plan)
    assert text.count("[...] =") == len(plan.rates)
    assert "import" not in text


def test_each_kind_of_model_has_its_plan(scene: Derivation) -> None:
    model = modal_model(scene, "byol", ("X", "X'"))
    assert model is not None
    with pytest.raises(Unsupported, match="takes an elementwise kernel"):
        make_plan(model, {"n": 4})
    full = full_model(scene, "byol", {"X": "dense", "X'": "dense"})
    with pytest.raises(Unsupported, match="takes a matrix plan"):
        make_elementwise_plan(full, 4)


@pytest.mark.parametrize("flow", FLOWS)
def test_a_point_is_as_a_mode_among_others(scene: Derivation, run: Run, flow: str) -> None:
    plan, values = modal_plan(scene, flow, 5), twins.draw_modes(5, 7)
    found = run(plan, values)
    module: dict[str, Any] = {}
    exec(point_text(alone(plan, 1)), module)
    single = alone(plan, 3)
    assert (single.modes, single.scalars) == (3, ())
    names = (*single.states, *single.data)
    for j in range(5):
        numbers = (np.asarray(values[n]) for n in names)
        rates = module["rate"](*(float(v[j] if v.ndim else v) for v in numbers))
        assert rates == pytest.approx([found[name][j] for name, _ in plan.rates], rel=1e-14)


def test_modes_that_share_a_number_are_no_points(scene: Derivation) -> None:
    plan = modal_plan(scene, "byol")
    with pytest.raises(Unsupported, match="does not move alone"):
        alone(replace(plan, single=frozenset(plan.states[:1])), 1)


@pytest.mark.parametrize(
    ("rate", "value"),
    [
        (r"e^{-(x - y)^2}", 1.0),
        (r"\frac{e^{x^2}}{e^{x y}}", 1.0),
        (r"e^{-(x + y)^2} + 3", 3.0),
        (r"\frac{e^{x y}}{e^{x^2} + e^{y^2}}", 0.5),
    ],
)
def test_exponentials_are_those_of_sums(rate: str, value: float) -> None:
    """Where both are 40, `e^(x y)` is more than there are numbers."""
    states = dict.fromkeys("xy", "role = 'state'")
    scene = Derivation(flow_article(states, [rf"\dot{{x}} = {rate}", r"\dot{y} = 0"]))
    plan = make_elementwise_plan(scalar_model(scene, "f"), 1)
    found = evaluate(plan, {"x": np.array([40.0]), "y": np.array([40.0])})
    assert found["dx"] == pytest.approx(value)
