"""Commands, and what is said of one that cannot be read."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import failure


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"W + \foo X", r"unknown command `\foo`", r"\foo", "Known commands:"),
        (r"W + \frec{1}{2}", r"unknown command `\frec`", r"\frec", r"Did you mean `\frac`"),
        (r"W + \eeta W", r"unknown command `\eeta`", r"\eeta", r"Did you mean `\eta`"),
        (r"W \partial", r"`\partial` cannot stand here", r"\partial", ""),
    ],
)
def test_commands_that_cannot_be_read(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]
