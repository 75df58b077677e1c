"""A target is either written whole or left as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sslcheck.numeric.disk.files import OutputError, check_target, write_atomically


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    write_atomically(target, "η\n")
    write_atomically(target, "α\n")
    assert target.read_bytes() == "α\n".encode()
    assert [*tmp_path.iterdir()] == [target]


def test_keeps_mode_and_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_failure_leaves_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match=r"cannot write .*: No space left on device"):
        write_atomically(target, "new")
    assert target.read_text() == "old"
    assert [*tmp_path.iterdir()] == [target]


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        check_target(tmp_path / "missing" / "report.txt")


def test_refuses_what_is_no_regular_file(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(OutputError, match="not a regular file"):
            check_target(path)


def test_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(OutputError, match="not writable"):
        check_target(tmp_path / "report.txt")
