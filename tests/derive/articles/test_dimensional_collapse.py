"""Dimensional collapse, arXiv:2110.09348."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2.solution": "proved",
    "2.sign": "refuted, proved",
    "2.covariance": "proved",
    "2.merged": "refuted, proved",
    "2.collapse": "proved",
    "2.weak": "conditional",
    "2.always": "refuted, proved",
    "2.never": "proved",
    "3": "proved",
    "3.transposed": "refuted, proved",
    "3.linear": "refuted, proved",
    "4": "proved",
    "4.sum": "refuted, proved",
    "4.kept": "proved",
    "5.stay": "proved",
    "5": "proved",
    "5.square": "refuted, proved",
    "5.product": "proved",
    "5.exponential": "refuted, proved",
}
CONDITIONS = {"2.weak": ("S_1 ≻ 0",)}


def test_verdicts() -> None:
    assert answers("dimensional-collapse") == VERDICTS
    assert conditions("dimensional-collapse") == CONDITIONS


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # a sum of two psd matrices that is 0 leaves both layers at 0, where they stay
    assert not proved_flips("dimensional-collapse", 12, frozenset({"4.kept"}))
