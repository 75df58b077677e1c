"""The layouts at which a claim about layers is decided: small depths, and all that are larger.

A claim tells few layers apart: some at the ends, some next to the index. The others lie in at most
two runs, below the index and above it, and whether a run is empty is all that matters: each layout
is a way in which they are, with a block in place of each run that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sslcheck.derive.layers.indices import Index, LayerError
from sslcheck.derive.layers.layout import WIDE, Block, Layout

__all__ = ["DEEPEST", "covering", "layouts"]

DEEPEST = 7
"""The largest depth at which a claim is written out."""


def layouts(
    cuts: Collection[Index],
    general: bool,
    names: tuple[str, str],
    at_least: int,
    admits: Callable[[Layout], bool],
) -> tuple[list[Layout], list[Layout]]:
    """Small depths, and layouts with blocks that with them cover every depth from ``at_least``.

    ``general``: the claim is about the layer of the index. ``admits`` says whether all layers of
    which a claim speaks are there. Raises `LayerError` where it speaks of too many.
    """
    low, high, first, last = _apart(cuts, general, names)
    most = low + high + (last - first) + (2 if general else 1)  # runs of one layer each
    depths = max(most, at_least, 1 if general else 3)
    if depths > DEEPEST:
        raise LayerError(f"it names layers of which not all are there before depth {depths}")
    small, blocked = [], []
    for size in range(1, depths + 1):
        for at in range(1, size + 1) if general else (None,):
            layout = Layout(size, at, names)
            if not admits(layout):
                continue
            if size >= at_least:
                small.append(layout)
            cut = None if at is None else (at + first, at + last)
            runs = _runs(size, low, high, cut)
            if runs and all(a == b for a, b in runs):
                blocked.append(_widened(layout, runs, cut))
    return small, blocked


def covering(
    cuts: Collection[Index],
    general: bool,
    names: tuple[str, str],
    at_least: int,
    admits: Callable[[Layout], bool],
) -> list[Layout]:
    """Few layouts that cover every depth if a block may be of no layers: without an index, all
    depths at which layers that are named from both ends are the same, and the others in one.

    None where layers at the ends are named beside the index.
    """
    low, high, first, last = _apart(cuts, general, names)
    if not general:
        sizes = range(max(1, at_least), low + high)
        small = filter(admits, (Layout(size, None, names) for size in sizes))
        return [*small, Layout(low + WIDE + high, None, names, ((low + 1, low + WIDE),))]
    if low or high:
        return []
    top = WIDE + last - first
    return [Layout(top + WIDE, WIDE - first, names, ((1, WIDE), (top + 1, top + WIDE)))]


def _apart(
    cuts: Collection[Index], general: bool, names: tuple[str, str]
) -> tuple[int, int, int, int]:
    """How many layers are named from below and above, and the first and last cut at the index."""
    depth, index = names
    low = max([0, *(cut.shift for cut in cuts if not cut.base)])
    high = max([0, *(-cut.shift for cut in cuts if cut.base == depth)])
    near = {cut.shift for cut in cuts if cut.base == index} or {-1, 0}
    return (low, high, min(near), max(near)) if general else (low, high, 0, 0)


def _runs(size: int, low: int, high: int, near: tuple[int, int] | None) -> list[Block]:
    """The runs of layers, first and last, that are told apart from no neighbour."""
    ends = {0, size, min(low, size), max(size - high, 0)}
    apart = {*range(1, low + 1), *range(size - high + 1, size + 1)}
    if near is not None:
        ends.update(near)
        apart.update(range(near[0] + 1, near[1] + 1))
    runs: list[Block] = []
    for layer in (n for n in range(1, size + 1) if n not in apart):
        if runs and runs[-1][1] == layer - 1 and layer - 1 not in ends:
            runs[-1] = (runs[-1][0], layer)
        else:
            runs.append((layer, layer))
    return runs


def _widened(layout: Layout, runs: list[Block], near: tuple[int, int] | None) -> Layout:
    """With a block in place of each run of one layer."""
    more = WIDE - 1
    blocks = tuple((a + k * more, a + k * more + more) for k, (a, _) in enumerate(runs))
    below = sum(1 for _, b in runs if near is not None and b <= near[0])
    at = None if layout.at is None else layout.at + below * more
    return Layout(layout.depth + len(runs) * more, at, layout.names, blocks)
