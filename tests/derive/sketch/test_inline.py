r"""Formulas in sentences: where they stand, and what does not count as one."""

from __future__ import annotations

from sslcheck.derive.sketch.inline import inlines
from sslcheck.derive.sketch.macros import Macros


def found(text: str) -> list[tuple[int, str]]:
    macros = Macros()
    return [(inline.line, inline.latex) for inline in inlines(macros.collect(text), macros)]


def test_where_they_stand() -> None:
    text = "\\newcommand{\\W}{W_1}\nLet $\\W > 0$ and\n\\(a\n= b\\). $$x$$\n$$\ny\n$$\nThen $c$."
    assert found(text) == [(2, "W_1 > 0"), (3, "a = b"), (8, "c")]


def test_the_words_around() -> None:
    (inline,) = inlines("assume\nthat $X = I$\nholds", Macros())
    assert (inline.before, inline.after) == ("assume that ", " holds")


def test_what_is_none() -> None:
    assert found(r"It costs \$5 and \$6.") == []
    assert found("$" + "a" * 500 + "$") == []
    assert found("$" * 20_000) == []
