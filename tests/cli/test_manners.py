"""Commands that say nothing, or say it as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.folders import SIMULATE, TRAIN

from sslcheck.cli.main import run
from sslcheck.numeric.document import read_document

Captured = pytest.CaptureFixture[str]
CASES = [
    ["articles"],
    ["check", "two-layer"],
    ["derive", "--article", "two-layer"],
    ["discover", "--article", "two-layer", "--degree", "2"],
    ["env"],
    SIMULATE,
    TRAIN,
    [*TRAIN, "--compare", "--predictors", "identity", "--targets", "ema", "--seeds", "1"],
]


def said(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = run([*arguments])
    return code, *capsys.readouterr()


@pytest.mark.slow
@pytest.mark.parametrize("arguments", CASES, ids=" ".join)
def test_json_is_all_of_stdout(arguments: list[str], capsys: Captured) -> None:
    code, out, _ = said(capsys, *arguments)
    again, text, _ = said(capsys, *arguments, "--json")
    assert code == again
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert text != out


@pytest.mark.slow
@pytest.mark.parametrize("arguments", CASES, ids=" ".join)
def test_quiet_says_nothing_and_ends_alike(arguments: list[str], capsys: Captured) -> None:
    code = said(capsys, *arguments)[0]
    assert said(capsys, *arguments, "--quiet") == (code, "", "")


def test_errors_are_said_in_any_manner(capsys: Captured) -> None:
    for manner in ("-q", "--json"):
        code, out, err = said(capsys, "derive", "--equation", "nine", manner)
        assert (code, out) == (3, "")
        assert "no equation or claim `nine`" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["derive", "--json", "--quiet"], "--quiet leaves nothing of --json"),
        (["derive", "--json", "--format", "latex"], "--json is a `--format`"),
        (["articles", "--json", "-q"], "--quiet leaves nothing of --json"),
        (["show", "oja", "--json"], "No such option"),
    ],
)
def test_what_contradicts_itself_is_refused(
    arguments: list[str], message: str, capsys: Captured
) -> None:
    code, out, err = said(capsys, *arguments)
    assert (code, out) == (3, "")
    assert message in err


def test_a_run_says_what_its_folder_does(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "run"
    arguments = [*SIMULATE, "--no-plots", "--out", str(folder), "--json"]
    printed = json.loads(said(capsys, *arguments)[1])
    kept: dict[str, Any] = read_document(folder / "run.json", "run")
    assert {k: v for k, v in kept.items() if k not in ("record", "figures", "digest")} == {
        k: v for k, v in printed.items() if k != "digest"
    }
    again = said(capsys, "simulate", "--resume", str(folder), "--no-plots", "--json")
    assert json.loads(again[1]) == kept | {"digest": json.loads(again[1])["digest"]}


def test_a_page(tmp_path: Path, capsys: Captured) -> None:
    page = ["report", "--article", "two-layer", "--no-figures", "--out"]
    code, out, _ = said(capsys, *page, str(tmp_path / "a"), "--json")
    assert json.loads(out) == {
        "page": str(tmp_path / "a" / "report.md"),
        "claims": {"2": "proved"},
        "problems": [],
        "exit_code": code,
    }
    assert said(capsys, *page, str(tmp_path / "b"), "-q") == (code, "", "")
    assert (tmp_path / "b" / "report.md").exists()
