"""Every symbol, flow and hypothesis of the claims shown, in the article's own words."""

from __future__ import annotations

import re

import pytest
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.derive.reading.loading import shipped_articles
from sslcheck.derive.text.reason import Text as Words
from sslcheck.reports.page.blocks import Link, Math, Table
from sslcheck.reports.page.notation import notation
from sslcheck.reports.page.to_markdown import to_markdown


def tables(*select: str) -> dict[str, Table]:
    article, report = load_article("directpred"), decided("directpred", *select)
    found = [block for block in notation(article, report) if isinstance(block, Table)]
    return {table.headers[0]: table for table in found}


def test_symbols_with_their_shapes_and_texts() -> None:
    text = to_markdown([*notation(load_article("directpred"), decided("directpred", "2"))])
    article = load_article("directpred")
    rows = {row.split("|")[1].strip(): row for row in text.splitlines() if row.startswith("| $")}
    for name in ("W", "W_p", "X", "X'"):
        rows_, columns = article.symbols[name].shape
        assert article.symbols[name].text in rows[f"${name}$"]
        assert rf"${rows_} \times {columns}$" in rows[f"${name}$"]
    assert "positive semi-definite" in rows["$X$"]
    assert r"$\alpha_p \gt 0$" in rows[r"$\alpha_p$"]
    assert r"from 1 on: $n$ (outputs of the online network), $d$ (inputs)." in text
    assert r"$\tau_j$" not in rows


def test_flows_and_hypotheses_with_the_claims_that_use_them() -> None:
    found = tables("6")
    flows = {row[0][0]: row for row in found["flow"].rows}
    about = [piece.text for piece in flows["modal"][2] if isinstance(piece, Link)]
    assert about == ["6.modes", "6.1", "6.2", "6.3"]
    assert Link("byol", "Flow byol", "name") in flows["modal"][1]
    hypotheses = {row[0][0]: row for row in found["hypothesis"].rows}
    assert Math("X = I") in hypotheses["white-mean"][1]
    assert Link("6.modes", "Claim 6.modes") in hypotheses["white-mean"][2]
    assert found["hypothesis"].names == tuple(f"Hypothesis {name}" for name in hypotheses)


def test_definitions_are_abbreviations() -> None:
    rows = {row[0][0]: row for row in tables("5")["symbol"].rows}
    assert rows[Math("F")][2] == ("abbreviation",)
    assert Math("F = W X W^T") in rows[Math("F")][3]


@pytest.mark.parametrize("shipped", shipped_articles())
def test_shipped_texts_set_their_letters(shipped: str) -> None:
    """No symbol stands in plain characters in what an article says of its own names."""
    article = load_article(shipped)
    texts = {**{s.name: s.text for s in article.symbols.values()}, **article.spaces}
    said = {k: re.sub(r"\$[^$]*\$", "", text) for k, text in texts.items()}
    names = {h.name: h.text for h in article.hypotheses.values()}
    names |= {f.name: f.text for f in article.flows.values()}
    for name, text in names.items():
        said[name] = "".join(part.text for part in text if isinstance(part, Words))
    letter = re.compile(r"(?<!')\b[A-Zb-z]\b|[_^=α-ω]")
    assert not {k: text for k, text in said.items() if letter.search(text)}
