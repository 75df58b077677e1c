"""Ensembles of articles' flows beside single runs, their failures, and their plan of memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.device import arrays
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.ensembles.run import Ensemble
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.integrate import Outcome

VALUES = {"X_j": 1.0, "X_prime_j": 0.25, "eta": 0.05, "alpha_p": 1.0, "beta": 1.0}


@pytest.fixture(autouse=True)
def _compiler() -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")


def ensemble(article: str = "directpred", **given: Any) -> EnsembleRun:
    given = {"trajectories": 30, "t_end": 5.0} | given
    return Ensemble(EnsembleOptions(article, **given)).run()


def test_modes_are_those_of_a_single_run() -> None:
    many = ensemble(model="modal", scale=1.25, every=2.0, values=VALUES)
    assert many.outcomes == {Outcome.COMPLETED: 30}
    assert many.drawn == ("p_j", "w_j", "a_j")
    one = FlowSimulation(
        FlowOptions(
            "directpred",
            sizes={"n": 30, "d": 30},
            values={n: VALUES[n] for n in ("eta", "alpha_p", "beta")},
            data={"X": "isotropic", "X'": "isotropic"},
            scale=1.25,
            model="modal",
            t_end=5.0,
            rtol=1e-9,
            atol=1e-12,
        )
    )
    one.values = {**one.values, "X'_j": np.full(30, 0.25)}
    from sslcheck.numeric.system import System

    one.system = System(one.chosen.model, one.chosen.plan, one.arrays, one.values)
    one.integrator = one.system.integrator(one.options)
    found = one.run()
    for k, name in enumerate(many.states):
        np.testing.assert_array_equal(many.work.start[k], found.states[name][0])
        np.testing.assert_allclose(many.work.end[k], found.last[name], rtol=1e-4, atol=1e-7)
    assert many.work.times.tolist() == [0.0, 2.0, 4.0, 5.0]
    np.testing.assert_allclose(many.work.samples[-1], many.work.end, rtol=1e-12)
    (row,) = many.held
    assert (row.keep, row.exceed) == (30, 0)
    assert row.worst < row.limit


def test_a_scalar_is_that_of_a_single_run_to_the_step() -> None:
    given = {"flow": "strengths", "values": {"theta": 0.7, "s_j": 2.0}}
    many = ensemble("exact-modes", starts={"u_j": 0.1}, trajectories=1, **given)
    options = FlowOptions(
        "exact-modes", flow="strengths", values=given["values"], starts={"u_j": "0.1"},  # type: ignore[arg-type]
        sizes={"h": 1}, t_end=5.0,
    )  # fmt: skip
    one = FlowSimulation(options).run()
    assert many.work.accepted[0] == one.accepted
    np.testing.assert_allclose(many.work.end[0], one.last["u_j"], rtol=1e-11)


def test_what_fails_fails_alone() -> None:
    starts = {"u_j": 0.1}
    many = ensemble("exact-modes", flow="strengths", starts=starts, max_steps=20, t_end=50.0)
    assert set(many.outcomes) == {Outcome.TOO_MANY_STEPS}
    assert (many.work.accepted + many.work.rejected == 20).all()
    (row,) = ensemble("directpred", flow="system-6", max_steps=5).held
    assert (row.keep, row.exceed) == (0, 0)  # of what did not come to its end nothing is said


def test_an_interrupt_keeps_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sslcheck.numeric.ensembles.run._PIECE", 4)
    work = Ensemble(EnsembleOptions("exact-modes", flow="strengths", trajectories=30, t_end=5.0))
    told: list[tuple[int, int]] = []
    many = work.run(lambda done, count, _: told.append((done, count)), lambda: True)
    assert told[-1] == (30, 30)
    assert set(many.outcomes) <= {Outcome.COMPLETED, Outcome.INTERRUPTED}
    ended = many.work.status == 0
    assert np.isfinite(many.work.end[0][ended]).all()
    assert np.isnan(many.work.end[0][~ended]).all()


@pytest.mark.parametrize(
    ("article", "given", "said"),
    [
        ("directpred", {}, "give `--model modal`"),
        ("directpred", {"model": "full"}, "give `--model modal`"),
        ("oja", {"flow": "neuron", "model": "modal"}, "has no modes"),
        ("exact-modes", {"flow": "strengths", "model": "modal"}, "leave `--model modal` out"),
        ("exact-modes", {"flow": "strength"}, "did you mean `strengths`"),
        ("exact-modes", {"flow": "strengths", "values": {"thet": 1.0}}, "did you mean"),
        ("exact-modes", {"flow": "strengths", "every": 1e-7}, "asks for 5e\\+07 times"),
        ("exact-modes", {"flow": "strengths", "rtol": 1e-16}, "finer than float64"),
    ],
)
def test_what_cannot_be_is_said(article: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(SslcheckError, match=said):
        ensemble(article, **given)


def test_memory_is_planned_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_free_host_memory", lambda: 2**30)
    with pytest.raises(arrays.NotEnoughMemory, match="this ensemble of 100000000 trajectories"):
        Ensemble(EnsembleOptions("exact-modes", flow="strengths", trajectories=10**8))
