"""Verdicts as Jupyter shows them: Markdown with the mathematics in it, a few lines for each."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.markup import display, escape, inline
from sslcheck.derive.verdict import ClaimResult, Report, Verdict

__all__ = ["claim_markdown", "report_markdown"]


def claim_markdown(claim: ClaimResult) -> str:
    """What was claimed, the verdict with its reason and conditions, and what should stand there."""
    return "\n\n".join(_claim(claim))


def _claim(claim: ClaimResult) -> Iterator[str]:
    yield f"**{escape(claim.id)}** {escape(claim.summary)}"
    yield f"**{claim.verdict.upper()}** {escape(claim.why)}".rstrip()
    if claim.conditions:
        yield f"conditions: {'; '.join(map(escape, claim.conditions))}"
    if claim.steps:
        yield display(claim.steps[-1].latex)
    if claim.correction is not None:
        yield f"{escape(claim.correction.kind)}: **{claim.correction.verdict.upper()}**"
        yield display(claim.correction.latex)


def report_markdown(report: Report) -> str:
    """A table with one row for each claim."""
    lines = [f"**{escape(report.title or report.article)}**", ""]
    lines += ["| claim | statement | verdict | instead |", "|---|---|---|---|"]
    for claim in report.claims:
        instead = inline(claim.correction.latex) if claim.correction is not None else ""
        cells = (escape(claim.id), escape(claim.summary), claim.verdict.upper(), instead)
        lines.append(f"| {' | '.join(cells)} |")
    decided = sum(claim.verdict is not Verdict.UNDECIDED for claim in report.claims)
    lines += ["", f"{decided} of {len(report.claims)} claims decided"]
    return "\n".join(lines)
