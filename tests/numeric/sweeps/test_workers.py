"""Cells here and on Dask: the same rows, and none is lost where a worker is killed."""

from __future__ import annotations

import builtins
import os
import signal
import sys
from typing import Any

import pytest

from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis
from sslcheck.numeric.sweeps.cell import run_cell
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.workers import ClusterFailed, DaskMissing, here, on_dask

AXES = (Axis("eta", tuple(k / 100 for k in range(-1, 19))),)
SWEEP = Sweep("simulation", Options(d=3, t_end=1.0, saves=2).as_dict(), AXES)
QUICK = ("seconds",)


def rows(batches: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for batch in batches:
        assert not found.keys() & batch.keys()
        found |= batch
    return {c: {n: v for n, v in row.items() if n not in QUICK} for c, row in found.items()}


def near(value: Any) -> Any:
    return pytest.approx(value, rel=1e-6, abs=1e-9) if isinstance(value, float) else value


def never() -> bool:
    return False


def test_here_is_one_after_the_other() -> None:
    found = rows(here(SWEEP, iter(range(3)), never))
    assert [*found] == [0, 1, 2]
    assert [row["code"] for row in found.values()] == ["failed", "completed", "completed"]
    assert rows(here(SWEEP, iter(range(3)), lambda: True)) == {}


def test_runs_of_one_model_are_made_together() -> None:
    axes = (Axis("d", (3, 4, 40)), Axis("eta", (-1.0, 0.02, 0.05, 0.3)))
    sweep = Sweep("simulation", Options(d=3, t_end=1.0, saves=2).as_dict() | {"n": 0}, axes)
    found, ended = rows(here(sweep, iter(range(12)), never)), []
    for cell in range(12):
        alone = {n: v for n, v in run_cell(sweep.kind, sweep.plain(cell)).items() if n not in QUICK}
        assert found[cell] == {n: near(v) for n, v in alone.items()}
        ended.append(alone["code"])
    assert ended == 3 * ["failed", *3 * ["completed"]]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_loses_nothing() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    alone = rows(here(SWEEP, iter(range(20)), never))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        client = distributed.Client(cluster)
        pids = client.run(os.getpid)
        batches = on_dask(SWEEP, iter(range(20)), never, scheduler=cluster.scheduler_address)
        first = next(batches)
        os.kill(next(iter(pids.values())), signal.SIGKILL)
        found = rows([first, *batches])
        client.close()
    assert found.keys() == alone.keys()
    for cell, row in found.items():  # there one by one, here in stacks
        assert row == {n: near(v) for n, v in alone[cell].items()}


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    monkeypatch.setattr("sslcheck.numeric.sweeps.workers._TIMEOUT", 0.2)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(ClusterFailed, match="no scheduler at"):
            rows(on_dask(SWEEP, iter(range(3)), never, scheduler=address))


def test_dask_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.delitem(sys.modules, "distributed", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DaskMissing, match=r"pip install 'sslcheck-dynamics\[dask\]'"):
        rows(on_dask(SWEEP, iter(range(3)), never, workers=2))
