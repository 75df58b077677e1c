"""What the README says in numbers is what the program says now."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.decided import decided

from sslcheck.cli.main import run
from sslcheck.reports.text import rechecked

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def shown(command: str) -> list[str]:
    """The output that follows a command in the README."""
    after = README.split(f"$ {command}\n", 1)[1]
    return after.split("```", 1)[0].rstrip("\n").splitlines()


@pytest.mark.slow
def test_how_many_steps_are_checked_again() -> None:
    said = rechecked(decided())
    again, steps = (word for word in said.split() if word.isdigit())
    assert f"Of the {steps} steps" in README
    assert f"{again} are re-checked" in " ".join(README.split())


@pytest.mark.parametrize(
    "command",
    ["sslcheck derive --equation 9 --explain", "sslcheck kernels --n 64 --d 512"],
)
def test_what_it_prints(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All lines but the first, which may hold a time, as far as the README shows them."""
    run(command.split()[1:])
    found = capsys.readouterr().out.splitlines()
    *wanted, last = shown(command)
    assert last.strip() == "..."
    assert wanted[1:] == found[1 : len(wanted)]


def test_laws_that_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """All lines but that of the law, which ends with a time."""
    command = "sslcheck discover --flow byol"
    run(command.split()[1:])
    found = capsys.readouterr().out.rstrip().splitlines()
    wanted = shown(command)
    assert [*wanted[:1], *wanted[3:]] == [*found[:1], *found[3:]]
    assert wanted[2].split("  ")[:2] == found[2].split("  ")[:2]
