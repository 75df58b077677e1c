"""``sslcheck report``: what it writes, what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.cli.main import run


def test_writes_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "r"
    assert run(["report", "--out", str(out), "-e", "3", "--no-figures"]) == 0
    assert capsys.readouterr().out == f"wrote {out / 'report.md'}\n"
    text = (out / "report.md").read_text(encoding="utf-8")
    assert "## Equation (3)" in text
    assert f"--out {out} --equation 3 --no-figures --format md --d 64 --seed 0" in text
    assert not (out / "figures").exists()


def test_html(tmp_path: Path) -> None:
    out = tmp_path / "r"
    arguments = ["report", "--article", "two-layer", "--out", str(out), "--format", "html"]
    assert run(arguments) == 0
    assert [f.name for f in out.iterdir() if f.suffix] == ["report.html"]


def test_figures_of_the_equation_alone(tmp_path: Path) -> None:
    out = tmp_path / "r"
    assert run(["report", "--out", str(out), "-e", "3", "--d", "8"]) == 0
    assert sorted(f.name for f in (out / "figures").iterdir()) == ["balance.png", "balance.svg"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--article", "nope"], "no article `nope`"),
        (["-e", "99"], "no equation or claim `99`"),
        (["--from", "nowhere"], "`nowhere` holds no run"),
        (["--out", "no/where/report"], "there is no folder"),
    ],
)
def test_wrong_use(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["report", *arguments]) == 3
    error = capsys.readouterr().err
    assert message in error
    assert not list(tmp_path.iterdir())


def test_a_foreign_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert run(["report", "--out", str(tmp_path), "-e", "3"]) == 3
    assert "mine.txt" in capsys.readouterr().err
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]
