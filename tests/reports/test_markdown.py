"""Markdown: a table, sections with mathematics, and nothing that an article can smuggle in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sslcheck.derive.text.reason import Tex, reason
from sslcheck.derive.verdicts.report import Report
from sslcheck.reports import render_markdown

ATTACK = "a|b <script>alert(1)</script> `x` $$ [l](javascript:1) &lt;\n\n# h"


def test_table(report: Report) -> None:
    lines = render_markdown(report).splitlines()
    assert lines[0] == "# Understanding SSL"
    assert lines[2].count("|") == 6
    assert set(lines[3]) <= set("|-: ")
    assert [cell.strip() for cell in lines[4].split("|")][1:4] == [
        "2.1",
        r"flow of $W_p$",
        "REFUTED",
    ]
    assert lines[-1].startswith("2 equations, 3 claims: ")


def test_explained(report: Report) -> None:
    text = render_markdown(report, explain=True)
    assert "\n$$\\dot W_p = W W_p$$\n" in text
    # no backslash before punctuation: GitHub takes it for an escape, in a formula, too
    assert (
        r"$$W_p = \begin{pmatrix} 1 & -1/2 \cr 0 & 10 \end{pmatrix}, \quad \alpha_p = 2$$"
        in text.replace(r"\thinspace", "")
    )
    assert "### Corrected statement\n\n$$\\dot W_p = W_p W$$\n\n**PROVED**" in text
    assert "\n## Claim 2.1\n\n**Flow of** $W_p$\n" in text
    for heading in ("Proof, 1 step", "Hypotheses", "Counterexample", "Routes", "Remarks"):
        assert f"\n### {heading}\n" in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ATTACK),
        ("claimed", reason(ATTACK)),
        ("stated", (Tex(ATTACK),)),
        ("because", reason(ATTACK)),
    ],
)
def test_article_text_is_escaped(report: Report, field: str, value: Any) -> None:
    claim = replace(report.claims[1], **{field: value})
    text = render_markdown(replace(report, claims=(claim,)), explain=True)
    assert "<" not in text
    assert "`" not in text.replace(r"\`", "")
    assert "\n# h" not in text
    assert text.replace(r"\$", "").count("$$") == 2  # the one formula, nothing inside
    assert all(
        line.replace(r"\|", "").count("|") == 6 for line in text.splitlines() if line[:1] == "|"
    )


def test_title_is_escaped(report: Report) -> None:
    assert "<" not in render_markdown(replace(report, title=ATTACK))
