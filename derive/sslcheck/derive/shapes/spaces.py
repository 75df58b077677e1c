"""Spaces as tuples of atoms, and which of them have to be equal.

``("d", "n")`` is ``d*n``, ``()`` the one dimension of a scalar. An identity of unknown size gets an
atom ``?k`` that unification replaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from sslcheck.derive.setting import Shape

__all__ = ["SCALAR", "Sides", "Space", "Spaces", "join"]

Space = tuple[str, ...]
Sides = tuple[Space, Space]
"""The spaces of rows and columns."""

_T = TypeVar("_T")

SCALAR: Sides = ((), ())


class Spaces:
    """The spaces of one formula, with what has been found of those that are not known.

    Of an identity ``I_{dn}`` the space ``?1:d*n`` is a product of the two in either order.
    ``merged`` maps spaces to those that they equal; ``as_numbers`` takes products of the same
    spaces in another order for one space.
    """

    def __init__(self, merged: Mapping[str, str], as_numbers: bool = False) -> None:
        self._merged = merged
        self._as_numbers = as_numbers
        self._found: dict[str, Space] = {}

    def space(self, name: str) -> Space:
        """Atoms of a space, each by its representative under ``merged``."""
        atoms: list[str] = []
        for atom in name.split("*"):
            seen = {atom}
            while (target := self._merged.get(atom)) is not None and target not in seen:
                atom = target
                seen.add(atom)
            atoms.append(atom)
        return tuple(atom for atom in atoms if atom != "1")

    def settle(self, space: Space) -> Space:
        """``space`` with what has been found so far."""
        passed: list[str] = []  # of a chain of identities, which may be as long as the formula
        while any(atom in self._found for atom in space):
            passed += space if len(space) == 1 else ()
            parts = (self._found.get(atom, (atom,)) for atom in space)
            space = tuple(atom for part in parts for atom in part)
        self._found.update(dict.fromkeys(passed, space))
        return space

    def unify(self, one: Space, two: Space) -> bool:
        """Make two spaces equal if that is possible. An identity is never taken for a scalar."""
        one, two = self.settle(one), self.settle(two)
        if one == two:
            return True
        for left, right in _both(one, two):
            if len(left) == 1 and left[0][0] == "?":
                if not right or left[0] in right:
                    return False
                sized = self.known(left)
                if sized != left and sorted(sized) != sorted(self.known(right)):
                    if self.known(right)[0][0] == "?" and len(right) == 1:
                        continue
                    if not self.unify(sized, right):
                        return False
                self._found[left[0]] = right
                return True
        if self._as_numbers and len(one) == len(two):
            left, right = (tuple((a - b).elements()) for a, b in _both(Counter(one), Counter(two)))
            if not left or (len(left) == 1 < len(one) and self.unify(left, right)):
                return True
        return len(one) == len(two) > 1 and all(
            self.unify((left,), (right,)) for left, right in zip(one, two, strict=True)
        )

    def known(self, space: Space) -> Space:
        """As `settle`, and products that may have either order in that which is written."""
        parts = (self.space(a.partition(":")[2] or a) for a in self.settle(space))
        return tuple(atom for part in parts for atom in part)

    def shape(self, size: Sides) -> Shape:
        """As `Shape`."""
        return join(self.known(size[0])), join(self.known(size[1]))

    def show(self, size: Sides) -> str:
        """For a message: ``n x d``."""
        rows, columns = ("?" if "?" in space else space for space in self.shape(size))
        if rows == columns in ("1", "?"):
            return "a scalar" if rows == "1" else "a matrix"
        return f"{rows} x {columns}"


def join(space: Space) -> str:
    """The name of a space: ``d*n``, or ``1``."""
    return "*".join(space) or "1"


def _both(one: _T, two: _T) -> tuple[tuple[_T, _T], tuple[_T, _T]]:
    return (one, two), (two, one)
