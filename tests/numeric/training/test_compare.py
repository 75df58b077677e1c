"""Predictors side by side: means and deviations, and the article's claim about DirectPred."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.training.compare import compare
from sslcheck.numeric.training.matrix import Matrix
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

SEEDS = 10


def test_mean_and_deviation_are_over_the_seeds() -> None:
    matrix = Matrix(options(seed=5), ("learned", "identity"), ("ema",), 3)
    found = compare(matrix)
    assert [(c.predictor, c.target) for c in found.cells] == [
        ("learned", "ema"),
        ("identity", "ema"),
    ]
    for cell in found.cells:
        single = [
            Training(options(seed=5 + k, predictor=cell.predictor)).run().series for k in range(3)
        ]
        for name in ("loss", "norm of W", "effective rank"):
            ends = [s[name][-1] for s in single]
            mean, deviation = cell.metrics[name]
            assert mean == pytest.approx(np.mean(ends))
            assert deviation == pytest.approx(np.std(ends, ddof=1))
        assert cell.verdicts.total() == cell.happened.total() == 3
    assert found.cells[1].verdicts == {"collapse": 3}
    assert found.cells[0].verdicts == {"undecided": 3}


@pytest.mark.slow
def test_directpred_is_not_below_the_learned_predictor(capsys: pytest.CaptureFixture[str]) -> None:
    """Probe accuracy and rank on the default problem, halved; standard errors over the seeds."""
    base = TrainOptions(d=32, n=16, batch=128, steps=800, log_every=800, probe=512)
    direct, learned = compare(Matrix(base, ("directpred", "learned"), ("ema",), SEEDS)).cells
    for name in ("probe accuracy", "effective rank"):
        (a, da), (b, db) = direct.metrics[name], learned.metrics[name]
        error = float(np.hypot(da, db) / SEEDS**0.5)
        with capsys.disabled():
            print(f"\n{name}: directpred {a:.4g} ± {da:.2g}, learned {b:.4g} ± {db:.2g}"
                  f" (two standard errors of the difference: {2 * error:.2g})")  # fmt: skip
        assert len(direct.values[name]) == len(learned.values[name]) == SEEDS
        assert a >= b - 2 * error
    assert direct.verdicts == direct.happened == {"no collapse": SEEDS}
    assert direct.agree == SEEDS
