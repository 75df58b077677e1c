"""Walks over expressions: their parts, with or without change, outermost first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import Any

from sslcheck.derive.expr import ZERO, Dot, Entry, Expr, IndexSum, Sym

__all__ = [
    "at_rest",
    "children",
    "free_indices",
    "inserted",
    "map_children",
    "renamed_index",
    "symbols_in",
    "unfolded",
    "walk",
    "within",
]


def children(node: Expr) -> list[Expr]:
    """The direct sub-expressions of ``node``, in order."""
    found: list[Expr] = []
    for name in _places(node):
        value = getattr(node, name)
        if isinstance(value, Expr):
            found.append(value)
        elif isinstance(value, tuple):
            found += value
    return found


def within(nodes: Iterable[Expr], *values: Mapping[str, Expr]) -> Iterator[Expr]:
    """All parts of expressions, and of what stands for symbols in them (first of ``values``)."""
    pending = [*nodes]
    seen: set[str] = set()
    while pending:
        for part in walk(pending.pop()):
            yield part
            if isinstance(part, Sym) and part.name not in seen:
                seen.add(part.name)
                pending += [known[part.name] for known in values if part.name in known][:1]


_PLACES: dict[type[Expr], tuple[str, ...]] = {}


def _places(node: Expr) -> tuple[str, ...]:
    """The fields of a node that are declared to hold expressions, remembered for its kind."""
    found = _PLACES.get(type(node))
    if found is None:
        found = tuple(spec.name for spec in fields(node) if "Expr" in str(spec.type))
        _PLACES[type(node)] = found
    return found


def map_children(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """``node`` with ``change`` applied to each direct sub-expression; itself where none changes.

    Raises `TypeError` for anything but a node.
    """
    if not is_dataclass(node):
        raise TypeError(f"no expression node: {type(node).__name__}")
    changes: dict[str, Any] = {}
    for name in _places(node):
        old = getattr(node, name)
        if isinstance(old, Expr):
            new: Any = change(old)
            same = new is old
        elif isinstance(old, tuple):
            new = tuple(map(change, old))
            same = all(map(is_, new, old))
        else:
            continue
        if not same:
            changes[name] = new
    return replace(node, **changes) if changes else node


def symbols_in(parts: Iterable[Expr]) -> set[str]:
    """The names of the symbols among parts of expressions."""
    return {part.name for part in parts if isinstance(part, Sym)}


def inserted(node: Expr, symbol: Expr, value: Expr) -> Expr:
    """A node with a value wherever a symbol stands."""
    if node == symbol:
        return value
    return map_children(node, lambda part: inserted(part, symbol, value))


def unfolded(node: Expr, values: Mapping[str, Expr]) -> Expr:
    """A node with values in place of symbols, and of those in these."""
    if isinstance(node, Sym) and node.name in values:
        others = {name: value for name, value in values.items() if name != node.name}
        return unfolded(values[node.name], others)
    return map_children(node, lambda part: unfolded(part, values))


def at_rest(node: Expr) -> Expr:
    """A node where nothing moves: rates are 0."""
    return ZERO if isinstance(node, Dot) else map_children(node, at_rest)


def free_indices(*nodes: Expr) -> frozenset[str]:
    """The letters below entries that no sum binds: a statement is about all their values."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Entry):
            found |= {at for at in (node.row, node.column) if isinstance(at, str) and at}
        inner = free_indices(*children(node))
        found |= inner - {node.index} if isinstance(node, IndexSum) else inner
    return frozenset(found)


def renamed_index(node: Expr, letter: str, to: str) -> Expr:
    """An expression with a free letter below entries called otherwise."""
    if isinstance(node, IndexSum) and node.index == letter:
        return node
    node = map_children(node, lambda part: renamed_index(part, letter, to))
    if isinstance(node, Entry):
        row, column = (to if at == letter else at for at in (node.row, node.column))
        return replace(node, row=row, column=column)
    return node


def walk(node: Expr) -> Iterator[Expr]:
    """``node`` and all its sub-expressions, outermost first."""
    pending = [node]
    while pending:
        part = pending.pop()
        yield part
        pending += reversed(children(part))
