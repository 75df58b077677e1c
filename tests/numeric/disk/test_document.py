"""JSON files with a digest: what was written comes back, what was changed does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sslcheck.numeric.disk.document import FORMATS, DamagedDocument, read_document, write_document

MINE = {"format": FORMATS["run"], "options": {"eta": 0.05, "name": "η"}, "series": [1, [2.5]]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "run.json"
    write_document(path, MINE)
    return path


def test_what_is_written_comes_back(file: Path) -> None:
    assert read_document(file, "run") == MINE
    write_document(file, {**read_document(file, "run"), "digest": "forged"})
    assert read_document(file, "run") == MINE


def test_what_is_no_number_is_null(file: Path) -> None:
    write_document(file, {**MINE, "end": {"loss": float("nan"), "all": (float("inf"), 1.0)}})
    assert read_document(file, "run")["end"] == {"loss": None, "all": [None, 1.0]}


def test_the_order_of_keys_and_the_space_between_say_nothing(file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(dict(reversed(document.items()))))
    assert read_document(file, "run") == MINE


@pytest.mark.parametrize("path", [("options", "eta"), ("series", 0), ("digest",)])
def test_any_change_is_seen(file: Path, path: tuple[str | int, ...]) -> None:
    document = json.loads(file.read_text("utf-8"))
    at = document
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = "other"
    file.write_text(json.dumps(document))
    with pytest.raises(DamagedDocument, match="was changed after it was written"):
        read_document(file, "run")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"{", "is damaged: "),
        (b"\xff", "not UTF-8"),
        (b"[1]", "it has no `format`"),
        (b'{"format": ' + b"9" * 5000 + b"}", "a number of too many digits"),
        (b"[" * 100_000, "is damaged"),
        (b'{"format": "sslcheck run 1"}', "not written by this version"),
        (b'{"format": "sslcheck run 3"}', "not written by this version"),
        (b'{"format": "sslcheck comparison 4"}', "is about a comparison, not about a run"),
    ],
    ids=range(8),
)
def test_what_is_no_such_document(file: Path, text: bytes, words: str) -> None:
    file.write_bytes(text)
    with pytest.raises(DamagedDocument, match=words):
        read_document(file, "run")
