"""Odd options end with a code and a sentence; what has no effect is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.attack_draw import COMMANDS, Attack
from tests.attack_options import FREE, call
from typer.main import get_command

from sslcheck.cli.app import app
from sslcheck.cli.exits import report_error
from sslcheck.cli.main import run
from sslcheck.numeric.device import arrays

Captured = pytest.CaptureFixture[str]
HUGE, E19 = "1" + "0" * 400, "1" + "0" * 19


@pytest.mark.slow
def test_a_sample_of_odd_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_free_host_memory", lambda: FREE)
    monkeypatch.setattr("typer.main.get_command", cache(get_command))  # it is made anew each time
    monkeypatch.chdir(tmp_path)
    attack = Attack(1, tmp_path)
    outcomes = [call(attack.draw()) for _ in range(60)]
    assert not [o for o in outcomes if o.wrong]
    assert {o.code for o in outcomes} >= {0, 3}


def test_the_attack_knows_every_option() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    known = {
        name: {option for options in kinds.values() for option in options.split()}
        for name, kinds in COMMANDS.items()
    }
    assert known == {
        name: {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o[:2] == "--"}
        for name, command in commands.items()
    }


def test_the_attack_sees_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """An internal error, a traceback on the way, a warning of NumPy, a refusal without a word."""

    def fails(error: Exception | None, code: int = 0, warns: bool = False) -> str:
        def run(_arguments: list[str]) -> int:
            if error is not None:
                return report_error(error)
            return int(np.float64(1e308) * 10 > 0) - 1 if warns else code

        monkeypatch.setattr("tests.attack_options.run", run)
        return call(()).wrong

    assert "internal error, TypeError" in fails(TypeError("odd"))
    assert "internal error, MemoryError" in fails(MemoryError())
    assert "overflow" in fails(None, warns=True)
    assert fails(None, code=3) == "refused without a word"
    assert fails(OSError(2, "No such file", "x")) == fails(None) == ""


@pytest.mark.parametrize(
    "line",
    [
        f"simulate --d 6 --n {HUGE}",
        f"simulate --saves {E19}",
        "simulate --saves 10000000000",
        f"simulate --d {E19} --data power-law",
        "simulate --d 100000000000",
        "simulate --rtol 1e308",
        "simulate --atol 1e308",
        "simulate --alpha-p 1e-308",
        "simulate --d 6 --dtype float32 --eta 1e39",
        f"train --steps {HUGE}",
        "train --steps 3000000000 --log-every 1",
        f"train --d {E19} --data spiked",
        "train --sigma2 1e308",
        "train --tau0 1e308",
        f"kernels --n {HUGE}",
        f"report --equation 3 --d {E19}",
    ],
)
def test_sizes_and_numbers_are_refused_before_anything_is_made(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    monkeypatch.setattr(arrays, "_free_host_memory", lambda: FREE)
    monkeypatch.chdir(tmp_path)
    assert run(line.split()) == 3
    err = capsys.readouterr().err
    assert "internal error" not in err
    assert "must be" in err or "GiB" in err or "less than or equal" in err


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("train --seeds 2", "--compare"),
        ("train --predictors nonsense", "--compare"),
        ("train --rank 3", "--noise low-rank"),
        ("train --eps 0.1 --predictor learned", "a predictor that is set from F"),
        ("train --alpha-p 2", "a predictor that learns"),
        ("train --compare --predictor learned", "a single run"),
        ("train --beta 2 --target simsiam", "the target ema"),
        ("simulate --step 0.1", "--method rk4"),
        ("simulate --rtol 1e-3 --method rk4", "an adaptive --method"),
        ("simulate --checkpoint-every 3", "--out DIR"),
        ("derive --verify-all --equation 2", "a call without --equation"),
        ("report --no-figures --d 8", "--figures"),
        ("kernels --model modal --structure dense", "--model full or gram"),
    ],
)
def test_an_option_without_effect_is_refused(capsys: Captured, line: str, needs: str) -> None:
    assert run(line.split()) == 3
    err = " ".join(capsys.readouterr().err.split())
    assert f"has no effect here: it needs {needs}" in err


@pytest.mark.parametrize("command", ["simulate --t-end 1", "train --steps 5 --probe 8"])
def test_a_frozen_target_is_a_run(capsys: Captured, command: str) -> None:
    assert run([*command.split(), "--d", "6", "--n", "3", "--beta", "0"]) == 0
    assert "completed" in capsys.readouterr().out


def test_few_inputs_need_no_word_about_classes(capsys: Captured) -> None:
    few = ["--d", "2", "--n", "2", "--steps", "2", "--probe", "8"]
    assert run(["train", *few]) == 0
    assert "3 classes" in capsys.readouterr().out


def test_the_first_useless_number_of_a_file_is_named(capsys: Captured, tmp_path: Path) -> None:
    X = np.eye(4)
    X[2, 1] = np.nan
    np.savez(tmp_path / "x.npz", X=X)
    np.savez(tmp_path / "big.npz", W_p=np.eye(2), W=np.full((2, 4), 1e160))
    assert run(["simulate", "--d", "4", "--data", str(tmp_path / "x.npz")]) == 3
    assert "`X` of" in (err := capsys.readouterr().err)
    assert "got nan at [2, 1]" in err
    big = str(tmp_path / "big.npz")
    assert run(["simulate", "--d", "4", "--n", "2", "--init", big]) == 3
    assert "got 1e+160 at [0, 0]" in capsys.readouterr().err
    assert run(["simulate", "--data", "x.npy"]) == 3
    assert "numpy.savez" in capsys.readouterr().err


def test_a_budget_that_no_timer_holds(capsys: Captured) -> None:
    """Found by an odd call: the timer's own error was taken for a bug of the checker."""
    assert run(["derive", "--budget", "1e308", "--equation", "2.3"]) == 0
    assert "PROVED" in capsys.readouterr().out
