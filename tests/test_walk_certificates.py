"""How changes of certificates that are accepted are judged: by numbers."""

from __future__ import annotations

import pytest
from tests.derive.certificates.written import written
from tests.walk_certificates import expression, seen

from sslcheck.derive import load_article
from sslcheck.derive.certificates.trees import tree


def test_numbers_tell_a_true_statement_from_a_false_one() -> None:
    article = load_article("exact-modes")
    claim = next(claim for claim in article.claims if claim.id == "6.time")
    ((op, lhs, rhs),) = written("exact-modes", "6.time")["6.time"]["claim"]["statement"]
    true = seen(article, claim, [[op, lhs, rhs]])
    assert (true.objection, true.points > 3) == (None, True)
    assert seen(article, claim, [[op, lhs, ["Prod", 2, rhs]]]).objection is not None
    assert seen(article, claim, [[op, lhs, "unknown"]]).points == 0


def test_statements_are_read_back() -> None:
    for name in ("two-layer", "oja", "exact-modes"):
        for certificate in written(name).values():
            if any(text in str(certificate["claim"]) for text in ("Gradient", "Expect")):
                continue
            for _, *sides in certificate["claim"]["statement"]:
                assert [tree(expression(side)) for side in sides] == sides
    with pytest.raises(ValueError, match="no expression"):
        expression(["Maximum", "x", "j"])
