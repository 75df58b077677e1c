"""The folder of a training run: ``run.json``, ``checkpoint.npz``, at the end ``history.npz``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.files import write_atomically
from sslcheck.numeric.rundir import (
    RUNNING,
    make_folder,
    read_document,
    versions,
    write_document,
)
from sslcheck.numeric.spectrum import eigen_solver
from sslcheck.numeric.train.findings import agrees, happened, rows
from sslcheck.numeric.train.network import step_products
from sslcheck.numeric.train.options import TrainOptions
from sslcheck.numeric.train.result import TrainRun
from sslcheck.numeric.train.training import Training

__all__ = ["TrainFolder"]

_FORMAT = "sslcheck train 1"


class TrainFolder:
    """A folder that holds one run; `create` for a new one, `open` for one to be resumed."""

    def __init__(self, path: Path, options: TrainOptions, document: dict[str, Any]) -> None:
        self.path = path
        self.options = options
        self.document = document

    @classmethod
    def create(cls, path: Path, options: TrainOptions) -> TrainFolder:
        """A new folder, or an empty place in one that exists. Raises `UnusableFolder`."""
        make_folder(path)
        return cls(path, options, {})

    @classmethod
    def open(cls, path: Path) -> TrainFolder:
        """The folder of a run that was begun. Raises `UnusableFolder`, `InvalidOption`."""
        options, document = read_document(path, _FORMAT, "train")
        return cls(path, TrainOptions.from_dict(options), document)

    @property
    def completed(self) -> bool:
        """Whether there is nothing left to do."""
        return bool(self.document) and self.document["result"]["code"] == "completed"

    @property
    def checkpoint(self) -> Path:
        """Where the run keeps what it needs to go on."""
        return self.path / "checkpoint.npz"

    def begin(self, training: Training) -> None:
        """Write ``run.json`` before the first step, so that a killed run can be resumed."""
        document = self._head(training)
        document["result"] = {"code": RUNNING, "message": "the run has not ended"}
        write_document(self.path, document)

    def finish(self, training: Training, run: TrainRun) -> None:
        """Write the history and the result; the checkpoint of a complete run is removed."""
        arrays: dict[str, Any] = {
            "times": run.times,
            **{f"metric/{name}": values for name, values in run.series.items()},
            **{f"last/{name}": values for name, values in run.last.items()},
        }
        write_atomically(self.path / "history.npz", lambda stream: np.savez(stream, **arrays))
        document = self._head(training)
        document["result"] = {
            "code": str(run.outcome),
            "message": run.outcome.message,
            "steps": run.steps,
            "matrix products": run.products,
            "eigenvalues clamped": run.clamped,
            "roots not by products": run.fallbacks,
            "seconds": round(run.seconds, 3),
            "happened": happened(run),
            "agrees": agrees(run),
            "lr": run.options.lr,
            "end": {name: float(values[-1]) for name, values in run.series.items()},
        }
        document["metrics"] = [asdict(row) for row in rows(run)]
        self.document = document
        write_document(self.path, document)
        if run.outcome == "completed":
            self.checkpoint.unlink(missing_ok=True)

    def _head(self, training: Training) -> dict[str, Any]:
        said = training.forecast
        return {
            "format": _FORMAT,
            "options": self.options.as_dict(),
            "versions": versions(training.arrays),
            "eigenvectors by": eigen_solver(training.arrays),
            "device": training.arrays.description,
            "theory": {
                "verdict": str(said.verdict),
                "why": said.why,
                "critical weight decay": said.threshold,
                "modes alive": said.alive,
            },
            "plan": {
                "matrix products per step": step_products(self.options) + training.views.products,
                "matrix products": training.planned,
                "bytes in memory": training.memory,
            },
        }
