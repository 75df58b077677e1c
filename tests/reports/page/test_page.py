"""What stands on a page, and that nothing of an article leaves its place there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.decided import decided

from sslcheck.derive import load_article, verify
from sslcheck.derive.article.article import Article
from sslcheck.derive.expr import Sym
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import Step
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.page.blocks import Heading, Listing, Table
from sslcheck.reports.page.page import page
from sslcheck.reports.page.to_markdown import to_markdown
from sslcheck.reports.page.write import Request, write_report


def verified(name: str) -> tuple[Article, Report]:
    return load_article(name), decided(name)


def text_of(select: list[str] | None = None, article: str = "directpred") -> str:
    loaded = load_article(article)
    return to_markdown([*page(loaded, decided(article, *(select or ())), {})])


@pytest.mark.slow
def test_every_claim_is_in_the_table_and_has_a_section() -> None:
    article, report = verified("directpred")
    blocks = [*page(article, report, {})]
    table = next(b for b in blocks if isinstance(b, Table))
    headings = {b.text for b in blocks if isinstance(b, Heading)}
    assert len(table.rows) == len(report.claims) == len(article.claims)
    assert {f"Claim {claim.id}" for claim in article.claims} <= headings
    assert {f"Equation ({number})" for number in article.numbers} <= headings


def test_what_is_wrong_is_what_is_refuted() -> None:
    article, report = verified("directpred")
    text = to_markdown([*page(article, report, {})])
    wrong = text.split("## What the summary gets wrong")[1].split("\n## ")[0]
    lines = [line for line in wrong.splitlines() if line.startswith("- ")]
    refuted = [claim for claim in report.claims if claim.verdict is Verdict.REFUTED]
    assert len(lines) == len(refuted) > 0
    for line, claim in zip(lines, refuted, strict=True):
        assert line.startswith(f"- [({claim.id})]")
        assert "(PROVED)" in line


def test_selection() -> None:
    text = text_of(["3"])
    assert "## Equation (3)" in text
    assert "## Equation (4)" not in text


def test_links_lead_somewhere() -> None:
    text = text_of()
    slugs = {
        re.sub(r"[^\w\- ]", "", heading.replace("\\", "").lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    targets = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert targets
    assert targets <= slugs


def test_hostile_article(hostile: Path, tmp_path: Path) -> None:
    write_report(Request(article=str(hostile), out=tmp_path / "r"))
    text = (tmp_path / "r" / "report.md").read_text(encoding="utf-8")
    body = text.split("<!-- provenance -->")[0]
    assert "<" not in body
    assert "`" not in body.replace(r"\`", "")
    assert not re.search(r"^#+ (three|heading)", body, re.MULTILINE)
    ours = re.sub(r"!\[[\w ,.:]*\]\(figures/[\w-]+\.svg\)", "", body)  # the figure of a run
    assert "![" not in ours.replace(r"\!", "")
    rows = [line for line in body.splitlines() if line.startswith("|")]
    assert {row.replace(r"\|", "").count("|") for row in rows[:3]} == {6}
    assert r"alert\(3\)" not in body
    assert r"\lt script\gt" in body  # the statement is there, as a formula


def step(name: str, why: str = "why") -> Step:
    return Step(reason(Sym(name)), reason(why), True)


def test_the_page_says_whose_text_it_is() -> None:
    """The shipped article is a summary: its faults are not put down to the paper's authors."""
    article, report = verified("directpred")
    text = to_markdown([*page(article, report, {})])
    head = text.split("## Summary")[0]
    assert "a summary by Big5 Team of" in head
    assert "[arXiv:2102.06810](https://arxiv.org/abs/2102.06810)" in head
    found = [c for c in report.claims if c.verdict in (Verdict.REFUTED, Verdict.CONDITIONAL)]
    same = [c.id for c in found if c.in_paper]
    assert f"Findings below: {len(found)}; about the paper as well: {len(same)} (" in head
    assert all(f"[{name}](#claim-" in head for name in same)
    assert all(c.paper for c in found)
    marked = [line for line in text.splitlines() if "(not in the paper)" in line]
    assert len(marked) == sum(c.in_paper is False for c in found) > 0
    other = to_markdown([*page(*verified("two-layer"), {})])
    assert "a summary by" not in other
    assert "[arXiv:1312.6120](https://arxiv.org/abs/1312.6120)" in other


def test_the_page_counts_what_is_checked_again() -> None:
    article = load_article("directpred")
    report = verify(article, ["3", "9"])
    proofs = [c.steps for c in report.claims]
    proofs += [c.correction.steps for c in report.claims if c.correction]
    steps = [s for proof in proofs for s in proof]
    again = sum(s.rechecked for s in steps)
    assert again < len(steps)
    said = f"{again} of {len(steps)} are re-checked by the exact route"
    assert said in to_markdown([*page(article, report, {})])


@pytest.mark.parametrize(
    ("article", "equations"),
    [
        ("directpred", ["1", "2", "3", "5", "7", "8"]),
        pytest.param("deep-linear", ["2"], marks=pytest.mark.slow),
        ("oja", ["3", "6"]),
    ],
)
def test_formulas_in_words_are_set(article: str, equations: list[str]) -> None:
    """No symbol stands in plain characters but in a heading."""
    text = text_of(equations, article)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = " ".join(re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "", line) for line in lines)
    assert not re.search(r"[αβτησκλ√∫‖≠≥≻ᵀ]|W\\?_|\\frac|\\dot| [<>=] ", words)


def test_what_the_article_does_not_say_is_not_put_down_to_it() -> None:
    text = to_markdown([*page(*verified("dimensional-collapse"), {})])
    assert "gets wrong" not in text
    assert "leaves unsaid" not in text
    besides = text.split("## Not said by the article, and wrong or conditional")[1].split("\n## ")[
        0
    ]
    assert besides.count("\n- ") == 9


@pytest.mark.parametrize("article", ["directpred", "two-layer"])
def test_a_step_is_checked_again_or_says_why_not(article: str) -> None:
    loaded, report = verified(article)
    proofs = [c.steps for c in report.claims]
    proofs += [c.correction.steps for c in report.claims if c.correction]
    steps = [step for proof in proofs for step in proof]
    assert {step.rechecked for step in steps} == {True, False}
    assert all(step.rechecked == (not step.unchecked) for step in steps)
    text = to_markdown([*page(loaded, report, {})])
    assert "(not re-checked)" not in text
    assert text.count("(not re-checked: ") > 0


def test_claims_on_no_equation_and_what_cannot_be_read_are_on_the_page() -> None:
    text = """
[article]
name = "x"
format = 2
[symbols]
"a" = {}
[definitions]
"b" = "a"
[[claim]]
id = "own"
kind = "identity"
reading = "a = a"
"""
    article = parse_article(text, "x.toml")
    blocks = list(page(article, verify(article), {}))
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert {"What cannot be read", "Claims on no equation"} <= {*headings}
    summary = next(block for block in blocks if isinstance(block, Table))
    assert "what it says" not in summary.headers  # no claim says it in words
    (listing,) = [block for block in blocks if isinstance(block, Listing)]
    assert listing.text.startswith("x.toml line 8: [definitions] b: the symbol `b` is not declared")
