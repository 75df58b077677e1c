"""Which laws are held against a run, that a true flow keeps them and that a false one is caught."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Run, Simulation
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.findings import bound_of, tolerance

SMALL: dict[str, Any] = {"n": 3, "d": 5, "t_end": 2.0, "saves": 9, "alpha_p": 1.3}
BALANCE = "drift of W W^T - 1/α_p W_p^T W_p"
ALIGN = "‖Q‖ over its bound"
DECAY = "‖W‖ over its bound"


def simulated(**changes: Any) -> Run:
    return Simulation(Options(**{**SMALL, **changes})).run()


def named(run: Run, name: str) -> Finding:
    (found,) = [f for f in run.findings if f.name == name]
    return found


def held(run: Run) -> set[str]:
    """The findings that are proved statements and hold."""
    assert all(f.holds is not False for f in run.findings)
    return {f.name for f in run.findings if f.holds}


SYMMETRY = "asymmetry of W_p"
EXPECTED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {BALANCE}),
    ({"data": "power-law"}, {BALANCE}),
    ({"target": "simsiam"}, {BALANCE}),
    ({"target": "simsiam", "data": "power-law"}, {BALANCE}),
    ({"symmetrised": True}, {SYMMETRY}),
    ({"symmetrised": True, "data": "power-law"}, {SYMMETRY}),
    ({"symmetrised": True, "init": "aligned"}, {BALANCE}),
    ({"symmetrised": True, "init": "aligned", "model": "full"}, {SYMMETRY}),
    ({"target": "simsiam", "symmetrised": True}, {ALIGN, SYMMETRY}),
    ({"target": "simsiam", "symmetrised": True, "model": "full"}, {ALIGN, SYMMETRY}),
    ({"target": "simsiam", "symmetrised": True, "data": "power-law"}, {SYMMETRY}),
    ({"target": "no-stop-gradient"}, {DECAY}),
    ({"target": "no-stop-gradient", "model": "full", "data": "power-law"}, {DECAY}),
    ({"target": "no-stop-gradient", "init": "aligned"}, {DECAY}),
    ({"init": "aligned"}, {BALANCE}),
]


@pytest.mark.parametrize(("changes", "expected"), EXPECTED, ids=[str(c) for c, _ in EXPECTED])
def test_laws_are_those_of_the_flow(changes: dict[str, Any], expected: set[str]) -> None:
    run = simulated(**changes)
    assert held(run) == expected
    exact = {law.claim for law in run.laws if isinstance(law, ExactLaw)}
    assert exact == ({"3.balanced"} if BALANCE in expected else set())


def test_reasons_for_no_bound() -> None:
    """With a moving average W_a does not stay proportional to W: the assumption is named."""
    run = simulated(symmetrised=True)
    assert "no bound: W_a = τ W is not kept" in named(run, "‖Q‖").note
    assert named(run, "‖Q‖").holds is None
    plain = simulated(target="simsiam", symmetrised=True, data="power-law")
    assert named(plain, "‖F W_p - W_p F‖").note == "no law is proved for this flow and start"


def test_symmetry_that_is_not_there_at_the_start(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    np.savez(tmp_path / "start.npz", W_p=rng.normal(size=(3, 3)), W=rng.normal(size=(3, 5)))
    options = {"target": "simsiam", "symmetrised": True, "init": str(tmp_path / "start.npz")}
    run = simulated(**options)
    assert held(run) == set()
    assert "no bound: W_p is not kept symmetric" in named(run, "‖Q‖").note


# ------------------------------------------------------------------------------ false flows


def broken(changes: dict[str, Any], state: str, factor: float = 1.01) -> Run:
    """A run whose rate of one state is off by a hundredth."""
    simulation = Simulation(Options(**{**SMALL, **changes}))
    true, layout = simulation.system.rate, simulation.system.layout

    def rate(y: Any, out: Any) -> None:
        true(y, out)
        view = layout.named(np, out)[state]
        view *= factor

    simulation.integrator.stepper.rate = rate
    return simulation.run()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"model": "full"}, "W_p"),
        ({"model": "full", "data": "power-law"}, "W"),
        ({"model": "gram"}, "W_W_T"),
        ({"target": "simsiam", "model": "full"}, "W_p"),
        ({"init": "aligned"}, "w_j"),
        ({"dtype": "float32"}, "W_p"),
    ],
)
def test_balance_catches_a_false_flow(changes: dict[str, Any], state: str) -> None:
    drift = named(broken(changes, state), BALANCE)
    assert drift.holds is False
    assert drift.limit is not None
    assert drift.worst > 5 * drift.limit
    assert named(broken(changes, state, factor=1.0), BALANCE).holds


@pytest.fixture
def little(tmp_path: Path) -> str:
    """A start so small that the decay is as slow as the bounds allow."""
    rng = np.random.default_rng(4)
    W_p = 0.01 * rng.normal(size=(3, 3))
    np.savez(tmp_path / "little.npz", W_p=W_p + W_p.T, W=0.01 * rng.normal(size=(3, 5)))
    return str(tmp_path / "little.npz")


@pytest.mark.parametrize(
    ("changes", "state", "name", "factor"),
    [
        ({"target": "no-stop-gradient"}, "W", DECAY, 0.98),
        ({"target": "simsiam", "symmetrised": True}, "W", ALIGN, 0.98),
        ({"target": "simsiam", "symmetrised": True}, "W_p", ALIGN, 0.9),
    ],
)
def test_bounds_catch_a_false_flow(
    changes: dict[str, Any], state: str, name: str, factor: float, little: str
) -> None:
    """Decay that is a little too slow, from a start where the bound is nearly met."""
    options = {**changes, "init": little, "model": "full", "eta": 1.0}
    result = named(broken(options, state, factor), name)
    assert result.holds is False
    assert result.worst > 1.004
    true = named(broken(options, state, factor=1.0), name)
    assert true.holds
    assert 0.7 < true.end < 1


def test_asymmetry_catches_a_false_flow() -> None:
    options = Options(**SMALL, target="simsiam", symmetrised=True, model="full")
    simulation = Simulation(options)
    true = simulation.system.rate

    def rate(y: Any, out: Any) -> None:
        true(y, out)
        out[1] *= 1.01  # the entry (0, 1) of the predictor's rate

    simulation.integrator.stepper.rate = rate
    assert named(simulation.run(), SYMMETRY).holds is False


def test_asymmetry_of_a_predictor_that_collapses_is_no_false_alarm() -> None:
    """What is left of W_p at the end is rounding of what it was: nothing that the flow has done."""
    options = Options(
        d=3, n=3, sigma2=1e-6, target="simsiam", init="balanced", tau0=0.0, alpha_p=0.1, eta=1.0,
        t_end=200.0, saves=3, rtol=1e-9, symmetrised=True,
    )  # fmt: skip
    run = Simulation(options).run()
    W_p = run.states["W_p"][-1]
    found = named(run, SYMMETRY)
    assert found.limit is not None
    assert np.linalg.norm(W_p - W_p.T) > found.limit * np.linalg.norm(W_p)
    assert found.holds is True
    # an absolute tolerance is one of W_p, too
    coarse = named(Simulation(replace(options, atol=1e-6)).run(), SYMMETRY)
    assert coarse.limit is not None
    assert coarse.limit > 2 * found.limit


# ------------------------------------------------------------------------------- tolerances


def test_tolerance() -> None:
    options = Options(rtol=1e-6)
    assert tolerance(options, 10, 2e-16) == pytest.approx(2e-5)
    assert tolerance(options, 0, 2e-16) == pytest.approx(2e-6)
    assert tolerance(replace(options, rtol=1e-9), 10, 1e-7) == pytest.approx(2e-6)
    assert np.isnan(tolerance(replace(options, method="rk4"), 10, 2e-16))


@pytest.mark.parametrize("changes", [{}, {"init": "aligned"}, {"data": "power-law"}])
def test_single_precision_drifts_more_and_holds(changes: dict[str, Any]) -> None:
    double = named(simulated(rtol=1e-6, **changes), BALANCE)
    single = named(simulated(rtol=1e-6, dtype="float32", **changes), BALANCE)
    assert single.holds
    assert double.holds
    assert single.worst > 3 * double.worst


def test_drift_falls_with_the_tolerance() -> None:
    drifts = [named(simulated(rtol=rtol, atol=1e-14), BALANCE) for rtol in (1e-4, 1e-6, 1e-8)]
    for coarse, fine in pairwise(drifts):
        assert coarse.worst > 10 * fine.worst
        assert fine.holds


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"init": "aligned"},
        {"target": "no-stop-gradient"},
        # the commutator is rounding alone here, which no bound says anything about
        {"target": "simsiam", "symmetrised": True, "init": "aligned", "model": "full"},
    ],
)
def test_fixed_steps_have_no_tolerance(changes: dict[str, Any]) -> None:
    run = simulated(method="rk4", step=0.01, t_end=20.0, **changes)
    assert run.outcome == "completed"
    assert all(f.holds is None and f.limit is None for f in run.findings)


def test_bound_of_a_known_gap() -> None:
    """For a gap of t the integral is t^2/2; the bound lies above the truth, and close to it."""
    law = BoundLaw("x", "5", None, (), 2, (), (), "K")  # type: ignore[arg-type]
    times = np.linspace(0, 2, 41)
    size = np.full(41, 3.0)
    exact = 3 * np.exp(-(times**2))
    bound = bound_of(law, times, size, times)
    np.testing.assert_allclose(bound, exact, rtol=1e-12)
    curved = bound_of(law, times, size, times**2)
    truth = 3 * np.exp(-2 * times**3 / 3)
    assert np.all(curved >= truth * (1 - 1e-12))
    np.testing.assert_allclose(curved, truth, rtol=0.05)


def test_bound_of_a_run_that_ended_early() -> None:
    law = BoundLaw("x", "4", None, (), 1, (), (), "K")  # type: ignore[arg-type]
    for count in (1, 2, 3, 4):
        times, gap = np.arange(count) / 10, np.ones(count)
        bound = bound_of(law, times, np.full(count, 2.0), gap)
        np.testing.assert_allclose(bound, 2 * np.exp(-times), rtol=1e-12)


def test_two_saves_bound_nothing() -> None:
    """One interval says nothing of the error of its trapezoid: no bound, and no false alarm."""
    options = Options(
        d=2, target="no-stop-gradient", saves=2, t_end=4.0, eta=0.0, sigma2=0.01, model="full"
    )
    rows = Simulation(options).run().findings
    assert not [row.name for row in rows if row.holds is False]
    assert any("two saves" in row.note for row in rows)


def test_a_flow_that_grows_out_of_next_to_nothing_is_no_false_alarm(tmp_path: Path) -> None:
    """Its errors are made at its final size, a million times the size of its start."""
    rng = np.random.default_rng(0)
    W_p = np.diag(rng.uniform(0.5, 3.0, 4)) + 0.3 * rng.standard_normal((4, 4))
    small = 1e-3
    np.savez(tmp_path / "u.npz", W_p=small * W_p, W=small * rng.standard_normal((4, 4)))
    run = simulated(
        n=4, d=4, init=str(tmp_path / "u.npz"), eta=0.0, target="simsiam", t_end=3e4, saves=11
    )
    scale = run.series["scale of 3.balanced"]
    assert scale[-1] > 1e4 * scale[0]
    assert named(run, BALANCE).holds


@pytest.mark.parametrize("model", ["full", "gram"])
def test_a_state_below_the_absolute_tolerance_is_held_against_nothing(
    tmp_path: Path, model: str
) -> None:
    """Beside a large W_p a tiny W errs by atol, which is much of it; W W^T is tinier still."""
    rng = np.random.default_rng(1)
    start = {"W_p": rng.normal(size=(4, 4)), "W": 1e-12 * rng.normal(size=(4, 4))}
    np.savez(tmp_path / "s.npz", W_p=start["W_p"], W=start["W"])
    tiny: dict[str, Any] = {"n": 4, "d": 4, "init": str(tmp_path / "s.npz"), "eta": 50.0}
    run = simulated(**tiny, target="no-stop-gradient", model=model, t_end=20.0, rtol=1e-9)
    assert run.series["scale of W_p"][-1] > 1
    found = named(run, DECAY)
    assert (found.holds, found.limit) == (None, None)
    fine = named(simulated(**tiny, target="no-stop-gradient", model="full", atol=1e-24), DECAY)
    assert fine.holds is True


@pytest.mark.parametrize("init", ["random", "aligned"])
def test_an_absolute_tolerance_counts(init: str) -> None:
    fine, coarse = (named(simulated(init=init, atol=atol), BALANCE) for atol in (1e-9, 1e-5))
    assert fine.limit is not None
    assert coarse.limit is not None
    assert coarse.limit > 2 * fine.limit
    assert coarse.holds


def test_a_gauge_that_is_not_a_number_holds_nothing() -> None:
    """W_p^T W_p / alpha_p overflows in single precision: neither for nor against the law."""
    run = simulated(alpha_p=1e-25, dtype="float32", eta=50.0, t_end=0.1, rtol=1e-3)
    found = named(run, BALANCE)
    assert not np.isfinite(run.series["drift of 3.balanced"]).all()
    assert found.limit is not None
    assert found.holds is None


def test_a_coarse_limit_says_nothing() -> None:
    assert np.isnan(tolerance(Options(rtol=0.5), 1, 2e-16))
    assert named(simulated(rtol=0.5), BALANCE).holds is None
    assert named(simulated(atol=1.0), BALANCE).limit is None


def test_a_run_that_saved_its_start_alone_holds_nothing() -> None:
    assert {f.holds for f in simulated(max_steps=1).findings} == {None}
