"""What ``sslcheck env`` says of a machine."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.main import run

if TYPE_CHECKING:
    from .conftest import Script


def test_env(script: Script) -> None:
    done = script("env")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()  # what is long goes on in indented ones
    names = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert names == ["sslcheck", "python", "sympy", "platform", "cores", "cupy", "numpy", "torch"]


def test_env_keeps_to_a_width(script: Script) -> None:
    lines = script("env", env={**os.environ, "COLUMNS": "50"}).stdout.splitlines()
    assert max(map(len, lines)) <= 50


def test_env_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["env", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    cupy, numpy, torch = document["backends"]
    assert (numpy["name"], numpy["available"]) == ("numpy", True)
    assert cupy["name"] == "cupy"
    assert torch["name"] == "torch"
    assert cupy["detail"]
    assert torch["detail"]
