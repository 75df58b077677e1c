"""``sslcheck derive`` from end to end, on the shipped article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Script


@pytest.mark.slow
def test_whole_article(script: Script) -> None:
    done = script("derive", "--verify-all")
    assert (done.returncode, done.stderr) == (0, "")
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("eq. ")
    assert last.startswith("11 equations, ")
    assert ", 0 undecided " in last


def test_one_equation_as_json(script: Script) -> None:
    done = script("derive", "--equation", "2", "--format", "json")
    assert done.returncode == 0
    assert {claim["equation"] for claim in json.loads(done.stdout)["claims"]} == {"2"}


def test_explained_in_a_file(script: Script, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    arguments = ("--verify-all", "--explain", "--format", "markdown", "--output", str(target))
    done = script("derive", *arguments)
    assert (done.returncode, done.stdout) == (0, "")
    assert "$$" in target.read_text(encoding="utf-8")


def test_unknown_equation(script: Script) -> None:
    done = script("derive", "--equation", "99")
    assert done.returncode == 3
    assert done.stderr.startswith("sslcheck: ")


def test_unknown_article(script: Script) -> None:
    done = script("derive", "--verify-all", "--article", "no-such-article")
    assert done.returncode == 3
    assert done.stderr.startswith("sslcheck: ")


def test_article_that_is_no_text(script: Script, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe\x00")
    done = script("derive", "--verify-all", "--article", str(bad))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
