"""``sslcheck check``: all mistakes of a file at once, with their lines, for people and editors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]

WRONG = r"""[article]
name = "wrong"
format = 2
[spaces]
n = "units"
[symbols]
W = { shape = ["n", "n"], role = "state" }
x = {}
[definitions]
x = '\foo'
[[equation]]
number = "1"
latex = 'W = y'
[[claim]]
id = "a"
kind = "identiy"
reading = 'W = W'
[[claim]]
id = "b"
kind = "identity"
reading = 'W = '
[[claim]]
id = "c"
kind = "identity"
reading = 'x = x'
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_all_at_once_with_lines(file: Path, capsys: Captured) -> None:
    assert run(["check", str(file)]) == 3
    out, err = capsys.readouterr()
    assert err == f"sslcheck: {file}: 4 mistakes\n"
    heads = [line for line in out.splitlines() if not line.startswith("  ")]
    assert heads == [
        f"{file}:10:6: [definitions] x: unknown command `\\foo`",
        f"{file}:13:14: equation (1): undeclared symbol `y`",
        f"{file}:16:1: claim `a` kind: unknown kind `identiy`; did you mean `identity`?",
        f"{file}:21:14: claim `b` reading: the formula ends too early",
        # claim `c` only rests on the first
    ]
    assert "\n  \\foo\n  ^^^^\n" in out


def test_for_editors(file: Path, capsys: Captured) -> None:
    assert run(["check", str(file), "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert [entry["line"] for entry in told] == [10, 13, 16, 21]
    assert {entry["file"] for entry in told} == {str(file)}
    assert [entry["column"] for entry in told] == [6, 14, 1, 14]
    assert all(entry.keys() == {"file", "line", "column", "message"} for entry in told)
    assert told[2]["message"].startswith("claim `a` kind: unknown kind `identiy`")


def test_what_nothing_can_be_read_without(file: Path, capsys: Captured) -> None:
    text = WRONG.replace('["n", "n"]', '["n", "k"]').replace("x = {}", "x = { sgn = 1 }")
    file.write_text(text, encoding="utf-8")
    assert run(["check", str(file), "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert [entry["line"] for entry in told] == [7, 8, 10, 13, 16, 21]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[article]\nname = x", 2, "not valid TOML"),
        ("[article]\nname = 'X' = I'\n", 2, "stands between triple quotes"),
        ('[article]\nname = "x', 2, "not valid TOML"),
        ("a" + ".a" * 20 + " = 1", 1, "nested too deeply"),
        ("x = 1" + "0" * 5000, 0, "too many digits"),
        ("", 0, "there is no such table"),
    ],
)
def test_what_is_no_article(file: Path, capsys: Captured, text: str, line: int, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert run(["check", str(file), "--format", "json"]) == 3
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["line"], first["column"] > 0) == (line, line > 0)
    assert said in first["message"]
    assert run(["check", str(file)]) == 3
    assert capsys.readouterr().out.startswith(f"{file}:{line}:{first['column']}: " if line else "")


def test_what_is_no_text(file: Path, capsys: Captured) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    assert run(["check", str(file), "--format", "json"]) == 3
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["line"] == 0
    assert "not UTF-8" in entry["message"]


def test_nothing_is_wrong(capsys: Captured) -> None:
    assert run(["check", "two-layer"]) == 0
    assert capsys.readouterr().out == "two-layer.toml: nothing is wrong\n"
    assert run(["check", "two-layer", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_no_such_file(capsys: Captured) -> None:
    assert run(["check", "two-lair"]) == 3
    assert capsys.readouterr().err.endswith("; did you mean `two-layer`?\n")


def test_what_a_file_quotes_cannot_steer_the_terminal(file: Path, capsys: Captured) -> None:
    file.write_text(WRONG.replace("identiy", "\\u001b[2J"), encoding="utf-8")
    run(["check", str(file)])
    assert "\x1b" not in capsys.readouterr().out


def test_several_files(file: Path, capsys: Captured) -> None:
    assert run(["check", "two-layer", str(file), "oja"]) == 3
    out, err = capsys.readouterr()
    assert "two-layer.toml: nothing is wrong\n" in out
    assert "oja.toml: nothing is wrong\n" in out
    assert err == f"sslcheck: {file}: 4 mistakes\n"
    assert run(["check", "two-layer", "oja", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_file_that_is_not_there_costs_no_other(file: Path, capsys: Captured) -> None:
    assert run(["check", str(file), "nowhere.toml", "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert [(entry["file"], entry["line"]) for entry in told[-2:]] == [
        (str(file), 21),
        ("nowhere.toml", 0),
    ]
    assert told[-1]["message"].startswith("no article `nowhere.toml`")
