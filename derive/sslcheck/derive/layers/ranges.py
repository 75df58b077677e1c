r"""Layers from one to another, and the products of their symbols: ``W_L \cdots W_1``.

At a general depth a block of layers has one letter: ``W_{L:j+2}`` for the product of them. What is
known of it is only that it moves in some way of its own, so that what is proved of it is true
whatever the number of the layers is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sslcheck.derive.layers.families import Family, Layers
from sslcheck.derive.layers.indices import Index, LayerError, Outside, Unseparated, index_of
from sslcheck.derive.layers.layout import Block, Layout

__all__ = ["NEUTRAL", "Free", "Ranges", "Values", "named"]

NEUTRAL = 24
"""A depth at which all that a formula can name is apart."""

Values = Mapping[str, int]
"""The layer that each letter of an index stands for."""


class Free(LayerError):
    """The index stands where it stands for no layer."""


def named(base: str, label: str) -> str:
    """``W_2``, ``W_{j+1}``."""
    return f"{base}_{label}" if len(label) == 1 else f"{base}_{{{label}}}"


@dataclass(slots=True)
class Ranges:
    """What layers are at one layout.

    ``letters`` are the symbols that this made necessary, as tables of a file; ``cuts`` are the
    places between layers at which formulas tell them apart, by the layer below each. ``defined``
    says of each family that stands for formulas at which layers it does, and ``reach`` which cuts
    these formulas make.
    """

    layers: Layers
    layout: Layout
    letters: dict[str, dict[str, object]] = field(default_factory=dict)
    cuts: set[Index] = field(default_factory=set)
    defined: dict[str, set[int]] = field(default_factory=dict)
    reach: Mapping[str, frozenset[Index]] = field(default_factory=dict)

    def values(self, at: int | None = None) -> dict[str, int]:
        """The values of the letters, where the index stands for the layer ``at``."""
        found = {self.layers.depth: self.layout.depth}
        return found if at is None else {**found, self.layers.index: at}

    def value(self, index: Index, values: Values) -> int:
        """The layer that an index is. Raises `Free` and `LayerError`."""
        if index.base and index.base not in values:
            if index.base == self.layers.index:
                raise Free(f"`{index.base}` stands for no layer here")
            known = f"`{self.layers.index}`, `{self.layers.depth}` or a number"
            raise LayerError(f"`{index.base}` is no index of layers; write {known}")
        return index.value(values)

    def sized(self, space: str, layer: int) -> str:
        """A space of a shape, as declared, of one layer."""
        for base, family in self.layers.families.items():
            if family.is_space and space.startswith(f"{base}_"):
                below = space.removeprefix(f"{base}_").strip("{} ")
                index = index_of(below)
                if index is None:
                    raise LayerError(f"`{space}`: below it stands a layer, such as `0` or an index")
                cut = self.value(index, self.values(layer))
                self.layout.check_cut(cut)
                return named(base, self.layout.label(cut))
        return space

    def shape(self, family: Family, upper: int, lower: int) -> tuple[str, str]:
        """Rows as of one layer, columns as of another."""
        rows, columns = family.shape
        return self.sized(rows, upper), self.sized(columns, lower)

    def cut(self, below: Index, bound: frozenset[str]) -> None:
        """Note that the layers below and above a place are told apart."""
        if below.base not in bound:
            self.cuts.add(below)

    def range(
        self, lower: Index, upper: Index, values: Values, bound: frozenset[str]
    ) -> list[int | Block]:
        """The layers from one to another, from below."""
        self.cut(lower.moved(-1), bound)
        self.cut(upper, bound)
        return [*self.layout.parts(self.value(lower, values), self.value(upper, values))]

    def above(self, one: Index, other: Index) -> bool:
        """Whether a layer is above another: numbers are below the index, and that is below the end.

        Raises `LayerError` where nobody knows.
        """
        if one.base == other.base:
            return one.shift > other.shift
        ranks = [0 if not i.base else 2 if i.base == self.layers.depth else 1 for i in (one, other)]
        if ranks[0] == ranks[1]:
            raise LayerError(f"which of `{one.base}` and `{other.base}` is the later layer?")
        return ranks[0] > ranks[1]

    def product(
        self,
        base: str,
        ends: tuple[Index, Index],
        transposed: bool,
        values: Values,
        bound: frozenset[str],
    ) -> str:
        r"""``W_{a} \cdots W_{b}``, in the order in which it is written."""
        if ends[0] == ends[1]:
            raise LayerError("a product from a layer to the same; write the one factor")
        down = self.above(*ends)
        lower, upper = ends[::-1] if down else ends
        parts = self.range(lower, upper, values, bound)
        family = self.layers.families[base]
        if family.defined:
            raise LayerError(f"a product of `{base}`, which stands for a formula; write that out")
        mark = "^T" if transposed else ""
        written = [
            self.product_of(base, part, down, transposed)
            if isinstance(part, tuple)
            else named(base, self.layout.label(part)) + mark
            for part in (reversed(parts) if down else parts)
        ]
        first = self.value(lower, values)
        return " ".join(written) or self.identity(family, first, down != transposed)

    def product_of(self, base: str, block: Block, down: bool, transposed: bool) -> str:
        """The letter for the product of a block; raises `Unseparated` where there is none.

        Without its transposes, ``down != transposed`` is a product from above to below.
        """
        family, forward = self.layers.families[base], down != transposed
        if family.defined or not self.conform(family, forward):
            raise Unseparated(f"a product of `{base}` in an order that does not conform")
        outer = block[::-1] if forward else block
        name = named(base, ":".join(map(self.layout.label, outer)))
        still = family.role == "parameter" or self.layout.share
        role = "parameter" if still else "function"
        signed = {} if family.sign == "real" else {"sign": family.sign}
        self.letters[name] = {"shape": [*self.shape(family, *outer)], "role": role, **signed}
        return f"{name}^T" if transposed else name

    def conform(self, family: Family, forward: bool) -> bool:
        """Whether neighbours can be multiplied, the upper one on the left if ``forward``."""
        apart = Ranges(self.layers, Layout(NEUTRAL, None, self.layers.names))
        middle = NEUTRAL // 2
        left, right = (middle + 1, middle) if forward else (middle, middle + 1)
        return apart.shape(family, left, left)[1] == apart.shape(family, right, right)[0]

    def identity(self, family: Family, layer: int, forward: bool) -> str:
        """The product of no layers, where the first would have been ``layer``."""
        if family.scalar:
            return "1"
        if not forward or not self.conform(family, forward):
            return "I"
        return f"I_{{{self.sized(family.shape[1], layer)}}}"

    def number(self, index: Index, values: Values) -> str:
        """An index as a number in a formula: at a general depth, in letters."""
        if not self.layout.blocks:
            return str(self.value(index, values))
        label = self.layout.label(self.value(Index(index.base, 0), values))
        for name in self.layers.names:
            if name in label:
                self.letters[name] = {"sign": "positive"}
        if label.isdigit():
            return str(int(label) + index.shift)
        return f"{label}{index.shift:+d}" if index.shift else label

    def member(
        self, stem: str, base: str, index: Index, values: Values, bound: frozenset[str]
    ) -> str:
        """The symbol of one layer. Raises `Outside` and `Unseparated`."""
        family, layer = self.layers.families[base], self.value(index, values)
        if family.is_space:
            self.cut(index, bound)
            self.layout.check_cut(layer)
        elif family.defined:
            self._check_defined(base, layer)
            for cut in self.reach.get(base, ()):
                own = cut.base == self.layers.index
                self.cut(index.moved(cut.shift) if own else cut, bound)
        else:
            self.cut(index.moved(-1), bound)
            self.cut(index, bound)
            self.layout.check(layer)
        return named(stem, self.layout.label(layer))

    def _check_defined(self, base: str, layer: int) -> None:
        label = self.layout.label(layer)
        if not 1 <= layer <= self.layout.depth:
            raise Outside(f"there is no layer {label} in {self.layout.depth}")
        if base in self.defined and layer not in self.defined[base]:
            kind = Unseparated if self.layout.blocks else Outside
            raise kind(f"`{base}` is not defined for layer {label}")
