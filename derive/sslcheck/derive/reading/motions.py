"""Equations of motion: each gives one state its rate; one of second order also its velocity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sslcheck.derive.article.flows import derivative_of, rate_alone
from sslcheck.derive.expr import Dot, Expr, Relation, Sym
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import map_children, walk

__all__ = ["motions", "moved_alone", "twice", "velocities", "with_velocities"]

_LINEAR = frozenset({"symmetric", "diagonal"})
"""Properties that the rate of a matrix shares with it."""


def motions(
    printed: Sequence[Relation], symbols: Mapping[str, Symbol]
) -> tuple[tuple[Relation, ...], dict[str, Symbol]]:
    """Equations with one rate of first order each, and the velocities that have no name yet.

    ``\\ddot w = f`` is ``\\dot w = v``, ``\\dot v = f`` with a state for ``\\dot w``: the one that
    another equation gives, or a new one.
    """
    named, new = velocities(printed), dict[str, Symbol]()
    found = [with_velocities(relation, named) for relation in printed]
    for name, velocity in named.items():
        if velocity != _called(name) or name not in symbols:
            continue  # another equation says it
        of = symbols[name]
        marks = of.properties & _LINEAR
        new[velocity] = Symbol(velocity, of.shape, marks, role="state", index=of.index)
        found.append(Relation(Dot(Sym(name)), "=", Sym(velocity)))
    return tuple(_alone(found)), new


def _alone(printed: Sequence[Relation]) -> list[Relation]:
    """Equations with one rate on the left, where the others there have equations of their own."""
    found = [*printed]
    for _ in printed:
        given = {*moved_alone(found)}
        found = [rate_alone(relation, given) for relation in found]
    return found


def velocities(printed: Iterable[Relation]) -> dict[str, str]:
    """The states of which an equation gives the second derivative, and the symbol of the first."""
    printed = [*printed]
    given = {
        of.name: value.name
        for relation in printed
        if isinstance(of := getattr(relation.lhs, "arg", None), Sym)
        and isinstance(value := relation.rhs, Sym)
    }
    names = dict.fromkeys(n for relation in printed for n in twice(relation.lhs))
    first = {*moved_alone(printed)} - given.keys()
    return {name: given.get(name, _called(name)) for name in names if name not in first}


def moved_alone(printed: Iterable[Relation]) -> Iterator[str]:
    """The states of which an equation gives the first derivative."""
    return filter(None, (derivative_of(rate_alone(relation))[0] for relation in printed))


def with_velocities(relation: Relation, named: Mapping[str, str]) -> Relation:
    """A statement with the symbols of velocities in place of rates; what defines one stays."""

    def change(node: Expr) -> Expr:
        match node:
            case Dot(arg=Sym(name=name)) if name in named:
                return Sym(named[name], span=node.span)
        return map_children(node, change)

    match relation:
        case Relation(lhs=Dot(arg=Sym(name=name)), rhs=Sym(name=other)) if named.get(name) == other:
            return relation
    return Relation(change(relation.lhs), relation.op, change(relation.rhs))


def _called(name: str) -> str:
    """The name of a velocity that has none."""
    return rf"\dot{{{name}}}"


def twice(node: Expr) -> Iterator[str]:
    """The symbols whose second derivative stands in an expression."""
    for part in walk(node):
        match part:
            case Dot(arg=Dot(arg=Sym(name=name))):
                yield name
