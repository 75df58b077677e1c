"""Which kinds of claims the form of a line suggests; only its author knows which it is."""

from __future__ import annotations

from sslcheck.derive.expr import Dot, Exp, Integral, Relation, Vec
from sslcheck.derive.traverse import walk

__all__ = ["hint"]

_SIGNS = {
    "->": "vanishes, stability",
    "psd": "definite, inequality",
    "pd": "definite, inequality",
    **dict.fromkeys(("<", "<=", ">", ">="), "inequality"),
}


def hint(relations: tuple[Relation, ...]) -> str:
    """Kinds to choose from; empty for a line that cannot be read."""
    nodes = {type(n) for r in relations for side in (r.lhs, r.rhs) for n in walk(side)}
    signs = [_SIGNS[relation.op] for relation in relations if relation.op in _SIGNS]
    if signs or not relations:
        return signs[0] if signs else ""
    if nodes & {Exp, Integral}:
        return "integral, solution"
    if Dot in nodes:
        return f"{'linear' if Vec in nodes else 'identity'}, with a `flow`"
    return "identity, integral, preserved, ..."
