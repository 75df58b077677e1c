"""Runs in lockstep: each as it would be alone, and what fails fails alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.device.kernel import NoValue
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.options import Options
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.stack import alike, room, together


def several(count: int = 5, **given: Any) -> list[Simulation]:
    options: dict[str, Any] = {"d": 6, "n": 4, "t_end": 4.0, "saves": 5, "model": "full", **given}
    return [
        Simulation(Options(seed=k, eta=0.02 + 0.3 * k, sigma2=0.1 + k / 10, **options))
        for k in range(count)
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"model": "gram"},
        {"dtype": "float32", "rtol": 1e-4},
        {"target": "simsiam", "symmetrised": True},
        {"init": "aligned", "model": "full"},
        {"max_steps": 12},
    ],
    ids=lambda given: "-".join(map(str, given.values())) or "full",
)
def test_each_is_as_it_would_be_alone(given: dict[str, Any]) -> None:
    jobs = several(**given)
    assert len({alike(job) for job in jobs}) == 1
    assert alike(jobs[0]) is not None
    found = dict(together(jobs))
    bits = 1e-4 if "dtype" in given else 1e-9
    for k, alone in enumerate(job.run() for job in several(**given)):
        run = found[k]
        assert (run.outcome, run.accepted, run.rejected, run.evaluations) == (
            alone.outcome, alone.accepted, alone.rejected, alone.evaluations,
        )  # fmt: skip
        assert run.t == pytest.approx(alone.t, rel=bits)
        for name, values in alone.last.items():
            np.testing.assert_allclose(run.last[name], values, rtol=bits, atol=bits)
        for name, values in alone.series.items():
            np.testing.assert_allclose(run.series[name], values, rtol=1e3 * bits, atol=bits)
        assert [f.holds for f in run.findings] == [f.holds for f in alone.findings]


def test_a_flow_by_its_name_and_dense_data() -> None:
    def flows() -> list[FlowSimulation]:
        sizes = {"n": 3, "d": 4}
        return [
            FlowSimulation(FlowOptions("directpred", "byol", sizes=sizes, t_end=2.0, seed=k))
            for k in range(3)
        ]

    jobs = flows()
    assert alike(jobs[0]) is not None
    assert jobs[0].plan.data  # the data of each run are its own
    found = dict(together(jobs))
    for k, alone in enumerate(job.run() for job in flows()):
        assert found[k].accepted == alone.accepted
        for name, values in alone.last.items():
            np.testing.assert_allclose(found[k].last[name], values, rtol=1e-10, atol=1e-12)
        held = [f.name for f in found[k].findings if f.holds]  # what is proved is held of each
        assert held == [f.name for f in alone.findings if f.holds] != []


def test_what_fails_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = several(4)
    start = jobs[1].initial
    monkeypatch.setattr(jobs[1], "initial", lambda: start() * np.nan)

    def fails(*_: Any) -> dict[str, float]:
        raise NoValue("a test", ValueError("nothing"))

    monkeypatch.setattr(jobs[2], "measured", fails)
    found = dict(together(jobs))
    assert found[1].outcome is Outcome.NOT_FINITE
    assert isinstance(found[2], NoValue)
    assert [found[k].outcome for k in (0, 3)] == [Outcome.COMPLETED] * 2


def test_a_stop_leaves_what_has_ended() -> None:
    assert dict(together(several(3), lambda: True)) == {}


def test_what_cannot_be_stacked_goes_alone() -> None:
    for given in ({"init": "aligned", "model": "modal"}, {"method": "rk4"}, {"d": 100, "n": 90}):
        assert alike(several(1, **given)[0]) is None
    jobs = several(2)
    assert room(jobs[0]) == 64
    assert alike(jobs[0]) != alike(several(1, d=7)[0])
    assert alike(jobs[0]) != alike(several(1, dtype="float32", rtol=1e-4)[0])
