"""Limits as certificates show them: laws, rates, solutions that exist; forged ones fail."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.derive.certificates.written import (
    changed,
    leaves,
    rejects,
    sealed,
    written,
)

from sslcheck.derive.certificates import verify

_CLAIMS = (
    ("dimensional-collapse", "2.collapse"),
    ("dimensional-collapse", "2.weak"),
    ("dimensional-collapse", "2.always"),
    ("deep-linear-2", "3.vanishes"),
    ("deep-linear-3", "3.vanishes"),
    ("directpred", "3.balanced"),
    ("directpred", "4.decay"),
    ("linear-autoencoder", "3.vanishes"),
    ("non-contrastive", "4.forgets"),
    ("non-contrastive", "7.attracts"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_limits_of_shipped_articles_are_shown(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    assert verify.verify(found) in ("proved", "conditional", "refuted")
    for path in leaves(found["claim"]["statement"], ("claim", "statement")):
        assert rejects(sealed(changed(found, path))), path
    for k, theorem in enumerate(found["claim"]["theorems"]):
        evidence = ("claim", "theorems", k, "evidence")
        for path in leaves(theorem["evidence"]["law"], (*evidence, "law")):
            assert rejects(sealed(changed(found, path))), path
        squares = theorem["evidence"]["squares"]
        for forged in (0, ["Prod", -1, squares]) if squares else ():
            other = deepcopy(found)
            other["claim"]["theorems"][k]["evidence"]["squares"] = forged
            assert rejects(sealed(other))
