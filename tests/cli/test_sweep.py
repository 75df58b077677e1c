"""``sslcheck sweep``: rows as they end, exit codes, what is refused, and going on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]
SMALL = ["sweep", "simulate", "--d", "3", "--t-end", "1", "--saves", "2"]


def test_rows_are_printed_and_kept(capsys: Captured, tmp_path: Path) -> None:
    out = tmp_path / "out"
    over = ["--over", "eta=0,0.1", "--over", "sigma2=0.1,0.2", "--seeds", "2"]
    assert run([*SMALL, *over, "--out", str(out)]) == 0
    shown, told = capsys.readouterr()
    assert told == ""
    head, *lines = shown.splitlines()
    assert head == "cell,eta,sigma2,seed,code,cause,contradicted,seconds"
    assert [line.split(",")[:5] for line in lines[:2]] == [
        ["0", "0.0", "0.1", "0", "completed"], ["1", "0.0", "0.1", "1", "completed"],
    ]  # fmt: skip
    kept = (out / "sweep.csv").read_text().splitlines()
    assert [line.split(",")[:7] for line in kept[1:]] == [line.split(",")[:7] for line in lines]
    (out / "sweep.csv").write_text("\n".join(kept[:3]) + "\n" + kept[3][:20])
    assert run(["sweep", "--resume", str(out)]) == 0
    again = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in again] == ["cell", "2", "3", "4", "5", "6", "7"]
    assert run([*SMALL, *over, "--out", str(out)]) == 3
    assert "holds a sweep already" in capsys.readouterr().err


def test_a_failed_run_is_a_row_with_its_cause(capsys: Captured) -> None:
    train = ["sweep", "train", "--d", "4", "--n", "2", "--steps", "3", "--probe", "8"]
    assert run([*train, "--over", "eta=-1,0.1"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert "failed" in lines[1]
    assert "must be a nonnegative, finite number" in lines[1]
    assert "completed" in lines[2]


def test_outputs_follow_inputs_that_are_swept(capsys: Captured) -> None:
    assert run([*SMALL, "--over", "d=2,3"]) == 0
    assert capsys.readouterr().out.count("completed") == 2


def test_a_flow_is_swept_by_its_symbols(capsys: Captured) -> None:
    flow = ["sweep", "simulate", "--article", "exact-modes", "--flow", "strengths", "--t-end", "1"]
    assert run([*flow, "--over", "θ=0.5,1"]) == 0
    assert capsys.readouterr().out.count("completed") == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["sweep", "--over", "eta=1"], "must be `simulate` or `train`"),
        (["sweep", "derive", "--over", "eta=1"], "options behind it; got `derive`"),
        ([*SMALL], None),
        (["sweep", "simulate"], "nothing is swept"),
        (["sweep", "simulate", "--over", "et=1"], "did you mean `eta`"),
        (["sweep", "simulate", "--dd", "3", "--over", "eta=1"], "--dd"),
        (["sweep", "simulate", "--d", "x", "--over", "eta=1"], "a whole number"),
        (["sweep", "train", "--compare", "--over", "eta=1"], "`--compare` is of a single call"),
        (["sweep", "simulate", "--ensemble", "3", "--over", "eta=1"], "`--ensemble` is of"),
        (["sweep", "simulate", "--step", "1", "--over", "eta=1"], "needs --method rk4"),
        (["sweep", "simulate", "--over", "eta=1", "--workers", "2", "--scheduler", "x"], "one of"),
        (["sweep", "--resume", "no", "--seeds", "3"], "the runs are those of the sweep"),
        (["sweep", "--resume", "no"], "there is no such folder"),
    ],
)
def test_what_cannot_be_swept_is_said(capsys: Captured, given: list[str], said: str | None) -> None:
    assert run(given) == 3
    assert (said or "nothing is swept") in capsys.readouterr().err
