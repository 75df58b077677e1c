"""The tables of an article about layers, as those of an ordinary article at one layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.rows import rows
from sslcheck.derive.layers.families import Layers, base_of
from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.indices import Index, LayerError, Outside, Unseparated, index_of
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.ranges import NEUTRAL, Free, named

__all__ = ["KEPT", "Unrolled", "display_of", "reach_of", "rows_of"]

Tables = dict[str, Any]
Path = tuple[str | int, ...]
Tell = Callable[[Path, str], None]

KEPT = frozenset(
    {"id", "kind", "equation", "line", "lines", "sentence", "summary", "flow", "hypotheses"}
    | {"holds", "beyond", "corrected_kind", "corrected_flow", "corrected_hypotheses", "in_paper"}
    | {"of"}
)
"""Keys of a claim that hold no formulas and no symbols."""
_NOTHING = "0 = 0"
_RATE = re.compile(r"\s*\\d{1,2}ot(?![A-Za-z]).*", re.ASCII | re.DOTALL)


def rows_of(latex: str) -> list[str]:
    """The rows of a display; all of it where it cannot be read, which is told later."""
    try:
        return rows(latex)
    except Misread:
        return [latex]


def display_of(parts: Sequence[str]) -> str:
    """One row as it is, several as a display."""
    if len(parts) == 1:
        return parts[0]
    joined = r" \\ ".join(parts)
    return rf"\begin{{cases}} {joined} \end{{cases}}"


def reach_of(layers: Layers, definitions: Mapping[str, object]) -> dict[str, frozenset[Index]]:
    """The cuts that what stands for a symbol of layer ``index`` makes, for each such family."""
    found: dict[str, frozenset[Index]] = {}
    for _ in range(len(layers.families) + 1):
        for name, text in definitions.items():
            base = base_of(name, layers.index)
            if base in layers.families and isinstance(text, str):
                at = Layout(NEUTRAL, None, layers.names)
                formulas = Formulas(layers, at, reach=found)
                try:
                    formulas.written(text, NEUTRAL // 2)
                except LayerError:
                    continue  # told where the definition is read
                found[base] = frozenset(formulas.cuts)
    return found


class Unrolled:
    """An article's tables at a layout; what cannot be read is told, with its place.

    Raises `Outside` where the article needs layers that there are not, `Unseparated` where it
    needs one that is in a block.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        layers: Layers,
        layout: Layout,
        reach: Mapping[str, frozenset[Index]],
        tell: Tell,
    ) -> None:
        self.data, self.layers, self.layout = data, layers, layout
        self.formulas = Formulas(layers, layout, reach=reach)
        self._tell = tell
        self.places: dict[Path, Path] = {}
        """Where each part of the tables comes from."""
        self._left_out: list[object] = []  # numbers of equations about a layer that is not here

    def tables(self, claims: Sequence[int] = ()) -> Tables:
        """All tables, with these of the claims."""
        found = {key: value for key, value in self.data.items() if key != "layers"}
        self.define()
        for table, make in (
            ("spaces", self._spaces),
            ("definitions", self._definitions),
            ("rules", self._rules),
            ("flows", self._flows),
            ("hypotheses", self._hypotheses),
        ):
            if isinstance(found.get(table), dict):
                found[table] = self._once(table, make(found[table]))
        for table in ("expectation", "modes"):
            if table in found:
                found[table] = self._through(found[table], (table,))
        if isinstance(found.get("equation"), list):
            found["equation"] = [*self._equations(found["equation"])]
        if isinstance(found.get("claim"), list):
            found["claim"] = [*self._claims(found["claim"], claims)]
        if isinstance(found.get("symbols"), dict):
            found["symbols"] = dict(self._symbols(found["symbols"]))
        return found

    def _once(self, table: str, made: Iterable[tuple[str, Any]]) -> Tables:
        """A table each entry of which is said once."""
        found: Tables = {}
        for name, value in made:
            if name in found:
                other = "there is one for every layer at which all that it names is there"
                self._tell((table, name), f"this layer has two entries; {other}: drop one")
            found[name] = value
        return found

    def claim(self, entry: Mapping[str, Any]) -> Tables:
        """A claim with its formulas written out; raises as `Formulas.written` does."""
        return {
            key: value if key in KEPT else self._strings(value, self.layout.at)
            for key, value in entry.items()
        }

    # -- parts ------------------------------------------------------------------------------------

    def define(self) -> None:
        """Which members of families that are defined have a formula here."""
        table = self.data.get("definitions")
        texts = {
            base: text
            for name, text in (table.items() if isinstance(table, dict) else ())
            if (base := base_of(name, self.layers.index)) in self.layers.families
            and isinstance(text, str)
        }
        defined = self.formulas.defined
        defined.update({base: {*self.layout.layers} for base in texts})
        size = -1
        while size != (size := sum(map(len, defined.values()))):
            for base, text in texts.items():
                for layer in sorted(defined[base]):
                    try:
                        self.formulas.written(text, layer)
                    except (Outside, Unseparated):
                        defined[base].discard(layer)
                    except LayerError:
                        break  # told where the definition is read

    def _spaces(self, table: Tables) -> Iterator[tuple[str, Any]]:
        for name, text in table.items():
            base = base_of(name, self.layers.index)
            if base not in self.layers.families:
                yield name, text
                continue
            for cut in range(self.layout.depth + 1):
                try:
                    self.layout.check_cut(cut)
                except Unseparated:
                    continue
                yield self._member("spaces", name, base, cut), text

    def _symbols(self, table: Tables) -> Iterator[tuple[str, Any]]:
        for name, entry in table.items():
            base = base_of(name, self.layers.index)
            if base not in self.layers.families:
                yield name, self._sized(entry, 0, ("symbols", name))
                continue
            for layer in self.layout.layers:
                if layer in self.formulas.defined.get(base, {layer}):
                    try:
                        sized = self._sized(entry, layer, ("symbols", name))
                    except (Outside, Unseparated):
                        continue
                    if self._rests(layer) and isinstance(sized, dict):
                        sized = {**sized, "role": "parameter"}
                    yield self._member("symbols", name, base, layer), sized
        yield from self.formulas.letters.items()

    def _sized(self, entry: Any, layer: int, path: Path) -> Any:
        """The declaration of a symbol with the sizes of a layer; 0 for one of none."""
        if not isinstance(entry, dict):
            return entry
        found = {k: v for k, v in entry.items() if k != "index" or v != self.layers.index}
        shape = entry.get("shape")
        if isinstance(shape, list) and all(isinstance(space, str) for space in shape):
            with_product = (space.split("*") for space in shape)
            try:
                found["shape"] = [
                    "*".join(self.formulas.sized(part.strip(), layer) for part in parts)
                    for parts in with_product
                ]
            except (Outside, Unseparated):
                raise
            except LayerError as error:
                self._tell((*path, "shape"), str(error))
        return found

    def _definitions(self, table: Tables) -> Iterator[tuple[str, Any]]:
        for name, text in table.items():
            base = base_of(name, self.layers.index)
            if base in self.layers.families:
                for layer in sorted(self.formulas.defined.get(base, ())):
                    value = self._strict(text, ("definitions", name), layer)
                    yield self._member("definitions", name, base, layer), value
            else:
                yield name, self._strict(text, ("definitions", name))

    def _rules(self, table: Tables) -> Iterator[tuple[str, Any]]:
        for name, text in table.items():
            base, one = base_of(name, self.layers.index), self._one(name)
            if base in self.layers.families:
                for layer in self.layout.layers:
                    if self._rests(layer):
                        continue
                    try:
                        value = self._strict(text, ("rules", name), layer)
                    except Outside:
                        continue  # the layers at an end have rules of their own
                    yield self._member("rules", name, base, layer), value
            elif one is not None and (self.layout.block_of(one[1]) or self._rests(one[1])):
                continue  # of a layer in a block, which moves in some way, or of one that rests
            elif one is not None:
                self.formulas.cuts.update({one[2], one[2].moved(-1)})
                value = self._strict(text, ("rules", name))
                yield self._member("rules", name, one[0], one[1]), value
            else:
                yield name, text if name == "step" else self._strict(text, ("rules", name))

    def _one(self, name: str) -> tuple[str, int, Index] | None:
        """The family, the layer and the index of the symbol of a single layer: ``W_L``."""
        match = self.formulas.family.fullmatch(name)
        index = index_of(match["long"] or match["short"] or "") if match else None
        if match is None or index is None or name in self.layers.plain:
            return None
        if index.base not in ("", self.layers.depth):
            return None
        layer = self.formulas.value(index, self.formulas.values())
        return match["stem"], layer, index

    def _flows(self, table: Tables) -> Iterator[tuple[str, Any]]:
        for name, entry in table.items():
            if not isinstance(entry, dict):
                yield name, entry
                continue
            made = dict(entry)
            try:
                for key in ("equations", "let", "set", "states"):
                    if isinstance(entry.get(key), list):
                        made[key] = [*self._moving(entry[key], ("flows", name, key))]
            except Unseparated:
                continue  # of such a flow nothing is known here
            yield name, made

    def _moving(self, texts: list[Any], path: Path) -> Iterator[Any]:
        """Equations of a flow: those for all layers, one for each, and those of single ones."""
        for text in texts:
            if not (isinstance(text, str) and self.formulas.is_general(text)):
                if not self._of_block(text, path):
                    yield self._strict(text, path)
                continue
            for layer in self.layout.layers:
                if self._rests(layer):
                    continue
                try:
                    yield self._strict(text, path, layer)
                except Outside:
                    continue  # the layers at an end have equations of their own

    def _rests(self, layer: int) -> bool:
        """Whether a layer does not move here."""
        return self.layout.share and layer != self.layout.at

    def _of_block(self, text: Any, path: Path) -> bool:
        """Whether an equation is that of motion of one layer that rests or is in a block."""
        if path[-1] != "equations" or not isinstance(text, str):
            return False
        match = self.formulas.family.fullmatch(text.partition("=")[0].strip())
        if match is None or not _RATE.fullmatch(match["stem"]):
            return False
        index = index_of(match["long"] or match["short"] or "")
        if index is None or index.base not in ("", self.layers.depth):
            return False
        layer = self.formulas.value(index, self.formulas.values())
        return self.layout.block_of(layer) is not None or self._rests(layer)

    def _hypotheses(self, table: Tables) -> Iterator[tuple[str, Any]]:
        """What is supposed of layers in a block is left out: less is supposed then."""
        for name, entry in table.items():
            if not isinstance(entry, dict):
                yield name, entry
                continue
            made: Tables = dict(entry)
            path = ("hypotheses", name)
            for key in ("let", "relations", "frozen", "at_least"):
                if isinstance(entry.get(key), list):
                    made[key] = [*self._supposed(entry[key], (*path, key))]
            if isinstance(properties := entry.get("properties"), dict):
                pairs = ((symbol, marks) for symbol, marks in properties.items())
                made["properties"] = {
                    written: marks
                    for symbol, marks in pairs
                    for written in self._supposed([symbol], (*path, "properties", symbol))
                }
            yield name, made

    def _supposed(self, items: list[Any], path: Path) -> Iterator[Any]:
        for item in items:
            whole = " ".join(map(str, item)) if isinstance(item, list) else item
            general = isinstance(whole, str) and self.formulas.is_general(whole)
            for layer in self.layout.layers if general else (None,):
                try:
                    yield self._strict(item, path, layer)
                except (Outside, Unseparated):
                    continue

    def _equations(self, entries: list[Any]) -> Iterator[Any]:
        """Printed equations; one about a layer that is not here is left out."""
        objective = self.data.get("objective")
        needed = objective.get("equation") if isinstance(objective, dict) else None
        count = 0
        for k, entry in enumerate(entries):
            made = entry
            if isinstance(entry, dict) and isinstance(entry.get("latex"), str):
                is_objective = entry.get("number") == needed
                try:
                    if is_objective:  # one loss is of all layers
                        made = {**entry, "latex": self.formulas.written(entry["latex"])}
                    else:
                        made = {**entry, "latex": self._display(entry["latex"])}
                except (Outside, Unseparated, Free) as error:
                    if not is_objective:
                        self._left_out.append(entry.get("number"))
                        continue
                    if not isinstance(error, Free):
                        raise
                    self._tell(("equation", k), str(error))
                except LayerError as error:
                    self._tell(("equation", k), str(error))
            self.places["equation", count] = ("equation", k)
            count += 1
            yield made

    def _display(self, latex: str) -> str:
        """A display with its rows written out; one about a layer that is not here says nothing.

        Raises what the first row raises where no row is about layers that are here.
        """
        parts = rows_of(latex)
        if len(parts) == 1:
            return self.formulas.written(latex, self.layout.at)
        written: list[str] = []
        outside: list[LayerError] = []
        for part in parts:
            try:
                written.append(self.formulas.written(part, self.layout.at))
            except (Outside, Unseparated, Free) as error:
                outside.append(error)
                written.append(_NOTHING)
        if len(outside) == len(parts):
            raise outside[0]
        return display_of(written)

    def equation(self, rows: Iterable[str]) -> None:
        """Raises what writing rows of a printed equation out raises, at the layer it is about."""
        for row in rows:
            self.formulas.written(row, self.layout.at)

    def _claims(self, entries: list[Any], chosen: Sequence[int]) -> Iterator[Any]:
        for count, k in enumerate(chosen):
            made = entries[k]
            if isinstance(made, dict):
                if made.get("reading") and made.get("equation") in self._left_out:
                    made = {key: value for key, value in made.items() if key != "equation"}
                try:
                    made = self.claim(made)
                except LayerError as error:
                    self._tell(("claim", k), str(error))
            self.places["claim", count] = ("claim", k)
            yield made

    # -- formulas ---------------------------------------------------------------------------------

    def _member(self, table: str, name: str, base: str, layer: int) -> str:
        written = named(base, self.layout.label(layer))
        self.places[table, written] = (table, name)
        return written

    def _strict(self, value: Any, path: Path, at: int | None = None) -> Any:
        """What is needed wherever the article is; other mistakes are told."""
        try:
            return self._strings(value, at)
        except (Outside, Unseparated):
            raise
        except LayerError as error:
            self._tell(path, str(error))
            return value

    def _strings(self, value: Any, at: int | None) -> Any:
        """All strings in a value written out."""
        if isinstance(value, str):
            return self.formulas.written(value, at)
        if isinstance(value, list):
            return [self._strings(item, at) for item in value]
        return value

    def _through(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: self._through(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._through(inner, (*path, k)) for k, inner in enumerate(value)]
        return self._strict(value, path)
