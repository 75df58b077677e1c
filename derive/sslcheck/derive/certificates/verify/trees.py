"""Expressions and settings as the lists and tables that a certificate holds."""

from __future__ import annotations

from typing import Any


def names(tree: Any, values: Any) -> set[str]:
    """All symbols in an expression and in what stands for them, and other words."""
    if isinstance(tree, list):
        return set().union(*(names(part, values) for part in tree))
    inside = names(values[tree], values) if isinstance(tree, str) and tree in values else set()
    return inside | ({tree} if isinstance(tree, str) else set())


def gap_of(relation: Any) -> Any:
    """The difference of the sides of a relation, which is 0, or not negative."""
    op, lhs, rhs = relation
    lhs, rhs = (rhs, lhs) if op in ("<", "<=") else (lhs, rhs)
    return ["Sum", lhs, ["Prod", -1, rhs]]


def lasting(setting: Any) -> list[Any]:
    """The relations that hold at the times that a statement is about."""
    symbols, values = setting["symbols"], setting["values"]
    moving = {*setting["flow"]} | {n for n in values if symbols[n]["role"] == "state"}
    along = setting["along"]
    return [r for r in setting["relations"] if not (along and moving & names(r[1:], values))]


def narrowed(setting: Any, supposed: Any) -> Any:
    """A setting with more supposed."""

    def both(old: Any, new: Any) -> Any:
        return [*old, *new] if isinstance(old, list) else old | new

    return setting | {key: both(setting[key], given) for key, given in supposed.items()}
