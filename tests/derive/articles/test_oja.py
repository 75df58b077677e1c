"""Oja's rule and the subspace flow."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "3": "proved",
    "3.linear": "refuted, proved",
    "3.kept": "proved",
    "3.any": "refuted, proved",
    "3.climb": "proved",
    "3.eigenvector": "proved",
    "3.length": "refuted, proved",
    "4": "proved",
    "4.kept": "proved",
    "4.blind": "proved",
    "4.one-sided": "refuted, proved",
    "5": "proved",
    "5.half": "refuted, proved",
    "5.projection": "proved",
    "5.rises": "proved",
    "5.free": "refuted, proved",
    "6": "proved",
    "6.limit": "proved",
    "6.two": "refuted, proved",
    "6.solution": "proved",
    "6.rate": "refuted, proved",
}
SAME = frozenset({"4.kept", "5.projection", "5.rises"})
"""With a sign changed: impossible, true of W = 0 alone, and true as well where W^T W = I."""


def test_verdicts() -> None:
    assert answers("oja") == VERDICTS
    assert conditions("oja") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    assert not proved_flips("oja", 10, SAME)
