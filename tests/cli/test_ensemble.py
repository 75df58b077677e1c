"""``sslcheck simulate --ensemble``: what is shown, written and refused, and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]
MANY = ["simulate", "--article", "exact-modes", "--flow", "strengths", "--t-end", "2"]


@pytest.fixture
def compiler() -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")


@pytest.mark.usefixtures("compiler")
def test_modes_that_are_drawn_keep_what_is_proved(capsys: Captured) -> None:
    few = ["simulate", "--ensemble", "50", "--model", "modal", "--scale", "1.25", "--t-end", "2"]
    assert run([*few, "--set", "eta=0.05"]) == 0
    assert "1 proved statement holds on 50 trajectories\n" in capsys.readouterr().out


@pytest.mark.usefixtures("compiler")
def test_a_file_is_run_shown_and_written(capsys: Captured, tmp_path: Path) -> None:
    file, out = tmp_path / "given.csv", tmp_path / "out"
    file.write_text("u_j,θ\n0.1,1\n0.2,2\nnan,1\n")
    assert run([*MANY, "--ensemble", str(file), "--set", "s_j=2", "--out", str(out)]) == 2
    shown, told = capsys.readouterr()
    assert told == ""
    assert "given   u_j, s_j, θ\n" in shown
    assert "result  2 completed, 1 not finite; t = 2\n" in shown
    document = json.loads((out / "ensemble.json").read_text())
    assert document["options"]["file"] == str(file)
    assert run([*MANY, "--ensemble", "3", "--out", str(out)]) == 3
    assert "would be overwritten" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--ensemble", "0"], "must be at least 1"),
        (["--ensemble", "9" * 30], "must be at most"),
        (["--ensemble", "-3"], "must be a number of trajectories, or a file"),
        (["--ensemble", "no.npz"], "cannot read `no.npz`"),
        (["--ensemble", "3", "--eta", "1"], "here `--set SYMBOL=NUMBER`"),
        (["--ensemble", "3", "--saves", "5"], "here `--every TIME`"),
        (["--ensemble", "3", "--method", "rk4"], "steps are adaptive here"),
        (["--ensemble", "3", "--dtype", "float32"], "numbers are float64"),
        (["--ensemble", "3", "--size", "h=2"], "each trajectory is a single mode"),
        (["--ensemble", "3", "--set", "tetha=1"], "did you mean"),
        (["--ensemble", "3", "--init", "u_j=no.npy"], "is not a finite number"),
        (["--every", "1"], "it needs --ensemble FILE|N"),
    ],
)
def test_what_cannot_be_is_said(capsys: Captured, given: list[str], said: str) -> None:
    assert run([*MANY, *given]) == 3
    assert said in capsys.readouterr().err


def test_what_a_run_does_not_need_is_not_imported() -> None:
    heavy = {"numba", "matplotlib", "pandas", "scipy.linalg", "scipy.optimize", "scipy.integrate"}
    program = (
        "import sys; from sslcheck.cli.main import run\n"
        "run(['simulate', '--t-end', '1', '--d', '4'])\n"
        "run(['simulate', '--t-end', '1', '--flow', 'byol', '--size', 'd=4', '--size', 'n=4'])\n"
        f"sys.exit(' '.join({heavy} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.stderr.decode().strip() == ""
