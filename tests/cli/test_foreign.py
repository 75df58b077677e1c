"""Texts from files and options reach the terminal harmless: they steer nothing, fake no line."""

from __future__ import annotations

import io
import unicodedata
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.cli.exits import tell
from sslcheck.cli.main import run
from sslcheck.cli.progress import Bar, Progress

ARTICLE = (resources.files("sslcheck.derive") / "articles" / "two-layer.toml").read_text("utf-8")
HOSTILE = {
    "escape": "\x1b[2K\rFAKE",
    "C1": "\x9b31mFAKE",
    "direction": "\u202eFAKE\u2066",
    "line": "x\nFAKE",
    "return": "x\r\nFAKE",
    "separator": "\u2028FAKE",
    "backspace": "\x08\x07FAKE\x7f",
    "long": "x" * 5000,
}
PLACES = {  # in the article above
    "kind": ('kind = "integral"', 'kind = "integral{}"'),
    "unknown key": ('kind = "integral"', 'kind = "integral"\n"{}" = 1'),
    "summary": ("the layers stay balanced", "the layers{}"),
    "id": ('id = "2"', 'id = "2{}"'),
    "flow": ('flow = "descent"', 'flow = "{}"'),
    "symbol": ('"R" =', '"R{}" ='),
    "space": ('shape = ["h", "d"], role', 'shape = ["h", "{}"], role'),
    "formula": ("latex = 'A A^T", 'latex = "{}" #'),
}


def check(text: str, widest: int = 1500) -> None:
    assert {unicodedata.category(c) for c in text if c != "\n"}.isdisjoint({"Cc", "Cf", "Zl", "Zp"})
    assert not any(line.startswith("FAKE") for line in text.split("\n"))
    assert max(map(len, text.split("\n"))) <= widest


def in_toml(text: str) -> str:
    return "".join(c if c.isalnum() else f"\\u{ord(c):04x}" for c in text)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", HOSTILE)
def test_an_article(
    name: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = PLACES[place]
    assert before in ARTICLE
    file = tmp_path / "own.toml"
    text = ARTICLE.replace(before, after.replace("{}", in_toml(HOSTILE[name])), 1)
    file.write_text(text, encoding="utf-8")
    code = run(["derive", "--article", str(file)])
    out, err = capsys.readouterr()
    check(out, 120)
    check(err)
    first, *more = err.splitlines() or ["sslcheck: "]
    assert code == 3 if err else code in (0, 1, 2, 3)  # refused on its row
    assert first.startswith("sslcheck: ")
    assert all(line.startswith("  ") for line in more)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "call",
    [
        ["derive", "-e"],
        ["derive", "--article"],
        ["derive", "--format"],
        ["simulate", "--d"],
        ["simulate", "--data"],
        ["simulate", "--resume"],
        ["train", "--compare", "--predictors"],
        ["report", "--from"],
        [],
    ],
    ids=" ".join,
)
def test_an_option(name: str, call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*call, HOSTILE[name]]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    check(err)


@pytest.mark.parametrize("name", [n for n in HOSTILE if n != "long"])
def test_names_of_files_and_of_what_is_in_them(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = HOSTILE[name]
    odd: dict[str, Any] = {f"X{bad}": np.ones(4)}
    np.savez(tmp_path / "odd.npz", **odd)
    np.savez(tmp_path / f"{bad}.npz", X=np.ones(4))
    small = ["simulate", "--d", "4", "--t-end", "0.1"]
    assert run([*small, "--data", str(tmp_path / "odd.npz")]) == 3
    assert run([*small, "--data", str(tmp_path / f"{bad}.npz")]) == 0
    out, err = capsys.readouterr()
    check(out, 120)
    check(err)


def test_a_message_of_very_many_lines_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    tell("got `" + "\n" * 3000 + "`")
    err = capsys.readouterr().err
    assert err.count("\n") == 102  # the first, 99, what is left out, the last
    assert "(2900 lines)" in err


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [20, 21, 40, 60, 61, 80, 120, 200])
@pytest.mark.parametrize("bad", ["claim 中文中文", *HOSTILE.values()])
def test_what_moves_stays_in_one_line(
    bad: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(columns))
    with Progress(" claims") as progress:
        progress(3, 24, bad)
    with Bar("steps", "step {:.0f}") as bar:
        bar.show(350, 24000, 350, 2.0, bad)
        bar.show(24000, 24000, 24000, 2e5, f"ema, directpred, seed {10**9}")
    shown = stream.getvalue().split("\r\x1b[K")
    for line in shown:
        check(line)
        wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
        assert len(line) + wide < columns
    assert any("100%" in line for line in shown)
