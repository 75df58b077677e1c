"""The table ``[layers]``: what there is one of for each layer."""

from __future__ import annotations

from sslcheck.derive.layers.families import Family, Layers, base_of
from sslcheck.derive.layers.layouts import DEEPEST
from sslcheck.derive.reading.mistakes import Mistakes, Source
from sslcheck.derive.reading.records import record
from sslcheck.derive.reading.tables import LayersTable

__all__ = ["read_layers"]

_TAKEN = {
    "t": "the time",
    "T": "the sign of a transpose",
    "d": "a differential",
    "e": "Euler's number",
    "I": "an identity",
}
"""Letters that formulas have for something else, which a layer of this name would be put for."""


def read_layers(source: Source, mistakes: Mistakes) -> Layers | None:
    """The declaration of the layers, with all that there is one of for each."""
    table = record(source.data["layers"], LayersTable, ("layers",), mistakes.tell)
    if table is None:
        return None
    symbols, spaces, definitions = (
        value if isinstance(value := source.data.get(key, {}), dict) else {}
        for key in ("symbols", "spaces", "definitions")
    )
    for key, letter in (("index", table.index), ("depth", table.depth)):
        if letter in {*symbols, *spaces}:
            mistakes.tell(("layers", key), f"`{letter}` is declared as something else as well")
        if letter in _TAKEN:
            mistakes.tell(("layers", key), f"`{letter}` is {_TAKEN[letter]}; use another letter")
    if table.index == table.depth:
        mistakes.tell(("layers", "depth"), f"`{table.depth}` is the index, too; use two letters")
    if not 1 <= table.at_least <= DEEPEST:
        mistakes.tell(("layers", "at_least"), f"is 1 to {DEEPEST}; got {table.at_least}")
    families: dict[str, Family] = {}
    for name in spaces:
        if base := base_of(name, table.index):
            families[base] = Family(base, is_space=True)
    moving, states = set(definitions), False
    shapes: dict[str, tuple[str, str]] = {}
    for name, entry in symbols.items():
        entry = entry if isinstance(entry, dict) else {}
        role, shape = entry.get("role", "parameter"), entry.get("shape", ["1", "1"])
        pair = (str(shape[0]), str(shape[1])) if _is_pair(shape) else ("1", "1")
        if base := base_of(name, table.index):
            sign = str(entry.get("sign", "real"))
            families[base] = Family(base, False, pair, str(role), name in definitions, sign)
            states = True
            continue
        if role != "parameter":
            moving.add(name)
        if pair != ("1", "1"):
            shapes[name] = pair
    objective = source.data.get("objective")
    moving |= {str(objective.get("symbol"))} if isinstance(objective, dict) else set()
    if not states:
        mistakes.tell(("layers",), f"no symbol is one for each layer, such as `W_{table.index}`")
    plain = {n for n in {*symbols, *spaces} if not base_of(n, table.index)}
    return Layers(
        table.index,
        table.depth,
        table.at_least,
        families,
        frozenset(plain),
        frozenset(n for n in moving if n in plain),
        shapes,
    )


def _is_pair(shape: object) -> bool:
    return isinstance(shape, list) and len(shape) == 2
