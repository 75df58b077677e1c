"""What supposes what: as the article and its verdicts say it, nothing drawn by hand."""

from __future__ import annotations

import pytest
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.reports.page.graph.dependencies import dependencies, supposing
from sslcheck.reports.page.graph.drawing import Edge


@pytest.mark.slow
def test_every_claim_hypothesis_and_correction_is_there() -> None:
    article, report = load_article("directpred"), decided("directpred")
    drawing = dependencies(article, report)
    assert drawing is not None
    names = {node.name for node in drawing.nodes}
    assert len(names) == len(drawing.nodes)
    assert {edge.start for edge in drawing.edges} | {edge.end for edge in drawing.edges} <= names
    claims = [node for node in drawing.nodes if node.layer == 1]
    assert [node.text for node in claims] == [found.id for found in report.claims]
    assert {node.text: node.tone for node in claims} == {c.id: c.verdict for c in report.claims}
    corrected = [c.id for c in report.claims if c.correction is not None]
    assert [node.target for node in drawing.nodes if node.layer == 2] == [
        f"Claim {name}" for name in corrected
    ]
    supposed = {
        (f"Hypothesis {name}", f"Claim {claim.id}")
        for claim in article.claims
        for name in claim.hypotheses
    }
    assert supposed <= {(edge.start, edge.end) for edge in drawing.edges}


def test_what_is_not_needed_and_what_a_proof_rests_on() -> None:
    article, report = load_article("directpred"), decided("directpred", "4", "9")
    drawing = dependencies(article, report)
    assert drawing is not None
    assert Edge("Claim 4", "Claim 4.psd") in drawing.edges
    (scale,) = (claim for claim in report.claims if claim.id == "9.scale")
    ledger = {use.name: use.needed for use in scale.hypotheses}
    assert ledger
    drawn = {e.start: e.idle for e in drawing.edges if e.end == "Claim 9.scale"}
    assert drawn == {f"Hypothesis {name}": flag is False for name, flag in ledger.items()}


def test_nothing_depends_on_anything() -> None:
    assert dependencies(load_article("two-layer"), decided("two-layer")) is None


def test_a_correction_counts_among_what_supposes() -> None:
    article, report = load_article("directpred"), decided("directpred", "6")
    found = supposing(article, report)
    assert "6.3" in found["tau-per-mode"]  # which its correction alone supposes
    assert "6.1" in found["one-tau"]
    assert not found["eigendecomposition"]
