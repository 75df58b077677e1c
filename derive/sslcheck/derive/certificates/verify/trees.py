"""Expressions and settings as the lists and tables that a certificate holds."""

from __future__ import annotations

from fractions import Fraction
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


def unmoved(setting: Any, relations: list[Any]) -> list[Any]:
    """The relations that hold at all times if they do at one: nothing in them moves."""
    symbols, values = setting["symbols"], setting["values"]
    moving = {"t", "Integral", *(n for n in symbols if symbols[n]["role"] in ("state", "function"))}
    return [r for r in relations if not moving & names(r[1:], values)]


def lasting(setting: Any) -> list[Any]:
    """The relations that hold at the times that a statement is about."""
    return list((throughout(setting) if setting["along"] else setting)["relations"])


def domain(setting: Any) -> list[Any]:
    """What is so wherever the flow is defined: it divides by nothing that is 0, and has no roots of
    what is negative.
    """
    found, values = [], dict(setting["values"])
    pending = [*setting["flow"].values()]
    while pending:
        match tree := pending.pop():
            case str() if tree in values:
                pending.append(values.pop(tree))
            case ["Power", base, exponent]:
                e = Fraction(exponent)
                if e.denominator > 1:
                    found.append([">" if e < 0 else ">=", base, 0])
                elif e < 0:
                    found.append([">", ["Trace", ["Prod", ["Transpose", base], base]], 0])
        pending += tree if isinstance(tree, list) else []
    return found


def supposed(setting: Any) -> list[Any]:
    """All that is supposed beside values at all times, and how states move."""
    relations = [setting[key] for key in ("relations", "always", "stays")]
    return [*relations, *setting["instant"].values(), *setting["flow"].values()]


def equations(setting: Any) -> list[Any]:
    """What is 0 by the equations that hold at the times that a statement is about."""
    return [gap_of(r) for r in lasting(setting) if r[0] == "="]


def throughout(setting: Any) -> Any:
    """A setting at all times of a trajectory: of what moves nothing is supposed."""
    lasts = unmoved(setting, setting["relations"])
    return setting | {"along": True, "instant": {}, "here": {}, "relations": lasts}


def narrowed(setting: Any, supposed: Any) -> Any:
    """A setting with more supposed."""

    def both(old: Any, new: Any) -> Any:
        return [*old, *new] if isinstance(old, list) else old | new

    return setting | {key: both(setting[key], given) for key, given in supposed.items()}
