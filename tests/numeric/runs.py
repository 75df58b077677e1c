"""Runs in folders, for the tests of checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.options import Options
from sslcheck.numeric.rundir import RunFolder
from sslcheck.numeric.simulate import Simulation

__all__ = ["SHORT", "begun", "same_bits", "trajectory"]

SHORT: dict[str, Any] = {"d": 5, "n": 3, "t_end": 3.0, "saves": 7, "rtol": 1e-8}


def begun(path: Path, steps: int, **changes: Any) -> RunFolder:
    """A folder whose run was interrupted after some steps, as Ctrl-C does it."""
    simulation = Simulation(Options(**{**SHORT, **changes}))
    folder = RunFolder.create(path, simulation.options)
    folder.begin(simulation)
    run = simulation.run(stopped=_after(steps), checkpoint=folder.checkpoint, every=1e9)
    folder.finish(simulation, run)
    return folder


def _after(steps: int) -> Callable[[], bool]:
    left = steps

    def stopped() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    return stopped


def trajectory(path: Path) -> dict[str, Any]:
    """The arrays of a run's trajectory."""
    with np.load(path / "trajectory.npz", allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def same_bits(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether two trajectories agree in every bit."""
    return found.keys() == expected.keys() and all(
        found[k].dtype == v.dtype
        and found[k].shape == v.shape
        and found[k].tobytes() == v.tobytes()
        for k, v in expected.items()
    )
