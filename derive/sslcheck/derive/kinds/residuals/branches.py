"""Roots of squares in a residual: each is the number that is squared, while that is positive."""

from __future__ import annotations

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, RootOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.scalar import Signs

__all__ = ["on_branch"]


def on_branch(normal: NormalForm, element: Element) -> tuple[Element, tuple[Ratio, ...]]:
    """An element in which roots of squares are what is positive at the start, and those numbers.

    It is so as long as they stay positive, from the start on.
    """
    signs = Signs(normal.functions)
    values: dict[Letter, Ratio] = {}
    for letter in frozenset[Letter]().union(*(c.free() for c in element.terms.values())):
        either = normal.functions.either_root(letter.value) if isinstance(letter, RootOf) else None
        for root in () if either is None else (either, -either):
            if signs.known_positive(normal.at_start(normal.alphabet.scalar(root)).as_scalar()):
                values[letter] = root
    inserted = element.scalar_map(lambda c: c.substitute(values).root_reduced())
    return inserted, tuple(values.values())
