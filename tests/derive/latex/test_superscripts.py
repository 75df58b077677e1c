"""Transposes and exponents."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import failure


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        ("W^T^2", "double superscript", "^2", "parentheses"),
        ("W^{x}", "unreadable superscript", "^{x}", "`W^T`"),
        (r"\eta^{33}", "exponent larger than 32", "^{33}", "whole number"),
        (r"\eta^{-99999999}", "exponent larger than 32", "^{-99999999}", "whole number"),
        (r"\eta^{3/2}", "unreadable exponent 3/2", "^{3/2}", "one half"),
        (r"\eta^{1/0}", "division by zero", "^{1/0}", ""),
    ],
)
def test_what_is_no_superscript(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]
