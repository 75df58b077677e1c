"""A report as GitHub-flavoured Markdown. All text of an article is escaped: it is not trusted."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.verdicts.report import Report
from sslcheck.reports.page.blocks import Block, Heading, Table, Text, called, line, words
from sslcheck.reports.page.claims import claim_blocks, titled
from sslcheck.reports.page.page import whose
from sslcheck.reports.page.to_markdown import to_markdown
from sslcheck.reports.table import HEADERS
from sslcheck.reports.text import duration, grounds, rechecked, summary_line

__all__ = ["render_markdown"]


def render_markdown(report: Report, explain: bool = False) -> str:
    """A title, the table of verdicts and, with ``explain``, a section for each claim."""
    return to_markdown([*_blocks(report, explain)])


def _blocks(report: Report, explain: bool) -> Iterator[Block]:
    rows = tuple(
        (
            words(c.id),
            line(c.claimed),
            words(c.verdict.upper()),
            line(grounds(c)),
            words(duration(c.seconds)),
        )
        for c in report.claims
    )
    yield Heading(1, report.title or report.article)
    yield from whose(report)
    yield Table(HEADERS, rows)
    for remark in report.remarks:
        yield Text(words(remark))
    yield Text(words(summary_line(report)))
    if explain:
        yield Text(words(f"Of the steps of the proofs {rechecked(report)}."))
        for claim in report.claims:
            yield Heading(2, called("claim", claim.id))
            yield from titled(claim)
            yield from claim_blocks(claim, 3)
