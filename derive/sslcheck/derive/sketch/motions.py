"""Equations of motion, sorted into flows: those of states that occur in each other's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sslcheck.derive.expr import Dot, Prod, Relation, Sym
from sslcheck.derive.sketch.unify import names_of
from sslcheck.derive.traverse import walk

__all__ = ["Motion", "motions"]

Motion = tuple[int, int]
"""A row, and which of its relations."""


@dataclass(slots=True)
class _Flow:
    states: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    found: list[Motion] = field(default_factory=list)


def motions(
    rows: Mapping[int, tuple[Relation, ...]], moving: Collection[str]
) -> tuple[tuple[Motion, ...], ...]:
    """The equations of each flow of the symbols that move; a second one begins another flow.

    What one row says together is said of one flow.
    """
    flows: list[_Flow] = []
    for k, relations in rows.items():
        for row in _together(k, relations, moving):
            near = (f for f in flows if not f.states & row.states and f.uses & row.uses)
            flow = next(near, None)
            if flow is None:
                flows.append(row)
                continue
            flow.states |= row.states
            flow.uses |= row.uses
            flow.found += row.found
    return tuple(tuple(flow.found) for flow in flows)


def _together(k: int, relations: tuple[Relation, ...], moving: Collection[str]) -> list[_Flow]:
    """The equations of motion of one row: one flow, or several where a state has several."""
    found: list[_Flow] = []
    for place, relation in enumerate(relations):
        state = _moved(relation)
        if state not in moving:
            continue
        flow = next((f for f in found if state not in f.states), None)
        if flow is None:
            flow = _Flow()
            found.append(flow)
        flow.states.add(state)
        flow.uses |= names_of(relation) & {*moving}
        flow.found.append((k, place))
    return found


def _moved(relation: Relation) -> str:
    """The state whose rate stands on the left, perhaps times scalars, or whose second one does
    beside others; empty where none does."""
    twice = {
        part.arg.arg.name
        for part in walk(relation.lhs)
        if isinstance(part, Dot) and isinstance(part.arg, Dot) and isinstance(part.arg.arg, Sym)
    }
    if relation.op == "=" and len(twice) == 1:
        return twice.pop()
    factors = relation.lhs.factors if isinstance(relation.lhs, Prod) else (relation.lhs,)
    rates = [f.arg.name for f in factors if isinstance(f, Dot) and isinstance(f.arg, Sym)]
    others = [f for f in factors if not isinstance(f, (Dot, Sym))]
    return rates[0] if relation.op == "=" and len(rates) == 1 and not others else ""
