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
from sslcheck.numeric.files import remove_leftovers, write_atomically
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulate import Run, Simulation

__all__ = ["RunFolder", "UnusableFolder"]

_FORMAT = "sslcheck run 1"
_RUNNING = "running"


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
        if (path / "run.json").exists():
            raise UnusableFolder(
                f"`{path}` holds a run already; go on with it by `--resume {path}`, or give another"
                " folder"
            )
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnusableFolder(f"cannot make the folder `{path}`: {error.strerror}") from error
        return cls(path, options, _RUNNING)

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """The folder of a run that was begun. Raises `UnusableFolder`, `InvalidOption`."""
        file = path / "run.json"
        if not file.is_file():
            raise UnusableFolder(f"`{path}` holds no run: there is no `run.json` in it")
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            kind, options = document["format"], document["options"]
            status = str(document["result"]["code"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise UnusableFolder(f"`{file}` is damaged: {error!r}") from error
        if kind != _FORMAT or not isinstance(options, dict):
            raise UnusableFolder(f"`{file}` was not written by this version of sslcheck simulate")
        for name in ("run.json", "checkpoint.npz", "trajectory.npz"):
            remove_leftovers(path / name)
        return cls(path, Options.from_dict(options), status)

    @property
    def checkpoint(self) -> Path:
        """Where the run keeps what it needs to go on."""
        return self.path / "checkpoint.npz"

    def begin(self, simulation: Simulation) -> None:
        """Write ``run.json`` before the first step, so that a killed run can be resumed."""
        document = self._head(simulation)
        document["result"] = {"code": _RUNNING, "message": "the run has not ended"}
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
            "versions": _versions(simulation),
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
        text = json.dumps(_plain(document), indent=2, sort_keys=True, ensure_ascii=False)
        write_atomically(self.path / "run.json", text + "\n")


def _versions(simulation: Simulation) -> dict[str, str]:
    from importlib.metadata import version

    found = {
        "sslcheck": version("sslcheck-dynamics"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sympy": version("sympy"),
        "platform": platform.platform(),
    }
    if simulation.arrays.name != "numpy":
        found[simulation.arrays.name] = str(simulation.arrays.xp.__version__)
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
