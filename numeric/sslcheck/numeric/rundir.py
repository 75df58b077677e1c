"""The folder of a run: ``run.json``, ``checkpoint.npz`` and at the end ``trajectory.npz``."""

from __future__ import annotations

import json
import math
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.arrays import Arrays
from sslcheck.numeric.files import remove_leftovers, write_atomically
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulate import Run, Simulation

__all__ = [
    "RUNNING",
    "RunFolder",
    "UnusableFolder",
    "make_folder",
    "read_document",
    "versions",
    "write_document",
]

_FORMAT = "sslcheck run 1"
RUNNING = "running"


class UnusableFolder(SslcheckError, ValueError):
    """A folder cannot take a new run, or holds none that could be resumed."""


class RunFolder:
    """A folder that holds one run; `create` for a new one, `open` for one to be resumed."""

    def __init__(self, path: Path, options: Options, status: str) -> None:
        self.path = path
        self.options = options
        self.status = status

    @classmethod
    def create(cls, path: Path, options: Options) -> RunFolder:
        """A new folder, or an empty place in one that exists.

        Raises `UnusableFolder` if there is a run already.
        """
        make_folder(path)
        return cls(path, options, RUNNING)

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """The folder of a run that was begun. Raises `UnusableFolder`, `InvalidOption`."""
        options, document = read_document(path, _FORMAT, "simulate")
        return cls(path, Options.from_dict(options), str(document["result"]["code"]))

    @property
    def checkpoint(self) -> Path:
        """Where the run keeps what it needs to go on."""
        return self.path / "checkpoint.npz"

    def begin(self, simulation: Simulation) -> None:
        """Write ``run.json`` before the first step, so that a killed run can be resumed."""
        document = self._head(simulation)
        document["result"] = {"code": RUNNING, "message": "the run has not ended"}
        self._write(document)

    def finish(self, simulation: Simulation, run: Run) -> None:
        """Write the trajectory and the result; the checkpoint of a complete run is removed."""
        arrays: dict[str, Any] = {
            "times": run.times,
            **{f"gauge/{name}": values for name, values in run.gauges.items()},
            **{f"state/{name}": values for name, values in run.states.items()},
            **{f"last/{name}": values for name, values in run.last.items()},
        }
        write_atomically(self.path / "trajectory.npz", lambda stream: np.savez(stream, **arrays))
        document = self._head(simulation)
        document["result"] = {
            "code": str(run.outcome),
            "message": run.outcome.message,
            "t": run.t,
            "steps accepted": run.accepted,
            "steps rejected": run.rejected,
            "evaluations": run.evaluations,
            "matrix products": run.products,
            "seconds": round(run.seconds, 3),
        }
        document["gauges"] = [asdict(finding) for finding in run.findings]
        self._write(document)
        if run.outcome == "completed":
            self.checkpoint.unlink(missing_ok=True)

    def _head(self, simulation: Simulation) -> dict[str, Any]:
        choice, itemsize = simulation.choice, simulation.arrays.itemsize
        return {
            "format": _FORMAT,
            "options": self.options.as_dict(),
            "versions": versions(simulation.arrays),
            "device": simulation.arrays.description,
            "model": {"name": choice.model.name, "why": choice.why, "title": choice.model.title},
            "plan": {
                "states": {n: list(s) for n, s in simulation.system.layout.shapes.items()},
                "matrix products": choice.plan.products,
                "flops": choice.plan.flops,
                "bytes moved": choice.plan.traffic(itemsize),
                "bytes in memory": simulation.memory,
            },
        }

    def _write(self, document: dict[str, Any]) -> None:
        write_document(self.path, document)


def make_folder(path: Path) -> None:
    """Make the folder of a new run. Raises `UnusableFolder` if it cannot be made or holds one."""
    if (path / "run.json").exists():
        raise UnusableFolder(
            f"`{path}` holds a run already; go on with it by `--resume {path}`, or give another"
            " folder"
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolder(f"cannot make the folder `{path}`: {error.strerror}") from error


def read_document(path: Path, form: str, command: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options in ``run.json`` of a folder, and all of it.

    Raises `UnusableFolder` where there is none, or one that ``command`` has not written in the
    format ``form``.
    """
    file = path / "run.json"
    if not file.is_file():
        raise UnusableFolder(f"`{path}` holds no run: there is no `run.json` in it")
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        kind, options = document["format"], document["options"]
        str(document["result"]["code"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableFolder(f"`{file}` is damaged: {error!r}") from error
    if kind != form or not isinstance(options, dict):
        raise UnusableFolder(f"`{file}` was not written by this version of sslcheck {command}")
    for name in ("run.json", "checkpoint.npz", "trajectory.npz", "history.npz"):
        remove_leftovers(path / name)
    return options, document


def write_document(path: Path, document: dict[str, Any]) -> None:
    """Write ``run.json`` into a folder, whole or not at all."""
    text = json.dumps(_plain(document), indent=2, sort_keys=True, ensure_ascii=False)
    write_atomically(path / "run.json", text + "\n")


def versions(arrays: Arrays) -> dict[str, str]:
    """What a run depends on: package, Python, libraries, platform."""
    from importlib.metadata import version

    found = {
        "sslcheck": version("sslcheck-dynamics"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sympy": version("sympy"),
        "platform": platform.platform(),
    }
    if arrays.name != "numpy":
        found[arrays.name] = str(arrays.xp.__version__)
    return found


def _plain(value: Any) -> Any:
    """JSON has no word for what is not a number: null stands for it."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
