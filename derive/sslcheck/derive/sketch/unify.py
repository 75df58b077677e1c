"""Unification of spaces: what each relation makes equal, by the rules of `shapes` alone.

Rows and columns of a symbol are variables, ``v0``, ``v1``, ...; where `resolve_relation` says that
two of them would have to be equal, they are made so, and it is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import Gradient, Partial, Relation, Sym
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.traverse import walk

__all__ = ["FORMS", "Form", "Looks", "Raw", "Spaces", "is_variable", "names_of"]

Form = Literal["scalar", "column", "row", "matrix"]
FORMS: tuple[Form, ...] = ("scalar", "column", "matrix", "row")
Raw = Mapping[str, Shape]
"""Shapes in variables, before anything is known of these."""

_ROUNDS = 200
_MOST_LOOKS = 120_000
_VARIABLE = re.compile(r"v[0-9]+")


def is_variable(space: str) -> bool:
    """Whether a space is one that is sought."""
    return _VARIABLE.fullmatch(space) is not None


def names_of(relation: Relation) -> set[str]:
    """The symbols in a relation."""
    found: set[str] = set()
    for side in (relation.lhs, relation.rhs):
        for node in walk(side):
            if isinstance(node, Sym):
                found.add(node.name)
            elif isinstance(node, (Gradient, Partial)):
                found.add(node.symbol)
    return found


@dataclass(slots=True)
class Looks:
    """How many parts of formulas a search may still look at: a source may be no paper at all."""

    left: int

    def take(self, count: int) -> None:
        """Count a look at so many parts."""
        self.left -= count

    def spent(self) -> bool:
        """Whether the search is to end with what it has."""
        return self.left <= 0


@dataclass(frozen=True, slots=True)
class Spaces:
    """What the variables have been found to be; adding a relation makes another one.

    Where the ``looks`` are spent a relation adds nothing.
    """

    raw: Raw
    found: Mapping[str, str] = field(default_factory=dict)
    looks: Looks = field(default_factory=lambda: Looks(_MOST_LOOKS), compare=False)

    def space(self, name: str) -> str:
        """A space with all that has been found; products are joined by ``*``."""
        while any(part in self.found for part in name.split("*")):
            name = "*".join(self.found.get(part, part) for part in name.split("*"))
        return name

    def shape(self, name: str) -> Shape:
        """The shape of a symbol."""
        rows, columns = self.raw[name]
        return self.space(rows), self.space(columns)

    def symbols(self, names: Iterable[str]) -> dict[str, Symbol]:
        """The symbols as far as their shapes are known."""
        return {name: Symbol(name, self.shape(name)) for name in names if name in self.raw}

    def add(self, relations: Iterable[Relation]) -> Spaces | None:
        """With relations that hold as well; None where they cannot."""
        spaces = self
        for relation in relations if not self.looks.spent() else ():
            names = sorted(names_of(relation))
            parts = sum(1 for side in (relation.lhs, relation.rhs) for _ in walk(side))
            for _ in range(_ROUNDS):
                if spaces.looks.spent():
                    return spaces
                spaces.looks.take(parts)
                try:
                    resolve_relation(relation, spaces.symbols(names))
                except ShapeMismatch as error:
                    after = spaces.equal(*error.spaces)
                    if after is None:
                        return None
                    spaces = after
                    continue
                except LatexError:  # an identity of any size: there is no more to learn
                    pass
                break
        return spaces

    def equal(self, one: str, two: str) -> Spaces | None:
        """With two spaces made one; None where they cannot be."""
        found = dict(self.found)
        pending = [(one, two)]
        while pending:
            left, right = (Spaces(self.raw, found, self.looks).space(n) for n in pending.pop())
            if left == right:
                continue
            if {"1", "?"} & {left[0], right[0]}:
                return None  # a scalar is no vector, and an identity no scalar
            for variable, other in ((left, right), (right, left)):
                if is_variable(variable):
                    if variable in other.split("*"):
                        return None
                    found[variable] = other
                    break
            else:
                parts = left.split("*"), right.split("*")
                if len(parts[0]) != len(parts[1]) or len(parts[0]) == 1:
                    return None
                pending += zip(*parts, strict=True)
        return Spaces(self.raw, found, self.looks)

    def message(self, relation: Relation, source: str, where: str) -> str:
        """What `shapes` says of a relation that does not conform; empty where it does."""
        try:
            resolve_relation(
                relation, self.symbols(sorted(names_of(relation))), source=source, where=where
            )
        except ShapeMismatch as error:
            return str(error)
        except LatexError:
            return ""
        return ""
