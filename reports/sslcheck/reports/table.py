"""The overview: one row for each claim, fitted to a width."""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.derive.text.reason import plainly
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.columns import columns, wrapped
from sslcheck.reports.text import clean, duration, grounds, numbers, summary_line, vouched

__all__ = ["HEADERS", "Paint", "render_table", "unpainted"]

Paint = Callable[[Verdict, str], str]
"""Colours a text by a verdict; must not change how wide the text is on the screen."""

HEADERS = ("eq.", "statement", "verdict", "why / on condition of", "time")

_SHARES = {1: 0.45, 3: 0.55}  # of the room that the short columns leave
_NUMBERS = {4: 0.2}  # and beside them


def unpainted(_verdict: Verdict, text: str) -> str:
    """``text`` as it is."""
    return text


def render_table(report: Report, width: int = 120, paint: Paint = unpainted) -> str:
    """The verdicts of ``report`` as text with long cells wrapped; the last line sums them up."""
    rows: list[tuple[str, ...]] = [
        (
            clean(c.id),
            clean(c.summary),
            paint(c.verdict, c.verdict.upper()),
            clean(plainly(grounds(c))),
            duration(c.seconds),
        )
        for c in report.claims
    ]
    headers: tuple[str, ...] = HEADERS
    shares = _SHARES
    for title, told in (("numbers", numbers), ("vouched by", vouched)):
        if any(map(told, report.claims)):
            at = len(headers) - 1
            headers = (*headers[:at], title, headers[at])
            looks = map(clean, map(told, report.claims))
            rows = [(*row[:at], look, row[at]) for row, look in zip(rows, looks, strict=True)]
            shares = shares | _NUMBERS if told is numbers else shares
    right = len(headers) - 1
    lines = [columns(headers, rows, width, flexible=shares, right=(right,), keys=2)] if rows else []
    lines += [wrapped(f"note: {clean(remark)}", width, "  ") for remark in report.remarks]
    return "\n".join([*lines, wrapped(summary_line(report), width, "  "), ""])
