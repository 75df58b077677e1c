"""Verdict reports as text, JSON, JUnit XML, Markdown and LaTeX; nothing here decides anything."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# at once, and not when asked for: the module has the same name
from sslcheck.reports.environment import environment

if TYPE_CHECKING:
    from sslcheck.reports.discovery import (
        discovery_json,
        discovery_latex,
        discovery_markdown,
        render_discovery,
    )
    from sslcheck.reports.explain import render_explanation
    from sslcheck.reports.face import Figures, figures, report
    from sslcheck.reports.json_report import as_json
    from sslcheck.reports.junit import as_junit
    from sslcheck.reports.latex.appendix import render_latex
    from sslcheck.reports.markdown import render_markdown
    from sslcheck.reports.table import Paint, render_table, unpainted
    from sslcheck.reports.text import summary_line

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


_HOME = {
    "Figures": "face",
    "Paint": "table",
    "as_json": "json_report",
    "as_junit": "junit",
    "discovery_json": "discovery",
    "discovery_latex": "discovery",
    "discovery_markdown": "discovery",
    "figures": "face",
    "render_discovery": "discovery",
    "render_explanation": "explain",
    "render_latex": "latex.appendix",
    "render_markdown": "markdown",
    "render_table": "table",
    "report": "face",
    "summary_line": "text",
    "unpainted": "table",
}


def __getattr__(name: str) -> Any:
    """Load each way to write only when it is asked for: what draws takes long."""
    if name not in _HOME:
        raise AttributeError(f"module `sslcheck.reports` has no attribute `{name}`")
    return getattr(import_module(f"sslcheck.reports.{_HOME[name]}"), name)
