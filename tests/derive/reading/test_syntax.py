"""What is no TOML is told with its line, and a prime between single quotes with what to write."""

from __future__ import annotations

import tomllib

import pytest

from sslcheck.derive.reading.syntax import syntax_error


def told(text: str) -> tuple[int, str]:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    ((spot, message),) = syntax_error(caught.value, text, "mine.toml").mistakes
    assert 0 < spot.column <= len(text.split("\n")[spot.line - 1]) + 1
    return spot.line, message


@pytest.mark.parametrize("line", ["let = 'X' = I'", "let = ['X' = I']", "let = 'X''"])
def test_a_prime_between_single_quotes(line: str) -> None:
    number, message = told(f"[a]\n{line}\n")
    assert number == 2
    assert "triple quotes" in message


@pytest.mark.parametrize("line", ["let = X", "let = 'X' 3", 'let = "X', "x = '''X''' '"])
def test_something_else(line: str) -> None:
    number, message = told(f"[a]\n\n{line}")
    assert number == 3
    assert message.startswith("not valid TOML: ")
    assert "triple" not in message


@pytest.mark.parametrize("line", [r'"\eta" = {}', r'text = "$\Theta$ is orthogonal"'])
def test_a_backslash_between_double_quotes(line: str) -> None:
    number, message = told(f"[a]\n{line}\n")
    assert number == 2
    assert message.endswith(r"; between single quotes a backslash is itself: '\eta'")


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("[symbols]\n\\eta = {}\n", 2, "a key with a backslash stands between single quotes"),
        ("[symbols]\nW_* = {}\n", 2, "a key with `*` stands between single quotes: 'W_*' = ..."),
        ("[symbols]\nX^+ = {}\n", 2, "between single quotes: 'X^+' = ..."),
        ("[symbols]\nη = {}\n", 2, "between single quotes: 'η' = ..."),
        ("[equation]\na = 1\n[[equation]]\n", 3, "line 1 has it in single brackets"),
        ("[symbols]\nX = {}\nY = {}\nX = {}\n", 4, "`X` stands in line 2 already"),
        ("[a]\nX = 1\n[b]\nX = 2\nX = 3\n", 5, "`X` stands in line 4 already"),
        ("x = { a = 1 b = 2 }\n", 1, "entries are separated by commas"),
        ("x = { a = 1,\n b = 2 }\n", 1, "all of them on one line"),
        ('x = { a = ["n", "[", b = "c" }\n', 1, "a bracket is opened in this line and not closed"),
        ("x = [\n  'a'\n  'b',\n]\n", 3, "entries of a list are separated by commas"),
        ('x = "abc\ny = 1\n', 1, "a quote is opened in this line and not closed"),
    ],
)
def test_what_an_author_meant(text: str, line: int, hint: str) -> None:
    at, message = told(text)
    assert (at, hint in message) == (line, True), message
