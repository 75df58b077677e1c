"""The folder of a run of ``sslcheck train``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from sslcheck.numeric.folder import Folder
from sslcheck.numeric.series import Group
from sslcheck.numeric.spectrum import eigen_solver
from sslcheck.numeric.train.findings import agrees, happened, rows
from sslcheck.numeric.train.network import step_products
from sslcheck.numeric.train.options import TrainOptions
from sslcheck.numeric.train.result import TrainRun
from sslcheck.numeric.train.training import Training

__all__ = ["TrainFolder"]


class TrainFolder(Folder[TrainOptions, Training, TrainRun]):
    """A `Folder` with the history: metrics at the logged steps, the last weights."""

    command = "train"
    record = "history.npz"

    @classmethod
    def _chosen(cls, options: dict[str, Any]) -> TrainOptions:
        return TrainOptions.from_dict(options)

    def _about(self, work: Training) -> dict[str, Any]:
        said = work.forecast
        return {
            "eigenvectors by": eigen_solver(work.arrays),
            "data": dict(work.problem.moments.structure),
            "theory": {
                "verdict": str(said.verdict),
                "why": said.why,
                "critical weight decay": said.threshold,
                "modes alive": said.alive,
            },
            "plan": {
                "lr": work.options.lr,
                "steps blow up from lr": work.longest,
                "matrix products per step": step_products(self.options) + work.views.products,
                "matrix products": work.planned,
                "bytes in memory": work.memory,
            },
        }

    def _arrays(self, run: TrainRun) -> dict[str, np.ndarray[Any, Any]]:
        return {
            "times": run.times,
            **Group.METRIC.named(run.series),
            **Group.LAST.named(run.last),
        }

    def _result(self, run: TrainRun) -> dict[str, Any]:
        result = {
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
        return {"result": result, "metrics": [asdict(row) for row in rows(run)]}
