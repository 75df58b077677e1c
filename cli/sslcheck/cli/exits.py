"""Exit codes, and which error leads to which."""

from __future__ import annotations

import os
import sys

__all__ = ["EXIT_CODES", "FAULT", "INTERRUPTED", "MISUSE", "report_error"]

MISUSE = 3
FAULT = 4
INTERRUPTED = 130

# The backspace characters keep the lines apart in the help text.
EXIT_CODES = """\b
Exit codes:
  0    every claim decided, every refuted one corrected with proof
  1    a claim refuted with no proved correction
  2    a claim undecided
  3    wrong use, or an input that cannot be read
  4    the two decision routes disagree, or another bug of the checker
  130  interrupted
"""


def report_error(error: Exception) -> int:
    """Say what went wrong on stderr, without a traceback, and return the exit code for it.

    With ``SSLCHECK_TRACEBACK=1`` in the environment an error that is a bug is raised again instead.
    """
    from sslcheck.derive.errors import RouteDisagreement, SslcheckError

    if isinstance(error, SslcheckError):
        print(f"sslcheck: {error}", file=sys.stderr)
        return FAULT if isinstance(error, RouteDisagreement) else MISUSE
    if isinstance(error, OSError):
        print(f"sslcheck: {error}", file=sys.stderr)
        return MISUSE
    if os.environ.get("SSLCHECK_TRACEBACK"):
        raise error
    print(
        f"sslcheck: internal error, {type(error).__name__}: {error}\n"
        "sslcheck: this is a bug; run again with SSLCHECK_TRACEBACK=1 to see where it is",
        file=sys.stderr,
    )
    return FAULT
