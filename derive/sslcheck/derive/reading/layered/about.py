"""What claims are about: one layer or all, and the layouts at which they are decided."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sslcheck.derive.layers.indices import Index, LayerError
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.layouts import DEEPEST, covering, layouts
from sslcheck.derive.layers.ranges import NEUTRAL
from sslcheck.derive.reading.layered.file import LayeredFile

__all__ = ["About", "about_of", "ends_without", "shown_layout"]

_SHOWN = 3
"""The depth at which other commands run an article, where all layers of its claims are there."""


@dataclass(frozen=True, slots=True)
class About:
    """What a claim is about: whether it is one layer, and the layouts that it is decided at."""

    general: bool = False
    small: tuple[Layout, ...] = ()
    blocked: tuple[Layout, ...] = ()
    covering: tuple[Layout, ...] = ()
    wrong: str = ""


def ends_without(file: LayeredFile, without: tuple[str, ...]) -> set[Index]:
    """The cuts from the ends that the article makes without some tables and what is printed."""
    objective = file.source.data.get("objective")
    number = objective.get("equation") if isinstance(objective, dict) else None
    equations = file.source.data.get("equation")
    needed = [
        one
        for one in (equations if isinstance(equations, list) else [])
        if isinstance(one, dict) and one.get("number") == number
    ]
    kept = {key: value for key, value in file.source.data.items() if key not in without}
    unrolled = file.neutral({**kept, "equation": needed})
    with suppress(LayerError):  # told at a depth
        unrolled.tables()
    return {cut for cut in unrolled.formulas.cuts if cut.base != file.layers.index}


def about_of(
    file: LayeredFile, entry: Any, ends: set[Index], bare: set[Index], general: bool = False
) -> About:
    """``general``: about the layer of the index, whether it is named or not."""
    if not isinstance(entry, dict):
        return About()
    texts = [*file.texts(entry), *file.rows(entry)]
    general = general or any(map(file.neutral({}).formulas.is_general, texts))
    unrolled = file.neutral(file.source.data, NEUTRAL // 2 if general else None)
    try:
        unrolled.claim(entry)
        unrolled.equation(file.rows(entry))
    except LayerError as error:
        return About(general, wrong=str(error))
    cuts = ends | unrolled.formulas.cuts
    names, at_least = file.layers.names, file.layers.at_least

    def admits(layout: Layout) -> bool:
        return file.is_whole(layout.depth) and file.admits(layout, entry)

    try:
        small, blocked = layouts(cuts, general, names, at_least, admits)
    except LayerError as error:
        return About(general, wrong=str(error))
    if not small:
        return About(general, wrong="there is no layer, at any depth, of which this speaks")
    own = (ends if entry.get("hypotheses") else bare) | unrolled.formulas.cuts
    cover = covering(own, general, names, at_least, admits)
    return About(general, tuple(small), tuple(blocked), tuple(cover))


def shown_layout(file: LayeredFile, abouts: list[About]) -> Layout:
    """The smallest layout, of some depth, at which all claims have their layers."""
    read = [(a, e) for a, e in zip(abouts, file.entries, strict=True) if a.small]
    for depth in range(max(_SHOWN, file.layers.at_least), DEEPEST + _SHOWN):
        for at in range(1, depth + 1):
            layout = Layout(depth, at, file.layers.names)
            if file.is_whole(depth) and all(file.admits(layout, e) for _, e in read):
                return layout
    return Layout(_SHOWN, 1, file.layers.names)
