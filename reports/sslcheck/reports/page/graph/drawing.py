"""A drawing in layers as data: nodes in columns, and edges from one column to a later one."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Drawing", "Edge", "Node"]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Edge:
    """``idle`` if the end does not need its start after all."""

    start: str
    end: str
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """``layers`` are titles, from left to right; nodes of a layer are in the order of a reader."""

    layers: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
