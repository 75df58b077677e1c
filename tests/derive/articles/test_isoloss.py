"""Implicit variance regularisation, arXiv:2212.04858."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.outer": "refuted, proved",
    "2.unstopped": "proved",
    "2.square": "proved",
    "2.grows": "refuted, proved",
    "2.still": "proved",
    "2.falls": "refuted, proved",
    "2.collapses": "proved",
    "3": "proved",
    "3.power": "refuted, proved",
    "3.half": "refuted, proved",
    "3.limit": "proved",
    "3.collapse": "refuted, proved",
    "3.slow": "proved",
    "4": "proved",
    "4.sign": "refuted, proved",
    "4.limit": "proved",
    "4.one": "refuted, proved",
    "5": "proved",
    "5.limit": "proved",
    "5.odds": "proved",
    "5.slow": "refuted, proved",
}


def test_verdicts() -> None:
    assert answers("isoloss") == VERDICTS
    assert conditions("isoloss") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # (1 + μ) / μ and (1 - μ) / μ differ by 2
    assert not proved_flips("isoloss", 12, frozenset({"5.odds"}))
