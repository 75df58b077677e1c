"""``sslcheck derive`` from end to end, on the shipped article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.main import run

if TYPE_CHECKING:
    from .conftest import Script

Captured = pytest.CaptureFixture[str]


@pytest.mark.slow
def test_whole_article(script: Script) -> None:
    done = script("derive", "--verify-all")
    assert (done.returncode, done.stderr) == (0, "")
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("eq. ")
    assert last.startswith("11 equations, ")
    assert ", 0 undecided " in last


def test_one_equation_as_json(capsys: Captured) -> None:
    assert run(["derive", "--equation", "2", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["claims"]
    assert {claim["equation"] for claim in found} == {"2"}


def test_explained_in_a_file(capsys: Captured, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    arguments = ("-e", "9", "--explain", "--format", "markdown", "--output", str(target))
    assert run(["derive", *arguments]) == 0
    assert capsys.readouterr().out == ""
    assert "$$" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--equation", "99"], "no equation or claim `99`"),
        (["--article", "no-such-article"], "no-such-article"),
        (["--article", "bad.toml"], "bad.toml"),
    ],
)
def test_what_is_not_there_and_what_is_no_text(
    arguments: list[str],
    said: str,
    capsys: Captured,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    assert run(["derive", *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sslcheck: ")
    assert said in err
