r"""Displays and their numbers, as TeX counts them and as Markdown writes them."""

from __future__ import annotations

import pytest

from sslcheck.derive.sketch.displays import displays, unnumbered
from sslcheck.derive.sketch.macros import Macros


def found(text: str) -> list[tuple[str, str]]:
    return [(one.number, one.latex) for one in displays(text, Macros())]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (r"$$a = b \quad (3)$$", [("3", "a = b")]),
        (r"$$a = b. \qquad \text{(3)}$$", [("3", "a = b.")]),
        (r"$$ a = b (12) $$", [("12", "a = b")]),
        ("$$\na = b\n$$ (4)", [("4", "a = b")]),
        (r"$$a = b \tag{A.1}$$", [("A.1", "a = b")]),
        (r"\[ a = b \tag*{(5')} \]", [("5'", "a = b")]),
        (r"$$a = W(0) \quad (1)$$", [("1", "a = W(0)")]),
        (r"$$\begin{equation} a = b \end{equation}$$", [("1", "a = b")]),
        (r"\begin{equation}\label{eq:x} a = b\end{equation}", [("1", "a = b")]),
        (r"\begin{equation*} a \end{equation*} $$b \tag{2}$$", [("2", "b")]),
    ],
)
def test_one_number(text: str, pairs: list[tuple[str, str]]) -> None:
    assert found(text) == pairs


def test_without_any_number_all_are_counted() -> None:
    assert found(r"$$a = W(0)$$ text \[ b \] \begin{align*} c \\ d \end{align*}") == [
        ("1", "a = W(0)"),
        ("2", "b"),
        ("3", "c"),
        ("4", "d"),
    ]


def test_each_row_of_an_alignment_has_a_number() -> None:
    text = r"""
    \begin{align}
      a &= b, \\
      c &= d \nonumber \\
        &\quad + e \\[2pt]
      f &= g \tag{x}\\
      h &= \begin{cases} 1 \\ 2 \end{cases} \\
      k &= l \notag
    \end{align}
    \begin{gather} m = n \end{gather}
    """
    assert found(text) == [
        ("1", "a = b,"),
        ("2", r"c = d \quad + e"),
        ("x", "f = g"),
        ("3", r"h = \begin{cases} 1 \\ 2 \end{cases}"),
        ("4", "m = n"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        r"\begin{aligned} a &= b, \\ c &= d \end{aligned}",
        r"\begin{split} a &= b, \\ c &= d \end{split}",
        r"\left\{\begin{array}{ll} a &= b, \\ c &= d \end{array}\right.",
        r"\begin{gathered} a = b, \\ c = d \\ \end{gathered}.",
        r"a = b, \\ c = d",
    ],
)
def test_several_rows_of_one_number(body: str) -> None:
    rows = r"\begin{cases} a = b, \\ c = d \end{cases}"
    assert found(rf"\begin{{equation}} {body} \end{{equation}}") == [("1", rows)]


def test_cases_stay_as_printed() -> None:
    text = r"\begin{cases} a = b; \\ c = d. \end{cases}"
    assert found(rf"$${text} \quad (2)$$") == [("2", text)]


def test_rows_that_go_on() -> None:
    text = (
        r"\begin{equation}\begin{aligned} a &= b \\ &= c \\ &\quad + d \end{aligned}\end{equation}"
    )
    assert found(text) == [("1", r"a = b = c \quad + d")]


def test_a_number_names_one() -> None:
    assert found(r"$$a \tag{1}$$ $$b \tag{1}$$") == [("1", "a"), ("1-2", "b")]


def test_macros_and_lines() -> None:
    macros = Macros()
    text = macros.collect("\\def\\x{y}\n\n$$\\x \\tag{1}$$\n\n\\[\\x \\tag{2}\\]")
    one, two = displays(text, macros)
    assert (one.latex, one.line, two.latex, two.line) == ("y", 3, "y", 5)


@pytest.mark.parametrize("text", ["$$ a", r"\[ a", r"\begin{align} a", "$$ $$", r"\$$ a \$$", ""])
def test_nothing_is_found(text: str) -> None:
    assert found(text) == []


def test_many_that_are_never_closed() -> None:
    assert found(r"\begin{align} \[ " * 20_000) == []


def test_displays_without_a_number_are_told() -> None:
    text = "\\[ a = b \\]\n$$ c = d $$\n\\begin{equation} e = f \\end{equation}\n$$ $$"
    assert unnumbered(text, Macros()) == (1, 2)
    assert unnumbered("\\[ a = b \\]", Macros()) == ()
