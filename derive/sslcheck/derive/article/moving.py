"""The states that a claim moves, and whether it needs a flow for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sslcheck.derive.article.article import Claim
from sslcheck.derive.expr import Dot, Expr, Sym
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import within

__all__ = ["needs_flow", "parts_of", "sides_of", "states_in"]


def sides_of(claim: Claim) -> list[Expr]:
    """The sides of all relations of a claim."""
    return [side for r in claim.statement.relations for side in (r.lhs, r.rhs)]


def parts_of(claim: Claim, definitions: Mapping[str, Expr]) -> list[Expr]:
    """All nodes of a claim's statement, and of what stands for its symbols everywhere."""
    return [*within(sides_of(claim), definitions)]


def states_in(
    parts: Iterable[Expr], symbols: Mapping[str, Symbol], definitions: Mapping[str, Expr]
) -> list[str]:
    """The states in expressions, and in what stands for their symbols everywhere."""
    inside = within(parts, definitions)
    names = dict.fromkeys(part.name for part in inside if isinstance(part, Sym))
    known = symbols.keys() - definitions.keys()  # the time is no symbol
    return [name for name in names if name in known and symbols[name].role == "state"]


def needs_flow(claim: Claim, symbols: Mapping[str, Symbol], definitions: Mapping[str, Expr]) -> str:
    """What of a claim needs a flow; empty where nothing does."""
    if claim.form.needs_flow == "never":
        return ""
    rates = [part for part in parts_of(claim, definitions) if isinstance(part, Dot)]
    moving = states_in(rates, symbols, definitions)
    if claim.form.needs_flow == "for derivatives" and not moving:
        return ""
    return f"the derivative of `{moving[0]}`" if moving else f"a claim of kind `{claim.kind}`"
