"""One process at a time in a folder: a lock on the folder itself, which dies with its process."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sslcheck.derive.errors import SslcheckError

__all__ = ["FolderInUse", "locked"]


class FolderInUse(SslcheckError, BlockingIOError):
    """Another process works in a folder; the message says which, where the system tells."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a folder that exists. Raises `FolderInUse`, `OSError`.

    Nothing is written: the kernel keeps the lock for as long as this process has the folder open,
    so that a killed one leaves none behind. On a file system that has no locks there is none.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderInUse(
                f"{_holder(descriptor)} is at work in `{path}`; wait until it has ended, end it, or"
                " take another folder"
            ) from None
        except OSError:
            pass  # such as some network file systems
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    """Who holds the lock, from the table of locks that Linux has."""
    inode = str(os.fstat(descriptor).st_ino)
    with contextlib.suppress(OSError, IndexError):
        for line in Path("/proc/locks").read_text("ascii").splitlines():
            fields = line.split()  # 1: FLOCK ADVISORY WRITE process device:inode from to
            if fields[1] == "FLOCK" and fields[5].split(":")[-1] == inode and int(fields[4]) > 0:
                return f"process {fields[4]}"
    return "another process"
