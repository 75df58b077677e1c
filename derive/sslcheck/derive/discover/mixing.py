"""Whether the part of a flow that is linear, with no data in it, moves states by each other."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.normal import NormalForm

__all__ = ["mixes"]


def mixes(normal: NormalForm, letters: Letters, residues: Residues) -> bool:
    """Whether states go round in a circle there: its eigenvalues are then not those of each."""
    graph: dict[object, set[object]] = {}
    for name in letters.states:
        rate = normal.whole_rate(normal.alphabet.letter(name))
        ones = {word[0][0] for word in rate.terms if len(word) == 1}
        graph[name] = (ones & {*letters.states}) - {name}
    scalars = normal.scalars
    for name in letters.scalars:
        parts = residues.split(normal.scalar_rate(scalars.letter(name)))
        ones = {residues.letters[m[0][0]] for m in parts if len(m) == 1 and m[0][1] == 1}
        graph[name] = (ones & {*letters.scalars}) - {name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False
