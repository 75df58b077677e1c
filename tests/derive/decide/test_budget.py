"""A limit on the time of one piece of work."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from sslcheck.derive.decide import budget
from sslcheck.derive.decide.budget import time_limit
from sslcheck.derive.errors import OutOfTime


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        try:
            sum(range(1000))
        except Exception:  # what catches errors on the way must not catch the alarm
            continue


def test_work_ends_with_its_time() -> None:
    with pytest.raises(OutOfTime, match=r"longer than 0\.02 s"), time_limit(0.02):
        busy(5)
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_work_that_is_done_in_time_is_left_alone() -> None:
    with time_limit(5):
        busy(0.001)
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


@pytest.mark.parametrize(("outer", "inner"), [(0.02, 5), (5, 0.02)])
def test_of_two_limits_the_earlier_counts(outer: float, inner: float) -> None:
    late = pytest.raises(OutOfTime, match=r"longer than 0\.02 s")
    with late, time_limit(outer), time_limit(inner):
        busy(5)


def test_an_outer_limit_goes_on_after_an_inner_one() -> None:
    def work() -> None:
        with time_limit(0.01):
            busy(0.001)
        busy(5)

    with pytest.raises(OutOfTime, match=r"longer than 0\.05 s"), time_limit(0.05):
        work()


def test_an_alarm_that_is_swallowed_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Last:
        def __del__(self) -> None:  # what it raises is told and forgotten
            busy(0.05)

    monkeypatch.setattr(budget, "_AGAIN", 0.02)
    monkeypatch.setattr("sys.unraisablehook", lambda _: None)

    def work() -> None:
        Last()
        busy(5)

    with pytest.raises(OutOfTime), time_limit(0.01):
        work()


def test_a_machine_that_is_busy_elsewhere_costs_no_verdict() -> None:
    begun = time.monotonic()
    with time_limit(0.01):
        time.sleep(0.1)
    assert time.monotonic() - begun >= 0.1


def test_another_thread_is_not_limited() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(0.001):
            busy(0.02)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
