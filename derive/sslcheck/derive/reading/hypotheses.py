"""The table ``[hypotheses]``: what is supposed, and at which times."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from sslcheck.derive.article.article import Bound, Hypothesis
from sslcheck.derive.expr import At, Dot, Expr, Relation, Sym
from sslcheck.derive.reading.bounds import read_bound
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes
from sslcheck.derive.reading.motions import with_velocities
from sslcheck.derive.reading.records import record, unknown
from sslcheck.derive.reading.tables import HypothesisTable
from sslcheck.derive.text.reason import written
from sslcheck.derive.traverse import children, map_children, symbols_in, walk, within

if TYPE_CHECKING:
    from sslcheck.derive.reading.parts import Parts

from sslcheck.derive.reading.symbols import check_marks

__all__ = ["read_hypothesis"]


def read_hypothesis(parts: Parts, name: str, data: object, path: Key, mistakes: Mistakes) -> None:
    """One hypothesis; what is said of values at the start alone is one about the start."""
    meant = {"latex": "unknown key; did you mean `let`?"}
    table = record(data, HypothesisTable, path, mistakes.tell, meant=meant)
    if table is None:
        return
    gap = [table.gap] if table.gap else []
    for key, names in (("properties", table.properties), ("frozen", table.frozen), ("gap", gap)):
        parts.declared(names, (*path, key), mistakes.tell)
    for symbol in (s for s in gap if s in parts.symbols):
        rows, columns = parts.symbols[symbol].shape
        if rows != columns or rows == "1":
            size = f"`{symbol}` is {rows} x {columns}"
            mistakes.tell((*path, "gap"), f"{size}; a gap is of a square matrix's spectrum")
    for space in (s for pair in table.at_least for s in pair):
        if space not in parts.spaces and space != "1":
            mistakes.tell((*path, "at_least"), unknown("space", space, parts.spaces))
    flows = parts.table("flows", Mistakes(parts.source))  # not read yet
    if table.flow and table.flow not in flows:
        mistakes.tell((*path, "flow"), unknown("flow", table.flow, flows))
    properties = {s: marks for s, marks in table.properties.items() if s in parts.symbols}
    for symbol, marks in properties.items():
        at = (*path, "properties", symbol)
        check_marks(parts.symbols[symbol].shape, marks, at, mistakes)
    lets = parts.equations_of(table.let, (*path, "let"), mistakes)
    given = parts.relations_of(table.relations, (*path, "relations"), mistakes)
    relations = [(text, relation) for _, text, relation in given if relation.op == "="]
    orders = [(k, text, relation) for k, text, relation in given if relation.op != "="]
    holds = table.holds
    if holds in (None, "at the start") and not any(map(partial(_moves, parts), table.properties)):
        said = [*lets, *relations]
        values = [one for one in said if _is_of_the_start(parts, one[1])]
        said = [one for one in said if one not in values]
        started = [(text, new) for text, one in said if (new := _started(parts, one))]
        begun = [(k, text, new) for k, text, one in orders if (new := _started(parts, one))]
        whole = len(started) == len(said) and len(begun) == len(orders)
        if whole and (started, begun) != (said, orders):
            holds, orders = "at the start", begun
            lets = [(text, new) for text, new in started if _is_given(parts, new)]
            relations = [one for one in started if one not in lets]
        else:
            lets = [one for one in lets if one not in values]
            relations = [one for one in relations if one not in values]
        lets = [*values, *lets]
    bounds = list[Bound]()
    for k, text, relation in orders:
        with mistakes.trying((*path, "relations", k)):
            bounds.append(read_bound(parts, name, text, relation))
    # a definition goes on to hold beside the value: it says something of what is defined by
    relations += [one for one in lets if _is_defined(parts, one[1].lhs)]
    lets = [one for one in lets if not _is_defined(parts, one[1].lhs)]
    hypothesis = Hypothesis(
        name,
        written(table.text or name),
        parts.valued(lets, (*path, "let"), mistakes),
        {symbol: frozenset(marks) for symbol, marks in properties.items()},
        table.at_least,
        table.flow,
        table.gap,
        table.frozen,
        tuple(relation for _, relation in relations),
        holds,
        tuple(bounds),
    )
    if not mistakes:
        parts.hypotheses[name] = hypothesis


def _started(parts: Parts, relation: Relation) -> Relation | None:
    """A statement about values at 0 as one about the start; None of one that is about more."""
    relation = with_velocities(relation, parts.velocities)
    sides = relation.lhs, relation.rhs
    if any(isinstance(part, Dot) for side in sides for part in walk(side)):
        return None
    outside = (part for side in sides for part in _outside(side))
    if any(isinstance(part, Sym) and _moves(parts, part.name) for part in outside):
        return None
    return Relation(_begun(relation.lhs), relation.op, _begun(relation.rhs))


def _is_of_the_start(parts: Parts, relation: Relation) -> bool:
    """Whether an equation gives something that rests its value by states at time 0."""
    name = relation.lhs.name if isinstance(relation.lhs, Sym) else ""
    outside = symbols_in(_outside(relation.rhs))
    begun = any(isinstance(part, At) for part in walk(relation.rhs))
    return (
        begun
        and _is_given(parts, relation)
        and not any(map(partial(_moves, parts), {name} | outside))
    )


def _is_defined(parts: Parts, node: Expr) -> bool:
    return isinstance(node, Sym) and node.name in parts.definitions


def _is_given(parts: Parts, relation: Relation) -> bool:
    """Whether an equation gives one symbol its value, which then can be inserted."""
    name = relation.lhs.name if isinstance(relation.lhs, Sym) else ""
    inside = symbols_in(walk(relation.rhs))
    return bool(name) and name not in inside and name not in parts.definitions


def _moves(parts: Parts, name: str) -> bool:
    """Whether a symbol depends on the time, also by what it stands for."""
    inside = within([Sym(name)], parts.definitions)
    names = symbols_in(inside) & parts.symbols.keys()
    return name == "t" or any(parts.symbols[n].moves for n in names)


def _outside(node: Expr) -> Iterator[Expr]:
    """The parts of an expression that are not taken at time 0."""
    if not isinstance(node, At):
        yield node
        for child in children(node):
            yield from _outside(child)


def _begun(node: Expr) -> Expr:
    """An expression without the marks that it is taken at time 0."""
    return _begun(node.arg) if isinstance(node, At) else map_children(node, _begun)
