"""What a notebook or a debugger prints of a run: a line, not its numbers."""

from __future__ import annotations

import pytest

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training


@pytest.mark.parametrize("init", ["random", "aligned"])
def test_a_simulated_run(init: str) -> None:
    run = Simulation(Options(d=16, t_end=0.5, saves=50, init=init)).run()
    shown = repr(run)
    assert max(map(len, (shown, repr(run.choice), repr(run.options)))) < 500
    assert "byol, n = 16, d = 16" in shown
    assert "completed at t = 0.5, " in shown
    assert shown.endswith(f"{len(run.series)} series at 50 times>")


def test_a_trained_run() -> None:
    options = TrainOptions(d=8, n=4, steps=20, log_every=5, probe=64, classes=2, batch=32)
    run = Training(options).run()
    assert max(map(len, (repr(run), repr(run.forecast), repr(run.options)))) < 500
    assert "directpred, target ema, n = 4, d = 8, completed after 20 steps" in repr(run)
