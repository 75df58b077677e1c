"""Deep linear networks of two layers, arXiv:1802.06509 and arXiv:1806.00900."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.transposed": "refuted, proved",
    "2.order": "refuted, proved",
    "3": "proved",
    "3.conserved": "proved",
    "3.norms": "proved",
    "3.rate": "refuted, proved",
    "3.sides": "refuted, proved",
    "3.kept": "proved",
    "3.vanishes": "conditional",
    "3.stationary": "proved",
    "4": "proved",
    "4.decay": "refuted, proved",
    "4.plain": "refuted, proved",
    "5": "proved",
    "5.power": "refuted, proved",
    "5.unbalanced": "refuted, proved",
    "1.falls": "proved",
    "1.order": "proved",
    "1.rises": "refuted, proved",
}


def test_verdicts() -> None:
    assert answers("deep-linear-2") == VERDICTS
    assert conditions("deep-linear-2") == {"3.vanishes": ("λ > 0",)}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # a sum of two psd matrices that is 0 leaves both layers at 0, where they stay
    assert not proved_flips("deep-linear-2", 15, frozenset({"3.kept"}))
