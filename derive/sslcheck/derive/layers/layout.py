"""A depth and a layer in it; at a general depth, with blocks of layers that have one letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sslcheck.derive.layers.indices import Outside, Unseparated
from sslcheck.derive.text.reason import Reason, Tex, plainly, reason

__all__ = ["WIDE", "Layout"]

WIDE = 100
"""How many layers a block has where layers are counted: more than any index names."""

Block = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """``depth`` layers, of which ``at`` is the one that a claim is about, if it is about one.

    ``blocks`` are runs of layers (first, last) that nothing in the claim tells apart: one letter
    stands for each, whatever the number of its layers is. There are two of them at most, and
    ``at`` is between two. ``names`` are the letters of the depth and of the index.
    """

    depth: int
    at: int | None
    names: tuple[str, str]
    blocks: tuple[Block, ...] = ()
    share: bool = False
    """Whether the layer ``at`` alone moves."""

    @property
    def layers(self) -> Iterator[int]:
        """The layers that have a name of their own."""
        return (n for n in range(1, self.depth + 1) if not self.block_of(n))

    def block_of(self, layer: int) -> Block | None:
        """The block that a layer is in."""
        return next((b for b in self.blocks if b[0] <= layer <= b[1]), None)

    def check(self, layer: int) -> None:
        """Raises `Outside` or `Unseparated` where no layer has this number and a name."""
        if not 1 <= layer <= self.depth:
            raise Outside(f"there is no layer {self.label(layer)} in {self.depth}")
        if self.block_of(layer):
            raise Unseparated(f"layer {self.label(layer)} has no letter of its own")

    def check_cut(self, cut: int) -> None:
        """The same for what is between two layers, or at an end."""
        if not 0 <= cut <= self.depth:
            raise Outside(f"nothing lies above a layer {self.label(cut)} of {self.depth}")
        if any(first <= cut < last for first, last in self.blocks):
            raise Unseparated(f"what lies above layer {self.label(cut)} has no letter of its own")

    def parts(self, first: int, last: int) -> Iterator[int | Block]:
        """The layers from one to another from below, or the blocks that they are in.

        Raises `Outside` where it is a negative number of layers, `Unseparated` where it is a part
        of a block.
        """
        if last < first - 1:
            raise Outside(f"the layers from {self.label(first)} to {self.label(last)} are none")
        self.check_cut(first - 1)
        self.check_cut(last)
        layer = first
        while layer <= last:
            block = self.block_of(layer)
            yield block or layer
            layer = block[1] + 1 if block else layer + 1

    def label(self, layer: int) -> str:
        """How a layer is called: by its distance from the nearer end, or from the index."""
        if not self.blocks or layer <= self.blocks[0][0]:
            return str(layer)
        top = layer >= self.blocks[-1][1]
        name, zero = (self.names[0], self.depth) if top else (self.names[1], self.at or 0)
        return name if layer == zero else f"{name}{layer - zero:+d}"

    @property
    def said(self) -> str:
        """``L = 3, j = 2``; at a general depth, where the index is."""
        return plainly(self.told)

    @property
    def told(self) -> Reason:
        """The same as data."""
        if self.share:
            where = replace(self, share=False).told
            return reason(where, ": the share of layer ", Tex(self.names[1]))
        depth, index = self.names
        if not self.blocks:
            at = (", ", Tex(f"{index} = {self.at}")) if self.at is not None else ()
            return reason(Tex(f"{depth} = {self.depth}"), *at)
        if self.at is None:
            return reason("any ", Tex(depth))
        if len(self.blocks) == 2:
            return reason("any ", Tex(depth), ", and any ", Tex(index), " inside")
        return reason("any ", Tex(depth), ", ", Tex(f"{index} = {self.label(self.at)}"))
