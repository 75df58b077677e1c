"""The commands: how they are found, completed and helped with."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Script


PROJECT = Path(__file__).parents[2] / "pyproject.toml"


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
