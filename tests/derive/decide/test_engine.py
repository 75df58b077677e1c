"""Claim after claim, none at the cost of the others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive import load_article, verify
from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.engine import Vouched
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.errors import ArticleError, OutOfTime, RouteDisagreement, TooLarge
from sslcheck.derive.kinds import KINDS, Case
from sslcheck.derive.reading.loading import article_text, parse_article
from sslcheck.derive.verdicts.evidence import RouteResult
from sslcheck.derive.verdicts.finding import Finding
from sslcheck.derive.verdicts.report import Report
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
        (TooLarge("it has too many digits"), Verdict.UNDECIDED, False),
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

    def vouch(_: object, claim: Claim, outcome: Outcome, repair: Outcome | None) -> Vouched:
        asked.append((claim.id, outcome.verdict, repair and repair.verdict))
        if claim.id == "7.parabola":
            raise TypeError("no such letter")
        return Vouched(RouteResult("certificate", "holds"), {"id": claim.id})

    report = verify(load_article("directpred"), ["2.1", "7.parabola"], ledger=False, vouch=vouch)
    both = Verdict.REFUTED, Verdict.PROVED
    assert asked == [("2.1", *both), ("7.parabola", *both)]
    first, second = (claim.routes[-1] for claim in report.claims)
    assert first == RouteResult("certificate", "holds")
    assert report.certificates == {"2.1": {"id": "2.1"}}
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


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers of the tests have threads, which do nothing that a forked process waits for."""
    if not hasattr(os, "fork"):
        pytest.skip("no processes are forked here")
    monkeypatch.setattr("sslcheck.derive.decide.engine.can_fork", lambda: True)


def as_dicts(report: Report) -> list[dict[str, Any]]:
    return [claim.as_dict() | {"seconds": 0} for claim in report]


@pytest.mark.usefixtures("forking")
@pytest.mark.filterwarnings("ignore:This process .*multi-threaded:DeprecationWarning")
def test_jobs_share_the_claims_and_nothing_else_changes() -> None:
    made: list[str] = []

    def vouch(_: object, claim: Claim, *__: Outcome | None) -> Vouched:
        made.append(claim.id)
        return Vouched(RouteResult("certificate", "holds"), {"id": claim.id, "by": os.getpid()})

    told: list[tuple[int, int, str]] = []
    alone = verify("exact-modes", ledger=False, vouch=vouch)
    ids = [claim.id for claim in alone]
    assert sorted(made) == sorted(ids)
    shared = verify("exact-modes", None, lambda *at: told.append(at), vouch=vouch, jobs=2)
    assert len(made) == len(ids)  # by others
    assert [*shared.certificates] == ids
    assert len({one["by"] for one in shared.certificates.values()} | {os.getpid()}) == 3
    assert as_dicts(shared) == as_dicts(verify("exact-modes", vouch=vouch))
    assert sorted(name for _, _, name in told) == sorted(["", *ids])
    assert told[-1] == (len(ids), len(ids), "")


@pytest.mark.usefixtures("forking")
@pytest.mark.filterwarnings("ignore:This process .*multi-threaded:DeprecationWarning")
def test_a_claim_whose_process_dies_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_: object, case: Case) -> Finding:
        os.kill(os.getpid(), 9)
        raise AssertionError

    monkeypatch.delenv("SSLCHECK_TRACEBACK", raising=False)
    monkeypatch.setattr(KINDS["vanishes"], "decide", die)
    report = verify("directpred", ["3", "2.3"], ledger=False, jobs=2)
    assert [(c.id, c.verdict) for c in report] == [
        ("2.3", Verdict.PROVED),
        ("3", Verdict.PROVED),
        ("3.balanced", Verdict.UNDECIDED),
    ]
    assert report["3.balanced"].why == (
        "the process that decided it was ended by signal 9; one job (`--jobs 1`) decides it in this"
        " one"
    )
    assert report["3.balanced"].summary


def test_what_is_said_of_a_claim_does_not_hang_on_other_equations() -> None:
    """The order of terms hangs on what was worked out before."""
    every = {claim.id: claim.steps for claim in verify("deep-linear-2", ledger=False)}
    for claim in verify("deep-linear-2", "1", ledger=False):
        assert claim.steps == every[claim.id]
