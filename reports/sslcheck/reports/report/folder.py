"""A report's folder: written aside, then renamed; only a folder of ours is ever replaced."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.files import OutputError

__all__ = ["MARK", "ForeignFolder", "check_folder", "write_aside"]

MARK = ".sslcheck-report"
"""A file that says that a folder is a report, and which files of it are."""

_FORMAT = "sslcheck report 1"


class ForeignFolder(SslcheckError, FileExistsError):
    """A folder holds something else than a report; it is left as it is."""


def check_folder(path: Path) -> None:
    """Raise if ``path`` cannot take a report. Call it before a long computation.

    Raises `ForeignFolder` if it is no folder, or one with files that no report wrote, and
    `OutputError` if the folder above it is missing or read-only.
    """
    target = path.resolve()
    if target.exists() and not target.is_dir():
        raise ForeignFolder(
            f"`{path}` is a file; give --out a folder that is new or holds a report"
        )
    if target.is_dir() and (foreign := _foreign(target)):
        raise ForeignFolder(
            f"`{path}` holds `{foreign}`, which no report wrote; give --out another folder, or move"
            " it away"
        )
    above = target.parent
    if not above.is_dir():
        raise OutputError(f"cannot write `{path}`: there is no folder `{above}`; make it first")
    if not os.access(above, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write `{path}`: the folder `{above}` is not writable")


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
        document = json.loads(mark.read_text(encoding="utf-8"))
        if document["format"] != _FORMAT:
            return []
        return [str(name) for name in document["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


@contextlib.contextmanager
def write_aside(path: Path) -> Iterator[Path]:
    """A folder to write to, which becomes ``path`` if all goes well and vanishes otherwise."""
    check_folder(path)
    target = path.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir()
        yield aside
        _mark(aside)
        check_folder(path)  # it may have changed while the report was made
        if target.exists():
            os.replace(target, old)
        try:
            os.replace(aside, target)
        except OSError:
            if old.exists():
                os.replace(old, target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        if isinstance(error, SslcheckError):
            raise
        raise OutputError(f"cannot write `{path}`: {error.strerror or error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _mark(folder: Path) -> None:
    files = [f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()]
    document = {"format": _FORMAT, "files": sorted(files)}
    (folder / MARK).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
