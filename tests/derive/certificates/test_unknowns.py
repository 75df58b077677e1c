"""What claims define, and say to exist or not: matrices, recursions, common functions of time."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.derive.certificates.written import changed, leaves, rejects, sealed, written

from sslcheck.derive import load_article
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.unknowns import options_of, unknown_of

_CLAIMS = (
    ("directpred", "4"),
    ("directpred", "5.commutator"),
    ("directpred", "5.diagonal"),
    ("directpred", "5.target"),
    ("directpred", "6.3"),
    ("directpred", "8"),
    ("directpred", "9"),
    ("directpred", "9.scale"),
    ("directset", "6.mean"),
    ("non-contrastive", "4"),
    ("non-contrastive", "4.order"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_shipped_claims_have_certificates_that_are_theirs(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    verdict = verifier.verify(found)
    for part in ("options", "statement", "unknown"):  # another claim may be false at a point, too
        for path in leaves(found["claim"][part], ("claim", part)) if verdict == "proved" else ():
            assert rejects(sealed(changed(found, path))), path
    other = deepcopy(found)
    other["claim"]["verdict"] = "refuted" if verdict == "proved" else "proved"
    assert rejects(sealed(other))


def test_unknowns_and_options_of_claims() -> None:
    claims = {claim.id: claim for claim in load_article("directpred").claims}
    assert unknown_of(claims["4"]) == unknown_of(claims["4.psd"]) == "H"
    assert unknown_of(claims["4.decay"]) == ""
    assert options_of(claims["5.commutator"]) == {"basis": ["F", "W_p"]}
    assert options_of(claims["5.target"]) == {"free": "\\tau"}
    assert options_of(claims["9"]) == {}  # the recursion is added as a relation
