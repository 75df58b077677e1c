"""Exact modes of a deep linear network, arXiv:1312.6120."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.swapped": "refuted, proved",
    "3.stay": "proved",
    "3": "proved",
    "3.own": "refuted, proved",
    "4": "proved",
    "4.circle": "refuted, proved",
    "4.equal": "proved",
    "5.general": "proved",
    "5": "proved",
    "5.two": "refuted, proved",
    "5.unequal": "refuted, proved",
    "6": "proved",
    "6.start": "refuted, proved",
    "6.end": "proved",
    "6.never": "refuted, proved",
    "6.time": "proved",
}


def test_verdicts() -> None:
    assert answers("exact-modes") == VERDICTS
    assert conditions("exact-modes") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # opposite layers stay opposite, and (s + u) / u and (s - u) / u differ by 2
    assert not proved_flips("exact-modes", 10, frozenset({"4.equal", "6.time"}))
