"""An article file about layers, and what it says at one layout of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from typing import Any

from sslcheck.derive.article.article import Article, Instance
from sslcheck.derive.errors import ArticleError, Spot
from sslcheck.derive.layers.families import Layers
from sslcheck.derive.layers.indices import LayerError, Outside
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.ranges import NEUTRAL
from sslcheck.derive.layers.unrolled import KEPT, Unrolled, display_of, reach_of, rows_of
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Source
from sslcheck.derive.text.reason import Reason, of_error, plainly, reason

__all__ = ["LayeredFile", "Read"]

Read = Callable[[Source], Article]


class LayeredFile:
    """A file and its layers; ``read`` reads the ordinary article that it is at a layout."""

    def __init__(self, source: Source, place: str, read: Read, layers: Layers) -> None:
        self.source, self.place, self.read, self.layers = source, place, read, layers
        definitions = source.data.get("definitions")
        self.reach = reach_of(layers, definitions if isinstance(definitions, dict) else {})
        entries = source.data.get("claim")
        self.entries: list[Any] = entries if isinstance(entries, list) else []
        self.is_whole = cache(self._is_whole)

    def neutral(self, data: Mapping[str, Any], at: int | None = None) -> Unrolled:
        """The tables at a depth of which the layers stand for those at any."""
        layout = Layout(NEUTRAL, at, self.layers.names)
        return Unrolled(data, self.layers, layout, self.reach, lambda *_: None)

    def texts(self, entry: Mapping[str, Any]) -> list[str]:
        """All formulas of a claim."""
        values = [value for key, value in entry.items() if key not in KEPT]
        listed = [item for value in values if isinstance(value, list) for item in value]
        return [text for text in [*values, *listed] if isinstance(text, str)]

    def printed(self, entry: Mapping[str, Any]) -> str:
        """The equation that a claim without a reading is about, or those of its rows."""
        return display_of(self.rows(entry)) if self.rows(entry) else ""

    def rows(self, entry: Mapping[str, Any]) -> list[str]:
        """The rows of an equation that a claim without a reading is about."""
        equations = self.source.data.get("equation") if not entry.get("reading") else None
        for one in equations if isinstance(equations, list) else []:
            if isinstance(one, dict) and one.get("number") == entry.get("equation"):
                latex = str(one.get("latex", ""))
                lines = entry.get("lines") or [entry.get("line")]
                found = dict(enumerate(rows_of(latex), 1)) if lines != [None] else {}
                chosen = lines if isinstance(lines, list) else []
                return [row for line, row in found.items() if line in chosen] or [latex]
        return []

    @cached_property
    def uniform(self) -> frozenset[str]:
        """The hypotheses all equations of which say the same of each layer and the next."""
        table, formulas = self.source.data.get("hypotheses"), self.neutral({}).formulas
        found = set()
        for name, entry in table.items() if isinstance(table, dict) else ():
            relations = entry.get("relations") if isinstance(entry, dict) else None
            with suppress(LayerError):  # told where it is read
                if relations and all(formulas.is_of_neighbours(str(one)) for one in relations):
                    found.add(name)
        return frozenset(found)

    def admits(self, layout: Layout, entry: Mapping[str, Any]) -> bool:
        """Whether all layers of which a claim speaks are there."""
        unrolled = Unrolled(self.source.data, self.layers, layout, self.reach, lambda *_: None)
        unrolled.define()
        try:
            unrolled.claim(entry)
            unrolled.equation(self.rows(entry))
        except Outside:
            return False
        return True

    def _is_whole(self, depth: int) -> bool:
        """Whether all layers that the article needs are there."""
        layout = Layout(depth, None, self.layers.names)
        try:
            Unrolled(self.source.data, self.layers, layout, self.reach, lambda *_: None).tables()
        except Outside:
            return False
        except LayerError:
            return True  # told where it is read
        return True

    def at(
        self,
        layout: Layout,
        claims: range | list[int],
        tell: Callable[[Key, str], None],
        data: Mapping[str, Any] | None = None,
    ) -> Article:
        """The article at a layout with some of its claims."""
        tables_of = self.source.data if data is None else data
        unrolled = Unrolled(tables_of, self.layers, layout, self.reach, tell)
        tables = unrolled.tables(claims)
        spots = dict(self.source.spots)
        for path, origin in unrolled.places.items():
            spots[path] = self.source.spot(origin)
            for key, spot in self._spots_below.get(origin, ()):
                spots[(*path, *key[len(origin) :])] = spot
        return self.read(replace(self.source, data=tables, spots=spots))

    @cached_property
    def _spots_below(self) -> dict[Key, list[tuple[Key, Spot]]]:
        """Of each key, those of all that stands in it, and where they stand."""
        found: dict[Key, list[tuple[Key, Spot]]] = {}
        for key, spot in self.source.spots.items():
            for end in range(len(key) + 1):
                found.setdefault(key[:end], []).append((key, spot))
        return found

    def instances(
        self, wished: Sequence[Sequence[Layout]], data: Mapping[str, Any] | None = None
    ) -> list[tuple[list[Instance], Reason]]:
        """Of each claim, its instances, and why those at a general depth are not all."""
        found: list[tuple[list[Instance], Reason]] = [([], ()) for _ in wished]
        wanted: dict[Layout, list[int]] = {}
        for k, those in enumerate(wished):
            for layout in those:
                wanted.setdefault(layout, []).append(k)
        for layout in sorted(wanted, key=lambda one: (len(one.blocks) > 0, one.depth, one.at or 0)):
            told: dict[Key, str] = {}
            try:
                article = self.at(layout, wanted[layout], told.__setitem__, data)
            except (LayerError, ArticleError) as error:
                if not layout.blocks:
                    raise
                told = {("claim", k): plainly(of_error(error)) for k in wanted[layout]}
                article = None
            for place, k in enumerate(wanted[layout]):
                if said := told.get(("claim", k)):
                    found[k] = found[k][0], found[k][1] or reason(f"{layout.said}: {said}")
                elif article is not None:
                    found[k][0].append(Instance(layout, article, article.claims[place]))
        return found
