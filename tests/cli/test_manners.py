"""Commands that say nothing, or say it as JSON."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.folders import SIMULATE, TRAIN
from tests.cli.test_upgrade import OLD

from sslcheck.cli.app import app
from sslcheck.cli.main import run
from sslcheck.numeric.disk.document import read_document

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
    ["kernels", "--n", "4", "--d", "6"],
    ["kernels", "--target", "cuda"],
    ["show", "two-layer"],
    ["sweep", *SIMULATE, "--over", "eta=0,0.1"],
]
"""Calls of commands that write nothing."""


def test_every_command_can_be_quiet_and_say_it_as_json() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert {"quiet", "json"} <= inspect.signature(command.callback).parameters.keys()


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
        (["show", "--schema", "--json"], "--schema is JSON already"),
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


def test_what_writes_files_says_which(tmp_path: Path, capsys: Captured) -> None:
    paper, mine, new = tmp_path / "paper.tex", tmp_path / "mine.toml", tmp_path / "new.toml"
    paper.write_text("\\begin{equation} A = B B^T \\end{equation}", encoding="utf-8")
    written = json.loads(said(capsys, "new", str(mine), "--from", str(paper), "--json")[1])
    assert (written["file"], written["equations"]) == (str(mine), 1)
    assert said(capsys, "new", str(tmp_path / "b.toml"), "-q") == (0, "", "")
    old = tmp_path / "old.toml"
    old.write_text(OLD, encoding="utf-8")
    changed = json.loads(said(capsys, "upgrade", str(old), str(new), "--json")[1])
    assert changed["file"] == str(new)
    assert changed["changes"]
    assert new.exists()


def test_certificates(tmp_path: Path, capsys: Captured) -> None:
    folder = str(tmp_path / "c")
    said(capsys, "derive", "--article", "two-layer", "--certificates", folder)
    call = ("verify", folder, "--article", "two-layer")
    code, out, _ = said(capsys, *call, "--json")
    assert code == 0
    assert json.loads(out) == {
        "certificates": {f"{folder}/2.json": _shows("proved", "", [])},
        "exit_code": 0,
    }
    assert said(capsys, *call, "-q") == (0, "", "")
    Path(folder, "2.json").write_text("{}", encoding="utf-8")
    code, out, _ = said(capsys, *call, "--json")
    (only,) = json.loads(out)["certificates"].values()
    assert (code, only["found"]) == (1, "rejected")
    assert only["why"]
    assert only["other than the article"]
    assert said(capsys, "verify", str(tmp_path), "-q", "--article", "two-layer") == (1, "", "")


def _shows(found: str, why: str, other: list[str]) -> dict[str, Any]:
    return {"found": found, "why": why, "other than the article": other}
