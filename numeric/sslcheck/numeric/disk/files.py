"""Files that are written whole or left as they were, and read only if they are regular files."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Collection
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from sslcheck.derive.errors import SslcheckError

__all__ = [
    "OutputError",
    "UnreadableFile",
    "check_target",
    "exchanged",
    "open_regular",
    "read_bounded",
    "resolved",
    "sweep",
    "write_atomically",
]


LARGEST = 10 * 2**20
"""Bytes of a description, such as ``run.json``; those of a run are a few thousand."""


class OutputError(SslcheckError, OSError):
    """A file cannot be written; the message names it and says why."""


class UnreadableFile(SslcheckError, OSError):
    """A file is missing, cannot be opened, or is something else than a regular file."""


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading. A pipe or a device is refused, and never waited for.

    Raises `UnreadableFile`.
    """
    try:
        # without O_NONBLOCK the opening of a pipe waits until somebody writes to it
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"cannot read `{path}`: {_reason(error)}") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    why = os.strerror(errno.EISDIR) if stat.S_ISDIR(mode) else "it is no regular file"
    raise UnreadableFile(f"cannot read `{path}`: {why}")


def read_bounded(path: Path, most: int = LARGEST) -> bytes:
    """The content of a regular file of at most ``most`` bytes. Raises `UnreadableFile`."""
    with open_regular(path) as stream:
        try:
            content = stream.read(most + 1)
        except OSError as error:
            raise UnreadableFile(f"cannot read `{path}`: {_reason(error)}") from error
    if len(content) > most:
        raise UnreadableFile(f"`{path}` is larger than {most} bytes: it is none of ours")
    return content


def resolved(path: Path) -> Path:
    """The path without links. Raises `OutputError` where they lead in a circle."""
    target = Path(os.path.realpath(path))  # `Path.resolve` has no error of its own for a circle
    if target.is_symlink():
        raise OutputError(f"cannot write `{path}`: its links lead in a circle")
    return target


def check_target(path: Path) -> Path:
    """The file that ``path`` stands for (links followed), if it looks writable.

    Raises `OutputError` if its folder is missing or read-only, or if it is no regular file
    (renaming over a device or a pipe would replace it). Call it before a long computation.
    """
    target = resolved(path)
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

    What UTF-8 has no bytes for, such as half of a name that is not UTF-8 itself, is written as
    ``\\udcff``, which in JSON stands for the same. Raises `OutputError`; the old content, if any,
    is then untouched and nothing is left aside.
    """
    target = check_target(path)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        aside.unlink(missing_ok=True)  # of a killed process with the same number
        with open(aside, "xb") as stream:
            if isinstance(content, str):
                stream.write(content.encode("utf-8", "backslashreplace"))
            else:
                content(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, aside)
        os.replace(aside, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"cannot write `{path}`: {_reason(error)}") from error
    finally:
        with contextlib.suppress(OSError):  # where writing failed, so may this: the cause is told
            aside.unlink(missing_ok=True)


def sweep(folder: Path, names: Collection[str]) -> None:
    """Remove what killed processes have left aside while they wrote these files of a folder.

    Only for who holds the lock of the folder: a process that lives may still be writing.
    """
    left = re.compile(rf"\.({'|'.join(map(re.escape, names))})\.[0-9]+\.tmp")
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if left.fullmatch(file.name):
                file.unlink()


def exchanged(first: Path, second: Path) -> bool:
    """Let two files or folders change their names at one stroke, with no moment without either.

    False where the system or the file system has no such call; then nothing is done.
    """
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
    return call is not None and not call(
        here, os.fsencode(first), here, os.fsencode(second), exchange
    )


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the file system lets a folder be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
