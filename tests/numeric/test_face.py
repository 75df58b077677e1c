"""Runs by keywords and arrays are those of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive import SslcheckError
from sslcheck.numeric import FlowRun, InvalidOption, Progress, Run, simulate, train
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

SHORT: dict[str, Any] = {"t_end": 1.0, "saves": 3}
X = np.diag([3.0, 2.0, 1.0, 0.5]) + 0.1


def test_options_by_keyword() -> None:
    run = simulate(d=6, n=4, target="simsiam", eta=np.float64(0.1), seed=np.int64(3), **SHORT)
    same = Simulation(Options(d=6, n=4, target="simsiam", eta=0.1, seed=3, **SHORT)).run()
    assert run.options == same.options
    np.testing.assert_array_equal(run.series["loss"], same.series["loss"])


def test_arrays_say_the_sizes(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", X=X, X_prime=np.asarray(0.25))
    filed = simulate(d=4, n=3, data=str(tmp_path / "data.npz"), **SHORT)
    np.save(tmp_path / "X.npy", X)
    for given in (X, X.tolist(), tmp_path / "X.npy"):
        run = simulate(X=given, X_prime=0.25 * np.eye(4), n=3, **SHORT)
        assert isinstance(run, Run)
        assert (run.options.d, run.options.n) == (4, 3)
        np.testing.assert_allclose(run.series["loss"], filed.series["loss"], rtol=1e-9)


def test_a_start_and_noise_alone() -> None:
    W = np.linspace(0.1, 1.0, 12).reshape(3, 4)
    run = simulate(W=W, W_p=np.eye(3), X_prime=np.full(4, 0.5), **SHORT)
    assert isinstance(run, Run)
    assert (run.options.d, run.options.n) == (4, 3)
    np.testing.assert_allclose(run.state("W")[0], W)


def test_a_flow_by_its_symbols() -> None:
    A = np.ones((3, 4))
    run = simulate("two-layer", "descent", S=X, A=A, m=2, t_end=np.float64(1.0))
    assert isinstance(run, FlowRun)
    assert run.sizes == {"d": 4, "h": 3, "m": 2}
    np.testing.assert_array_equal(run.states["A"][0], A)
    assert run.findings[0].holds


def test_numbers_by_any_spelling() -> None:
    words: tuple[dict[str, Any], ...] = ({"theta": 0.5}, {"θ": 0.5})
    one, two = (simulate("exact-modes", "strengths", **word, **SHORT) for word in words)
    assert one.options == two.options
    assert isinstance(one, FlowRun)
    assert one.options.values == {r"\theta": 0.5}


@pytest.mark.parametrize(
    ("article", "given", "said"),
    [
        ("directpred", {"etta": 1}, "`etta` is no option and no symbol.*did you mean `eta`"),
        ("two-layer", {"SS": X}, "did you mean `S`"),
        ("directpred", {"X": X, "data": "isotropic"}, "give `data` or X, not both"),
        ("directpred", {"X": "isotropic"}, "`X`: cannot read `isotropic`"),
        ("two-layer", {"S": np.ones((4, 3))}, "must be real numbers of shape"),
        ("directpred", {"X": X, "d": 5}, "must have shape"),
    ],
)
def test_what_cannot_be_meant(article: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(SslcheckError, match=said):
        simulate(article, **given, **SHORT)


def test_training_with_arrays_and_progress() -> None:
    told: list[Progress] = []
    run = train(X=X, n=3, steps=10, log_every=5, batch=8, classes=0, progress=told.append)
    assert run.last["W"].shape == (3, 4)
    assert [at.steps for at in told] == [*range(1, 11)]
    with pytest.raises(InvalidOption, match="did you mean `steps`"):
        train(step=3)
