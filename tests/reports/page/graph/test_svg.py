"""The picture: links, tips, and nothing that an article could smuggle in."""

from __future__ import annotations

from xml.etree import ElementTree

from sslcheck.reports.page.graph.drawing import Drawing, Edge, Node
from sslcheck.reports.page.graph.svg import as_file, look, pointing, svg

HOSTILE = '"><script>alert(1)</script>\x1b'

DRAWING = Drawing(
    ("hypotheses", "claims", "what is right"),
    (
        Node("Hypothesis white", "white", 0, "the views are white"),
        Node("Claim 2.1", HOSTILE, 1, HOSTILE, "refuted"),
        Node("Correction of 2.1", "corrected", 2, "", "proved", "Claim 2.1", "Claim 2.1"),
    ),
    (Edge("Hypothesis white", "Claim 2.1", idle=True), Edge("Claim 2.1", "Correction of 2.1")),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_nodes_lead_to_their_headings() -> None:
    anchors = {"Claim 2.1": "claim-21", "Hypothesis white": "row-3"}
    root = ElementTree.fromstring(svg(DRAWING, "wide", anchors))
    links = [link.get("href") for link in root.iter(f"{SVG}a")]
    assert links == ["#row-3", "#claim-21", "#claim-21"]
    assert next(tip.text for tip in root.iter(f"{SVG}title")) == "the views are white"
    idle = [path.get("class") for path in root.iter(f"{SVG}path") if path.get("class")]
    assert idle == ["edge idle e0 e1", "edge e1 e2"]
    assert [*root.iter(f"{SVG}text")][-1].text == "✓"


def test_names_are_text() -> None:
    for shown in (svg(DRAWING, "narrow", {}), as_file(DRAWING)):
        root = ElementTree.fromstring(shown)
        assert not [*root.iter(f"{SVG}script")]
        assert "\x1b" not in shown


def test_narrow_is_narrower_and_a_file_has_its_style() -> None:
    wide, narrow = (
        float(ElementTree.fromstring(svg(DRAWING, span, {})).get("width", ""))
        for span in ("wide", "narrow")
    )
    assert narrow < wide
    assert look() in as_file(DRAWING)
    assert "prefers-color-scheme: dark" in look()
    assert "<a " not in as_file(DRAWING)


def test_pointing_at_a_node_shows_its_edges() -> None:
    assert pointing(DRAWING).count(":hover") == len(DRAWING.nodes)
    assert ".graph:has(.n1:hover) .e1{" in pointing(DRAWING)
