"""A drawing in layers as SVG, within a page or as a file; on dark pages it is dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources

from sslcheck.derive.text.markup import clean
from sslcheck.reports.page.graph.drawing import Drawing, Node
from sslcheck.reports.page.graph.layered import HEIGHT, LETTER, Placed, placed, shown

__all__ = ["as_file", "look", "pointing", "svg"]

_SIGNS = {"proved": "✓", "conditional": "~", "refuted": "✗"}
_SPAN = {"wide": 150.0, "narrow": 26.0}


def as_file(drawing: Drawing) -> str:
    """The picture alone; nothing in it is a link."""
    return f"{svg(drawing, 'wide', {}, look())}\n"


def look() -> str:
    """The style sheet of a drawing."""
    return (resources.files("sslcheck.reports.page.graph") / "graph.css").read_text("utf-8")


def pointing(drawing: Drawing) -> str:
    """Rules of style: whoever points at a node sees its edges."""
    bold = "{stroke:var(--text);stroke-width:2}"
    return "".join(f".graph:has(.n{k}:hover) .e{k}{bold}\n" for k, _ in enumerate(drawing.nodes))


def svg(drawing: Drawing, span: str, anchors: Mapping[str, str], style: str = "") -> str:
    """The picture, ``wide`` or ``narrow``; nodes lead to the anchors of their headings."""
    at = placed(drawing, _SPAN[span])
    wide, high = at.size
    return "\n".join(
        [
            f'<svg class="graph {span}" xmlns="http://www.w3.org/2000/svg" role="img"'
            f' viewBox="0 0 {wide:.1f} {high:.1f}" width="{wide:.1f}" height="{high:.1f}"'
            f' style="--natural: {wide:.1f}px">',
            f"<style>{style}</style>" if style else "",
            f'<defs><marker id="to-{span}" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6"'
            ' markerHeight="6" orient="auto"><path d="M0 0 6 3 0 6z"/></marker></defs>',
            *_titles(drawing, at),
            *_edges(drawing, at, span),
            *(_node(k, node, at, anchors) for k, node in enumerate(drawing.nodes)),
            "</svg>",
        ]
    )


def _titles(drawing: Drawing, at: Placed) -> Iterator[str]:
    for left, width, title in zip(at.lefts, at.widths, drawing.layers, strict=True):
        if width:
            yield f'<text class="title" x="{left:.1f}" y="12">{escape(title)}</text>'


def _edges(drawing: Drawing, at: Placed, span: str) -> Iterator[str]:
    """Each edge with the numbers of its ends, for `pointing`."""
    number = {node.name: k for k, node in enumerate(drawing.nodes)}
    for edge, path in at.paths:
        idle = " idle" if edge.idle else ""
        names = f"edge{idle} e{number[edge.start]} e{number[edge.end]}"
        yield f'<path class="{names}" d="{path}" marker-end="url(#to-{span})"/>'


def _node(number: int, node: Node, at: Placed, anchors: Mapping[str, str]) -> str:
    left, wide, middle = at.lefts[node.layer], at.widths[node.layer], at.heights[node.name]
    sign = _SIGNS.get(node.tone, "")
    inside = (
        f"<title>{escape(clean(node.tip))}</title>"
        f'<rect x="{left:.1f}" y="{middle - HEIGHT / 2:.1f}" width="{wide:.1f}"'
        f' height="{HEIGHT:g}" rx="3"/>'
        f'<text x="{left + 6:.1f}" y="{middle + 3.5:.1f}">{escape(clean(shown(node)))}</text>'
    )
    if sign:
        inside += f'<text x="{left + wide - LETTER - 4:.1f}" y="{middle + 3.5:.1f}">{sign}</text>'
    group = f'<g class="n{number} {escape(node.tone)}">{inside}</g>'
    target = anchors.get(node.target or node.name)
    return f'<a href="#{escape(target)}">{group}</a>' if target else group
