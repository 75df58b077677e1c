"""Deep linear networks of any depth, arXiv:1802.06509 and arXiv:1806.00900."""

from __future__ import annotations

import pytest
from tests.derive.articles.deciding import answers, conditions, proved_flips

pytestmark = pytest.mark.slow

VERDICTS = {
    "2": "proved",
    "2.first": "proved",
    "2.last": "proved",
    "2.gradient": "proved",
    "2.sides": "refuted, proved",
    "2.transposes": "refuted, proved",
    "2.itself": "refuted, proved",
    "2.ends": "refuted, proved",
    "2.depth": "refuted, proved",
    "2.penalty": "refuted, proved",
    "3": "proved",
    "3.rate": "proved",
    "3.distance": "proved",
    "3.far": "proved",
    "3.kept": "proved",
    "3.half": "refuted, proved",
    "3.constant": "refuted, proved",
    "3.transposes": "refuted, proved",
    "4": "proved",
    "4.trace": "proved",
    "4.growth": "refuted, proved",
    "4.lost": "refuted, proved",
    "4.square": "proved",
    "4.unbalanced": "refuted, proved",
}


def test_verdicts() -> None:
    assert answers("deep-linear") == VERDICTS
    assert conditions("deep-linear") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # a sum of two psd matrices that is 0 leaves both layers at 0, where they stay
    assert not proved_flips("deep-linear", 15, frozenset({"3.kept"}))
