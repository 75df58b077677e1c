"""Runs in folders, for the tests of checkpoints."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.cli.main import run as called
from sslcheck.numeric.folder import Folder
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

__all__ = ["SHORT", "begun", "copied", "refused", "resume", "same_bits", "trajectory"]

Captured = pytest.CaptureFixture[str]

SHORT: dict[str, Any] = {"d": 5, "n": 3, "t_end": 3.0, "saves": 7, "rtol": 1e-8}


def begun(path: Path, steps: int, **changes: Any) -> Folder:
    """A folder whose run was interrupted after some steps, as Ctrl-C does it."""
    simulation = Simulation(Options(**{**SHORT, **changes}))
    folder = Folder.create(path, simulation.options)
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
    with np.load(path / "record.npz", allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def same_bits(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether two trajectories agree in every bit."""
    return found.keys() == expected.keys() and all(
        found[k].dtype == v.dtype
        and found[k].shape == v.shape
        and found[k].tobytes() == v.tobytes()
        for k, v in expected.items()
    )


def resume(path: Path) -> int:
    return called(["simulate", "--resume", str(path), "--no-plots"])


def refused(path: Path, capsys: Captured) -> str:
    """What a refused resumption says; nothing is written."""
    before = {f.name: f.read_bytes() for f in path.iterdir()}
    capsys.readouterr()
    assert resume(path) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sslcheck: ")
    assert err.count("\n") == 1
    assert {f.name: f.read_bytes() for f in path.iterdir()} == before
    return err


def copied(interrupted: Path, tmp_path: Path) -> Folder:
    return Folder.open(shutil.copytree(interrupted, tmp_path / "run"))
