"""The folder of a run: ``run.json``, checkpoints while it runs, what it recorded at its end."""

from __future__ import annotations

import contextlib
import os
import platform
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.device.arrays import Arrays
from sslcheck.numeric.disk.archive import DamagedArchive, digest_of, read_archive, write_archive
from sslcheck.numeric.disk.document import FORMATS, read_document, write_document
from sslcheck.numeric.disk.files import sweep
from sslcheck.numeric.disk.lock import FolderInUse, locked
from sslcheck.numeric.watched.series import Group, limited

if TYPE_CHECKING:
    from sslcheck.numeric.job import Job, Options, Result

__all__ = [
    "COMPARISON",
    "ENSEMBLE",
    "ENSEMBLE_RECORD",
    "RECORD",
    "RUN",
    "SWEEP",
    "SWEEP_RECORD",
    "SWEEP_TABLE",
    "Folder",
    "UnusableFolder",
    "claimed",
    "read_record",
    "run_document",
]

RUN = "run.json"
RECORD = "record.npz"
COMPARISON = "compare.json"
ENSEMBLE, ENSEMBLE_RECORD = "ensemble.json", "ensemble.npz"
SWEEP, SWEEP_TABLE, SWEEP_RECORD = "sweep.json", "sweep.csv", "sweep.npz"
RUNNING = "running"
INTERRUPTED = "interrupted"

_FIGURES = {
    stem: (f"{stem}.svg", f"{stem}.png") for stem in ("gauges", "modes", "training", "sweep")
}
_CHECKPOINT = "checkpoint.npz"
_NAMES = (
    RUN,
    COMPARISON,
    _CHECKPOINT,
    RECORD,
    ENSEMBLE,
    ENSEMBLE_RECORD,
    SWEEP,
    SWEEP_TABLE,
    SWEEP_RECORD,
    *(file for files in _FIGURES.values() for file in files),
)
"""All that any command writes into such a folder."""

Numbers = np.ndarray[Any, Any]


class UnusableFolder(SslcheckError, ValueError):
    """A folder cannot take a new run, or holds none that could be resumed."""


@contextlib.contextmanager
def claimed(path: Path, new: bool = False) -> Iterator[None]:
    """Have a folder for this process alone, swept of what killed ones have left aside.

    With ``new`` the folder is made if there is none, and must hold nothing that a run would
    overwrite; other files in it stay as they are. Raises `UnusableFolder`, `FolderInUse`.
    """
    if new:
        _make(path)
    elif not os.path.isdir(path):
        raise UnusableFolder(f"`{path}` holds no run: there is no such folder")
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locked(path))
        except FolderInUse:
            raise
        except OSError as error:
            raise UnusableFolder(f"cannot open the folder `{path}`: {error.strerror}") from error
        sweep(path, _NAMES)
        if new:
            check_free(path)
        yield


def check_free(path: Path, names: Collection[str] = _NAMES) -> None:
    """Raise `UnusableFolder` if a folder holds anything of these names, be it a broken link."""
    for name in names:
        if not os.path.lexists(path / name):
            continue
        if name in (RUN, COMPARISON, SWEEP):
            what = {RUN: "run", COMPARISON: "comparison"}.get(name, "sweep")
            raise UnusableFolder(
                f"`{path}` holds a {what} already; go on with it by `--resume {path}`, or give"
                " another folder"
            )
        raise UnusableFolder(
            f"`{path}` holds `{name}`, which would be overwritten; give another folder, or move it"
            " away"
        )


def read_record(file: Path, document: Mapping[str, Any]) -> dict[str, Numbers]:
    """What a run has recorded, if it is what its ``run.json`` says.

    Raises `DamagedArchive`, `UnreadableFile`.
    """

    def check(headers: Mapping[str, Any]) -> None:
        odd = [name for name, header in headers.items() if header.dtype.kind != "f"]
        if odd:
            raise DamagedArchive(f"`{file}` is not an intact record: `{odd[0]}` is no numbers")

    arrays = read_archive(file, check, packed=False)
    if digest_of(arrays) != document.get("record"):
        raise DamagedArchive(
            f"`{file}` is not an intact record: it is not what `{RUN}` beside it says was written;"
            " it was changed, or its run was killed at that moment and goes on with `--resume`"
        )
    return arrays


