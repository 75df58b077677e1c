"""What the commands print, and how: width, colours, progress, a reader that goes away."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import time
from types import FrameType, TracebackType
from typing import Any, Self

__all__ = [
    "PIPE_WIDTH",
    "Bar",
    "Progress",
    "Stop",
    "bar_line",
    "colours_wanted",
    "emit",
    "painted",
    "width",
]

PIPE_WIDTH = 120
_NARROWEST = 60
_COLOURS = {"proved": "32", "conditional": "33", "refuted": "31", "undecided": "35"}


def width() -> int:
    """How wide a table may be: as the terminal, or a fixed width in a pipe."""
    if not sys.stdout.isatty():
        return PIPE_WIDTH
    return max(shutil.get_terminal_size((PIPE_WIDTH, 24)).columns, _NARROWEST)


def colours_wanted() -> bool:
    """Whether stdout is a terminal that shows colours to someone who has not declined them."""
    declined = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not declined


def painted(verdict: str, text: str) -> str:
    """``text`` in the colour of a verdict.

    >>> painted("refuted", "no")
    '\\x1b[31mno\\x1b[0m'
    """
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m"


def emit(text: str) -> None:
    """Write ``text`` to stdout; a reader that has left (``| head``) is no error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a locale without Greek letters
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # so that the flush at exit is quiet, too


class Status:
    """A line on stderr, if stderr is a terminal; wiped at the end."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def _write(self, line: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()


class Progress(Status):
    """A line that follows the claims."""

    def __call__(self, done: int, total: int, claim_id: str) -> None:
        """Show that ``done`` of ``total`` claims are decided and ``claim_id`` was the last."""
        self._write(f"{done}/{total} claims  {claim_id}")


class Bar(Status):
    """A bar that follows a run: how far, how long still, ``what`` per second."""

    _PAUSE = 0.1  # seconds between two lines

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self._last = float("-inf")

    def show(self, now: float, end: float, count: int, seconds: float) -> None:
        """Show that a run is at ``now`` of ``end``, ``count`` of its units done in ``seconds``."""
        if self._shown and (time.monotonic() - self._last > self._PAUSE or now >= end):
            self._last = time.monotonic()
            self._write(bar_line(now, end, count, seconds, self._what))


def bar_line(now: float, end: float, count: int, seconds: float, what: str) -> str:
    """The text of a `Bar`.

    >>> bar_line(5.0, 20.0, 100, 2.0, "products")
    '[#####---------------]  25%  t = 5.00 of 20  6 s left  50 products/s'
    """
    share = min(max(now / end, 0.0), 1.0)
    filled = round(20 * share)
    left = f"{seconds * (1 - share) / share:.0f} s left" if share > 0 else "? s left"
    rate = f"{count / seconds:.3g}" if seconds > 0 else "?"
    bar = "#" * filled + "-" * (20 - filled)
    return f"[{bar}] {share:4.0%}  t = {now:.2f} of {end:g}  {left}  {rate} {what}/s"


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
            raise KeyboardInterrupt
        self._wanted = True
        if sys.stderr.isatty():
            sys.stderr.write("\nstopping after this step; once more to stop at once\n")
