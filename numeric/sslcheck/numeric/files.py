"""Files that are either written whole or left as they were."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sslcheck.derive.errors import SslcheckError

__all__ = ["OutputError", "check_target", "remove_leftovers", "write_atomically"]


class OutputError(SslcheckError, OSError):
    """A file cannot be written; the message names it and says why."""


def check_target(path: Path) -> Path:
    """The file that ``path`` stands for (links followed), if it looks writable.

    Raises `OutputError` if its folder is missing or read-only, or if it is no regular file
    (renaming over a device or a pipe would replace it). Call it before a long computation.
    """
    target = path.resolve()
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"cannot write `{path}`: there is no folder `{folder}`; make it first")
    if target.exists() and not target.is_file():
        raise OutputError(f"cannot write `{path}`: it exists and is not a regular file")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write `{path}`: the folder `{folder}` is not writable")
    return target


def write_atomically(path: Path, content: str | Callable[[BinaryIO], object]) -> None:
    """Write text as UTF-8, or what ``content`` writes to a stream: aside first, then renamed.

    Raises `OutputError`; the old content, if any, is then untouched and nothing is left aside.
    """
    target = check_target(path)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        aside.unlink(missing_ok=True)  # of a killed process with the same number
        with open(aside, "xb") as stream:
            if isinstance(content, str):
                stream.write(content.encode())
            else:
                content(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, aside)
        os.replace(aside, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"cannot write `{path}`: {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)


def remove_leftovers(path: Path) -> None:
    """Remove what killed processes have left aside while they wrote ``path``."""
    for aside in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        with contextlib.suppress(OSError):
            aside.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the file system lets a folder be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
