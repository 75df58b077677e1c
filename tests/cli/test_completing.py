"""What the shell offers while somebody types."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.completing import articles, shipped
from sslcheck.derive.reading.loading import shipped_articles

if TYPE_CHECKING:
    from .conftest import Script


def offered(script: Script, line: str) -> list[str]:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    environ = {**os.environ, **words, "_SSLCHECK_COMPLETE": "complete_bash"}
    return script(env=environ).stdout.split()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("sslcheck derive --article two", ["two-layer"]),
        ("sslcheck show oj", ["oja"]),
        ("sslcheck derive --equation 2.", ["2.1", "2.2", "2.3", "2.eta"]),
        ("sslcheck report --article oja -e 3.l", ["3.linear", "3.length"]),
        ("sslcheck kernels --article exact-modes --flow st", ["strengths"]),
        ("sslcheck discover --under white-", ["white-mean", "white-noise"]),
        ("sslcheck derive --article no-such.toml -e 2", []),
    ],
)
def test_names_that_begin_so(script: Script, line: str, names: list[str]) -> None:
    assert offered(script, line) == names


def test_shipped_articles_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shipped("") == [*shipped_articles()]
    monkeypatch.chdir(tmp_path)
    for name in ("mine.toml", "deep.toml", "other.txt", ".hidden.toml"):
        (tmp_path / name).write_text("")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "one.toml").write_text("")
    assert articles("m") == ["mine.toml"]
    assert articles("d")[-2:] == ["deep.toml", "drafts/"]
    assert articles("drafts/") == ["drafts/one.toml"]
    assert articles("nowhere/x") == []
    assert ".hidden.toml" not in articles("")


@pytest.mark.parametrize("text", ["[", "claim = 3", "[[claim]]\nid = 4\n[flows]\na = 1", "\x00"])
def test_a_file_that_is_wrong_offers_what_it_can(text: str, script: Script, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text)
    for option in ("--equation", "--explain --equation"):
        assert offered(script, f"sslcheck derive --article {tmp_path}/x.toml {option} 9") == []
