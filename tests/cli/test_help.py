"""``--help``: whole sentences, as wide as the terminal, and quick."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer

from sslcheck.cli.app import app
from sslcheck.cli.main import run
from sslcheck.cli.panels import COMMANDS, OPTIONS, OTHERS, panels

Captured = pytest.CaptureFixture[str]
GROUP: Any = typer.main.get_command(app)


def shown(capsys: Captured, *arguments: str) -> str:
    assert run([*arguments, "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize("width", [60, 100, 160])
@pytest.mark.parametrize("command", ["", *GROUP.commands])
def test_it_is_as_wide_as_the_terminal_and_nothing_is_cut(
    command: str, width: int, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = shown(capsys, *filter(None, [command]))
    lines = text.splitlines()
    rules = [line for line in lines if line.endswith("───")]
    assert {len(rule) for rule in rules} == {width}
    examples = [line for line in lines if line.startswith("    ") or len(line) <= width]
    assert len(examples) == len(lines)
    said = " ".join(text.split())
    chosen = GROUP.commands.get(command)
    for param in chosen.params if chosen is not None else ():
        help_ = getattr(param, "help", None)
        assert help_ is None or " ".join(help_.split()) in said
    for other in GROUP.commands.values() if chosen is None else ():
        assert other.get_short_help_str(10_000) in said


@pytest.mark.parametrize("command", GROUP.commands)
def test_every_option_is_in_a_panel(command: str) -> None:
    names = [param.name for param in GROUP.commands[command].params if param.name != "help"]
    found = panels(["help", *names], OPTIONS)
    hint = "a new option goes into a panel of `sslcheck.cli.panels.OPTIONS`"
    assert found.keys() == {OTHERS} or found[OTHERS] == ["help"], hint
    assert sorted(["help", *names]) == sorted(name for inside in found.values() for name in inside)


def test_every_command_is_in_a_panel() -> None:
    assert sorted(GROUP.commands) == sorted(n for inside in COMMANDS.values() for n in inside)


def test_a_parameter_is_in_one_panel() -> None:
    every = [name for inside in OPTIONS.values() for name in inside]
    assert len(every) == len(set(every))


def test_colours_where_asked_for(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in shown(capsys, "derive")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[36m--budget SECONDS\x1b[0m" in shown(capsys, "derive")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(capsys, "derive")


def test_signs_that_a_terminal_has_not_are_left_out() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sslcheck", "articles", "--help"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "COLUMNS": "40"},
        check=True,
    )
    assert b"Options " + b"-" * 32 in done.stdout


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from sslcheck.cli.main import run; run(['train', '--help']);"
        "heavy = {'rich', 'numpy', 'sympy', 'matplotlib', 'msgspec'};"
        "print(sorted(heavy & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
