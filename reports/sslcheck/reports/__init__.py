"""Verdict reports as text, JSON, JUnit XML, Markdown and LaTeX; nothing here decides anything."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sslcheck.reports.discovery import (
    discovery_json,
    discovery_latex,
    discovery_markdown,
    render_discovery,
)
from sslcheck.reports.environment import environment
from sslcheck.reports.explain import render_explanation
from sslcheck.reports.json_report import as_json
from sslcheck.reports.junit import as_junit
from sslcheck.reports.latex.appendix import render_latex
from sslcheck.reports.markdown import render_markdown
from sslcheck.reports.table import Paint, render_table, unpainted
from sslcheck.reports.text import summary_line

if TYPE_CHECKING:
    from sslcheck.reports.face import Figures, figures, report

__all__ = [
    "Figures",
    "Paint",
    "as_json",
    "as_junit",
    "discovery_json",
    "discovery_latex",
    "discovery_markdown",
    "environment",
    "figures",
    "render_discovery",
    "render_explanation",
    "render_latex",
    "render_markdown",
    "render_table",
    "report",
    "summary_line",
    "unpainted",
]


def __getattr__(name: str) -> Any:
    """Load what draws only when it is asked for: matplotlib takes long."""
    if name not in ("Figures", "figures", "report"):
        raise AttributeError(f"module `sslcheck.reports` has no attribute `{name}`")
    return getattr(import_module("sslcheck.reports.face"), name)
