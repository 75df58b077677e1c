"""Runs that are killed or interrupted as processes go on to the same numbers, bit by bit."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.numeric.runs import same_bits, trajectory

from sslcheck.cli.main import run

if sys.platform == "win32":
    pytest.skip("signals as POSIX has them", allow_module_level=True)

pytestmark = pytest.mark.slow

RUNS = {
    "full": "--d 80 --n 96 --model full --rtol 1e-12 --atol 1e-14 --t-end 3 --saves 7",
    "modal, float32": "--d 96 --init aligned --dtype float32 --method rk4 --step 0.004 --t-end 3",
}
OFTEN = ["--checkpoint-every", "0", "--no-plots"]
# small products gain nothing from threads, and lose much where other processes want the cores
ALONE = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sslcheck", "simulate", *arguments, *OFTEN]


def finished(*arguments: str) -> None:
    """A run to its end in this process, which keeps no checkpoint on the way."""
    assert run(["simulate", *arguments, "--no-plots"]) == 0


def stopped_by(number: int, path: Path, pause: float, *arguments: str) -> tuple[int, str, str]:
    """Exit code and output of a run that gets a signal ``pause`` after its next checkpoint."""
    file = path / "checkpoint.npz"
    before = file.stat().st_mtime_ns if file.exists() else 0
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ALONE
    )
    limit = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < limit:
        try:
            if file.stat().st_mtime_ns != before:
                break
        except FileNotFoundError:
            pass
        time.sleep(0.005)
    time.sleep(pause)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def result(path: Path) -> Any:
    return json.loads((path / "run.json").read_text(encoding="utf-8"))["result"]


@pytest.mark.parametrize("kind", RUNS)
def test_killed_at_random_times(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = RUNS[kind].split()
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    finished(*options, "--out", str(whole))
    rng = random.Random(kind)
    arguments = [*options, "--out", str(parts)]
    kills = 0
    for _ in range(2):
        code, _, _ = stopped_by(signal.SIGKILL, parts, rng.uniform(0.0, 0.15), *arguments)
        arguments = ["--resume", str(parts)]
        if result(parts)["code"] == "completed":
            break  # on a fast machine, after a late kill
        assert code == -signal.SIGKILL
        kills += 1
    assert kills, "the run was over before it could be killed"
    capsys.readouterr()
    finished(*arguments)
    assert capsys.readouterr().err == ""
    assert same_bits(trajectory(parts), trajectory(whole))
    first, second = result(parts), result(whole)
    del first["seconds"], second["seconds"]
    assert first == second
    assert sorted(os.listdir(parts)) == ["record.npz", "run.json"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop(tmp_path: Path, number: int) -> None:
    options = RUNS["full"].split()
    path = tmp_path / "stopped"
    code, out, err = stopped_by(number, path, 0.05, *options, "--out", str(path))
    assert code == 130
    assert err == f"sslcheck: interrupted; go on by `sslcheck simulate --resume {path}`\n"
    assert "interrupted at t = " in out
    assert result(path)["code"] == "interrupted"
    assert 0 < result(path)["t"] < 3
    saved = trajectory(path)
    assert 1 <= len(saved["times"]) < 7
    finished("--resume", str(path))
    assert result(path)["code"] == "completed"
    complete = trajectory(path)
    assert len(complete["times"]) == 7
    for name, values in saved.items():
        if not name.startswith("last/"):
            assert complete[name][: len(values)].tobytes() == values.tobytes()
