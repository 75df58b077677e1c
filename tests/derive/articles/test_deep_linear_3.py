"""Deep linear networks of three layers, arXiv:1802.06509 and arXiv:1806.00900."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.middle": "refuted, proved",
    "2.sign": "refuted, proved",
    "3.first": "proved",
    "3.second": "proved",
    "3.norms": "proved",
    "3.growing": "refuted, proved",
    "3.product": "refuted, proved",
    "3.kept": "proved",
    "3.vanishes": "conditional",
    "4": "proved",
    "4.decay": "refuted, proved",
    "5": "proved",
    "5.square": "refuted, proved",
    "6": "proved",
    "6.unbalanced": "refuted, proved",
    "6.middle": "refuted, proved",
    "1.falls": "proved",
    "1.order": "proved",
    "1.half": "refuted, proved",
}
CONDITIONS = {"3.vanishes": ("λ > 0", "on solutions that exist for all t")}


def test_verdicts() -> None:
    assert answers("deep-linear-3") == VERDICTS
    assert conditions("deep-linear-3") == CONDITIONS


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # a sum of two psd matrices that is 0 leaves both layers at 0, where they stay
    assert not proved_flips("deep-linear-3", 15, frozenset({"3.kept"}))
