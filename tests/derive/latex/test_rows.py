"""Displays of several rows."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import presented, read_rows, read_statement
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.rows import ENVIRONMENTS, rows, unlabelled

TWO = [*read_rows(r"\begin{cases} W = W_a \\ X = X' \end{cases}", SYMBOLS, SPACES)]
ONE = read_statement("X = X' + X - X = X", SYMBOLS, SPACES).relations


@pytest.mark.parametrize("name", [*ENVIRONMENTS, "align*", "gather*", "equation*"])
def test_two_rows(name: str) -> None:
    given = "{ll}" if name.startswith(("array", "alignat", "alignedat")) else ""
    text = rf"\begin{{{name}}}{given} W &= W_a, \\ X &= X' \end{{{name}}}"
    found = read_rows(text, SYMBOLS, SPACES)
    assert [row.relations for row in found] == [row.relations for row in TWO]
    whole = read_statement(text, SYMBOLS, SPACES).relations
    assert whole == tuple(r for row in TWO for r in row.relations)


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{aligned} X &= X' + X - X \\ &= X \end{aligned}",
        r"\begin{align} X &= X' \nonumber \\ &\quad + X - X \\ &= X \label{eq:1} \end{align}",
        r"\begin{split} X = \\ X' + \\ X - X = X \end{split}",
        r"\begin{multline} X = X' + X \\ - X \\ = X \end{multline}",
        r"\begin{equation} \begin{split} X &= X' + X \\ & - X = X \end{split} \end{equation}",
        r"\begin{equation*} X = X' + X - X = X \tag{3} \end{equation*}",
        r"\left\{ \begin{array}{ll} X &= X' + X - X \\[2pt] &= X \end{array} \right.",
        r"\[ X = X' + X - X = X \]",
        r"$$ X = X' + X - X = X. $$",
        r"$X = X' + X - X = X$",
        r"\begin{align*} X &= X' + X - X, \\ &= X. \end{align*} \quad (7)",
    ],
)
def test_rows_that_go_on(text: str) -> None:
    (row,) = read_rows(text, SYMBOLS, SPACES)
    assert row.relations == ONE
    assert read_statement(text, SYMBOLS, SPACES).relations == ONE


def test_a_row_that_begins_with_a_sign() -> None:
    assert rows(r"\begin{aligned} a &= b \\ -c &= d \end{aligned}") == [" a &= b ", " -c &= d "]
    assert rows(r"\begin{aligned} a &= b \\ & - c = d \end{aligned}") == [" a &= b & - c = d"]
    assert rows(r"\begin{aligned} a &= b \\ - c \end{aligned}") == [" a &= b - c"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"\begin{pmatrix} W \end{pmatrix} = X", "by its blocks or entries, `pmatrix`"),
        (r"\begin{aligned} W = W_a \end{align}", "unbalanced"),
        (r"X \begin{aligned} W = W_a \end{aligned}", "unbalanced"),
        (r"W = \begin{cases} W_a & \text{if } X = 0 \\ 0 \end{cases}", "within a formula"),
        (r"\begin{aligned} W \end{aligned} = \begin{aligned} W \end{aligned}", "unbalanced"),
        (
            r"\begin{align} W &= W \\ \begin{aligned} X &= X \\ X &= X \end{aligned} \end{align}",
            "inside",
        ),
    ],
)
def test_displays_that_cannot_be_read(text: str, says: str) -> None:
    with pytest.raises(LatexError, match=says):
        read_rows(text, SYMBOLS, SPACES)
    with pytest.raises(Misread):
        rows(text)


def test_what_is_said_around_a_display_is_said_of_each_row() -> None:
    said = r" \quad \text{for all } t \ge 0"
    found = rows(rf"\begin{{aligned}} a \\ b \end{{aligned}}{said}")
    assert [row.split() for row in found] == [f"{name} {said}".split() for name in "ab"]
    assert rows(r"\forall t > 0: \begin{cases} a \\ b \end{cases}") == [
        r"\forall t > 0:  a ",
        r"\forall t > 0:  b ",
    ]
    text = r"\left\{ \begin{array}{l} a \\ b \end{array} \right. , \quad j = 1, \dots, d"
    assert [row.split(",")[0].strip() for row in rows(text)] == ["a", "b"]
    for other in (r"\text{ if } x = 1", "= c", "c", r"\text{ for } t = 0"):
        with pytest.raises(Misread):
            rows(rf"\begin{{aligned}} a \\ b \end{{aligned}} {other}")


def test_a_bracket_behind_a_break_is_no_length() -> None:
    assert rows(r"\begin{aligned} a \\ [A, B] &= c \\[2pt] d \end{aligned}") == [
        " a ",
        " [A, B] &= c ",
        " d ",
    ]
    assert rows(r"a &= b \\ &= c \\ d &= e") == ["a &= b &= c", " d &= e"]


def test_labels_say_nothing() -> None:
    assert unlabelled(r"x \label{eq:1} = y \nonumber").split() == ["x", "=", "y"]


def test_comments_say_nothing() -> None:
    text = "W = W_a % by {symmetry $\n + W - W % and\n \\\\% so\n X = X'"
    assert [row.relations for row in read_rows(text, SYMBOLS, SPACES)] == [
        row.relations for row in read_rows(r"W = W_a + W - W \\ X = X'", SYMBOLS, SPACES)
    ]
    assert "%" not in presented(text)
    assert presented("W % by\n= W_a") == "W     \n= W_a"


def test_a_comment_hides_no_formula() -> None:
    with pytest.raises(LatexError, match="A comment ends with its line"):
        read_statement("W = W_a % + W", SYMBOLS, SPACES)
