"""A report's folder: written aside, then renamed; only a folder of ours is ever replaced."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.disk.files import (
    OutputError,
    UnreadableFile,
    exchanged,
    read_bounded,
    resolved,
)
from sslcheck.numeric.disk.lock import FolderInUse, locked

__all__ = ["MARK", "ForeignFolder", "check_folder", "write_aside"]

MARK = ".sslcheck-report"
"""A file that says that a folder is a report, and which files of it are."""

_FORMAT = "sslcheck report 1"


class ForeignFolder(SslcheckError, FileExistsError):
    """A folder holds something else than a report; it is left as it is."""


def check_folder(path: Path) -> None:
    """Raise if ``path`` cannot take a report. Call it before a long computation.

    What killed processes have left beside it is cleared away first, and a report that one of them
    had moved aside is put back. Raises `ForeignFolder` if it is no folder, or one with files that
    no report wrote, and `OutputError` if the folder above it is missing or read-only.
    """
    target = _target(path)
    above = target.parent
    if not above.is_dir():
        raise OutputError(f"cannot write `{path}`: there is no folder `{above}`; make it first")
    if not os.access(above, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write `{path}`: the folder `{above}` is not writable")
    _recover(target)
    if os.path.lexists(target) and not target.is_dir():
        what = "a link to nowhere" if target.is_symlink() else "a file"
        raise ForeignFolder(
            f"`{path}` is {what}; give --out a folder that is new or holds a report"
        )
    if target.is_dir() and (foreign := _foreign(target)):
        raise ForeignFolder(
            f"`{path}` holds `{foreign}`, which no report wrote; give --out another folder, or move"
            " it away"
        )


def _target(path: Path) -> Path:
    """The folder itself: links are followed, but a link to nowhere stands for nothing."""
    target = resolved(path)
    return target if target.exists() or not path.is_symlink() else path.absolute()


def _foreign(folder: Path) -> str:
    """The first file in a folder that the mark does not name; empty if there is none."""
    names = {MARK, *_written(folder / MARK)}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if name not in names and not (file.is_dir() and not file.is_symlink()):
            return name
    return ""


def _written(mark: Path) -> list[str]:
    try:
        document = json.loads(read_bounded(mark).decode("utf-8"))
        if document["format"] != _FORMAT:
            return []
        return [str(name) for name in document["files"]]
    except (UnreadableFile, ValueError, KeyError, TypeError, RecursionError):
        return []


@contextlib.contextmanager
def write_aside(path: Path) -> Iterator[Path]:
    """A folder to write to, which becomes ``path`` if all goes well and vanishes otherwise."""
    check_folder(path)
    target = _target(path)
    aside, old = (target.with_name(f".{target.name}.{os.getpid()}.{e}") for e in ("tmp", "old"))
    try:
        aside.mkdir()
        _mark(aside)
        with locked(aside):  # so that others see that it is not left over
            yield aside
            _mark(aside)
            check_folder(path)  # it may have changed while the report was made
            _exchange(aside, target, old)
    except OSError as error:
        if isinstance(error, SslcheckError):
            raise
        raise OutputError(f"cannot write `{path}`: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            _clear(aside)


def _exchange(new: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of another, whose content is then that of ``new`` or gone."""
    if not target.exists():
        os.replace(new, target)
        return
    with locked(target):  # and so, whatever its name is then, the old report
        if exchanged(new, target):
            return
        os.replace(target, old)  # who is killed here leaves `_recover` to do
        try:
            os.replace(new, target)
        except OSError:
            os.replace(old, target)
            raise
        _clear(old)


def _recover(target: Path) -> None:
    """Put back a report that a killed process had moved aside, and remove what others left."""
    left = re.compile(rf"\.{re.escape(target.name)}\.[0-9]+\.(tmp|old)")
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found = [f for f in sorted(target.parent.iterdir()) if left.fullmatch(f.name)]
    for folder in found:
        if folder.is_symlink() or not folder.is_dir():
            continue
        with contextlib.suppress(FolderInUse, OSError), locked(folder):
            if folder.suffix == ".old" and not os.path.lexists(target):
                os.replace(folder, target)
            else:
                _clear(folder)


def _clear(folder: Path) -> None:
    """Remove a folder that is empty or bears our mark; the mark goes last, lest it be orphaned."""
    names = os.listdir(folder)
    if names and MARK not in names:
        return
    for name in names:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif name != MARK:
            path.unlink()
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def _mark(folder: Path) -> None:
    files = [f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()]
    document = {"format": _FORMAT, "files": sorted(files)}
    (folder / MARK).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
