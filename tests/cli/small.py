"""A small training run of the command, and what it prints."""

from __future__ import annotations

import pytest

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]
SMALL = [
    "train", "--d", "6", "--n", "4", "--classes", "4", "--probe", "40", "--batch", "16",
    "--steps", "40", "--log-every", "10",
]  # fmt: skip


def printed(capsys: Captured, *arguments: str, code: int = 0) -> str:
    """What the run prints; of a comparison a line for each cell stands on stderr besides."""
    assert run([*SMALL, *arguments]) == code
    out, err = capsys.readouterr()
    if "--compare" in arguments:  # a line for each cell when it has ended, in a pipe as well
        targets, predictors = (
            arguments[arguments.index(o) + 1].split(",") for o in ("--targets", "--predictors")
        )
        cells = [f"{target}, {predictor}: " for target in targets for predictor in predictors]
        told = err.splitlines()
        assert len(told) == len(cells)
        assert all(map(str.startswith, told, cells))
    else:
        assert err == ""
    return out


def refused(capsys: Captured, *arguments: str) -> str:
    """Why the run is refused: a sentence on stderr and exit code 3."""
    assert run([*SMALL, *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err
