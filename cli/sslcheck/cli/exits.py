"""Exit codes, which error leads to which, and how an error is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

__all__ = ["EXIT_CODES", "FAULT", "INTERRUPTED", "MISUSE", "report_error", "tell", "tell_problems"]

MISUSE = 3
FAULT = 4
_MOST_LINES = 100  # of a message, after its first
INTERRUPTED = 130

# The backspace characters keep the lines apart in the help text.
EXIT_CODES = """\b
Exit codes:
  0    every claim decided, every refuted one corrected with proof
  1    a claim refuted with no proved correction
  2    a claim undecided
  3    wrong use, an input or a claim that cannot be read
  4    the two decision routes disagree on a claim, or another bug of the checker
  130  interrupted
"""


def report_error(error: Exception) -> int:
    """Say what went wrong on stderr, without a traceback, and return the exit code for it.

    With ``SSLCHECK_TRACEBACK=1`` in the environment an error that is a bug is raised again instead.
    """
    from sslcheck.derive.errors import RouteDisagreement, SslcheckError

    if isinstance(error, SslcheckError):
        tell(f"sslcheck: {error}")
        return FAULT if isinstance(error, RouteDisagreement) else MISUSE
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        tell(f"sslcheck: `{error.filename}`: {reason}" if error.filename else f"sslcheck: {reason}")
        return MISUSE
    if os.environ.get("SSLCHECK_TRACEBACK"):
        raise error
    tell(f"sslcheck: internal error, {type(error).__name__}: {error}")
    tell("sslcheck: this is a bug; run again with SSLCHECK_TRACEBACK=1 to see where it is")
    return FAULT


def tell_problems(problems: Sequence[str]) -> None:
    """Say what of an article could not be read, besides claims."""
    if problems:
        tell("sslcheck: " + "\n".join(problems))


def tell(message: str, indent: str = "  ") -> None:
    """Write a message to stderr that may quote anything: files, options, names from anywhere.

    What could steer the terminal is made visible, what is endless is cut, and a line after the
    first is indented: no quoted text can pass for a line of ours.
    """
    from sslcheck.derive.text.markup import shortened, visible
    from sslcheck.derive.text.words import counted

    first, *more = message.split("\n")
    if len(more) > _MOST_LINES:
        left_out = f"... ({counted(len(more) - _MOST_LINES, 'line')}) ..."
        more = [*more[: _MOST_LINES - 1], left_out, more[-1]]
    lines = [first, *(line if line.startswith(indent) else indent + line for line in more)]
    print("\n".join(shortened(visible(line)) for line in lines), file=sys.stderr)
