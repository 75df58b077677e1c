"""The table of an ensemble: how its trajectories ended, quantiles, what is proved of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.ensembles.run import Ensemble
from sslcheck.reports.ensemble import render_ensemble


@cache
def made() -> EnsembleRun:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    options = EnsembleOptions(
        "directpred", model="modal", trajectories=101, t_end=2.0, values={"eta": 0.1}
    )
    return Ensemble(options).run()


def test_quantiles_are_those_of_the_trajectories() -> None:
    text = render_ensemble(made())
    assert "flow    byol of directpred, 101 trajectories\n" in text
    assert "given   η\n" in text
    assert "result  101 completed; t = 2\n" in text
    (row,) = (line for line in text.splitlines() if line.startswith("w_j at the end"))
    shares = np.quantile(made().work.end[1], [0.0, 0.05, 0.5, 0.95, 1.0])
    assert [float(cell) for cell in row.split()[-5:]] == pytest.approx(shares, rel=1e-2)
    assert text.endswith("\n1 proved statement holds on 101 trajectories\n")
    assert max(map(len, render_ensemble(made(), 80).splitlines())) <= 80


def test_what_fails_and_what_is_exceeded_is_said() -> None:
    run = made()
    status = run.work.status.copy()
    status[:3] = 2
    (row,) = run.held
    failed = replace(run, work=replace(run.work, status=status), held=(replace(row, keep=90),))
    assert "result  98 completed, 3 not finite" in render_ensemble(failed)
    assert "of 8 nothing can be said" in render_ensemble(failed)
    exceeded = render_ensemble(replace(run, held=(replace(row, exceed=2),)))
    assert "EXCEEDED by 2" in exceeded
    assert exceeded.endswith("\nproved statements are exceeded 2 times\n")
    nothing = render_ensemble(replace(run, held=()))
    assert nothing.endswith("no proved statement can be held against these trajectories\n")
    all_failed = replace(run, work=replace(run.work, status=np.full_like(status, 3)))
    assert "101 too many steps" in render_ensemble(all_failed)
