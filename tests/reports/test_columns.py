"""Tables are as wide as they may be, and their cells stay what they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sslcheck.reports.columns import columns, pairs, wrapped

LIKE_NUMBERS = ["80,443", "1,000", "1,234.5", "True", "1e5", "nan", "inf", "0x10", "1_000", "-0"]
HEADERS = ("eq.", "statement", "verdict", "why", "time")

words = st.text("abé,.1 ", min_size=1, max_size=60).map(str.strip).filter(bool)
rows = st.lists(st.tuples(st.text("12.", min_size=1, max_size=6), words, words, words, words))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("cell", LIKE_NUMBERS)
@pytest.mark.parametrize("width", [20, 60, 120])
def test_cells_that_look_like_numbers_stay_as_they_are(cell: str, width: int) -> None:
    rows = [(cell, cell, cell, f"{cell} and {cell}", cell)]
    text = columns(HEADERS, rows, width, flexible={1: 1, 3: 2}, right=(4,), least=4)
    assert text.count(cell) == 6
    assert pairs([(cell, cell)], width) == f"{cell}  {cell}"


@given(rows, st.integers(20, 200), st.booleans())
def test_tables_keep_to_the_width_and_lose_nothing(
    rows: list[tuple[str, ...]], width: int, blocks: bool
) -> None:
    options = {"flexible": {1: 1.0, 3: 2.0}, "right": (4,), "keys": 2, "blocks": blocks}
    text = columns(HEADERS, rows, width, **options)  # type: ignore[arg-type]
    assert max(map(len, text.splitlines()), default=0) <= width
    for row in rows:
        for char in set(squeezed("".join(row))):
            wanted = sum(squeezed("".join(r)).count(char) for r in rows)
            assert squeezed(text).count(char) >= wanted


@given(words, st.integers(10, 80))
def test_only_words_that_are_too_long_are_broken(text: str, width: int) -> None:
    lines = wrapped(text, width, "  ").splitlines()
    assert max(map(len, lines)) <= width
    if max(map(len, text.split())) <= width - 2:
        assert " ".join(lines).split() == text.split()
