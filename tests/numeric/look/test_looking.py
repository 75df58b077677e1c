"""The look at any claim: by its kind, at what a verdict says, within its time."""

from __future__ import annotations

import pytest
from tests.decided import decided
from tests.numeric.look.articles import A, S, article, kind, seen

from sslcheck.derive import load_article
from sslcheck.derive.kinds import KINDS as DECIDED
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look import look
from sslcheck.numeric.look.looking import KINDS


@pytest.mark.slow
@pytest.mark.parametrize("name", ["directpred", "two-layer"])
def test_shipped_verdicts_stand(name: str) -> None:
    shipped = load_article(name)
    report = decided(name)
    # the limits take longest to look at, and a claim of a limit need not be looked at in time
    limits = {r.id: 0.5 if r.kind == "vanishes" else 20.0 for r in report.claims}
    sights = {r.id: look(shipped, r, limits[r.id], most=3) for r in report.claims}
    assert not [claim for claim, sight in sights.items() if sight.objection]
    proved = [r.id for r in report.claims if r.verdict is Verdict.PROVED and limits[r.id] > 1]
    assert not [claim for claim in proved if not sights[claim].points]


@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.DISAGREEMENT])
def test_nothing_is_said_where_nothing_is_claimed(verdict: Verdict) -> None:
    sight = seen(article(kind("identity", "S A = A S"), S + A), verdict)
    assert (sight.points, sight.objection) == (0, None)
    assert sight.note == f"nothing to object to where a claim is {verdict}"


def test_it_knows_how_to_look_at_kinds_that_are_decided() -> None:
    assert KINDS.keys() <= {*DECIDED}


def test_without_time_nothing_is_seen() -> None:
    found = article(kind("identity", "S A = A S"), S + A)
    claim = decided("directpred").claims[0]
    assert look(load_article("directpred"), claim, 0.0).points == 0
    assert seen(found).objection is not None
