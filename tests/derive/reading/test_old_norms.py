"""Norms of matrices in articles of 0.1."""

from __future__ import annotations

import pytest

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.reading.old_norms import frobenius, rewritten
from sslcheck.derive.reading.upgrade import upgraded
from sslcheck.derive.setting import Symbol

SYMBOLS = {"B": Symbol("B", ("n", "d")), "x": Symbol("x", ("n", "1")), "a": Symbol("a")}
OLD = r"""
[article]
name = "old"
[spaces]
n = "n"
d = "d"
[symbols]
B = { shape = ["n", "d"] }
x = { shape = ["n", "1"] }
[[claim]]
id = "c"
kind = "identity"
reading = QUOTE\|B\|_2^2 = \text{tr}(B^T B), \|x\|_2^2 = x^T xQUOTE
[[claim]]
id = "v"
kind = "identity"
reading = '\|x\|_2^2 = x^T x'
"""


def test_only_formulas_with_norms_of_matrices_change() -> None:
    data = {
        "claim": [
            {"reading": r"a = \|B\|_2^2 + \|x\|_2^2"},
            {"reading": r"a = \|x\|_2^2"},
            {"reading": r"a = \|B\|_F^2"},
        ],
        "definitions": {"a": r"\|B^T B\|_{2}^2"},
        "title": r"what \|B\|_2^2 is",
    }
    changes = frobenius(data, SYMBOLS, ("n", "d"))
    assert changes == {
        r"a = \|B\|_2^2 + \|x\|_2^2": r"a = \|B\|_F^2 + \|x\|_F^2",
        r"\|B^T B\|_{2}^2": r"\|B^T B\|_F^2",
    }
    after = rewritten(data, changes)
    assert after["claim"][0]["reading"] == r"a = \|B\|_F^2 + \|x\|_F^2"
    assert after["title"] == data["title"]


@pytest.mark.parametrize("quote", ["'", '"', "'''"])
def test_an_old_article_means_what_it_meant(quote: str) -> None:
    text = OLD.replace("QUOTE", quote)
    if quote == '"':
        line = next(line for line in text.splitlines() if line.startswith('reading = "'))
        text = text.replace(line, line.replace("\\", "\\\\"))
    assert {c.verdict.value for c in verify(parse_article(text, "x.toml")).claims} == {"proved"}
    new, changes = upgraded(text, "x.toml")
    assert any("Frobenius" in change for change in changes)
    assert new.count("_F^2") == 2
    assert new.count("_2^2") == 1
    assert {c.verdict.value for c in verify(parse_article(new, "x.toml")).claims} == {"proved"}


def test_today_it_is_refused() -> None:
    text = OLD.replace("QUOTE", "'").replace('name = "old"', 'name = "old"\nformat = 2')
    refused, proved = verify(parse_article(text, "x.toml")).claims
    assert (refused.verdict.value, proved.verdict.value) == ("refused", "proved")
    assert "largest singular value" in refused.why
