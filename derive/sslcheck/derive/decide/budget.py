"""A limit on the time of one piece of work, so that no claim costs the others their verdicts."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sslcheck.derive.errors import OutOfTime

__all__ = ["time_limit"]


_LONGEST = 1e8  # about what a timer can hold


class _Alarm(BaseException):  # no handler of errors on the way may catch it
    pass


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in the work inside once it has taken so many seconds.

    By the alarm of the process, so it acts in the main thread of a POSIX system; elsewhere the work
    is not limited. An alarm that somebody else has set goes on, and a limit within a limit ends
    with the earlier of the two.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _Alarm

    outer_handler = signal.getsignal(signal.SIGALRM)
    outer_left, _ = signal.getitimer(signal.ITIMER_REAL)
    if outer_left and outer_left <= seconds:
        yield  # the earlier alarm ends the work
        return
    begun = time.monotonic()
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, min(seconds, _LONGEST))
    try:
        yield
    except _Alarm:
        raise OutOfTime(f"it takes longer than {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, outer_handler)
        if outer_left:
            left = max(outer_left - (time.monotonic() - begun), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, left)
