"""What ``simulate`` and ``train`` have in common: folders of runs, and what is said of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sslcheck.cli.exits import tell

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sslcheck.numeric.folder import Folder

__all__ = [
    "draw",
    "folder_named",
    "lacks_figures",
    "recall",
    "tell_changes",
    "tell_interrupted",
    "warn",
]


def folder_named(text: str) -> Path:
    """The parser of options that name a folder; an empty name would stand for the current one."""
    if not str(text):
        raise typer.BadParameter("is empty; give the name of a folder, or `.` for this one")
    return Path(text)


def warn(text: str) -> None:
    """Say on stderr what does not end a run, on a line of its own where a bar may be."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    tell(f"sslcheck: {text}")


def tell_interrupted(command: str, folder: Path | None) -> None:
    """Say how an interrupted run goes on, if it does."""
    if folder is None:
        tell("sslcheck: interrupted; nothing is kept, as no `--out DIR` says where")
    else:
        place = shlex.quote(str(folder))
        tell(f"sslcheck: interrupted; go on by `sslcheck {command} --resume {place}`")


def tell_changes(folder: Folder[Any, Any, Any], work: Any) -> None:
    """Warn if a run goes on with other libraries, or another number of threads, than it began."""
    changes = folder.changes(work)
    if changes:
        warn(
            f"the run in `{folder.path}` goes on with other {', '.join(changes)}: its numbers may"
            " differ in their last digits"
        )


def recall(folder: Folder[Any, Any, Any], work: Any) -> Any:
    """The run that has ended in a folder, from what was kept of it."""
    from sslcheck.numeric.archive import DamagedArchive

    recorded = folder.read()
    try:
        return work.recall(recorded, folder.result)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, DamagedArchive):
            raise
        name = folder.path / folder.record
        raise DamagedArchive(f"`{name}` is not that of this run: {error}") from error


def lacks_figures(folder: Folder[Any, Any, Any]) -> bool:
    """Whether a run was ended before all of its figures were drawn."""
    from sslcheck.reports.figures import is_saved

    return not all(is_saved(folder.path / stem) for stem in folder.figures)


def draw(figures: Mapping[str, Figure], folder: Path) -> None:
    """Write those figures, by their stems, that are not there yet."""
    from sslcheck.reports.figures import is_saved, save

    for stem, figure in figures.items():
        if not is_saved(folder / stem):
            save(figure, folder / stem)
