"""``sslcheck new``: a template that is an article, a draft of a paper; nothing is overwritten."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sslcheck.cli.main import run
from sslcheck.derive import verify
from sslcheck.derive.reading.loading import load_article
from sslcheck.derive.reading.tables import FileTable, SymbolTable
from sslcheck.derive.setting import PROPERTIES

Captured = pytest.CaptureFixture[str]


def test_the_template_is_accepted_and_decided(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "mine.toml"
    assert run(["new", str(file)]) == 0
    assert run(["check", str(file)]) == 0
    assert capsys.readouterr().out.endswith(": nothing is wrong\n")
    assert {str(claim.verdict) for claim in verify(load_article(str(file))).claims} == {"proved"}


def test_the_template_names_what_there_is(tmp_path: Path) -> None:
    run(["new", str(tmp_path / "mine.toml")])
    text = (tmp_path / "mine.toml").read_text("utf-8")
    rare = {"expectation", "layers", "modes", "roles"}
    for table in {*FileTable.__struct_fields__} - rare:
        assert f"[{table}" in text
    assert all(key in text for key in SymbolTable.__struct_fields__)
    assert all(f'"{mark}"' in text for mark in PROPERTIES)


def test_from_a_paper(tmp_path: Path, capsys: Captured) -> None:
    paper, file = tmp_path / "paper.tex", tmp_path / "mine.toml"
    paper.write_text(
        r"""
        \begin{align}
          J &= \text{tr}(B A S A^T B^T) - \text{tr}(B A R^T) \\
          \dot{A} &= -B^T (B A S - R) \\ \dot{B} &= -(A B S - R) A^T \\
          D &= A A^T - B^T B \\ F &= B A S A^T B^T
        \end{align}
        """,
        encoding="utf-8",
    )
    assert run(["new", str(file), "--from", str(paper)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"wrote {file}: 5 equations, 7 symbols, 3 spaces\n")
    assert "probably a misprint: equation (3): the product does not conform\n" in out
    assert out.endswith(f"5 places to fill in or to mend: `sslcheck check {file}`\n")
    assert tomllib.loads(file.read_text("utf-8"))["article"]["name"] == "mine"
    assert run(["check", str(file)]) == 3


def test_nothing_is_overwritten(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("precious", encoding="utf-8")
    assert run(["new", str(file)]) == 3
    assert "it exists" in capsys.readouterr().err
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "nowhere.toml")
    assert run(["new", str(link)]) == 3
    assert file.read_text("utf-8") == "precious"
    assert not (tmp_path / "nowhere.toml").exists()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("paper.md", "no equation", "no displayed equation"),
        ("paper.pdf", "", "ends in one of"),
        ("paper.tex", None, "cannot read"),
    ],
)
def test_what_is_no_paper(
    tmp_path: Path, capsys: Captured, name: str, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(["new", str(tmp_path / "mine.toml"), "--from", str(tmp_path / name)]) == 3
    assert said in capsys.readouterr().err
    assert not (tmp_path / "mine.toml").exists()


def test_no_folder(tmp_path: Path, capsys: Captured) -> None:
    assert run(["new", str(tmp_path / "no" / "mine.toml")]) == 3
    assert "there is no folder" in capsys.readouterr().err
