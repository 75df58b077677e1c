"""The overview: one row for each claim, fitted to a width."""

from __future__ import annotations

from collections.abc import Callable

from tabulate import tabulate

from sslcheck.derive.verdict import Report, Verdict
from sslcheck.reports.text import clean, duration, grounds, summary_line

__all__ = ["HEADERS", "Paint", "render_table", "unpainted"]

Paint = Callable[[Verdict, str], str]
"""Colours a text by a verdict; must not change how wide the text is on the screen."""

HEADERS = ("eq.", "statement", "verdict", "why / on condition of", "time")

_GAPS = 2 * (len(HEADERS) - 1)
_HEADER_PADDING = 2  # tabulate makes a column at least this much wider than its header
_NARROWEST = 12
_STATEMENT_SHARE = 0.45


def unpainted(_verdict: Verdict, text: str) -> str:
    """``text`` as it is."""
    return text


def _widths(cells: list[list[str]], width: int) -> list[int]:
    """Column widths: short columns as they come, the rest shared by statement and grounds."""
    widest = [max(map(len, column)) for column in zip(*cells, strict=True)]
    widest = [
        max(len(header) + _HEADER_PADDING, cell)
        for header, cell in zip(HEADERS, widest, strict=True)
    ]
    room = max(width - _GAPS - widest[0] - widest[2] - widest[4], 2 * _NARROWEST)
    share = max(round(_STATEMENT_SHARE * room), room - widest[3])
    widest[1] = min(widest[1], share)
    widest[3] = min(widest[3], room - widest[1])
    return widest


def render_table(report: Report, width: int = 120, paint: Paint = unpainted) -> str:
    """The verdicts of ``report`` as text with long cells wrapped; the last line sums them up."""
    cells = [
        [clean(c.id), clean(c.summary), c.verdict.upper(), grounds(c), duration(c.seconds)]
        for c in report.claims
    ]
    lines = []
    if cells:
        widths = _widths(cells, width)
        for row, claim in zip(cells, report.claims, strict=True):
            row[2] = paint(claim.verdict, row[2])
        table = tabulate(
            cells,
            headers=HEADERS,
            tablefmt="plain",
            maxcolwidths=[None, widths[1], None, widths[3], None],
            maxheadercolwidths=[width - _HEADER_PADDING for width in widths],
            disable_numparse=True,
            colalign=("left", "left", "left", "left", "right"),
        )
        lines += [line.rstrip() for line in table.splitlines()]
    lines += [f"note: {clean(remark)}" for remark in report.remarks]
    return "\n".join([*lines, summary_line(report), ""])
