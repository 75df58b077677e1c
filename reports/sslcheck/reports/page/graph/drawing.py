"""A drawing in layers as data: nodes in columns, and edges from one column to a later one."""

from __future__ import annotations

from sslcheck.derive.record import record

__all__ = ["Drawing", "Edge", "Node"]


@record
class Node:
    """``name`` is unique, and the heading that it leads to unless that is another ``target``.

    ``text`` is shown, ``tip`` on demand. A node ``beside`` another stands in the row of that one.
    ``tone`` is a verdict, or empty.
    """

    name: str
    text: str
    layer: int
    tip: str = ""
    tone: str = ""
    beside: str = ""
    target: str = ""


@record
class Edge:
    """``idle`` if the end does not need its start after all."""

    start: str
    end: str
    idle: bool = False


@record
class Drawing:
    """``layers`` are titles, from left to right; nodes of a layer are in the order of a reader."""

    layers: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
