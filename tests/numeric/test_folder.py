"""The folder of a run: what it must hold, what a new run must not overwrite, what was changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.numeric.runs import begun, copied, refused, resume

from sslcheck.cli.main import run
from sslcheck.numeric.disk.document import write_document

Captured = pytest.CaptureFixture[str]


Change = dict[str, Any]


def test_what_killed_processes_left_aside_is_removed(tmp_path: Path) -> None:
    path = begun(tmp_path / "run", 3).path
    for name in (".checkpoint.npz.123.tmp", ".record.npz.7.tmp", ".run.json.9.tmp"):
        (path / name).write_bytes(b"half")
    mine = path / ".notes.tmp"
    mine.write_text("mine")
    assert resume(path) == 0
    assert sorted(f.name for f in path.iterdir()) == [".notes.tmp", "record.npz", "run.json"]


def edited(path: Path, signed: bool, **options: Any) -> None:
    file = path / "run.json"
    document = json.loads(file.read_text())
    document["options"].update(options)
    if signed:
        write_document(file, document)
    else:
        file.write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"eta": 0.2}, "belongs to a run with other options"),
        ({"seed": 5}, "belongs to a run with other options"),
        ({"d": "5"}, "option `d` must be of type int"),
        ({"d": -5}, "`d` must be at least 1"),
        ({"colour": 1}, "missing or unknown: colour"),
    ],
)
def test_altered_options(
    interrupted: Path, tmp_path: Path, capsys: Captured, options: Change, words: str
) -> None:
    folder = copied(interrupted, tmp_path)
    whole = (folder.path / "run.json").read_bytes()
    edited(folder.path, signed=True, **options)
    assert words in refused(folder.path, capsys)
    folder.checkpoint.unlink()  # with nothing beside it only the digest can tell
    (folder.path / "run.json").write_bytes(whole)
    edited(folder.path, signed=False, **options)
    assert "was changed after it was written" in refused(folder.path, capsys)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is damaged"),
        (b'{"format": "sslcheck run 4", "opt', "is damaged"),
        (b"[]", "is damaged"),
        (b"{}", "is damaged"),
        (b"null", "is damaged"),
        (b"[" * 100_000, "is damaged"),
        (b'{"a": "\xff\xfe"}' * 1000, "is damaged: it is not UTF-8 text"),
        (b" " * (10 * 2**20 + 1), "is larger than"),
        (b'{"format": "other"}', "not written by this version"),
        (b'{"format": ["other"]}', "not written by this version"),
        (b'{"format": "sslcheck comparison 4"}', "is about a comparison, not about a run"),
        (b'{"format": "sslcheck run 4", "options": {}}', "was changed after it was written"),
    ],
)
def test_damaged_run_json(
    interrupted: Path, tmp_path: Path, capsys: Captured, content: bytes, words: str
) -> None:
    folder = copied(interrupted, tmp_path)
    (folder.path / "run.json").write_bytes(content)
    error = refused(folder.path, capsys)
    assert words in error
    assert len(error) < 500


@pytest.mark.parametrize("key", ["options", "result"])
def test_heading_that_is_missing(
    interrupted: Path, tmp_path: Path, capsys: Captured, key: str
) -> None:
    folder = copied(interrupted, tmp_path)
    document = json.loads((folder.path / "run.json").read_text())
    del document[key]
    write_document(folder.path / "run.json", document)
    assert "no `options` or no `result`" in refused(folder.path, capsys)


def test_no_run(tmp_path: Path, capsys: Captured) -> None:
    assert "holds no run: there is no `run.json`" in refused(tmp_path, capsys)
    assert resume(tmp_path / "missing") == 3
    assert "holds no run" in capsys.readouterr().err


def test_folder_that_holds_a_run(interrupted: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = copied(interrupted, tmp_path)
    before = {f.name: f.read_bytes() for f in folder.path.iterdir()}
    assert run(["simulate", "--d", "4", "--t-end", "1", "--out", str(folder.path)]) == 3
    err = capsys.readouterr().err
    assert "holds a run already" in err
    assert f"--resume {folder.path}" in err
    assert {f.name: f.read_bytes() for f in folder.path.iterdir()} == before
    (tmp_path / "file").write_text("")
    assert run(["simulate", "--d", "4", "--t-end", "1", "--out", str(tmp_path / "file")]) == 3
    assert "cannot make the folder" in capsys.readouterr().err
