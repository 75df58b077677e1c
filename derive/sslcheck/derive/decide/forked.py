"""Pieces of work shared among forked processes; one that dies costs the piece that it was at."""

from __future__ import annotations

import io
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from select import select
from typing import Generic, NoReturn, TypeVar

__all__ = ["can_fork", "shared", "usual"]

T = TypeVar("T")

_MOST = 4
_WIDTH = 4  # bytes of a number in an order


def usual() -> int:
    """As many processes as this one may use processors, four at most."""
    known = getattr(os, "sched_getaffinity", None)  # not everywhere
    return min(len(known(0)) if known else os.cpu_count() or 1, _MOST)


def can_fork() -> bool:
    """Whether a forked process is sure to go on: with no other thread, whose locks it would keep.

    Libraries of macOS start threads of their own.
    """
    alone = threading.active_count() == 1
    return hasattr(os, "fork") and sys.platform != "darwin" and alone


def shared(
    work: Callable[[int], T],
    runs: Iterable[Sequence[int]],
    jobs: int,
    began: Callable[[int, int], None],
    lost: Callable[[int, str], T],
) -> dict[int, T]:
    """What ``work`` comes to for each number in ``runs``, by ``jobs`` processes at a time.

    The pieces of a run are done one after the other by one process, which may keep for the next
    what it has worked out. ``began(ended, k)`` is told, in this process, that piece ``k`` begins
    after so many have ended. ``lost(k, why)`` stands for a piece whose process ended before it;
    another does the rest of its run. Where the system forks none, or no ``jobs`` are wanted, the
    pieces are done here. Whatever ends this call, no process is left.
    """
    found: dict[int, T] = {}
    left = deque(deque(run) for run in runs if run)
    crew: list[_Worker[T]] = []
    at: dict[_Worker[T], deque[int]] = {}  # of those that are busy, the run that each is at

    def begin(worker: _Worker[T], run: deque[int]) -> None:
        at[worker] = run
        began(len(found), run[0])
        worker.begin(run[0])

    try:
        while left or at:
            while left and (worker := _idle(crew, at) or _new(crew, work, jobs)) is not None:
                begin(worker, left.popleft())
            if not at:
                for k in left.popleft():
                    began(len(found), k)
                    found[k] = work(k)
                continue
            for worker in select([*at], [], [])[0]:
                run = at.pop(worker)
                k = run.popleft()
                try:
                    found[k] = worker.answer()
                except (EOFError, pickle.UnpicklingError):
                    crew.remove(worker)
                    found[k] = lost(k, worker.end())
                    left.extendleft([run] if run else [])
                    continue
                if run:
                    begin(worker, run)
    finally:
        for worker in crew:
            worker.kill()
        for worker in crew:
            worker.end()
    return found


def _idle(crew: list[_Worker[T]], at: Container[_Worker[T]]) -> _Worker[T] | None:
    return next((worker for worker in crew if worker not in at), None)


def _new(crew: list[_Worker[T]], work: Callable[[int], T], jobs: int) -> _Worker[T] | None:
    """One more process, where there may be more of them and the system forks one."""
    if len(crew) < jobs:
        with suppress(OSError):
            crew.append(_Worker(work))
            return crew[-1]
    return None


class _Worker(Generic[T]):
    """A forked process, by its pipes."""

    def __init__(self, work: Callable[[int], T]) -> None:
        theirs, ours = os.pipe(), os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(theirs[1])
            _serve(work, theirs[0], ours[1])
        os.close(theirs[0])
        os.close(ours[1])
        self._orders = io.FileIO(theirs[1], "w")
        self._answers = io.BufferedReader(io.FileIO(ours[0]))

    def fileno(self) -> int:
        """Where an answer can be waited for."""
        return self._answers.fileno()

    def begin(self, at: int) -> None:
        """Have it do a piece; that it is dead shows when the answer is read."""
        with suppress(BrokenPipeError):
            self._orders.write(at.to_bytes(_WIDTH, "big"))

    def answer(self) -> T:
        """What its piece has come to; EOFError or `UnpicklingError` if it died before."""
        found: T = pickle.load(self._answers)
        return found

    def kill(self) -> None:
        """Have it end, whatever it is at."""
        with suppress(ProcessLookupError):  # it has ended, and SIGCHLD is ignored
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> str:
        """Wait until it has ended, and say how."""
        for stream in (self._orders, self._answers):
            stream.close()
        try:
            code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:  # nobody is told where SIGCHLD is ignored
            return "ended"
        return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"


def _serve(work: Callable[[int], T], orders: int, answers: int) -> NoReturn:
    """The life of a forked process: what it shares with its parent is neither flushed nor freed."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with open(orders, "rb", 0) as ordered, open(answers, "wb") as answered:
            while order := ordered.read(_WIDTH):
                pickle.dump(work(int.from_bytes(order, "big")), answered)
                answered.flush()
        code = 0
    finally:
        os._exit(code)
