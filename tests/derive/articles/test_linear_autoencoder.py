"""Regularised linear autoencoders, arXiv:1901.08168."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.lost": "refuted, proved",
    "2.half": "refuted, proved",
    "2.falls": "proved",
    "3": "proved",
    "3.vanishes": "proved",
    "3.conserved": "refuted, proved",
    "3.rest": "proved",
    "4.kept": "refuted, proved",
    "4.difference": "proved",
    "4.linear": "refuted, proved",
    "5": "proved",
    "5.sign": "refuted, proved",
    "5.moments": "proved",
    "6.stay": "proved",
    "6": "proved",
    "6.decay": "refuted, proved",
    "6.threshold": "proved",
    "6.root": "refuted, proved",
    "6.limit": "proved",
    "6.whole": "refuted, proved",
    "6.forgotten": "proved",
}


def test_verdicts() -> None:
    assert answers("linear-autoencoder") == VERDICTS
    assert conditions("linear-autoencoder") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    assert not proved_flips("linear-autoencoder", 15)
