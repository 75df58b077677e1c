"""Options that have no effect in a call are refused by name, whoever asks for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sslcheck.cli.given import holds
from sslcheck.cli.main import run

IDLE = {
    "train --rank 3": "--rank has no effect here: it needs --noise low-rank",
    "train --noise mask --sigma2 1": "--sigma2 has no effect here",
    "train --predictor learned --rho 0.5": "--rho has no effect here",
    "train --predictor directpred --alpha-p 2": "--alpha-p has no effect here",
    "train --target simsiam --beta 2": "--beta has no effect here: it needs the target ema",
    "train --seeds 2": "--seeds has no effect here: it needs --compare",
    "train --compare --predictor learned": "--predictor has no effect here: it needs a single run",
    "train --checkpoint-every 3": "--checkpoint-every has no effect here: it needs --out DIR",
    "simulate --plots": "--plots has no effect here: it needs --out DIR",
    "simulate --method rk4 --rtol 1e-3": "--rtol has no effect here",
    "simulate --step 0.1": "--step has no effect here",
    "train --resume runs --eta 1": "--eta cannot be changed: with --resume the options are those",
    "simulate --resume runs --d 3": "--d cannot be changed",
}


@pytest.mark.parametrize(("call", "words"), IDLE.items())
def test_none_is_ignored(call: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(call.split()) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


def test_data_with_noise_of_their_own_leave_none_to_choose(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "data.npz"
    np.savez(file, X=np.eye(3), X_prime=np.eye(3))
    assert run(["simulate", "--d", "3", "--data", str(file), "--sigma2", "1"]) == 3
    assert "--sigma2 has no effect here: it needs data without" in capsys.readouterr().err


def test_what_an_archive_holds(tmp_path: Path) -> None:
    file, damaged = tmp_path / "a.npz", tmp_path / "b.npz"
    np.savez(file, X=np.eye(2))
    damaged.write_bytes(file.read_bytes()[:40])
    assert holds(str(file), "X")
    assert not holds(str(file), "W_a")
    assert not any(holds(str(path), "X") for path in (damaged, tmp_path, tmp_path / "none.npz"))
