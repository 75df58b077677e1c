"""The spaces of inferred shapes get names: those that a text gives them, else usual letters."""

from __future__ import annotations

from collections.abc import Mapping, Set

from sslcheck.derive.reading.records import OPEN
from sslcheck.derive.setting import Shape
from sslcheck.derive.sketch.letters import Letter
from sslcheck.derive.sketch.misprints import Solution
from sslcheck.derive.sketch.unify import is_variable

__all__ = ["named"]

_USUAL_SPACES = "ndmhkpqrgabcuv"


def named(
    letters: Mapping[str, Letter], solution: Solution, read: Set[int]
) -> tuple[dict[str, Shape], dict[str, list[str]], dict[str, str]]:
    """The shape of each symbol, in spaces with names; the symbols of each space; the names.

    The sides of what stands in no row that is ``read`` are open.
    """
    names: dict[str, str] = {}
    shapes: dict[str, Shape] = {}
    members: dict[str, list[str]] = {}
    solved = {name: solution.spaces.shape(name) for name in letters}
    atoms = [a for shape in solved.values() for s in shape for a in s.split("*")]
    taken = {*letters, *atoms, *(letter.index for letter in letters.values())}
    usual = (*_USUAL_SPACES, *(f"space{k}" for k in range(1, 10_000)))
    fresh = (one for one in usual if one not in taken)
    for name, letter in letters.items():
        unread = not letter.rows & read
        parts: list[str] = []
        for space in solved[name]:
            if unread and is_variable(space):
                parts.append(OPEN)
                continue
            for atom in space.split("*"):
                if is_variable(atom) and atom not in names:
                    names[atom] = next(fresh)
                known = names.get(atom, atom)
                if known != "1" and name not in members.setdefault(known, []):
                    members[known].append(name)
            parts.append("*".join(names.get(atom, atom) for atom in space.split("*")))
        shapes[name] = parts[0], parts[1]
    return shapes, members, names
