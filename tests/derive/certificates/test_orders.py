"""Sums of squares as evidence: what they show, and that forged ones are rejected."""

from __future__ import annotations

import pytest
from tests.derive.certificates.written import changed, leaves, rejects, sealed, written

from sslcheck.derive.certificates import verifier

_CLAIMS = (
    ("deep-linear-2", "1.order"),
    ("dimensional-collapse", "2.never"),
    ("isoloss", "2.collapses"),
    ("stepwise", "2.order"),
    ("directpred", "4.psd"),
    ("directpred", "4.spd"),
    ("non-contrastive", "4.psd"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_orders_of_shipped_articles_are_shown(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    assert verifier.verify(found) in ("proved", "conditional")
    statement = ("claim", "statement")
    for path in leaves(found["claim"]["statement"], statement):
        assert rejects(sealed(changed(found, path))), path
    for theorem in found["claim"]["theorems"]:
        if theorem["shows"] == "holds":
            squares = theorem["evidence"]["squares"]
            theorem["evidence"]["squares"] = ["Prod", -1, squares]
            assert rejects(sealed(found))
            theorem["evidence"]["squares"] = squares
