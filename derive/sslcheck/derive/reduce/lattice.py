"""Lattices: all sums of whole multiples of vectors of whole numbers."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Lattice"]

Vector = tuple[int, ...]


class Lattice:
    """The lattice that vectors span, in echelon form."""

    def __init__(self, vectors: Iterable[Vector]) -> None:
        self._rows: dict[int, Vector] = {}
        """By the place of the first number that is not 0."""
        for vector in vectors:
            self._take(vector)

    def __contains__(self, vector: Vector) -> bool:
        while (at := _first(vector)) is not None:
            row = self._rows.get(at)
            if row is None or vector[at] % row[at]:
                return False
            vector = _less(vector, row, vector[at] // row[at])
        return True

    def _take(self, vector: Vector) -> None:
        """Euclid's algorithm at the first place, then the rest."""
        while (at := _first(vector)) is not None:
            row = self._rows.get(at)
            if row is None:
                self._rows[at] = vector
                return
            while vector[at]:
                row, vector = vector, _less(row, vector, row[at] // vector[at])
            self._rows[at] = row


def _first(vector: Vector) -> int | None:
    return next((at for at, number in enumerate(vector) if number), None)


def _less(one: Vector, two: Vector, times: int) -> Vector:
    return tuple(a - times * b for a, b in zip(one, two, strict=True))
