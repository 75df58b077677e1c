"""Exact points as certificates hold them: sizes, and for each symbol its values at t = 0.

Of each symbol there is one entry for each mode, or one in all; an entry lists the derivatives from
order 0 on, each as rows of fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from typing import Any

from sslcheck.derive.certificates import verifier
from sslcheck.derive.exact.matrix import Matrix, text
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.verdicts.evidence import Witness

__all__ = ["at_0", "filled", "model_of", "of_sizes", "point_of", "with_places", "with_roots"]

_SMALL = 13
_HIGHEST = 4
"""Up to which order a witness names derivatives."""


def model_of(point: Point, setting: dict[str, Any]) -> dict[str, Any]:
    """The values at a point of all symbols of a setting that nothing else gives."""
    values = {}
    for name, symbol in setting["symbols"].items():
        if _given(setting, name) or symbol["role"] == "view":
            continue
        modes = point.modes_of(name) if symbol["index"] else (NO_MODE,)
        values[name] = [[_rows(point.symbol(name, mode).at(0))] for mode in modes]
    return {"sizes": {**point.sizes}, "values": values}


def point_of(witness: Witness, setting: dict[str, Any], spaces: Iterable[str]) -> dict[str, Any]:
    """The values of a witness; what it does not name is as simple as its declaration admits."""
    sizes = dict(witness.sizes)
    for space in sorted(({*spaces} | {*setting["indices"].values()}) - {*sizes}):
        small = [sizes.get(b, 1) for a, b in setting["at_least"] if a == space]
        sizes[space] = max([1, *small])
    values: dict[str, Any] = {}
    for name, symbol in setting["symbols"].items():
        if _given(setting, name) or symbol["role"] == "view":
            continue
        count = (
            _count(setting["indices"][symbol["index"]], setting, sizes) if symbol["index"] else 1
        )
        shape = [_count(space, setting, sizes) for space in symbol["shape"]]
        marks = [name, f"\\dot{{{name}}}", *(f"{name}^{{({k})}}" for k in range(2, _HIGHEST))]
        orders: list[list[Any]] = [[] for _ in range(count)]
        for k, mark in enumerate(marks):
            found = witness.values.get(mark)
            for mode, entry in enumerate(orders):
                if found is None:
                    entry.append(_simple(symbol, *shape) if k == 0 else [[0] * shape[1]] * shape[0])
                elif symbol["index"]:
                    entry.append([[_short(found[0][mode])]])
                else:
                    entry.append([[*map(_short, row)] for row in found])
        values[name] = [_trimmed(entry) for entry in orders]
    return {"sizes": sizes, "values": values}


def of_sizes(setting: dict[str, Any], spaces: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Points at unequal sizes where no matrix is 0 of which nothing is declared."""
    for counts in permutations(range(2, 2 + len(spaces))):
        sizes = dict(zip(spaces, counts, strict=True))
        point = point_of(Witness(sizes, {}, None, [], []), setting, spaces)
        ones = {
            name: [[[[1 for _ in row] for row in rows] for rows in orders] for orders in modes]
            for name, modes in point["values"].items()
            if not setting["symbols"][name]["properties"]
        }
        yield point | {"values": point["values"] | ones}


def filled(point: dict[str, Any], names: Iterable[str], setting: dict[str, Any]) -> Iterator[Any]:
    """The values at a point of symbols for which something stands in a setting."""
    for name in names:
        symbol, there = setting["symbols"][name], verifier.Point(setting, point)
        modes = range(there.modes(symbol["index"]))
        found = [there.at(mode).whole(name, symbol["shape"]).rows for mode in modes]
        yield name, [[[[*map(_short, map(str, row))] for row in rows]] for rows in found]


def with_roots(point: dict[str, Any], setting: dict[str, Any]) -> dict[str, Any]:
    """A point with a small square for each number that is not negative, so that it has a root."""

    def better(name: str, modes: list[Any]) -> list[Any]:
        symbol = setting["symbols"][name]
        if symbol["sign"] == "real" or symbol["shape"] != ["1", "1"]:
            return modes
        numbers = (Fraction(mode[0][0][0]) for mode in modes)
        return [[[[(abs(x.numerator) % _SMALL) ** 2 or int(x != 0)]]] for x in numbers]

    return point | {"values": {name: better(name, v) for name, v in point["values"].items()}}


def at_0(point: dict[str, Any], setting: dict[str, Any]) -> dict[str, Any]:
    """A point where all that moves is 0."""

    def zeros(modes: Any) -> list[Any]:
        return [[[[0 for _ in row] for row in orders[0]]] for orders in modes]

    still = {n: zeros(point["values"][n]) for n in setting["flow"] if n in point["values"]}
    return point | {"values": point["values"] | still}


def with_places(point: dict[str, Any], tree: Any) -> Iterator[dict[str, Any]]:
    """A point with each value of the letters of entries in an expression."""
    letters = sorted({x for x in _letters(tree, "Entry") if isinstance(x, str)})
    free = [x for x in letters if x not in {*_letters(tree, "IndexSum")}]
    sizes = range(max(point["sizes"].values(), default=0))
    for places in product(sizes, repeat=len(free)):
        yield point | ({"places": dict(zip(free, places, strict=True))} if free else {})


def _letters(tree: Any, kind: str) -> Iterator[Any]:
    """The letters of entries, or of sums over them."""
    if isinstance(tree, list):
        if tree[:1] == [kind]:
            yield from tree[2:] if kind == "Entry" else tree[2:3]
        for part in tree:
            yield from _letters(part, kind)


def _given(setting: dict[str, Any], name: str) -> bool:
    return name in setting["values"] or name in setting["instant"]


def _count(space: str, setting: dict[str, Any], sizes: dict[str, int]) -> int:
    while space in setting["merged"]:
        space = setting["merged"][space]
    return 1 if space == "1" else sizes.setdefault(space, 1)


def _simple(symbol: dict[str, Any], rows: int, cols: int) -> list[list[int]]:
    unit = bool(symbol["properties"]) or rows == cols == 1
    return [[int(unit and i == j) for j in range(cols)] for i in range(rows)]


def _trimmed(orders: list[Any]) -> list[Any]:
    while len(orders) > 1 and not any(x for row in orders[-1] for x in row):
        orders.pop()
    return orders


def _rows(value: Matrix) -> list[list[Any]]:
    return [[*map(_short, row)] for row in text(value)]


def _short(entry: str) -> Any:
    return int(entry) if entry.lstrip("-").isdigit() else entry
