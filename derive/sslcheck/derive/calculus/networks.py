"""Words as sums over indices of products of entries, and when two such sums are the same.

``(A B)_{ik}`` is the sum over ``j`` of ``A_{ij} B_{jk}``: indices are vertices, entries are edges,
and two sums are the same where one graph becomes the other by new names for the indices that are
summed over. Products by entries are edges side by side; a diagonal letter is a mark on an index.
A letter below an entry is an index that is not summed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sslcheck.derive.algebra.cycles import dimension
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AxisOf, HadamardOf, Letter, OnesOf, Word
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import TooLarge, Unsupported
from sslcheck.derive.setting import Shape

__all__ = ["Network", "by_entries"]

_MOST_NAMINGS = 3000

_Edge = tuple[Letter, int, int, bool]
"""A letter, where it begins and ends (-1: in the space of dimension 1), whether it is symmetric."""


def by_entries(element: Element) -> Element:
    """An element, or 0 where it is found to be that: as sums over indices of products of entries.

    That it is not found says nothing.
    """
    if not any(isinstance(name, (AxisOf, HadamardOf, OnesOf)) for name in element.letters()):
        return element
    scalar = element.shape == ("1", "1")
    axes = sorted({n for n in element.letters() if isinstance(n, AxisOf)})
    terms = {(): element.value()} if scalar else element.terms
    try:
        totals = added_up(
            term
            for word, coeff in terms.items()
            for term in Network.terms(element.alphabet, element.shape, word, coeff, axes)
        )
    except Unsupported:
        return element
    found = all(total.is_zero() for total in totals.values())
    return element.alphabet.zero(element.shape) if found else element


@dataclass
class Network:
    """Indices by number, some of which have turned out to be the same, and edges between them."""

    alphabet: Alphabet
    spaces: list[str] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    edges: list[_Edge] = field(default_factory=list)
    axes: dict[Letter, int] = field(default_factory=dict)
    """The index of each letter below entries."""

    @classmethod
    def terms(
        cls, alphabet: Alphabet, shape: Shape, word: Word, coeff: Ratio, axes: Sequence[AxisOf] = ()
    ) -> Iterator[tuple[object, Ratio]]:
        """A term as sums over indices, each by what tells it apart, and their coefficients."""
        for traces, rest in parts(coeff, alphabet.shapes.__contains__, "a matrix"):
            net = cls(alphabet)
            ends = [net.vertex(space) for space in shape]
            net.axes = {axis: net.vertex(axis.space) for axis in axes}
            if shape != ("1", "1"):
                net.path(word, *ends)
            for trace in traces:
                start = net.vertex(alphabet.shape(trace.word[0])[0])
                net.path(trace.word, start, start)
            ends += net.axes.values()
            for space in net.unused(ends):
                rest = rest * dimension(alphabet, space)
            yield net.key(ends), rest

    # -- building ---------------------------------------------------------------------------------

    def vertex(self, space: str) -> int:
        """A new index of a space; of that of dimension 1, none."""
        if space == "1":
            return -1
        self.spaces.append(space)
        self.same.append(len(self.same))
        return len(self.same) - 1

    def found(self, at: int) -> int:
        """The index that one is the same as."""
        while at >= 0 and self.same[at] != at:
            at = self.same[at]
        return at

    def merge(self, one: int, two: int) -> None:
        """Two indices are the same."""
        one, two = self.found(one), self.found(two)
        if one >= 0:
            self.same[max(one, two)] = min(one, two)

    def path(self, word: Word, start: int, stop: int) -> None:
        """The entry of a product of letters from one index to another."""
        if not word:
            self.merge(start, stop)
        at = start
        for k, (name, flipped) in enumerate(word):
            last = k == len(word) - 1
            to = stop if last else self.vertex(self.alphabet.shape((name, flipped))[1])
            self.letter(name, *((to, at) if flipped else (at, to)))
            at = to

    def letter(self, name: Letter, start: int, stop: int) -> None:
        """The entry of a letter."""
        if isinstance(name, HadamardOf):
            for word in name.key:
                self.path(word, start, stop)
            return
        if isinstance(name, OnesOf):
            return
        if name in self.axes:
            self.merge(start, self.axes[name])
            return
        marks = self.alphabet.properties.get(name, frozenset())
        if "diagonal" in marks:
            self.merge(start, stop)
        self.edges.append((name, start, stop, "symmetric" in marks))

    def unused(self, ends: list[int]) -> Iterator[str]:
        """The spaces of indices that nothing depends on and that are summed over."""
        used = {self.found(at) for _, one, two, _ in self.edges for at in (one, two)}
        used |= {self.found(at) for at in ends}
        for at, space in enumerate(self.spaces):
            if self.found(at) == at and at not in used:
                yield space

    # -- telling apart ----------------------------------------------------------------------------

    def key(self, ends: list[int]) -> object:
        """What networks that are the same share, and only they."""
        roots = tuple(map(self.found, ends))
        edges = [(name, self.found(a), self.found(b), both) for name, a, b, both in self.edges]
        pieces: list[tuple[set[int], list[_Edge]]] = []
        for edge in edges:
            touched = {at for at in edge[1:3] if at >= 0}
            near = [piece for piece in pieces if piece[0] & touched]
            pieces = [piece for piece in pieces if not piece[0] & touched]
            inside = touched.union(*(piece[0] for piece in near))
            pieces.append((inside, [edge, *(each for piece in near for each in piece[1])]))
        keys = [_least(inside, some, roots) for inside, some in pieces]
        return tuple(map(roots.index, roots)), tuple(sorted(keys))


def _least(inside: set[int], edges: list[_Edge], roots: tuple[int, ...]) -> tuple[Any, ...]:
    """The first of the ways to write a connected network with numbers for its indices."""
    colours = {at: 1 + roots.index(at) if at in roots else 0 for at in inside}
    best: tuple[Any, ...] | None = None
    tried, pending = 0, [_refined(colours, edges)]
    while pending:
        colours = pending.pop()
        cells: dict[int, list[int]] = {}
        for at, colour in colours.items():
            cells.setdefault(colour, []).append(at)
        cell = min((c for c, members in cells.items() if len(members) > 1), default=None)
        if cell is not None:
            # one of those that look alike comes first
            for at in cells[cell]:
                chosen = {k: 2 * c + (k != at) for k, c in colours.items()}
                pending.append(_refined(chosen, edges))
            continue
        tried += 1
        if tried > _MOST_NAMINGS:
            raise TooLarge("products by entries in which too much looks alike")
        written = tuple(sorted(_written(edge, colours) for edge in edges))
        ends = tuple(colours.get(at, -1) for at in roots)
        best = min(best, (ends, written)) if best is not None else (ends, written)
    assert best is not None
    return best


def _written(edge: _Edge, colours: Mapping[int, int]) -> tuple[Letter, int, int]:
    name, start, stop, both = edge
    one, two = colours.get(start, -1), colours.get(stop, -1)
    return (name, min(one, two), max(one, two)) if both else (name, one, two)


def _refined(colours: dict[int, int], edges: list[_Edge]) -> dict[int, int]:
    """Indices told apart by the edges at them, as far as that goes."""
    while True:
        seen: dict[int, list[tuple[Any, ...]]] = {at: [] for at in colours}
        for name, start, stop, both in edges:
            for here, there, side in ((start, stop, 0), (stop, start, 1)):
                if here >= 0:
                    loop = start == stop
                    seen[here].append((name, 0 if both else side, loop, colours.get(there, -1)))
        looks = {at: (colours[at], tuple(sorted(seen[at]))) for at in colours}
        ranks = {look: rank for rank, look in enumerate(sorted(set(looks.values())))}
        after = {at: ranks[looks[at]] for at in colours}
        if len(ranks) == len(set(colours.values())):
            return after
        colours = after
