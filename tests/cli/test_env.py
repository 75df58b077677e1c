"""What ``sslcheck env`` says of a machine."""

from __future__ import annotations

import json

import pytest

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]


def test_env(capsys: Captured) -> None:
    assert run(["env"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()  # what is long goes on in indented ones
    names = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert names == ["sslcheck", "python", "sympy", "platform", "cores", "cupy", "numpy", "torch"]


def test_env_keeps_to_a_width(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert run(["env"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 50 < sum(map(len, lines))


def test_env_as_json(capsys: Captured) -> None:
    assert run(["env", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    cupy, numpy, torch = document["backends"]
    assert (numpy["name"], numpy["available"]) == ("numpy", True)
    assert cupy["name"] == "cupy"
    assert torch["name"] == "torch"
    assert cupy["detail"]
    assert torch["detail"]
