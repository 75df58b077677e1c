"""What the commands print, and how: width, colours, progress, a reader that goes away."""

from __future__ import annotations

import io
import os
import shutil
import sys
from types import TracebackType
from typing import Self

__all__ = ["PIPE_WIDTH", "Progress", "colours_wanted", "emit", "painted", "width"]

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


class Progress:
    """A line on stderr that follows the claims, if stderr is a terminal; wiped at the end."""

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

    def __call__(self, done: int, total: int, claim_id: str) -> None:
        """Show that ``done`` of ``total`` claims are decided and ``claim_id`` was the last."""
        self._write(f"{done}/{total} claims  {claim_id}")

    def _write(self, line: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
