"""The installed program: what it imports, how it completes, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.main import run

if TYPE_CHECKING:
    from .conftest import Script

HEAVY = {"matplotlib", "numpy", "rich", "sympy"}
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["derive", "--help"], ["env", "-h"], ["simulate", "--help"]],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from sslcheck.cli.main import run; code = run(sys.argv[1:]);"
        f"sys.exit(code or ' '.join({HEAVY} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
    assert done.stdout


def test_version_is_that_of_the_project(script: Script) -> None:
    declared = tomllib.loads(PROJECT.read_text())["project"]["version"]
    assert script("--version").stdout == f"sslcheck {declared}\n"


def test_module_and_script_agree(script: Script) -> None:
    module = subprocess.run(
        [sys.executable, "-m", "sslcheck", "--help"], capture_output=True, text=True, check=True
    )
    assert module.stdout == script("--help").stdout


def test_help_names_the_exit_codes(script: Script) -> None:
    done = script("derive", "--help")
    assert done.returncode == 0
    for line in ("  1    a claim refuted", "  2    a claim undecided", "  3    wrong use"):
        assert line in done.stdout


def test_completion(script: Script) -> None:
    words = {"COMP_WORDS": "sslcheck de", "COMP_CWORD": "1"}
    environ = {**os.environ, **words, "_SSLCHECK_COMPLETE": "complete_bash"}
    assert script(env=environ).stdout.split() == ["derive"]


def test_wrong_use_of_the_script(script: Script) -> None:
    done = script("derive", "--equation")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_env(script: Script) -> None:
    done = script("env")
    assert (done.returncode, done.stderr) == (0, "")
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert names == ["sslcheck", "python", "sympy", "platform", "cores", "numpy", "cupy"]


def test_env_keeps_to_a_width(script: Script) -> None:
    lines = script("env", env={**os.environ, "COLUMNS": "50"}).stdout.splitlines()
    assert max(map(len, lines)) <= 50


def test_env_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["env", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    numpy, cupy = document["backends"]
    assert (numpy["name"], numpy["available"]) == ("numpy", True)
    assert cupy["name"] == "cupy"
    assert cupy["detail"]
