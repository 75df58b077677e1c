"""The folder of a run of ``sslcheck simulate``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from sslcheck.numeric.folder import Folder, UnusableFolder
from sslcheck.numeric.options import Options
from sslcheck.numeric.series import Group
from sslcheck.numeric.simulate import Run, Simulation

__all__ = ["RunFolder", "UnusableFolder"]


class RunFolder(Folder[Options, Simulation, Run]):
    """A `Folder` with the trajectory: gauges and states at the save times, the last state."""

    command = "simulate"
    record = "trajectory.npz"

    @classmethod
    def _chosen(cls, options: dict[str, Any]) -> Options:
        if "sizes" in options:
            raise UnusableFolder(
                "a run by the name of a flow keeps no checkpoint: give its command once more, with"
                " another folder"
            )
        return Options.from_dict(options)

    def _plain(self) -> dict[str, Any]:
        return self.options.as_dict()

    def _about(self, work: Simulation) -> dict[str, Any]:
        choice, itemsize = work.choice, work.arrays.itemsize
        return {
            "flow": choice.subject.flow,
            "model": {"name": choice.model.name, "why": choice.why, "title": choice.model.title},
            "plan": {
                "states": {n: list(s) for n, s in work.system.layout.shapes.items()},
                "matrix products": choice.plan.products,
                "flops": choice.plan.flops,
                "bytes moved": choice.plan.traffic(itemsize),
                "bytes in memory": work.memory,
            },
        }

    def _arrays(self, run: Run) -> dict[str, np.ndarray[Any, Any]]:
        return {
            "times": run.times,
            **Group.GAUGE.named(run.gauges),
            **Group.STATE.named(run.states),
            **Group.LAST.named(run.last),
        }

    def _result(self, run: Run) -> dict[str, Any]:
        result = {
            "code": str(run.outcome),
            "message": run.outcome.message,
            "t": run.t,
            "steps accepted": run.accepted,
            "steps rejected": run.rejected,
            "evaluations": run.evaluations,
            "matrix products": run.products,
            "seconds": round(run.seconds, 3),
        }
        return {"result": result, "gauges": [asdict(finding) for finding in run.findings]}
