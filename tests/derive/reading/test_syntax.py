"""What is no TOML is told with its line, and a prime between single quotes with what to write."""

from __future__ import annotations

import tomllib

import pytest

from sslcheck.derive.reading.syntax import syntax_error


def told(text: str) -> tuple[int, str]:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    (mistake,) = syntax_error(caught.value, text, "mine.toml").mistakes
    return mistake


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
