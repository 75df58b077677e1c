"""The folder of a run of a flow by its name: written when it has ended."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.folder import Folder, UnusableFolder
from sslcheck.numeric.series import Group

__all__ = ["FlowFolder"]


class FlowFolder(Folder[FlowOptions, FlowSimulation, FlowRun]):
    """A `Folder` with gauges and states at the save times, and the last state.

    Such a run keeps no checkpoints: it is drawn anew from its options, to the same bits.
    """

    command = "simulate"
    record = "trajectory.npz"

    @classmethod
    def _chosen(cls, options: dict[str, Any]) -> FlowOptions:
        raise UnusableFolder("a run by `--flow` keeps no checkpoint; give its command once more")

    def _plain(self) -> dict[str, Any]:
        return self.options.as_dict()

    def _about(self, work: FlowSimulation) -> dict[str, Any]:
        chosen, itemsize = work.chosen, work.arrays.itemsize
        return {
            "flow": work.flow,
            "model": {"name": chosen.model.name, "why": chosen.why, "title": chosen.model.title},
            "plan": {
                "states": {n: list(s) for n, s in work.system.layout.shapes.items()},
                "matrix products": chosen.plan.products,
                "flops": chosen.plan.flops,
                "bytes moved": chosen.plan.traffic(itemsize),
                "bytes in memory": work.memory,
            },
        }

    def _arrays(self, run: FlowRun) -> dict[str, np.ndarray[Any, Any]]:
        return {
            "times": run.times,
            **Group.GAUGE.named(run.gauges),
            **Group.STATE.named(run.states),
            **Group.LAST.named(run.last),
        }

    def _result(self, run: FlowRun) -> dict[str, Any]:
        result = {
            "code": str(run.outcome),
            "message": run.outcome.message,
            "t": run.t,
            "steps accepted": run.accepted,
            "steps rejected": run.rejected,
            "evaluations": run.evaluations,
            "seconds": round(run.seconds, 3),
        }
        found = {"sizes": run.sizes, "scalars": run.scalars}
        return {"result": result, "gauges": [asdict(f) for f in run.findings], **found}
