"""From an article and its verdicts: which hypotheses a claim supposes, and what corrects it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.text.reason import Ref, plainly
from sslcheck.derive.verdicts.evidence import Step
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.reports.page.blocks import called
from sslcheck.reports.page.graph.drawing import Drawing, Edge, Node

__all__ = ["dependencies", "supposing"]

_LAYERS = ("hypotheses", "claims", "what is right")


def dependencies(article: Article, report: Report) -> Drawing | None:
    """The graph of the claims of a report; None where nothing depends on anything."""
    claims = {claim.id: claim for claim in article.claims}
    edges = [edge for found in report.claims for edge in _edges(claims[found.id], found)]
    edges += [
        Edge(called("claim", other), called("claim", found.id))
        for found in report.claims
        for other in dict.fromkeys(_quoted(found.steps))
        if other in claims
    ]
    known = {called("claim", found.id) for found in report.claims}
    known |= {called("hypothesis", name) for name in article.hypotheses}
    known |= {_corrected(found.id) for found in report.claims}
    edges = [edge for edge in edges if {edge.start, edge.end} <= known]
    if not edges:
        return None
    starts = {edge.start for edge in edges}
    nodes = [
        Node(called("hypothesis", name), name, 0, plainly(hypothesis.text))
        for name, hypothesis in article.hypotheses.items()
        if called("hypothesis", name) in starts
    ]
    for found in report.claims:
        claim = called("claim", found.id)
        nodes.append(Node(claim, found.id, 1, found.summary, found.verdict))
        if found.correction is not None:
            kind, verdict = found.correction.kind, found.correction.verdict
            tip = f"{kind} statement of {claim}: {verdict.upper()}"
            nodes.append(Node(_corrected(found.id), kind, 2, tip, verdict, claim, claim))
    return Drawing(_LAYERS, tuple(nodes), tuple(edges))


def supposing(article: Article, report: Report) -> Mapping[str, Sequence[str]]:
    """The claims that suppose a hypothesis, in their own statement or in what corrects it."""
    shown = {found.id for found in report.claims}
    found: dict[str, list[str]] = {name: [] for name in article.hypotheses}
    for claim in article.claims:
        if claim.id in shown:
            for name in _names(claim):
                found[name].append(claim.id)
    return found


def _names(claim: Claim) -> Iterator[str]:
    repaired = claim.repaired.hypotheses if claim.repaired is not None else ()
    yield from dict.fromkeys((*claim.hypotheses, *repaired))


def _edges(claim: Claim, found: ClaimResult) -> Iterator[Edge]:
    """The ledger of a claim with a correction is about that, so only there it says what is idle."""
    idle = {use.name for use in found.hypotheses if use.needed is False}
    here = called("claim", claim.id)
    for name in claim.hypotheses:
        yield Edge(called("hypothesis", name), here, name in idle and found.correction is None)
    if found.correction is not None:
        yield Edge(here, _corrected(claim.id))
        for name in claim.repaired.hypotheses if claim.repaired is not None else ():
            yield Edge(called("hypothesis", name), _corrected(claim.id), name in idle)


def _corrected(claim: str) -> str:
    return f"Correction of {claim}"


def _quoted(steps: Sequence[Step]) -> Iterator[str]:
    """The claims that a proof rests on."""
    for step in steps:
        for part in (*step.states, *step.why):
            if isinstance(part, Ref) and part.kind == "claim":
                yield part.name
