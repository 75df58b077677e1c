"""What a program finds around it, made fit before any command runs: streams, warnings, settings.

Whatever is handed to it, a command must do its work and end with its own exit code.
"""

from __future__ import annotations

import atexit
import errno
import gc
import io
import logging
import os
import sys
import warnings
from typing import Any, TextIO

__all__ = ["settle"]


def settle() -> None:
    """Make the process fit for any command; called once, by the program only."""
    _open_streams()
    _silence_libraries()
    # figures go to files: no window is opened, so a wish for windows cannot matter (nor fail)
    os.environ["MPLBACKEND"] = "agg"
    # importing makes hundreds of thousands of lasting objects: walking them for garbage is waste
    gc.set_threshold(1_000_000, 20, 20)
    atexit.register(gc.freeze)  # nor once more before they go with the process


class _Outlet(io.FileIO):
    """A descriptor that takes all it is given, whoever has gone away at the other end.

    What cannot be written because nobody reads it is dropped: the work goes on, and its exit code
    is about the work. An error of the device, such as a full disk, is raised once, unless
    ``deaf``: what is still in buffers when the program ends has been spoken of.
    """

    def __init__(self, descriptor: int, deaf: bool) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self._dropped = (errno.EPIPE, errno.EIO) if os.isatty(descriptor) else (errno.EPIPE,)
        self._deaf = deaf

    def write(self, data: Any, /) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError as error:
            if not self._deaf and error.errno not in self._dropped:
                self._deaf = True
                raise
            return len(memoryview(data).cast("B"))


def _open_streams() -> None:
    """Streams that are there even if the caller has closed them, and take every character.

    A closed descriptor is opened on the null device, too: else the next file to be opened, which
    may be one with results, gets its number and all that is printed.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    sys.stdout = _outlet(1, sys.stdout, "replace", deaf=False)
    # what went wrong is in the exit code as well, so that a message nobody can read is no failure
    sys.stderr = _outlet(2, sys.stderr, "backslashreplace", deaf=True)


def _outlet(descriptor: int, before: TextIO | None, errors: str, deaf: bool) -> TextIO:
    if before is not None:
        before.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Outlet(descriptor, deaf)),
        encoding=getattr(before, "encoding", None) or "utf-8",
        errors=errors,
        line_buffering=True,
    )


def _silence_libraries() -> None:
    """No warning of a library reaches the user: what matters is said in a sentence of our own.

    ``SSLCHECK_TRACEBACK=1`` leaves them to whoever looks for a bug.
    """
    if not os.environ.get("SSLCHECK_TRACEBACK"):
        warnings.resetwarnings()  # also what PYTHONWARNINGS makes an error
        warnings.simplefilter("ignore")
        warnings.showwarning = lambda *_args, **_named: None  # filters that a library adds
        logging.getLogger().addHandler(logging.NullHandler())
