"""The look over a report: a row beside the routes, a disagreement where it objects."""

from __future__ import annotations

from dataclasses import replace

from tests.decided import decided
from tests.numeric.look.articles import A, S, article, kind

from sslcheck.derive import load_article, verify
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.report import NUMBERS, look_over


def test_a_row_for_each_claim_and_no_other_verdict() -> None:
    report, told = decided("two-layer"), []
    found = look_over(load_article("two-layer"), report, 1.0, lambda *at: told.append(at))
    assert [r.verdict for r in found.claims] == [r.verdict for r in report.claims]
    assert [r.routes[-1].name for r in found.claims] == [NUMBERS] * len(report.claims)
    assert {r.routes[-1].result for r in found.claims} <= {"agree", "silent"}
    assert [at[:2] for at in told] == [(k, len(told)) for k in range(len(told))]


def test_an_objection_is_a_disagreement() -> None:
    text = article(kind("identity", "S A = A S"), S + A)
    report = verify(text)
    (claim,) = report.claims
    assert claim.verdict is Verdict.REFUTED
    wrong = replace(report, claims=(replace(claim, verdict=Verdict.PROVED, witness=None),))
    (found,) = look_over(text, wrong, 20.0).claims
    assert found.verdict is Verdict.DISAGREEMENT
    assert "a bug of the checker" in str(found.why)
    assert found.witness is not None
    assert found.routes[-1].result == "object"
