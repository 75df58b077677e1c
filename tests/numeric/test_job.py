"""A run in its folder, from its beginning to its end; what is undone is kept and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.numeric.runs import SHORT, begun, copied, resume, same_bits, trajectory

from sslcheck.cli.main import run
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.folder import Folder
from sslcheck.numeric.job import Job
from sslcheck.numeric.jobs import open_job
from sslcheck.numeric.options import Options
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

KINDS: dict[str, Callable[[], Job[Any]]] = {
    "simulation": lambda: Simulation(Options(**SHORT)),
    "flow": lambda: FlowSimulation(
        FlowOptions("two-layer", sizes={"d": 4, "h": 3, "m": 2}, t_end=3.0, saves=9)
    ),
    "training": lambda: Training(
        TrainOptions(d=6, n=4, batch=16, steps=20, log_every=4, classes=0, momentum=0.5)
    ),
}

Captured = pytest.CaptureFixture[str]


def test_a_run_that_came_to_its_end_leaves_no_checkpoint(tmp_path: Path) -> None:
    """Whatever end that was, and however often it was kept: a resumption comes to the same."""
    simulation = Simulation(Options(**SHORT, max_steps=5))
    folder = Folder.create(tmp_path / "run", simulation.options)
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
    assert capsys.readouterr() == (f"nothing to do: the run in `{folder.path}` is completed\n", "")
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


def test_the_start_is_recorded_though_nothing_can_go_on() -> None:
    """A start whose rate is not finite is an outcome, with what it was."""
    simulation = Simulation(Options(**SHORT, method="rk4", step=0.5, alpha_p=1e40))
    run_ = simulation.run()
    assert run_.outcome is Outcome.NOT_FINITE
    assert len(run_.times) >= 1


@pytest.mark.parametrize("kind", ["simulation", "flow", "training"])
def test_any_run_goes_on_from_any_step_to_the_same_bits(kind: str, tmp_path: Path) -> None:
    whole, kept = KINDS[kind]().run(), tmp_path / "checkpoint.npz"
    left = iter([False] * 5 + [True])
    parted = KINDS[kind]().run(stopped=lambda: next(left), checkpoint=kept, every=1e9)
    assert parted.outcome is Outcome.INTERRUPTED
    again = KINDS[kind]().run(checkpoint=kept, every=1e9, resume=True)
    assert again.outcome is whole.outcome is Outcome.COMPLETED
    for group in ("series", "states", "last"):
        first, second = getattr(whole, group), getattr(again, group)
        assert first.keys() == second.keys() > set() or kind == "training"
        for name in first:
            assert first[name].tobytes() == second[name].tobytes(), name
    assert again.findings == pytest.approx(whole.findings, nan_ok=True) or str(
        again.findings
    ) == str(whole.findings)
    assert {**again.counts(), "seconds": 0} == {**whole.counts(), "seconds": 0}


@pytest.mark.parametrize("kind", ["simulation", "flow", "training"])
def test_a_run_that_has_ended_is_told_from_what_was_kept_of_it(kind: str, tmp_path: Path) -> None:
    job = KINDS[kind]()
    folder = Folder.create(tmp_path / "run", job.options)
    folder.begin(job)
    run_ = job.run()
    folder.finish(job, run_)
    opened = Folder.open(folder.path)
    assert opened.completed
    again = open_job(opened)
    found = again.recall(opened.read(), opened.result)
    assert str(found.findings) == str(run_.findings)
    assert {**found.counts()} == {**run_.counts()}
    with pytest.raises((KeyError, ValueError)):
        open_job(opened).recall({**opened.read(), "times": run_.times[:1]}, opened.result)


def test_of_each_series_the_folder_says_what_it_is(tmp_path: Path) -> None:
    for kind, make in KINDS.items():
        job = make()
        folder = Folder.create(tmp_path / kind, job.options)
        run_ = job.run()
        folder.finish(job, run_)
        about = folder.document["series"]
        assert [*about] == [*run_.series]
        assert all(s["quantity"] and s["unit"] for s in about.values())
        limits = {f.series: f.limit for f in run_.findings if f.series and f.limit is not None}
        assert {n: s["limit"] for n, s in about.items() if s["limit"] is not None} == limits
        assert limits or kind == "training"
