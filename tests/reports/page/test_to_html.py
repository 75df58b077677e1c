"""The page as one HTML file: formulas, safety, and a real browser where there is one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.reports.page.blocks import Block, Heading, Listing, Math, Picture, Text
from sslcheck.reports.page.page import page
from sslcheck.reports.page.to_html import to_html
from sslcheck.reports.page.write import Request, write_report

CHROMIUM = shutil.which("chromium")


class Page(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_one_file_alone() -> None:
    blocks: list[Block] = [Heading(1, "x"), Picture("a", 'alt "text"', ("see ", Math("x")))]
    page = Page(to_html(blocks, {"a": b"<svg/>"}))
    sources = [value for name, value in page.attributes if name in ("src", "href")]
    assert sources == ["data:image/svg+xml;base64,PHN2Zy8+"]
    assert ("alt", 'alt "text"') in page.attributes
    assert not {"script", "link", "iframe"} & set(page.tags)


def test_text_is_text() -> None:
    page = Page(to_html([Text(("<script>", Math("<script>"))), Heading(2, "<b>")], {}))
    assert not {"script", "b"} & set(page.tags)


def test_carets_stay_where_they_are() -> None:
    assert "<pre>a &lt;b&gt;\n  ^\ufffd</pre>" in to_html([Listing("a <b>\n  ^\x1b")], {})


def test_hostile_article(hostile: Path, tmp_path: Path) -> None:
    write_report(Request(article=str(hostile), out=tmp_path / "r", kind="html"))
    page = Page((tmp_path / "r" / "report.html").read_text(encoding="utf-8"))
    assert not {"script", "i", "b"} & set(page.tags)
    sources = [value for name, value in page.attributes if name == "src"]
    assert len(sources) == page.tags.count("img")
    assert all((s or "").startswith("data:image/svg+xml;base64,") for s in sources)
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def browser(file: Path, profile: Path) -> str:
    """The document as Chromium has it after its scripts have run."""
    done = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={profile}",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_in_a_browser(tmp_path: Path) -> None:
    write_report(Request(out=tmp_path / "r", equations=("3", "8"), kind="html", figures=False))
    file = tmp_path / "r" / "report.html"
    marked = file.read_text(encoding="utf-8")
    shown = browser(file, tmp_path / "profile")
    assert shown.count("<math") == marked.count("<math") > 20
    assert shown.count("<h3") == marked.count("<h3")
    assert "REFUTED" in shown or "CONDITIONAL" in shown


WIDTHS = (400, 700, 1280, 1600)
PAPER = 718
"""The width of A4 between margins of 1 cm, in CSS pixels."""

MEASURE = """
onload = () => {
  document.querySelectorAll("iframe").forEach(
    frame => frame.contentDocument.querySelectorAll("details").forEach(e => e.open = true));
  const found = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, root = page.documentElement;
    const shown = [...page.querySelectorAll("main *")].filter(
      e => !e.parentElement.closest("math, svg") && e.getBoundingClientRect().width > 0);
    const block = e => frame.contentWindow.getComputedStyle(e).display != "inline";
    const cut = e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1;
    return [
      shown.length,
      root.scrollWidth - root.clientWidth,
      shown.filter(e => e.getBoundingClientRect().right > root.clientWidth + 1).length,
      shown.filter(e => block(e) && cut(e)).length,
    ];
  });
  document.body.innerHTML = `<pre>${JSON.stringify(found)}</pre>`;
};
"""


def on_paper(page: str) -> str:
    """The page with what it looks like in print."""
    page = re.sub(r"@media screen[^{]*", "@media not all ", page)
    return page.replace("@media print", "@media all")


def decided_page(article: str, *select: str) -> str:
    loaded = load_article(article)
    return to_html([*page(loaded, decided(article, *select), {})], {})


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_nothing_is_cut_at_any_width_nor_in_print(tmp_path: Path) -> None:
    """No scroll bar below a phone's width either: neither of the page nor of a table or formula."""
    article = tmp_path / "long.toml"
    shipped = (resources.files("sslcheck.derive") / "articles" / "two-layer.toml").read_text(
        "utf-8"
    )
    article.write_text(shipped.replace('summary = "', f'summary = "{300 * "w"} '), encoding="utf-8")
    write_report(Request(article=str(article), out=tmp_path / "l", kind="html", figures=False))
    pages = [
        decided_page("directpred", "3", "4", "5", "8"),
        decided_page("deep-linear", "4"),  # the longest products
        (tmp_path / "l" / "report.html").read_text(encoding="utf-8"),
    ]
    frames = "".join(
        f'<iframe width="{width}" srcdoc="{escape(shown)}"></iframe>'
        for one in pages
        for width, shown in [*((w, one) for w in WIDTHS), (PAPER, on_paper(one))]
    )
    around = f'<!doctype html><meta charset="utf-8"><body>{frames}<script>{MEASURE}</script>'
    (tmp_path / "around.html").write_text(around, encoding="utf-8")
    shown = browser(tmp_path / "around.html", tmp_path / "profile")
    found = json.loads(shown.split("<pre>")[1].split("</pre>")[0])
    assert len(found) == len(pages) * (len(WIDTHS) + 1)
    for number, wider, out, cut in found:
        assert number > 30
        assert (wider, out, cut) == (0, 0, 0)


def test_every_claim_is_linked_both_ways() -> None:
    shown = decided_page("directpred", "4", "9")
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', shown)
    assert set(targets) <= set(ids)
    for claim in decided("directpred", "4", "9").claims:
        anchor = re.sub(r"[^\w-]", "", f"claim-{claim.id}")
        assert targets.count(anchor) >= 3  # the contents, the summary, the graph
        section = shown.split(f'id="{anchor}"')[1].split("<h3")[0]
        (row,) = re.findall(r'class="aside"><a href="#(row-\d+)">summary</a>', section)
        assert f'href="#{anchor}"' in shown.split(f'id="{row}"')[1].split("</tr>")[0]


def test_proofs_are_folded_and_the_contents_coloured() -> None:
    shown = decided_page("directpred", "9")
    assert re.search(r"<details><summary>Proof, 3 steps</summary>\n<ol", shown)
    assert '<a href="#claim-9" class="refuted">9</a>' in shown.split("<nav>")[1].split("</nav>")[0]


def test_no_line_begins_with_the_stop_behind_a_formula() -> None:
    said = ("where ", Math("x"), ", or ", Math("y"), " and (", Math("z"), ").")
    shown = to_html([Text(said)], {})
    assert shown.count("&NoBreak;") == 2
    assert "</math>&NoBreak;, or" in shown
