"""``sslcheck simulate --flow``: every option by the symbols of the article, errors in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sslcheck.cli.flow_run import by_flow
from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]
SMALL = ["simulate", "--article", "two-layer", "--t-end", "2", "--saves", "3"]
SIZES = ["--size", "d=4", "--size", "h=3", "--size", "m=2"]


def refused(capsys: Captured, *arguments: str) -> str:
    assert run([*SMALL, *SIZES, *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == (4 if err.startswith("Usage") else 1)
    return err


def test_a_run_of_a_flow_is_shown_and_written(capsys: Captured, tmp_path: Path) -> None:
    np.save(tmp_path / "A.npy", np.full((3, 4), 0.5))
    np.save(tmp_path / "S.npy", np.arange(1.0, 5.0))
    given = ["--init", f"A={tmp_path / 'A.npy'}", "--data", f"S={tmp_path / 'S.npy'}"]
    out = tmp_path / "run"
    assert run([*SMALL, *SIZES, *given, "--out", str(out)]) == 0
    shown, told = capsys.readouterr()
    assert told == ""
    assert "flow    descent of two-layer, d = 4, h = 3, m = 2\n" in shown
    assert "data    S diagonal, R dense\n" in shown
    assert "1 proved statement holds along the run" in shown
    document = json.loads((out / "run.json").read_text())
    assert document["options"]["flow"] == "descent"
    assert (out / "gauges.svg").is_file()
    assert run(["simulate", "--resume", str(out)]) == 0
    assert "nothing to do" in capsys.readouterr().out
    (out / "gauges.png").unlink()
    assert run(["simulate", "--resume", str(out)]) == 0
    again = capsys.readouterr().out
    assert again.split("\n\n")[1] == shown.split("\n\n")[1]
    assert (out / "gauges.png").is_file()


def test_modes_and_scalars_run_by_their_letters(capsys: Captured) -> None:
    modes = ["simulate", "--article", "exact-modes", "--flow", "strengths", "--t-end", "2"]
    assert run([*modes, "--set", "θ=0.5", "--init", "u_j=0.1", "--size", "h=3"]) == 0
    assert "values  θ = 0.5" in capsys.readouterr().out
    assert run(["simulate", "--article", "oja", "--flow", "length", "--set", r"\gamma=1"]) == 0
    assert "values  γ = 1" in capsys.readouterr().out


def test_errors_say_what_there_is(capsys: Captured) -> None:
    assert "its flows are: `descent`; did you mean `descent`?" in refused(
        capsys, "--flow", "decent"
    )
    assert "has no `RR`; did you mean `R`?" in refused(capsys, "--data", "RR=R.npy")
    assert "is not NAME=VALUE" in refused(capsys, "--set", "q")
    assert "no space `q`; the article's spaces are" in refused(capsys, "--size", "q=3")
    assert "cannot read `no.npy`" in refused(capsys, "--data", "S=no.npy")
    assert "--beta has no effect here" in refused(capsys, "--beta", "0.5")
    assert "needs --method rk4" in refused(capsys, "--step", "0.5")


def test_a_flow_by_its_name_is_told_from_a_run_by_roles() -> None:
    assert not by_flow("directpred", None, [None, None], [["power-law"], None])
    assert by_flow("directpred", "byol", [None, None], [None, None])
    assert by_flow("directpred", None, [["n=3"], None], [None, None])
    assert by_flow("directpred", None, [None, None], [None, ["W=W.npy"]])
    assert not by_flow("directpred", None, [None, None], [["a=b.npz"], None])
    assert by_flow("two-layer", None, [None, None], [None, None])


def test_what_can_be_given_once_only_is_refused_twice(capsys: Captured) -> None:
    twice = ["simulate", "--d", "4", "--data", "isotropic", "--data", "power-law"]
    assert run(twice) == 3
    assert "--data is given 2 times" in capsys.readouterr().err
    assert run(["simulate", "--d", "4", "--scale", "1"]) == 3
    assert "--scale has no effect here: it needs --flow NAME" in capsys.readouterr().err


def test_a_run_that_ends_early_says_so(capsys: Captured) -> None:
    blown = ["simulate", "--article", "dimensional-collapse", "--flow", "two-layers"]
    sizes = ["--size", "d=3", "--size", "h=3", "--size", "m=3"]
    assert run([*blown, *sizes, "--data", "X=isotropic", "--scale", "5"]) == 2
    assert "result  completed" not in capsys.readouterr().out
