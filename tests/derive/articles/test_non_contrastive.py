"""The theorems of arXiv:2102.06810 itself."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.noise": "refuted, proved",
    "2.ratio": "refuted, proved",
    "3": "proved",
    "3.transposed": "refuted, proved",
    "3.decays": "refuted, proved",
    "4": "proved",
    "4.order": "refuted, proved",
    "4.psd": "proved",
    "4.bare": "proved",
    "4.forgets": "conditional",
    "4.signal": "refuted, proved",
    "5": "proved",
    "5.decay": "refuted, proved",
    "5.plain": "refuted, proved",
    "7": "proved",
    "7.rate": "refuted, proved",
    "7.kept": "proved",
    "7.attracts": "conditional",
    "7.decays": "refuted, proved",
    "8": "proved",
    "8.ratio": "refuted, proved",
    "8.fixed": "proved",
    "8.threshold": "proved",
    "8.square": "refuted, proved",
    "8.weak": "proved",
    "8.strong": "proved",
    "8.middle": "refuted, proved",
}
CONDITIONS = {"4.forgets": ("X' ≻ 0, or η > 0 (each suffices)",), "7.attracts": ("η > 0",)}


def test_verdicts() -> None:
    assert answers("non-contrastive") == VERDICTS
    assert conditions("non-contrastive") == CONDITIONS


def test_no_claim_is_true_with_a_sign_changed() -> None:
    assert not proved_flips("non-contrastive", 30)
