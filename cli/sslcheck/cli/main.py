"""The program ``sslcheck``: what surrounds a command, whatever the command is.

Hardly anything is imported at the top: Ctrl-C must find its handler in place while the rest, typer
first of all, is still being imported.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main", "run"]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (``sys.argv`` by default) and return its exit code."""
    from sslcheck.cli import interrupt

    try:
        from sslcheck.cli.app import invoke

        code = invoke(arguments)
        # typer makes a code of it
        return interrupt.leave() if code == interrupt.CODE and interrupt.asked() else code
    except KeyboardInterrupt:
        return interrupt.leave()
    except Exception as error:
        from sslcheck.cli.exits import report_error

        # a library may turn an interrupt into an error of its own, above all while it is imported
        return interrupt.leave() if interrupt.asked() else report_error(error)


def main() -> None:
    """``sslcheck`` as a program."""
    try:
        import signal

        from sslcheck.cli import interrupt

        interrupt.watch()
        from sslcheck.cli.process import settle

        settle()
        code = run()
        interrupt.rest()
    except KeyboardInterrupt:
        import signal

        code = 130  # `interrupt.CODE`, which may be what was being imported
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)
