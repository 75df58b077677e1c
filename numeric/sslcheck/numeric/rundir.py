"""The folder of a run of ``sslcheck simulate``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from sslcheck.numeric.folder import Folder, UnusableFolder
from sslcheck.numeric.options import Options
from sslcheck.numeric.series import Group
from sslcheck.numeric.simulate import Run, Simulation

if TYPE_CHECKING:
    from sslcheck.numeric.choose import Choice
    from sslcheck.numeric.flows.chosen import Chosen
    from sslcheck.numeric.flows.run import FlowRun, FlowSimulation

__all__ = ["RunFolder", "UnusableFolder", "ended", "planned", "trajectory"]

Numbers = np.ndarray[Any, Any]


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

    def _about(self, work: Simulation) -> dict[str, Any]:
        return {"flow": work.choice.subject.flow, **planned(work, work.choice)}

    def _arrays(self, run: Run) -> dict[str, Numbers]:
        return trajectory(run)

    def _result(self, run: Run) -> dict[str, Any]:
        found = ended(run)
        found["result"]["matrix products"] = run.products
        return found


def planned(work: Simulation | FlowSimulation, choice: Choice | Chosen) -> dict[str, Any]:
    """The model of a run, and what its plan costs."""
    return {
        "model": {"name": choice.model.name, "why": choice.why, "title": choice.model.title},
        "plan": {
            "states": {n: list(s) for n, s in work.system.layout.shapes.items()},
            "matrix products": choice.plan.products,
            "flops": choice.plan.flops,
            "bytes moved": choice.plan.traffic(work.arrays.itemsize),
            "bytes in memory": work.memory,
        },
    }


def trajectory(run: Run | FlowRun) -> dict[str, Numbers]:
    """What was recorded of a run."""
    return {
        "times": run.times,
        **Group.GAUGE.named(run.gauges),
        **Group.STATE.named(run.states),
        **Group.LAST.named(run.last),
    }


def ended(run: Run | FlowRun) -> dict[str, Any]:
    """How a run ended, and its gauges."""
    result = {
        "code": str(run.outcome),
        "message": run.outcome.message,
        "t": run.t,
        "steps accepted": run.accepted,
        "steps rejected": run.rejected,
        "evaluations": run.evaluations,
        "seconds": round(run.seconds, 3),
    }
    return {"result": result, "gauges": [asdict(finding) for finding in run.findings]}
