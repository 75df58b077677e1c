"""The folder of a run of a flow by its name: written when it has ended."""

from __future__ import annotations

from typing import Any

import numpy as np

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.folder import Folder, UnusableFolder
from sslcheck.numeric.rundir import ended, planned, trajectory

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

    def _about(self, work: FlowSimulation) -> dict[str, Any]:
        return {"flow": work.flow, **planned(work, work.chosen)}

    def _arrays(self, run: FlowRun) -> dict[str, np.ndarray[Any, Any]]:
        return trajectory(run)

    def _result(self, run: FlowRun) -> dict[str, Any]:
        return {**ended(run), "sizes": run.sizes, "scalars": run.scalars}
