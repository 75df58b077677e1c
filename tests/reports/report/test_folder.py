"""The folder: whole or not at all, and never somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.files import OutputError
from sslcheck.reports.report import write
from sslcheck.reports.report.folder import ForeignFolder, check_folder, write_aside
from sslcheck.reports.report.write import Request, write_report


def make(path: Path, text: str = "one") -> None:
    with write_aside(path) as folder:
        (folder / "report.md").write_text(text)


def test_a_report_is_replaced(tmp_path: Path) -> None:
    make(tmp_path / "r")
    make(tmp_path / "r", "two")
    assert (tmp_path / "r" / "report.md").read_text() == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    make(tmp_path / "r")
    assert (tmp_path / "r" / "report.md").exists()


@pytest.mark.parametrize("name", ["notes.txt", "figures/mine.png", ".hidden"])
def test_foreign_files_are_kept(tmp_path: Path, name: str) -> None:
    make(tmp_path / "r")
    mine = tmp_path / "r" / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(ForeignFolder, match=name.replace(".", r"\.")):
        make(tmp_path / "r", "two")
    assert mine.read_text() == "mine"
    assert (tmp_path / "r" / "report.md").read_text() == "one"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("")
    with pytest.raises(ForeignFolder, match="is a file"):
        check_folder(tmp_path / "r")


def test_missing_parent(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        check_folder(tmp_path / "no" / "r")


def test_failure_leaves_the_old_report(tmp_path: Path) -> None:
    make(tmp_path / "r")

    def half() -> None:
        with write_aside(tmp_path / "r") as folder:
            (folder / "report.md").write_text("half")
            (folder / "report.md").mkdir()

    with pytest.raises(OutputError):
        half()
    assert (tmp_path / "r" / "report.md").read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


def test_a_failed_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise ForeignFolder("stop")

    monkeypatch.setattr(write, "PLOTS", (("3", "balance", fails),))
    with pytest.raises(SslcheckError, match="stop"):
        write_report(Request(out=tmp_path / "r", equations=("3",)))
    assert not list(tmp_path.iterdir())
