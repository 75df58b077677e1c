"""Linear dependences among sparse vectors modulo a prime."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

from sslcheck.derive.discover.residues import PRIME

__all__ = ["Span"]

Key = TypeVar("Key", bound=Hashable)
Name = TypeVar("Name", bound=Hashable)


class Span(Generic[Key, Name]):
    """Named vectors, by their entries (of keys ``Key``), in echelon form in the order they come."""

    def __init__(self) -> None:
        self._rows: list[tuple[Key, dict[Key, int], dict[Name, int]]] = []
        """Pivots, vectors, and what these are made of."""
        self._places: dict[Key, int] = {}

    def add(self, name: Name, vector: Mapping[Key, int]) -> dict[Name, int] | None:
        """Take a vector in; if it depends on those before it, the multiples of all that add up to
        zero, 1 of itself, and it is not taken in.
        """
        rest, made = self._reduced(vector)
        made[name] = 1
        if not rest:
            return made
        # the pivot is the key that fewest others are likely to have: the last
        key = max(rest, key=_size)
        inverse = pow(rest[key], -1, PRIME)
        rest = {k: v * inverse % PRIME for k, v in rest.items()}
        made = {n: v * inverse % PRIME for n, v in made.items()}
        self._places[key] = len(self._rows)
        self._rows.append((key, rest, made))
        return None

    def holds(self, vector: Mapping[Key, int]) -> bool:
        """Whether a vector depends on those taken in."""
        return not self._reduced(vector)[0]

    def _reduced(self, vector: Mapping[Key, int]) -> tuple[dict[Key, int], dict[Name, int]]:
        """A vector without the pivots, and what it has become one by."""
        rest, made = dict(vector), dict[Name, int]()
        # a row has no pivots of those before it, so in their order each is met once
        pending = [self._places[k] for k in rest if k in self._places]
        heapify(pending)
        while pending:
            key, row, combination = self._rows[heappop(pending)]
            factor = rest.get(key, 0)
            if not factor:
                continue
            for k, v in row.items():
                old = rest.get(k)
                left = ((old or 0) - factor * v) % PRIME
                if left:
                    rest[k] = left
                    if old is None and k in self._places:
                        heappush(pending, self._places[k])
                elif old is not None:
                    del rest[k]
            for n, v in combination.items():
                left = (made.get(n, 0) - factor * v) % PRIME
                if left:
                    made[n] = left
                else:
                    made.pop(n, None)
        return rest, made


def _size(key: Hashable) -> tuple[int, ...]:
    if isinstance(key, tuple):
        return (sum(map(_weight, key)), len(key))
    return (0, 0)


def _weight(part: object) -> int:
    return len(part) if isinstance(part, tuple) else 1
