"""Ctrl-C and SIGTERM: a run ends after its step, all else at once, never in a traceback."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["CODE", "Stop", "asked", "leave", "rest", "watch"]

CODE = 130
"""The exit code of a program that Ctrl-C has ended."""

_GRACE = 2.0  # seconds to clear away what is half-written

_STOPPING = b"\nstopping after this step; once more to stop at once\n"

_LEFT = b"sslcheck: interrupted\n"

_watching = False
_asked = False


def asked() -> bool:
    """Whether the program was interrupted, though whatever it ran may have taken no notice."""
    return _asked


def watch() -> None:
    """From now on Ctrl-C ends the program with `CODE`, also while it is importing.

    The first raises ``KeyboardInterrupt``, so that what is half-written is cleared away. A library
    may swallow that (finalisers do, and C code that imports): a second one, or a moment's grace,
    ends the process as it stands.
    """
    global _watching
    _watching = True
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as a shell has it in background
        signal.signal(signal.SIGINT, lambda _number, _frame: _interrupt())
    signal.signal(signal.SIGALRM, lambda _number, _frame: os._exit(CODE))
    sys.unraisablehook = _lost


def leave() -> int:
    """Say that what was under way is given up, where nothing else says how it stands; `CODE`."""
    with suppress(OSError, ValueError):
        os.write(sys.stderr.fileno(), b"\n" * sys.stderr.isatty() + _LEFT)
    return CODE


def rest() -> None:
    """The work is done and what is left is to leave: Ctrl-C could only spoil that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _interrupt() -> NoReturn:
    global _asked
    if _watching:
        if _asked:
            os._exit(CODE)
        _asked = True
        signal.setitimer(signal.ITIMER_REAL, _GRACE)
    raise KeyboardInterrupt


def _lost(what: UnraisableHookArgs) -> None:
    """Python prints and forgets an interrupt that arrives in a finaliser: end instead."""
    if issubclass(what.exc_type, KeyboardInterrupt):
        os._exit(CODE)
    sys.__unraisablehook__(what)


class Stop:
    """Asked for by Ctrl-C or SIGTERM: true from then on; a second one interrupts at once."""

    def __init__(self) -> None:
        self._wanted = False
        self._before: dict[int, Any] = {}

    def __call__(self) -> bool:
        return self._wanted

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self._wanted:
            _interrupt()
        self._wanted = True
        if sys.stderr.isatty():
            # not by `sys.stderr`: the signal may have come while that is writing
            with suppress(OSError):
                os.write(sys.stderr.fileno(), _STOPPING)
