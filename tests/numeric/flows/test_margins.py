"""Proved inequalities along a run: their least value, where states are as they are declared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation

ARTICLE = r"""
[article]
name = "orders"
format = 2

[spaces]
n = "outputs"
d = "inputs"

[symbols]
W = { shape = ["n", "d"], role = "state" }
w = { shape = ["d", "1"], role = "state" }
v = { shape = ["d", "1"] }
X = { shape = ["d", "d"], properties = ["psd"] }
x = { role = "state", sign = "positive" }
L = {}

[definitions]
L = '\frac12 w^T X w - v^T w'

[flows.down]
equations = ['\dot{w} = -\nabla_w L', '\dot{W} = -W X', '\dot{x} = -x']

[flows.below]
equations = ['\dot{x} = -1']

[[claim]]
id = "loss"
kind = "inequality"
flow = "down"
reading = '\frac{d}{dt} L \le 0'

[[claim]]
id = "gram"
kind = "inequality"
flow = "down"
reading = '\frac{d}{dt} (W W^T) \preceq 0'

[[claim]]
id = "false"
kind = "inequality"
flow = "down"
reading = '\frac{d}{dt} L \ge 0'

[[claim]]
id = "sign"
kind = "inequality"
reading = 'x^3 \ge 0'
"""


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "orders.toml"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def made(article: str, flow: str, **given: Any) -> FlowSimulation:
    options = {"sizes": {"n": 3, "d": 5}, "t_end": 2.0, "saves": 5, **given}
    return FlowSimulation(FlowOptions(article, flow, **options))


def test_what_is_proved_stays_above_0_and_what_is_false_has_no_row(article: str) -> None:
    simulation = made(article, "down")
    run = simulation.run()
    rows = {f.series: f for f in run.findings if f.least}
    assert rows.keys() == {"margin of loss", "margin of gram", "margin of sign"}
    assert all(row.holds and row.limit is not None and row.limit < 0 for row in rows.values())
    X, v = simulation.inputs.value("X"), simulation.inputs.value("v")
    slopes = np.einsum("dk,tkj->tdj", X, run.states["w"]) - v
    np.testing.assert_allclose(run.series["margin of loss"], np.sum(slopes**2, axis=(1, 2)))
    W = run.states["W"]
    least = [np.linalg.eigvalsh(2 * each @ X @ each.T)[0] for each in W]
    np.testing.assert_allclose(run.series["margin of gram"], least, rtol=1e-6)


def test_a_margin_below_0_is_exceeded(article: str) -> None:
    simulation = made(article, "down")
    gauges, series = simulation.gauges, simulation.run().series
    fallen = {**series, "margin of loss": series["margin of loss"] - 1.0}
    (row,) = (f for f in gauges.margins.findings(fallen) if f.series == "margin of loss")
    assert row.holds is False
    assert row.worst == pytest.approx(series["margin of loss"].min() - 1.0)


def test_rounding_is_of_the_size_of_the_terms(article: str) -> None:
    """At the minimum the rate is 0, and what is computed of it is rounding."""
    simulation = made(article, "down", scale=0.0)
    X, v = simulation.inputs.value("X"), simulation.inputs.value("v")
    X[...] += np.eye(5)
    simulation.values["X"][...] = X
    at = (np.linalg.solve(X, v), np.zeros((3, 5)), np.asarray(1.0))
    found = simulation.gauges.measure(0.0, at, simulation.values)
    (row,) = (
        f
        for f in simulation.gauges.margins.findings({n: np.array([v]) for n, v in found.items()})
        if f.series == "margin of loss"
    )
    assert row.holds
    assert row.limit is not None
    assert row.limit < -1e-12


def test_a_state_that_leaves_its_sign_contradicts_nothing(article: str) -> None:
    run = made(article, "below", t_end=5.0).run()
    (row,) = (f for f in run.findings if f.least)
    assert run.series["margin of sign"][-1] < 0
    assert (row.holds, row.limit) == (None, None)
    assert "x does not stay as declared" in row.note


@pytest.mark.parametrize("steps", [1, 3])
def test_what_has_left_its_sign_is_known_after_a_resumption(
    article: str, tmp_path: Path, steps: int
) -> None:
    """Before it leaves and after; rounding is of the size of the terms before the stop, too."""
    whole, kept = made(article, "below", t_end=5.0, saves=101).run(), tmp_path / "kept.npz"
    left = iter([False] * (steps - 1) + [True])
    first = made(article, "below", t_end=5.0, saves=101)
    first.run(stopped=lambda: next(left), checkpoint=kept, every=1e9)
    again = made(article, "below", t_end=5.0, saves=101)
    run = again.run(checkpoint=kept, every=1e9, resume=True)
    assert [(f.holds, f.limit, f.note) for f in run.findings] == [
        (f.holds, f.limit, f.note) for f in whole.findings
    ]
    other = made(article, "below", t_end=5.0, saves=101)
    other.gauges.remember(run.series)
    assert "x does not stay" in next(other.gauges.margins.findings(run.series)).note
    forged = {**run.series, "state not as declared": np.array([9.0])}
    with pytest.raises(ValueError, match="is not possible"):
        other.gauges.remember(forged)
