"""Stepwise learning with the Barlow Twins loss, arXiv:2303.15438."""

from __future__ import annotations

import pytest
from tests.derive.articles.deciding import answers, conditions, proved_flips

pytestmark = pytest.mark.slow

VERDICTS = {
    "2": "proved",
    "2.half": "refuted, proved",
    "2.inner": "refuted, proved",
    "2.rotation": "proved",
    "2.falls": "proved",
    "2.order": "proved",
    "4": "proved",
    "4.merged": "refuted, proved",
    "4.kept": "proved",
    "4.stationary": "proved",
    "4.all": "refuted, proved",
    "3.stay": "proved",
    "3": "proved",
    "3.power": "refuted, proved",
    "3.eigenvalue": "proved",
    "3.square": "proved",
    "3.limit": "proved",
    "3.one": "refuted, proved",
    "5": "proved",
    "5.lost": "refuted, proved",
    "5.odds": "proved",
}


def test_verdicts() -> None:
    assert answers("stepwise") == VERDICTS
    assert conditions("stepwise") == {}


def test_no_claim_is_true_with_a_sign_changed() -> None:
    # -W Γ Wᵀ = I is another target, which takes long
    assert not proved_flips("stepwise", 15, frozenset({"4.kept"}))
