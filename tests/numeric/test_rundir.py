"""The folder of a run of simulate, from its beginning to its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.numeric.runs import SHORT, begun, copied, resume, same_bits, trajectory

from sslcheck.cli.main import run
from sslcheck.numeric.options import Options
from sslcheck.numeric.rundir import RunFolder
from sslcheck.numeric.simulate import Simulation

Captured = pytest.CaptureFixture[str]


def test_a_run_that_came_to_its_end_leaves_no_checkpoint(tmp_path: Path) -> None:
    """Whatever end that was, and however often it was kept: a resumption comes to the same."""
    simulation = Simulation(Options(**SHORT, max_steps=5))
    folder = RunFolder.create(tmp_path / "run", simulation.options)
    folder.begin(simulation)
    run_ = simulation.run(checkpoint=folder.checkpoint, every=0.0)
    assert folder.checkpoint.exists()
    folder.finish(simulation, run_)
    assert not folder.checkpoint.exists()
    before = trajectory(folder.path)
    assert resume(folder.path) == 2
    assert same_bits(trajectory(folder.path), before)


def test_completed_run(tmp_path: Path, capsys: Captured) -> None:
    folder = begun(tmp_path / "run", 10**9)
    before = {f.name: f.stat().st_mtime_ns for f in folder.path.iterdir()}
    assert resume(folder.path) == 0
    assert capsys.readouterr() == (
        f"nothing to do: the run in `{folder.path}` is completed\n",
        "",
    )
    assert {f.name: f.stat().st_mtime_ns for f in folder.path.iterdir()} == before


@pytest.mark.parametrize(
    "option", [["--d", "4"], ["--out", "x"], ["--symmetrised"], ["--t-end", "9"], ["--max-steps=9"]]
)
def test_resume_with_another_option(
    interrupted: Path, tmp_path: Path, capsys: Captured, option: list[str]
) -> None:
    folder = copied(interrupted, tmp_path)
    before = (folder.path / "run.json").read_bytes()
    assert run(["simulate", "--resume", str(folder.path), *option]) == 3
    assert f"{option[0].split('=')[0]} cannot be changed" in capsys.readouterr().err
    assert (folder.path / "run.json").read_bytes() == before
