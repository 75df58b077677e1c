"""What the commands print to stdout, and how: width and colours."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Literal, TextIO

__all__ = [
    "PIPE_WIDTH",
    "Manner",
    "colours_wanted",
    "columns",
    "emit",
    "manner",
    "painted",
    "say",
    "speaking",
    "width",
    "wished",
]

Manner = Literal["text", "json", "quiet"]
"""How a command speaks: to people, to programs, or by its exit code and its errors alone."""

_MANNER: ContextVar[Manner] = ContextVar("manner", default="text")

PIPE_WIDTH = 120
_NARROWEST = 20
_COLOURS = {"proved": "32", "conditional": "33", "refuted": "31", "undecided": "35"}


@contextlib.contextmanager
def speaking(chosen: Manner) -> Iterator[None]:
    """Have all that is said inside in one manner; a quiet one says nothing on stdout."""
    before = _MANNER.set(chosen)
    try:
        if chosen != "quiet":
            yield
            return
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: SIM117
            with contextlib.redirect_stdout(nowhere):
                yield
    finally:
        _MANNER.reset(before)


def manner() -> Manner:
    """How the command speaks that runs now."""
    return _MANNER.get()


def width() -> int:
    """How wide a table may be: what COLUMNS says, else as the terminal, or fixed in a pipe."""
    return max(wished() or columns(sys.stdout) or PIPE_WIDTH, _NARROWEST)


def wished() -> int:
    """What the variable COLUMNS says; 0 if it says nothing that makes sense."""
    wish = os.environ.get("COLUMNS", "")
    return int(wish) if re.fullmatch("[0-9]{1,6}", wish) else 0


def columns(stream: TextIO) -> int:
    """How wide the terminal behind a stream is at this moment; 0 if there is none, or none says."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def colours_wanted() -> bool:
    """Whether stdout is a terminal that shows colours to someone who has not declined them.

    ``NO_COLOR`` declines them anywhere, ``FORCE_COLOR`` asks for them in a pipe as well.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def painted(verdict: str, text: str) -> str:
    """``text`` in the colour of a verdict.

    >>> painted("refuted", "no")
    '\\x1b[31mno\\x1b[0m'
    """
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m"


def emit(text: str) -> None:
    """Write ``text`` to stdout, now."""
    sys.stdout.write(text)
    sys.stdout.flush()


def say(line: str) -> None:
    """Write a line to stdout that may quote a path or a name from anywhere."""
    from sslcheck.derive.text.markup import visible

    emit(f"{visible(line)}\n")
