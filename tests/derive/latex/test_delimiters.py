"""What opens has to be closed."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import failure


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        ("W + {X", "unbalanced brace", "{", "never closed"),
        ("W} + X", "unbalanced brace", "}", "closes nothing"),
        ("W (X + X", "unbalanced parenthesis", "(", "expected `)`"),
        ("W X) + X", "unbalanced parenthesis", ")", "closes nothing"),
        ("W (X] + X", "unbalanced parenthesis", "]", "Expected `)`"),
        (r"\eta \|W", "unbalanced norm", r"\|", "never closed"),
        (r"\int_0^t \eta t'", "unbalanced integral", r"\int_0^t", "dt'"),
        (r"\eta dt'", "unbalanced integral", "dt'", "closes nothing"),
        ("(" * 41 + "W" + ")" * 41, "nested deeper than 40", "(", "Split"),
    ],
)
def test_delimiters_that_do_not_pair(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]