class Folder:
    """A folder that holds one run; `create` for a new one, `open` for one to be resumed.

    Both, and all that is written afterwards, belong inside `claimed`. ``options`` are plain values.
    """

    def __init__(self, path: Path, options: Mapping[str, Any], document: Mapping[str, Any]) -> None:
        self.path = path
        self.options = options
        self.document = document

    @classmethod
    def create(cls, path: Path, options: Options) -> Self:
        """A new folder, or an empty place in one that exists. Raises `UnusableFolder`."""
        _make(path)
        check_free(path)
        return cls(path, options.as_dict(), {})

    @classmethod
    def open(cls, path: Path, command: str = "") -> Self:
        """The folder of a run that was begun; a checkpoint that a complete one left is removed.

        With ``command`` it must be a run of that one. Raises `UnusableFolder`, `DamagedDocument`,
        `UnreadableFile`.
        """
        if os.path.lexists(path / COMPARISON):
            raise UnusableFolder(
                f"`{path}` holds a comparison of many runs by `sslcheck train --compare`; go on"
                f" with it by `sslcheck train --resume {path}`"
            )
        if not os.path.lexists(path / RUN):
            raise UnusableFolder(f"`{path}` holds no run: there is no `{RUN}` in it")
        for name in _NAMES:
            if os.path.lexists(path / name) and not stat.S_ISREG(os.lstat(path / name).st_mode):
                what = "a link" if os.path.islink(path / name) else "no regular file"
                raise UnusableFolder(
                    f"`{path / name}` is {what}; a run writes into its own folder only, and over"
                    " its own files: put the file itself there, or move this away"
                )
        document = read_document(path / RUN, "run")
        wrote = document.get("command")
        if command and wrote != command:
            raise UnusableFolder(
                f"`{path}` holds a run by `sslcheck {wrote}`, not by `sslcheck {command}`; give it"
                " to that command"
            )
        options, result = document.get("options"), document.get("result")
        if not isinstance(options, dict) or not isinstance(result, dict) or "code" not in result:
            raise UnusableFolder(f"`{path / RUN}` is damaged: it has no `options` or no `result`")
        figures = document.get("figures", [])
        if not isinstance(figures, list) or not all(stem in [*_FIGURES] for stem in figures):
            raise UnusableFolder(f"`{path / RUN}` is damaged: it names figures that no run has")
        found = cls(path, options, document)
        if found.completed:
            found.checkpoint.unlink(missing_ok=True)
        return found

    @property
    def result(self) -> Mapping[str, Any]:
        """How the run ended."""
        found: Mapping[str, Any] = self.document["result"]
        return found

    @property
    def completed(self) -> bool:
        """Whether all of it is done, but perhaps for its figures."""
        return bool(self.document) and self.result["code"] == "completed"

    @property
    def figures(self) -> tuple[str, ...]:
        """The stems of the figures that belong to the run."""
        return tuple(self.document.get("figures", ()))

    @property
    def record(self) -> Path:
        """Where stands what the run has recorded."""
        return self.path / RECORD

    @property
    def checkpoint(self) -> Path:
        """Where the run keeps what it needs to go on."""
        return self.path / _CHECKPOINT

    def begin(self, job: Job[Any]) -> None:
        """Write ``run.json`` before the first step, so that a killed run can be resumed."""
        ends = {"code": RUNNING, "message": "the run has not ended"}
        self._write({**_head(job, self.options), "result": ends})

    def finish(self, job: Job[Any], run: Result) -> None:
        """Write what was recorded, then the result; only who was interrupted needs a checkpoint.

        The result names the figures, which are drawn next: who was killed before that can see
        which are missing.
        """
        arrays = _recorded(run)
        write_archive(self.record, arrays)
        for stem in self.document.get("figures", ()):  # of an earlier end, now left behind
            for file in _FIGURES[stem]:
                (self.path / file).unlink(missing_ok=True)
        found = {"record": digest_of(arrays), "figures": list(run.figures)}
        self._write(found | run_document(job, self.options, run))
        if self.result["code"] != INTERRUPTED:
            self.checkpoint.unlink(missing_ok=True)

    def read(self) -> dict[str, Numbers]:
        """What the run has recorded. Raises `DamagedArchive`, `UnreadableFile`."""
        return read_record(self.record, self.document)

    def changes(self, job: Job[Any]) -> list[str]:
        """What is not as it was when the run began: numbers may differ in their last bits."""
        now = _head(job, self.options)
        pairs = [(name, self.document.get(name), now[name]) for name in ("threads", "device")]
        before: Any = self.document.get("versions", {})
        pairs += [(name, before.get(name), new) for name, new in now["versions"].items()]
        return [f"{name} {new} (was {old})" for name, old, new in pairs if old != new]

    def _write(self, document: dict[str, Any]) -> None:
        write_document(self.path / RUN, document)
        self.document = document


def run_document(job: Job[Any], options: Mapping[str, Any], run: Result) -> dict[str, Any]:
    """What ``run.json`` says of a run that has ended, but for the files beside it."""
    about = job.recorder.about
    result = {"code": str(run.outcome), "message": run.message}
    return {
        **_head(job, options),
        "result": {**result, "seconds": round(run.seconds, 3), **run.counts()},
        "series": {name: asdict(s) for name, s in limited(about, run.findings).items()},
        "findings": [asdict(finding) for finding in run.findings],
    }


def _head(job: Job[Any], options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "format": FORMATS["run"],
        "command": job.command,
        "kind": job.kind,
        "options": dict(options),
        "versions": _versions(job.arrays),
        "threads": job.threads,
        "device": job.arrays.description,
        **job.about(),
    }


def _recorded(run: Result) -> dict[str, Numbers]:
    """The times, what was measured at them, the states where these were kept, the last state."""
    return {
        "times": run.times,
        **Group.SERIES.named(run.series),
        **Group.STATE.named(run.states),
        **Group.LAST.named(run.last),
    }


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UnusableFolder(
            f"cannot make the folder `{path}`: something that is no folder has this name"
        ) from error
    except OSError as error:
        raise UnusableFolder(f"cannot make the folder `{path}`: {error.strerror}") from error


def _versions(arrays: Arrays) -> dict[str, str]:
    """What a run depends on: package, Python, libraries, platform."""
    from importlib.metadata import version

    found = {
        "sslcheck": version("sslcheck-dynamics"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sympy": version("sympy"),
        "platform": platform.platform(),
    }
    if arrays.name not in found:
        found[arrays.name] = str(arrays.xp.__version__)
    return found
