"""Equations that do not go with all others: the shapes that the rest has, and where they differ.

An equation is one for either of two reasons. It cannot conform beside the others at all; or it
conforms only if spaces are equal that all others keep apart, and would leave them apart if two
neighbours in a product changed places or one transpose were put in or left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sslcheck.derive.expr import Expr, Num, Prod, Relation, Sym, Transpose
from sslcheck.derive.setting import Shape
from sslcheck.derive.sketch.forms import Forms, Reader, raw_shapes
from sslcheck.derive.sketch.squares import with_square_bases
from sslcheck.derive.sketch.unify import Looks, Spaces, names_of
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.traverse import children, map_children

__all__ = ["Misprint", "Solution", "solve"]

Relations = tuple[Relation, ...]
_MOST_ROWS = 80  # among which one that differs is looked for by leaving each out
_MOST_LOOKS = 100_000  # in search of rows that differ; a paper of four pages takes 11,000


@dataclass(frozen=True, slots=True)
class Misprint:
    """A row that does not go with the others, and what would."""

    row: int
    instead: str = ""
    """A small change after which it conforms with all others, where there is one."""
    rivals: tuple[int, ...] = ()
    """Other rows without which this one would conform."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Shapes that all rows have but those that are reported."""

    spaces: Spaces
    relations: Mapping[int, Relations]
    """Of the rows that can be read."""
    unread: Mapping[int, str]
    misprints: tuple[Misprint, ...]


def solve(reader: Reader, forms: Forms, known: Mapping[str, Shape]) -> Solution:
    """Find the shapes, and the rows that stand against all others."""
    read = {k: reader.read(k, forms) for k in range(len(reader.rows))}
    unread = {k: found for k, found in read.items() if isinstance(found, str)}
    relations = {k: found for k, found in read.items() if not isinstance(found, str)}
    raw = raw_shapes(forms, known)
    start = Spaces(raw, looks=Looks(_MOST_LOOKS))
    odd: dict[int, tuple[str, tuple[int, ...]]] = {}
    for k, rivals in _contradicting(start, relations):
        odd[k] = "", rivals
    rest = {k: found for k, found in relations.items() if k not in odd}
    for k, instead in _merging(start, rest):
        odd[k] = instead, ()
    good = {k: found for k, found in relations.items() if k not in odd}
    spaces, _ = _all(Spaces(raw), good)
    spaces = with_square_bases(spaces, (r for found in good.values() for r in found))
    misprints = tuple(Misprint(k, *odd[k]) for k in sorted(odd))
    return Solution(spaces, relations, unread, misprints)


def _all(start: Spaces, rows: Mapping[int, Relations]) -> tuple[Spaces, list[int]]:
    """What all rows say, and those that contradict the ones before."""
    wrong = []
    for k, relations in rows.items():
        after = start.add(relations)
        if after is None:
            wrong.append(k)
        else:
            start = after
    return start, wrong


def _contradicting(
    start: Spaces, relations: Mapping[int, Relations]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rows without which the others conform, one by one, with the rows that are as suspect."""
    rows = dict(relations)
    while wrong := _all(start, rows)[1]:
        few = len(rows) <= _MOST_ROWS
        left = {k: len(_all(start, {**rows, k: ()})[1]) for k in rows} if few else {}
        if start.looks.spent() or not few:
            yield from ((k, ()) for k in wrong)
            return
        least = min(left.values())
        suspects = [k for k, count in left.items() if count == least]
        chosen = next((k for k in suspects if k in wrong), suspects[0])
        yield chosen, tuple(k for k in suspects if k != chosen)
        del rows[chosen]


def _merging(start: Spaces, rows: Mapping[int, Relations]) -> Iterator[tuple[int, str]]:
    """Rows that alone make spaces equal and would not after a small change, and that change."""
    if len(rows) > _MOST_ROWS:
        return
    whole, _ = _all(start, rows)
    uses = {
        k: start.raw.keys() & set().union(*(names_of(relation) for relation in relations))
        for k, relations in rows.items()
    }
    for k, relations in rows.items():
        others: list[str] = [name for j in rows if j != k for name in uses[j]]
        rest, _ = _all(start, {j: found for j, found in rows.items() if j != k})
        names = sorted(set(others))
        squared = [
            name
            for name in names
            if others.count(name) > 1
            and len({*rest.shape(name)}) > len({*whole.shape(name)})
            and "1" not in rest.shape(name)
        ]
        if not squared or _count(rest, names) == _count(whole, names):
            continue
        for changed, instead in _changes(relations):
            after = rest.add(changed)
            if start.looks.spent():
                return
            if after is not None and _count(after, names) == _count(rest, names):
                yield k, instead
                break


def _count(spaces: Spaces, names: list[str]) -> int:
    return len({space for name in names for space in spaces.shape(name)})


def _changes(relations: Relations) -> Iterator[tuple[Relations, str]]:
    """Each small change of a row, and how it reads; places in a product come first."""
    for swaps in (True, False):
        for k, relation in enumerate(relations):
            sides = [(new, relation.rhs, say) for new, say in _variants(relation.lhs, swaps)]
            sides += [(relation.lhs, new, say) for new, say in _variants(relation.rhs, swaps)]
            for lhs, rhs, (one, two) in sides:
                if lhs != rhs:
                    changed = (*relations[:k], Relation(lhs, relation.op, rhs), *relations[k + 1 :])
                    yield changed, f"`{to_latex(two)}` in place of `{to_latex(one)}`"


_Told = tuple[Expr, Expr]
"""What stands there, and what would stand there instead."""


def _variants(node: Expr, swaps: bool) -> Iterator[tuple[Expr, _Told]]:
    match node:
        case Prod(factors) if swaps:
            for k, (left, right) in enumerate(pairwise(factors)):
                if not isinstance(left, Num) and not isinstance(right, Num):
                    swapped = (*factors[:k], right, left, *factors[k + 2 :])
                    yield Prod(swapped), (Prod((left, right)), Prod((right, left)))
        case Transpose(arg) if not swaps:
            yield arg, (node, arg)
        case Sym() if not swaps:
            yield Transpose(node), (node, Transpose(node))
    for k, child in enumerate(children(node)):
        if isinstance(node, Transpose) and isinstance(child, Sym):
            continue  # the transpose of a transpose is nothing new
        for new, told in _variants(child, swaps):
            yield _with(node, k, new), told


def _with(node: Expr, place: int, new: Expr) -> Expr:
    """The node with another child at a place."""
    count = iter(range(place + 1))
    return map_children(node, lambda child: new if next(count, -1) == place else child)
