"""``sslcheck upgrade`` as a command: what it writes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.cli.main import run
from sslcheck.derive import load_article

OLD = """# mine
[article]
name = "old"
title = "a title"
[spaces]
n = "n"
[symbols]
"A" = { shape = ["n", "n"] }
[[equation]]
number = "1"
latex = 'A = A'
[[claim]]
id = "1"
equation = "1"
line = 1
kind = "identity"
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.toml"
    path.write_text(OLD, encoding="utf-8")
    return path


def test_it_writes_a_new_file_and_says_what_it_changed(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new.toml"
    assert run(["upgrade", str(old), str(new)]) == 0
    assert capsys.readouterr().out.startswith(f"{new}: ")
    assert old.read_text(encoding="utf-8") == OLD
    assert new.read_text(encoding="utf-8").startswith("# mine")
    assert load_article(str(new)).format == 2
    assert [claim.id for claim in load_article(str(new)).claims] == ["1"]


def test_a_file_that_is_there_is_left_alone(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", str(old), str(old)]) == 3
    assert "it exists; give a name that is free" in capsys.readouterr().err
    assert old.read_text(encoding="utf-8") == OLD


def test_an_article_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", str(tmp_path / "none.toml"), str(tmp_path / "new.toml")]) == 3
    assert "it is not a regular file" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
