"""DirectSet and DirectCopy, arXiv:2110.04947."""

from __future__ import annotations

from tests.derive.articles.deciding import answers, conditions, proved_flips

VERDICTS = {
    "2": "proved",
    "2.untransposed": "refuted, proved",
    "3": "proved",
    "3.once": "refuted, proved",
    "4": "proved",
    "4.alike": "refuted, proved",
    "4.white": "refuted, proved",
    "4.nuisance": "proved",
    "4.gone": "proved",
    "5.copy": "proved",
    "5.root": "proved",
    "5.mixed": "refuted, proved",
    "5.square": "proved",
    "5.discarded": "proved",
    "5.kept": "proved",
    "5.threshold": "refuted, proved",
    "6": "proved",
    "6.mean": "refuted, proved",
}


def test_verdicts() -> None:
    assert answers("directset") == VERDICTS
    assert conditions("directset") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    assert not proved_flips("directset", 15)
