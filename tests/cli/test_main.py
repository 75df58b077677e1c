"""The program around the commands: what it imports, how it ends."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Script


HEAVY = {"matplotlib", "numpy", "rich", "sympy"}


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


def test_wrong_use_of_the_script(script: Script) -> None:
    done = script("derive", "--equation")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
