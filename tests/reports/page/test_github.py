"""What GitHub makes of a page: Markdown leaves every formula as it is, and KaTeX sets it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.derive.reading.loading import shipped_articles
from sslcheck.derive.text.markup import portable
from sslcheck.derive.text.reason import Tex
from sslcheck.reports.page.page import page
from sslcheck.reports.page.to_markdown import to_markdown

GALLERY = Path(__file__).parents[3] / "reports" / "gallery"
FORMULA = re.compile(r"(?<!\\)\$\$.+?(?<!\\)\$\$|(?<!\\)\$[^$]+?(?<!\\)\$")

SET = """
const katex = require("katex");
const wrong = JSON.parse(require("fs").readFileSync(0, "utf8")).flatMap(formula => {
  const latex = formula.replace(/^[$]+|[$]+$/g, ""), displayMode = formula.startsWith("$$");
  try {
    katex.renderToString(latex, {displayMode, strict: "error", throwOnError: true});
    return [];
  } catch (error) { return [[formula, error.message]]; }
});
console.log(JSON.stringify(wrong));
"""


@cache
def modules() -> str | None:
    """Where node finds KaTeX, if it does."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True)
    folder = Path(root.stdout.strip())
    return str(folder) if (folder / "katex").is_dir() else None


def pages() -> Iterator[str]:
    for name in ("directpred", "two-layer"):
        file = GALLERY / name / "report.md"
        if file.is_file():
            yield file.read_text(encoding="utf-8")
    yield to_markdown([*page(load_article("oja"), decided("oja"), {})])


@pytest.mark.slow
def test_markdown_leaves_formulas_alone() -> None:
    """GitHub reads Markdown first: an underscore or a backslash could be taken for its own."""
    reader = MarkdownIt("commonmark").enable("table")
    for text in pages():
        formulas = FORMULA.findall(text)
        assert len(formulas) > 30
        shown = unescape(re.sub(r"</?[a-z][^>]*>", "", reader.render(text)))
        at = 0
        for formula in formulas:
            at = shown.find(formula, at)
            assert at >= 0, formula
            at += len(formula)


def test_an_escape_of_markdown_would_be_seen() -> None:
    shown = MarkdownIt("commonmark").render(r"a $x\,y$ and $a_*b*_$")
    assert r"$x\,y$" not in shown
    assert "<em>" in shown


@pytest.mark.slow
@pytest.mark.skipif(modules() is None, reason="no node with katex (npm install -g katex)")
def test_katex_sets_every_formula() -> None:
    every = {formula for text in pages() for formula in FORMULA.findall(text)}
    for name in shipped_articles():  # with what nobody has decided here
        article = load_article(name)
        texts = (e.latex for e in article.equations.values())
        every |= {f"$${markup}$$" for markup in map(portable, texts)}
        said = (part for h in article.hypotheses.values() for part in h.text)
        every |= {f"${portable(part.latex)}$" for part in said if isinstance(part, Tex)}
    assert len(every) > 400
    assert wrong(every) == []


@pytest.mark.skipif(modules() is None, reason="no node with katex (npm install -g katex)")
def test_katex_is_strict() -> None:
    found = [formula for formula, _ in wrong({r"$\frac{1}$", "$x$", "$é$"})]
    assert found == [r"$\frac{1}$", "$é$"]


def wrong(formulas: set[str]) -> list[list[str]]:
    done = subprocess.run(
        [str(shutil.which("node")), "-e", SET],
        input=json.dumps(sorted(formulas)),
        capture_output=True,
        text=True,
        check=True,
        env={"NODE_PATH": str(modules())},
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found
