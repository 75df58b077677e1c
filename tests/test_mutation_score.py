"""A sample of the mutants of true statements; `tests/mutation_score.py` makes more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from tests import mutation_score
from tests.test_reference import article

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict


def test_changed_statements_are_noticed() -> None:
    rows = [*mutation_score.scored("two-layer", 24, Random(0))]
    assert not [row for row in rows if row["wrong"]]
    counts = Counter((row["truth"], row["verdict"]) for row in rows)
    assert counts["false", "refuted"] >= 6
    assert not counts["false", "conditional"]
    assert len({row["change"] for row in rows}) >= 5
    assert mutation_score.table(rows).count("\n") >= 8


def test_a_wrong_verdict_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that proves everything."""

    def proves(*given: Any, **named: Any) -> Report:
        report = verify(*given, **named)
        claims = (replace(claim, verdict=Verdict.PROVED, witness=None) for claim in report.claims)
        return replace(report, claims=tuple(claims))

    monkeypatch.setattr(mutation_score, "verify", proves)
    rows = [*mutation_score.scored("two-layer", 8, Random(0))]
    assert sum(row["wrong"] for row in rows) >= 3


def test_statements_about_layers_are_changed_as_text() -> None:
    claims = article("layers.toml").claims
    found = [m for claim in claims for m in mutation_score.mutants_of(claim, {})]
    assert {"sign", "transpose", "index", "dropped factor"} <= {m.change for m in found}
