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
_AGAIN = 1.0  # seconds until it rings once more: a finaliser in Python swallows what it raises


class _Alarm(BaseException):  # no handler of errors on the way may catch it
    pass


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in the work inside once it has taken so many seconds of processor time.

    What else a machine does then costs no claim its verdict. By a timer of the process, so it acts
    in the main thread of a POSIX system; elsewhere the work is not limited. A timer that somebody
    else has set goes on, and a limit within a limit ends with the earlier of the two.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _Alarm

    outer_handler = signal.getsignal(signal.SIGPROF)
    outer_left, _ = signal.getitimer(signal.ITIMER_PROF)
    if outer_left and outer_left <= seconds:
        yield  # the earlier alarm ends the work
        return
    begun = time.process_time()
    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, min(seconds, _LONGEST), _AGAIN)
    try:
        yield
    except _Alarm:
        raise OutOfTime(f"it takes longer than {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, outer_handler)
        if outer_left:
            left = max(outer_left - (time.process_time() - begun), 1e-3)
            signal.setitimer(signal.ITIMER_PROF, left)
