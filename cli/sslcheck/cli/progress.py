"""What is shown on stderr while a command works: one line that moves, on a terminal only."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import Self
from unicodedata import combining, east_asian_width

from sslcheck.cli.console import columns, manner, wished

__all__ = ["Bar", "Progress", "Status", "bar_line", "fitted"]

_USUAL = 80  # columns of a terminal that does not say how wide it is


class Status:
    """A line on stderr, if stderr is a terminal that can rewrite one; wiped at the end."""

    def __init__(self) -> None:
        self._quiet = manner() == "quiet"
        moves = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = moves and not self._quiet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def room(self) -> int:
        """How many columns the line may have now: the last stays free, lest the cursor wrap."""
        known = [number for number in (columns(sys.stderr), wished()) if number]
        return max(min(known, default=_USUAL) - 1, 1)

    def note(self, line: str) -> None:
        """Write a line that stays, on any stderr."""
        if self._quiet:
            return
        from sslcheck.derive.text.markup import visible
        from sslcheck.reports.columns import wrapped

        self._write("")
        line = visible(line)
        print(
            wrapped(line, self.room(), "  ") if sys.stderr.isatty() else line,
            file=sys.stderr,
            flush=True,
        )

    def _write(self, line: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{fitted(line, self.room())}")
            sys.stderr.flush()


class Progress(Status):
    """A line that follows the parts of some work."""

    def __init__(self, what: str = "") -> None:
        super().__init__()
        self._what = what

    def __call__(self, done: int, total: int, name: str) -> None:
        """Show that ``done`` of ``total`` parts are done, and the one that is spoken of."""
        self._write(f"{done}/{total}{self._what}  {name}")


class Bar(Status):
    """A bar that follows a run: how far, how long still, ``what`` per second."""

    _PAUSE = 0.1  # seconds between two lines

    def __init__(self, what: str, axis: str = "t = {:.2f}") -> None:
        super().__init__()
        self._what = what
        self._axis = axis
        self._last = float("-inf")

    def show(self, now: float, end: float, count: int, seconds: float, name: str = "") -> None:
        """Show that a run is at ``now`` of ``end``, ``count`` of its units done in ``seconds``.

        ``name`` says which run, if there are several.
        """
        if self._shown and (time.monotonic() - self._last > self._PAUSE or now >= end):
            self._last = time.monotonic()
            where = f"{self._axis.format(now)} of {end:g}"
            self._write(bar_line(now / end, where, count, seconds, self._what, name, self.room()))


def bar_line(
    share: float, where: str, count: int, seconds: float, what: str, name: str = "", room: int = 79
) -> str:
    """The text of a `Bar`: as many of its parts as fit into ``room`` columns, in their order.

    >>> bar_line(0.25, "t = 5.00 of 20", 100, 2.0, "products")
    '[#####---------------]  25%  t = 5.00 of 20  6 s left  50 products/s'
    >>> bar_line(0.25, "t = 5.00 of 20", 100, 2.0, "products", room=30)
    '25%  t = 5.00 of 20  6 s left'
    """
    share = min(max(share, 0.0), 1.0)
    filled = round(20 * share)
    left = f"{seconds * (1 - share) / share:.0f} s left" if share > 0 else "? s left"
    rate = f"{count / seconds:.3g}" if seconds > 0 else "?"
    parts = [
        f"[{'#' * filled}{'-' * (20 - filled)}]",
        f"{share:3.0%}",
        name,
        where,
        left,
        f"{rate} {what}/s",
    ]
    kept: list[int] = []
    for part in (1, 2, 4, 3, 0, 5):  # what matters most first
        if parts[part] and len(_joined(parts, [*kept, part])) <= room:
            kept.append(part)
    return _joined(parts, kept)


def _joined(parts: list[str], kept: list[int]) -> str:
    return "  ".join(parts[k] for k in sorted(kept))


def fitted(line: str, room: int) -> str:
    """As much of a line as has ``room`` on a terminal, with what could steer it made visible.

    >>> fitted("claim 中文", 8), fitted("\\x1b[31m", 9)
    ('claim 中', '\\ufffd[31m')
    """
    from sslcheck.derive.text.markup import visible

    used, kept = 0, []
    for char in visible(line):
        used += 2 if east_asian_width(char) in "WF" else 0 if combining(char) else 1
        if used > room:
            break
        kept.append(char)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return "".join(kept).encode(encoding, "replace").decode(encoding)
