"""Where the nodes of a drawing stand: in columns, the first sorted so that edges cross little.

Rows of the second column keep the order of the page. The first column follows the barycentres of
its neighbours (K. Sugiyama, S. Tagawa, M. Toda, IEEE Trans. SMC 11 (1981) 109). An edge that
passes the second column runs below the row that its end stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sslcheck.reports.page.graph.drawing import Drawing, Edge, Node

__all__ = ["HEIGHT", "LETTER", "Placed", "placed", "shown"]

HEIGHT = 16.0
"""Of a node, in units of the picture: its letters are 10 units high."""

LETTER = 6.1
"""How wide a letter is."""

_ROW = 21.0
_LANE = 9.0  # below a row, for edges that pass
_TOP = 22.0  # for the titles
_PAD = 6.0
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Placed:
    """Left ends and widths of the columns, the middle heights of nodes, and paths of edges."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    heights: Mapping[str, float]
    paths: tuple[tuple[Edge, str], ...]
    size: tuple[float, float]


def shown(node: Node) -> str:
    """The words of a node, cut where they are too long for a column."""
    return node.text if len(node.text) <= _LONGEST else f"{node.text[: _LONGEST - 1]}…"


def placed(drawing: Drawing, gap: float) -> Placed:
    """Columns with ``gap`` between them."""
    columns = [[n for n in drawing.nodes if n.layer == k] for k in range(len(drawing.layers))]
    widths = tuple(map(_width, drawing.layers, columns))
    lefts = tuple(sum(w + gap * (w > 0) for w in widths[:k]) + 1 for k in range(len(widths)))
    layer = {node.name: node.layer for node in drawing.nodes}
    passing = {e.end for e in drawing.edges if layer[e.end] - layer[e.start] > 1}
    heights: dict[str, float] = {}
    lanes: dict[str, float] = {}
    at = _TOP
    beside = {node.beside: node.name for node in drawing.nodes if node.beside}
    for node in columns[1]:
        heights[node.name] = at + _ROW / 2
        at += _ROW
        other = beside.get(node.name)
        if other is not None:
            heights[other] = heights[node.name]
            if other in passing:
                lanes[other] = at + 2
                at += _LANE
    heights |= _first(columns[0], drawing.edges, {**heights, **lanes}, at)
    bottom = max([*heights.values(), *lanes.values()]) + _ROW / 2
    paths = []
    for edge in drawing.edges:
        a, b = layer[edge.start], layer[edge.end]
        start, end = heights[edge.start], heights[edge.end]
        right, left = lefts[a] + widths[a], lefts[b]
        if a == b:
            paths.append((edge, _arc(right, start, end, gap)))
        elif b - a == 1:
            paths.append((edge, f"M{_curve(right, start, left, end)}"))
        else:
            lane = lanes[edge.end]
            over = lefts[1] + widths[1]
            path = f"M{_curve(right, start, lefts[1], lane)}H{over:.1f}"
            paths.append((edge, f"{path}{_bend(over, lane, left, end + HEIGHT / 4)}"))
    return Placed(lefts, widths, heights, tuple(paths), _size(lefts, widths, bottom))


def _width(title: str, column: Sequence[Node]) -> float:
    """Room for the longest text, and for the sign of a verdict."""
    if not column:
        return 0
    longest = max([len(title), *(len(shown(node)) + 2 * bool(node.tone) for node in column)])
    return LETTER * longest + 2 * _PAD


def _size(lefts: Sequence[float], widths: Sequence[float], bottom: float) -> tuple[float, float]:
    return max(left + width for left, width in zip(lefts, widths, strict=True) if width) + 1, bottom


def _first(
    column: Sequence[Node], edges: Sequence[Edge], heights: Mapping[str, float], bottom: float
) -> dict[str, float]:
    """Heights near those of the neighbours, a row apart."""
    wish = {}
    for node in column:
        ends = [heights[edge.end] for edge in edges if edge.start == node.name]
        wish[node.name] = sum(ends) / len(ends) if ends else bottom
    order = sorted(wish, key=lambda name: (wish[name], name))
    found: dict[str, float] = {}
    at = _TOP - _ROW / 2
    for name in order:
        at = max(wish[name], at + _ROW)
        found[name] = at
    limit = max(bottom - _ROW / 2, _TOP + _ROW * (len(order) - 0.5))
    for name in reversed(order):
        found[name] = limit = min(found[name], limit)
        limit -= _ROW
    return found


def _curve(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.1f} {y0:.1f}{_bend(x0, y0, x1, y1)}"


def _bend(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (x0 + x1) / 2
    return f"C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"


def _arc(x: float, y0: float, y1: float, gap: float) -> str:
    """From a node to one of the same column, at its right side."""
    y0, y1 = y0 + HEIGHT / 4, y1 - HEIGHT / 4
    far = x + min(gap / 2, 8 + abs(y1 - y0) / 4)
    return f"M{x:.1f} {y0:.1f}C{far:.1f} {y0:.1f} {far:.1f} {y1:.1f} {x:.1f} {y1:.1f}"
