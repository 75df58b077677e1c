"""Equations of motion, sorted into flows: those of states that occur in each other's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sslcheck.derive.expr import Dot, Prod, Relation, Sym
from sslcheck.derive.sketch.unify import names_of

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
    """The equations of each flow of the symbols that move; a second one begins another flow."""
    flows: list[_Flow] = []
    for k, relations in rows.items():
        for place, relation in enumerate(relations):
            state = _moved(relation)
            if state not in moving:
                continue
            uses = names_of(relation) & {*moving}
            near = (flow for flow in flows if state not in flow.states and flow.uses & uses)
            flow = next(near, None)
            if flow is None:
                flow = _Flow()
                flows.append(flow)
            flow.states.add(state)
            flow.uses |= uses
            flow.found.append((k, place))
    return tuple(tuple(flow.found) for flow in flows)


def _moved(relation: Relation) -> str:
    """The state whose rate stands on the left, perhaps times scalars; empty where none does."""
    factors = relation.lhs.factors if isinstance(relation.lhs, Prod) else (relation.lhs,)
    rates = [f.arg.name for f in factors if isinstance(f, Dot) and isinstance(f.arg, Sym)]
    others = [f for f in factors if not isinstance(f, (Dot, Sym))]
    return rates[0] if relation.op == "=" and len(rates) == 1 and not others else ""
