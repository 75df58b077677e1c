"""Cells here and on Dask: the same rows, and none is lost where a worker is killed."""

from __future__ import annotations

import builtins
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest
from tests.numeric.sweeps.single import run_cell

from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.workers import ClusterFailed, DaskMissing, _conducted, here, on_dask

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


class KilledWorker(Exception):
    """As Dask calls it."""


class Future:
    """One that has ended when it is made."""

    def __init__(self, key: str, call: Callable[[], Any]) -> None:
        self.key = key
        try:
            self._found, self._error, self.status = call(), None, "finished"
        except Exception as error:
            self._error, self.status = error, "error"

    def result(self) -> Any:
        return self._found

    def exception(self) -> Any:
        return self._error

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        call(self)


class Client:
    """A scheduler with two workers, which die of some cells."""

    def __init__(self, deadly: frozenset[int] = frozenset()) -> None:
        self.deadly, self.asked = deadly, list[list[int]]()

    def ncores(self) -> dict[str, int]:
        return {"one": 1, "two": 1}

    def cancel(self, futures: list[Any]) -> None:
        self.left = len(futures)

    def submit(self, function: Any, kind: str, cells: Any, pure: bool) -> Future:
        def call() -> Any:
            self.asked.append([cell for cell, _ in cells])
            if self.deadly & {*self.asked[-1]}:
                raise KilledWorker
            return function(kind, cells)

        return Future(str(len(self.asked)), call)


def test_small_cells_are_handed_out_together() -> None:
    client, count = Client(), 20
    found = rows(_conducted(client, SWEEP, iter(range(count)), never))
    alone = rows(here(SWEEP, iter(range(count)), never))
    assert {c: row["code"] for c, row in found.items()} == {
        c: row["code"] for c, row in alone.items()
    }
    assert client.asked[0] == [0]
    assert max(map(len, client.asked)) > 1
    assert sorted(c for chunk in client.asked for c in chunk) == [*range(count)]


def test_what_a_worker_had_no_time_for_is_handed_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sslcheck.numeric.sweeps.chunks._SECONDS", 1e-6)
    monkeypatch.setattr("sslcheck.numeric.sweeps.chunks.Chunks.took", lambda self, *_: grow(self))
    client = Client()
    found = rows(_conducted(client, SWEEP, iter(range(8)), never))
    assert sorted(found) == [*range(8)]
    assert sum(map(len, client.asked)) > 8


def grow(chunks: Any) -> None:
    chunks.size = 4


def test_of_a_chunk_that_kills_its_workers_the_one_to_blame_fails() -> None:
    client = Client(deadly=frozenset({13}))
    found = rows(_conducted(client, SWEEP, iter(range(20)), never))
    assert [c for c, row in found.items() if "died" in row["cause"]] == [13]
    assert sorted(found) == [*range(20)]
    assert [13] in client.asked


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
