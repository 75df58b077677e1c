"""Text of articles made safe for where it is shown."""

from __future__ import annotations

import pytest

from sslcheck.derive.text.markup import (
    clean,
    display,
    escape,
    escape_part,
    inline,
    portable,
    shortened,
    visible,
)


def test_nothing_steers_a_terminal() -> None:
    assert clean("a\n\x1b[31mb\u202e\x00") == "a \ufffd[31mb\ufffd\ufffd"
    assert visible("  a\u2028b") == "  a\ufffdb"


@pytest.mark.parametrize("mark", list("\\`*_~#|$[]!"))
def test_every_mark_of_markdown_is_escaped(mark: str) -> None:
    assert escape(f"a{mark}b") == f"a\\{mark}b"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>&", "&lt;script&gt;&amp;"),
        ("1. x", "1\\. x"),
        ("1) x", "1\\) x"),
        ("1.5 x", "1.5 x"),
        ("+ x", "\\+ x"),
        ("=== x", "\\=== x"),
    ],
)
def test_no_tag_list_or_heading_begins(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_parts_keep_the_space_between_them() -> None:
    assert escape_part(" a_b") + escape_part(" ") + escape_part("c ") == " a\\_b c "
    assert escape_part("") == ""


@pytest.mark.parametrize("evil", ["$$", "`", "~", "%", "#", "<", "|", "\\", "\\\\"])
def test_a_formula_neither_ends_nor_leaves_its_place(evil: str) -> None:
    for wrapped, mark in ((display(f"a {evil}"), "$$"), (inline(f"a {evil}"), "$")):
        inner = wrapped.removeprefix(mark).removesuffix(mark)
        assert wrapped == f"{mark}{inner}{mark}"
        assert not set(inner) & set("$`~%#<>|")
        assert not inner.endswith("\\")


def test_an_underscore_begins_no_emphasis() -> None:
    assert portable(r"\hat{F}_j + a_b") == r"\hat{F} _j + a_b"


def test_endless_lines_lose_their_middle() -> None:
    assert shortened("a b") == "a b"
    assert shortened("x" * 401).count("x") == 250
    assert len(shortened("word " * 10_000)) < 1300
