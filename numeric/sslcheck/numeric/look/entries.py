"""Statements about entries in numbers: both sides at all values of their free letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.traverse import children, free_indices
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array, Jet

if TYPE_CHECKING:
    from sslcheck.numeric.look.evaluate import Moment

__all__ = ["both_sides", "picked"]


def both_sides(moment: Moment, relation: e.Relation, order: int = 0) -> tuple[Array, Array]:
    """The Taylor coefficients of both sides, of one shape; an axis before all others runs over the
    values of free letters."""
    sides = relation.lhs, relation.rhs
    letters = sorted(free_indices(*sides))
    if not letters:
        lhs, rhs = (moment.jet(side, order)[order] for side in sides)
        return _alike(lhs, rhs)
    around, found = moment.places, list[tuple[Array, Array]]()
    try:
        for choice in product(*(range(_count(moment, letter, sides)) for letter in letters)):
            moment.places = {**around, **dict(zip(letters, choice, strict=True))}
            lhs, rhs = (moment.jet(side, order)[order] for side in sides)
            found.append(_alike(lhs, rhs))
    finally:
        moment.places = around
    return np.stack([lhs for lhs, _ in found]), np.stack([rhs for _, rhs in found])


def _alike(lhs: Array, rhs: Array) -> tuple[Array, Array]:
    one, two = np.broadcast_arrays(lhs, rhs)
    return one, two


def _count(moment: Moment, letter: str, nodes: tuple[e.Expr, ...]) -> int:
    """How many values a letter has, by the first entry at which it stands."""
    around = moment.places
    for node, mean in (found for side in nodes for found in _free(side, letter)):
        here = moment if mean is None else moment.within(mean)
        here.places = {**around, **dict.fromkeys(free_indices(node.arg), 0)}
        try:
            rows, columns = here.value(node.arg).shape[-2:]
        finally:
            here.places = around
        if node.column == "":
            return max(int(rows), int(columns))
        return int(rows if node.row == letter else columns)
    raise Unseen(f"the index `{letter}` of no entry")


def _free(
    node: e.Expr, letter: str, mean: e.Expect | None = None
) -> Iterator[tuple[e.Entry, e.Expect | None]]:
    """The entries at a letter, each with the expectation around it."""
    mean = node if isinstance(node, e.Expect) else mean
    if isinstance(node, e.Entry) and letter in (node.row, node.column):
        yield node, mean
    if letter in free_indices(node):
        for child in children(node):
            yield from _free(child, letter, mean)


def picked(node: e.Entry, inside: Jet, places: Mapping[str, int]) -> Jet:
    """An entry, or a column, of what it is of."""
    letters = [at for at in (node.row, node.column) if at != ""]
    if not all(letter in places for letter in letters):
        raise Unseen("an entry at an index that has no value")
    at = [places[str(letter)] for letter in letters]
    found = []
    for c in inside:
        if node.row == "":
            found.append(c[..., :, at[0], None])
        elif node.column == "":
            vector = c if c.shape[-1] == 1 else np.swapaxes(c, -1, -2)
            found.append(vector[..., at[0], :, None])
        else:
            found.append(c[..., at[0], at[1], None, None])
    return found
