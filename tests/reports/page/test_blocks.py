"""A page as data: a plain string is text for every renderer, whatever is in it."""

from __future__ import annotations

from sslcheck.reports.page.blocks import Block, Heading, Table, Text, words
from sslcheck.reports.page.to_html import to_html
from sslcheck.reports.page.to_markdown import to_markdown

TEXT = "a|b <script>x</script> **c** `d` $e$"


def test_words_are_never_markup() -> None:
    assert words(TEXT) == (TEXT,)
    page: list[Block] = [Heading(1, "title"), Text(words(TEXT)), Table(("one",), ((words(TEXT),),))]
    for shown in (to_markdown(page, "figures"), to_html(page, {})):
        assert "<script>x" not in shown
        assert "**c**" not in shown or shown.startswith("<!")  # in HTML stars say nothing


def test_blocks_are_values() -> None:
    assert Text(words("a")) == Text(("a",))
    assert hash(Heading(2, "a")) == hash(Heading(2, "a"))
    assert Heading(1, "a") != Heading(2, "a")
