"""The folder: whole or not at all, and never somebody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sslcheck.numeric.disk.files import OutputError
from sslcheck.reports.page import folder
from sslcheck.reports.page.folder import ForeignFolder, check_folder, write_aside


def make(path: Path, text: str = "one") -> None:
    with write_aside(path) as place:
        (place / "report.md").write_text(text)


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
        with write_aside(tmp_path / "r") as place:
            (place / "report.md").write_text("half")
            (place / "report.md").mkdir()

    with pytest.raises(OutputError):
        half()
    assert (tmp_path / "r" / "report.md").read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


class Killed(BaseException):
    """Ends a process where it stands; what it would clean up stays."""


@pytest.mark.parametrize("at_once", [True, False])
def test_killed_while_it_replaces_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    """Where two names can be exchanged there is no moment without a report; elsewhere it is put
    back when the next one is asked for. What is left over is cleared away then, too."""
    make(tmp_path / "r")

    def killed(*_: object) -> None:
        raise Killed

    def half() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(folder, "_clear", killed)
            if not at_once:
                patch.setattr(folder, "exchanged", lambda *_: False)
                replace = os.replace
                patch.setattr(
                    os, "replace", lambda a, b: killed() if b == tmp_path / "r" else replace(a, b)
                )
            make(tmp_path / "r", "two")

    with pytest.raises(Killed):
        half()
    left = sorted(p.suffix for p in tmp_path.iterdir() if p.name != "r")
    if at_once:
        assert (tmp_path / "r" / "report.md").read_text() == "two"
        assert left == [".tmp"]
    else:
        assert not (tmp_path / "r").exists()
        assert left == [".old", ".tmp"]
    check_folder(tmp_path / "r")
    assert [p.name for p in tmp_path.iterdir()] == ["r"]
    assert (tmp_path / "r" / "report.md").read_text() == ("two" if at_once else "one")
    make(tmp_path / "r", "three")
    assert (tmp_path / "r" / "report.md").read_text() == "three"


def test_what_others_left_beside_a_report_stays(tmp_path: Path) -> None:
    """With a name like ours, but without our mark."""
    (tmp_path / ".r.1.tmp").mkdir()
    (tmp_path / ".r.1.tmp" / "mine").write_text("mine")
    (tmp_path / ".r.2.old").write_text("mine")
    make(tmp_path / "r")
    assert (tmp_path / ".r.1.tmp" / "mine").read_text() == "mine"
    assert (tmp_path / ".r.2.old").read_text() == "mine"
