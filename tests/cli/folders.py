"""Small runs of each kind, and what a command says of their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.cli.main import run

__all__ = ["COMMANDS", "COMPARE", "FIGURES", "SIMULATE", "TRAIN", "content", "refused", "said"]

Captured = pytest.CaptureFixture[str]

SIMULATE = ["simulate", "--d=5", "--n=3", "--init=aligned", "--t-end=1", "--saves=5"]


TRAIN = ["train", "--d=6", "--n=4", "--batch=16", "--steps=20", "--log-every=5", "--classes=0"]


COMPARE = [*TRAIN, "--compare", "--seeds=1", "--predictors=learned", "--targets=ema,simsiam"]


COMMANDS = {"simulate": SIMULATE, "train": TRAIN, "compare": COMPARE}


FIGURES = {
    "simulate": ["gauges.svg", "gauges.png", "modes.svg", "modes.png"],
    "train": ["training.svg", "training.png"],
}


def said(capsys: Captured, *arguments: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert run([*arguments]) == code
    found = capsys.readouterr()
    return found.out, found.err


def refused(capsys: Captured, *arguments: str) -> str:
    """The one line that a refused command says."""
    out, err = said(capsys, *arguments, code=3)
    assert out == ""
    assert "[Errno" not in err
    return err


def content(folder: Path) -> dict[str, bytes]:
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and not f.is_symlink()]
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}
