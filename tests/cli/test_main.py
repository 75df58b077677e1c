"""The program around the commands: what it imports, how it ends."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Script


HEAVY = {"matplotlib", "numpy", "pydantic", "rich"}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["derive", "--help"], ["env", "-h"], ["simulate", "--help"]],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported_of({*HEAVY, "sympy"}, arguments) == ""


def test_what_parses_values_is_imported_for_values_that_are_given() -> None:
    assert imported_of(HEAVY, ["articles", "--quiet"]) == ""
    assert imported_of(HEAVY, ["show", "oja"]) == "pydantic"


def imported_of(names: set[str], arguments: list[str]) -> str:
    """Which of the modules a command imports in the end."""
    code = (
        "import sys; from sslcheck.cli.main import run; code = run(sys.argv[1:]);"
        f"sys.exit(code or ' '.join({names} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.stdout or "--quiet" in arguments
    return done.stderr.strip()


def test_wrong_use_of_the_script(script: Script) -> None:
    done = script("derive", "--equation")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
