"""Runs of ``sslcheck train``: compared, kept, killed and gone on with, and the exit codes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.cli.small import SMALL, Captured, printed, refused

from sslcheck.cli.main import run
from sslcheck.numeric.training.network import Network


def test_comparison(capsys: Captured) -> None:
    out = printed(
        capsys, "--compare", "--seeds", "2", "--predictors", "learned,identity", "--targets",
        "simsiam,no-stop-gradient",
    )  # fmt: skip
    rows = [line.split()[:2] for line in out.split("\n\n")[1].splitlines()]
    names = ("simsiam", "no-stop-gradient")
    assert rows[1:] == [[t, p] for t in names for p in ("learned", "identity")]
    assert out.count("±") == 1 + 4 * 5
    assert "2 seeds from 0" in out


def test_a_contradiction_is_an_exit_code(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """With weights that are blown up behind the theory's back."""
    step = Network.__call__

    def pumped(self: Network, x1: object, x2: object, k: int) -> None:
        step(self, x1, x2, k)
        W = self.W
        W *= 1.05

    monkeypatch.setattr(Network, "__call__", pumped)
    arguments = ("--lr", "0.01", "--batch", "0")
    out = printed(capsys, *arguments, "--predictor", "identity", "--target", "simsiam", code=1)
    assert "NOT as proved" in out
    assert printed(capsys, *arguments, "--compare", "--seeds", "1", "--predictors", "identity",
                   "--targets", "simsiam", code=1).count("1 NOT as proved") == 1  # fmt: skip


def test_divergence(capsys: Captured) -> None:
    out = printed(capsys, "--lr", "90", code=2)
    assert "lower `--lr`" in out
    assert "diverged" in out
    assert "nan" not in out


def test_folder_and_resume(capsys: Captured, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    printed(capsys, "--out", str(folder))
    assert sorted(p.name for p in folder.iterdir()) == [
        "record.npz", "run.json", "training.png", "training.svg",
    ]  # fmt: skip
    assert run(["train", "--resume", str(folder)]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert "holds a run already" in refused(capsys, "--out", str(folder))
    assert run(["train", "--resume", str(folder), "--eta", "1"]) == 3
    assert "--eta cannot be changed" in capsys.readouterr().err
    assert run(["train", "--resume", str(tmp_path)]) == 3
    assert "holds no run" in capsys.readouterr().err


@pytest.mark.slow
def test_a_killed_run_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    """A process that is killed at a checkpoint leaves it behind; this one goes on from there."""
    arguments = [*SMALL, "--steps", "3000", "--log-every", "500", "--no-plots"]
    often = ["--checkpoint-every", "0", "--out", str(tmp_path / "a")]
    command = [sys.executable, "-m", "sslcheck", *arguments, *often]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    file = tmp_path / "a" / "checkpoint.npz"
    while not file.exists() and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.wait()
    assert file.exists()
    assert run(["train", "--resume", str(tmp_path / "a"), "--no-plots"]) == 0
    assert run([*arguments, "--out", str(tmp_path / "b")]) == 0
    with np.load(tmp_path / "a/record.npz") as a, np.load(tmp_path / "b/record.npz") as b:
        assert a.files == b.files
        assert all(a[name].tobytes() == b[name].tobytes() for name in a.files)


def test_comparison_in_a_folder(capsys: Captured, tmp_path: Path) -> None:
    chosen = ("--compare", "--seeds", "1", "--predictors", "learned", "--targets", "ema")
    out = printed(capsys, *chosen, "--out", str(tmp_path))
    assert (tmp_path / "learned-ema-0" / "record.npz").exists()
    assert run(["train", "--resume", str(tmp_path)]) == 0
    assert capsys.readouterr().out == out


def test_a_slow_collapse_is_not_yet_what_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    slow = ["--predictor", "identity", "--sigma2", "0", "--eta", "1e-6", "--steps", "20"]
    assert run(["train", "--d", "8", "--n", "4", "--classes", "0", *slow]) == 0
    assert "happened  no collapse, not yet what is proved" in capsys.readouterr().out
