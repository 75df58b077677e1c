"""What an article has one of for each layer: symbols and spaces whose name ends with the index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sslcheck.derive.layers.indices import BELOW, Index, index_of

__all__ = ["Family", "Layers", "base_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """Symbols or spaces, one for each layer; ``shape`` is that of layer ``index``, as declared.

    ``sign`` is that of numbers, ``defined``: its members stand for other formulas.
    """

    base: str
    is_space: bool = False
    shape: tuple[str, str] = ("1", "1")
    role: str = "parameter"
    defined: bool = False
    sign: str = "real"

    @property
    def scalar(self) -> bool:
        """Whether its members are numbers."""
        return self.shape == ("1", "1")


@dataclass(frozen=True, slots=True)
class Layers:
    """The table ``[layers]`` with the families of an article.

    ``plain`` are the names that are no families, ``moving`` those of them that a flow may move or
    that stand for a formula, ``shapes`` those that are no numbers.
    """

    index: str
    depth: str
    at_least: int = 1
    families: Mapping[str, Family] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    moving: frozenset[str] = frozenset()
    shapes: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, str]:
        """The letters of the depth and of the index."""
        return self.depth, self.index

    @property
    def chains(self) -> Mapping[str, str]:
        """The families of matrices with ``n_j`` rows and ``n_{j-1}`` columns, with ``n``; those of
        numbers, with nothing.

        None that shares its name with a symbol that is no member.
        """
        found = {}
        for base, family in self.families.items():
            plain = any(name.startswith(f"{base}_") for name in self.plain)
            if family.scalar and not (family.is_space or family.defined or plain):
                found[base] = ""
            rows, columns = (re.fullmatch(rf"(?P<base>.+?){BELOW}", s) for s in family.shape)
            if not rows or not columns or rows["base"] != columns["base"] or family.defined:
                continue
            row, column = (index_of(m["long"] or m["short"] or "") for m in (rows, columns))
            if (row, column) == (Index(self.index, 0), Index(self.index, -1)) and not plain:
                found[base] = rows["base"]
        return found


def base_of(name: str, index: str) -> str:
    """``W`` of ``W_j``; empty where a name is of no family."""
    match = re.fullmatch(rf"(?P<base>.+?){BELOW}", name, re.ASCII)
    below = (match["long"] or match["short"] or "").strip() if match else ""
    return match["base"].strip() if match and below == index else ""
