"""Work shared among forked processes: one that dies costs one piece, and none is left."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sslcheck.derive.decide.forked import can_fork, shared, usual

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here"),
    pytest.mark.filterwarnings("ignore:This process .*multi-threaded:DeprecationWarning"),
]

RUNS = [[0, 2, 4], [1, 3], [5]]


def done(
    work: Callable[[int], Any], jobs: int, began: Callable[[int, int], None] = lambda *_: None
) -> list[Any]:
    found = shared(work, RUNS, jobs, began, lambda k, why: f"{k} {why}")
    with pytest.raises(ChildProcessError):  # none is left
        os.waitpid(-1, os.WNOHANG)
    return [found[k] for k in range(6)]


@pytest.mark.parametrize("jobs", [0, 1, 2, 5])
def test_every_piece_is_done_once_and_told(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    found = done(lambda k: (k, os.getpid()), jobs, lambda *begun: told.append(begun))
    assert [k for k, _ in found] == [*range(6)]
    assert sorted(k for _, k in told) == [*range(6)]
    assert [ended for ended, _ in told] == sorted(ended for ended, _ in told)
    pids = [pid for _, pid in found]
    assert all(len({pids[k] for k in run}) == 1 for run in RUNS)
    assert len({*pids}) == max(1, min(jobs, 3))
    assert (os.getpid() in pids) is (jobs == 0)


def test_a_process_goes_on_where_the_last_piece_of_its_run_has_left_it() -> None:
    seen: list[int] = []

    def work(k: int) -> list[int]:
        seen.append(k)
        return [*seen]

    assert done(work, 3) == [[0], [1], [0, 2], [1, 3], [0, 2, 4], [5]]
    assert not seen


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_one_that_is_ended_costs_the_piece_that_it_was_at(number: signal.Signals) -> None:
    def work(k: int) -> int:
        if k == 2:
            os.kill(os.getpid(), number)
        return k

    assert done(work, 2) == [0, 1, f"2 was ended by signal {number.value}", 3, 4, 5]


def test_what_cannot_be_handed_over_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    found = done(lambda k: threading.Lock() if k == 4 else k, 2)
    assert found == [0, 1, 2, 3, "4 ended with exit code 1", 5]
    assert capfd.readouterr() == ("", "")


def test_how_it_has_ended_may_be_told_to_nobody() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert done(lambda k: os._exit(7) if k == 5 else k, 2) == [0, 1, 2, 3, 4, "5 ended"]
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_an_interrupt_leaves_no_process() -> None:
    def stop(ended: int, _: int) -> None:
        if ended == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done(lambda k: k if k < 4 else signal.pause(), 3, stop)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_no_process_is_forked_for_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, here, forked = os.fork, os.getpid(), list[bool]()

    def once() -> int:
        if forked:
            raise BlockingIOError("no more processes")
        forked.append(True)
        return fork()

    def die(k: int) -> int:
        return here if os.getpid() == here else os._exit(3)

    monkeypatch.setattr(os, "fork", once)
    assert done(die, 4) == ["0 ended with exit code 3", *[here] * 5]


def test_a_process_with_threads_is_not_forked() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        release.set()
        thread.join()


def test_as_many_as_processors_and_four_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert usual() == 2
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {*range(64)}, raising=False)
    assert usual() == 4
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usual() == 1
