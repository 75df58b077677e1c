"""Claim after claim, none at the cost of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive import load_article, verify
from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.errors import ArticleError, OutOfTime, RouteDisagreement
from sslcheck.derive.kinds import KINDS, Case
from sslcheck.derive.reading.loading import article_text, parse_article
from sslcheck.derive.verdicts.evidence import RouteResult
from sslcheck.derive.verdicts.finding import Finding
from sslcheck.derive.verdicts.verdict import Verdict


def failing(_: object, case: Case) -> Finding:
    raise TypeError("no such letter")


def test_a_bug_that_one_claim_meets_is_its_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSLCHECK_TRACEBACK", raising=False)
    monkeypatch.setattr(KINDS["vanishes"], "decide", failing)
    report = verify(load_article("directpred"), ["3"])
    found = {claim.id: claim for claim in report.claims}
    assert found["3"].verdict is Verdict.PROVED
    assert found["3.balanced"].verdict is Verdict.DISAGREEMENT
    assert "TypeError: no such letter; this is a bug of the checker" in found["3.balanced"].why
    assert report.exit_code == 4


def test_whoever_looks_for_the_bug_gets_it_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLCHECK_TRACEBACK", "1")
    monkeypatch.setattr(KINDS["vanishes"], "decide", failing)
    with pytest.raises(TypeError, match="no such letter"):
        verify(load_article("directpred"), ["3.balanced"])


def test_an_unknown_selection_lists_what_there_is() -> None:
    with pytest.raises(ArticleError, match="no equation or claim `9` in `tiny`; equations: 1"):
        verify(parse_article(GOOD, "tiny.toml"), ["9"])


@pytest.mark.parametrize(
    ("error", "verdict", "fresh"),
    [
        (OutOfTime("it takes longer"), Verdict.UNDECIDED, True),
        (TypeError("no such letter"), Verdict.DISAGREEMENT, True),
        (RouteDisagreement("they differ"), Verdict.DISAGREEMENT, False),
        (ArticleError("not of this form"), Verdict.REFUSED, False),
    ],
)
def test_what_was_begun_is_not_relied_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception, verdict: Verdict, fresh: bool
) -> None:
    """An error that may come at any point leaves statements behind that are half worked out."""

    def fail(_: object, case: Case) -> Finding:
        raise error

    made: list[Statements] = []

    def counted(derivation: Derivation, needs: bool) -> Statements:
        made.append(Statements(derivation, needs))
        return made[-1]

    monkeypatch.delenv("SSLCHECK_TRACEBACK", raising=False)
    monkeypatch.setattr(KINDS["identity"], "decide", fail)
    monkeypatch.setattr("sslcheck.derive.decide.engine.Statements", counted)
    (claim,) = verify(parse_article(GOOD, "tiny.toml"), ledger=False).claims
    assert claim.verdict is verdict
    assert str(error) in claim.why
    assert len(made) == 1 + fresh


def test_who_vouches_is_asked_once_and_told_with_the_verdict() -> None:
    asked = []

    def vouch(_: object, claim: Claim, outcome: Outcome, repair: Outcome | None) -> RouteResult:
        asked.append((claim.id, outcome.verdict, repair and repair.verdict))
        if claim.id == "7.parabola":
            raise TypeError("no such letter")
        return RouteResult("certificate", "holds")

    report = verify(load_article("directpred"), ["2.1", "7.parabola"], ledger=False, vouch=vouch)
    both = Verdict.REFUTED, Verdict.PROVED
    assert asked == [("2.1", *both), ("7.parabola", *both)]
    first, second = (claim.routes[-1] for claim in report.claims)
    assert first == RouteResult("certificate", "holds")
    assert second.result == "silent"
    assert "no such letter" in second.detail
    assert {claim.verdict for claim in report.claims} == {Verdict.REFUTED}


def test_an_article_may_be_named_and_one_claim_too(tmp_path: Path) -> None:
    found = verify("two-layer", "2")
    assert [claim.id for claim in found] == ["2"]
    (tmp_path / "mine.toml").write_text(article_text("two-layer")[0], encoding="utf-8")
    assert verify(tmp_path / "mine.toml").claims[0].verdict is Verdict.PROVED
    with pytest.raises(ArticleError, match="no equation or claim `20`"):
        verify("two-layer", "20")
