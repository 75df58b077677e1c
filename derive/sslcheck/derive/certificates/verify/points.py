"""Exact points: values for all symbols, at which everything supposed is seen to hold."""

from __future__ import annotations

import math
from fractions import Fraction
from operator import mul
from typing import Any

from .kronecker import ANY, applied, legs
from .rejected import MOST, need
from .theory import Theory
from .trees import names
from .values import Value, number
from .words import ONE

WORDS = {  # what may be declared of a symbol
    "role": {"state", "function", "parameter", "constant", "view"},
    "sign": {"real", "nonnegative", "positive"},
    "properties": {"symmetric", "psd", "diagonal", "orthonormal", "invertible"},
}


class Point(Theory):
    """Values at an exact point, at t = 0; ``mode`` is what the index of a statement is."""

    def __init__(self, setting: dict[str, Any], point: dict[str, Any], mode: int = 0) -> None:
        super().__init__(setting, True)
        self.point, self.mode = point, mode

    def symbol(self, name: Any) -> Value:
        """The value of a symbol, or of a derivative of a function of time."""
        if name == "t":
            return number(0)
        symbol, order = self.declared(name), 0
        if symbol["role"] == "view":
            return super().symbol(name)
        while not isinstance(name, str):
            name, order = name[1], order + 1
        (rows, m), (cols, n) = ((self.space(space), self.count(space)) for space in symbol["shape"])
        modes = self.point["values"][name]
        need(len(modes) == self.modes(symbol["index"]), f"the modes of {name}")
        orders = modes[self.mode if symbol["index"] else 0]
        entries = orders[order] if order < len(orders) else [[0] * n] * m
        need(len(entries) == m and all(len(row) == n for row in entries), f"the shape of {name}")
        found = {(i, j): Fraction(x) for i, row in enumerate(entries) for j, x in enumerate(row)}
        if rows == cols == "1":
            return number(found[0, 0])
        return Value(
            rows, cols, {(ONE, ((at, rows, cols, "unit", False),)): x for at, x in found.items()}
        )

    def count(self, space: str) -> int:
        """The dimension of a space."""
        if "*" in space:
            found = math.prod(map(self.count, space.split("*")))
        else:
            space = self.space(space)
            found = 1 if space == "1" else int(self.point["sizes"][space])
        need(1 <= found <= MOST, "a size that is not admitted")
        return found

    def size(self, space: str) -> Value:
        """The dimension of a space, as a value."""
        return number(self.count(space))

    def diagonal(self, entry: Any, index: str, space: str) -> Value:
        """A diagonal matrix."""
        total = Value(space, space, {})
        for k in range(self.count(space)):
            unit = Value(space, space, {(ONE, (((k, k), space, space, "unit", False),)): 1})
            total += self.at(k).value(entry) * unit
        return total

    def largest(self, arg: Any, index: str) -> Value:
        """The largest value over an index."""
        return number(max(self.at(k).rows(arg)[0][0] for k in range(self.modes(index))))

    def modes(self, index: str) -> int:
        """How many values an index has."""
        return self.count(self.setting["indices"][index]) if index else 1

    def at(self, mode: int) -> Point:
        """The point at another value of the index."""
        return self if mode == self.mode else Point(self.setting, self.point, mode)

    def rows(self, tree: Any, rows: str = "1", cols: str = "1") -> list[list[Fraction]]:
        """The entries of the value of an expression, which is of a shape if it is not 0."""
        if "Kron" in names(tree, self.given):
            return self.images(tree)
        value = self.value(tree)
        rows, cols = (value.rows, value.cols) if value.terms else (rows, cols)
        places = [[(i, j) for j in range(self.count(cols))] for i in range(self.count(rows))]
        entries = {w[0][0] if w else (0, 0): c for (_, w), c in value.terms.items()}
        plain = all(s == ONE and {x[3] for x in w} <= {"unit"} for s, w in value.terms)
        need(plain, "a value that is not rational")
        return [[entries.get(at, Fraction(0)) for at in row] for row in places]

    def names(self, name: str) -> bool:
        """Whether a constant, which the claim or a hypothesis says to exist, is given here."""
        return name in self.point["values"] or name in self.given

    def images(self, tree: Any) -> list[list[Fraction]]:
        """The entries of a sum of Kronecker products: what it makes of each matrix of one 1."""
        (rows, cols), columns = legs(self, tree), []
        for j in range(self.count(cols)):
            for i in range(self.count(rows)):
                unit = ((i, j), rows, cols, "unit", False)
                self.known[ANY] = Value(rows, cols, {(ONE, (unit,)): Fraction(1)})
                image = self.rows(applied(self, tree, ANY), rows, cols)
                columns.append([x for column in zip(*image, strict=True) for x in column])
        return [[*row] for row in zip(*columns, strict=True)]

    def check(self) -> None:
        """All that is declared and supposed is true here, and said in known words."""
        for symbol in self.symbols.values():
            for key, words in WORDS.items():
                said = symbol[key] if key == "properties" else [symbol[key]]
                need({*said} <= words, f"a {key} that is not known here")
        moved = {self.symbols[name]["role"] for name in self.flow}
        need(moved <= {"state"}, "something that moves and is no state")
        for larger, smaller in self.setting["at_least"]:
            need(self.count(larger) >= self.count(smaller), "sizes that are not admitted")
        for name, symbol in self.symbols.items():
            if symbol["role"] != "view" and (symbol["role"] != "constant" or self.names(name)):
                for mode in range(self.modes(symbol["index"])):
                    self.at(mode).admits(name, symbol)
        for op, lhs, rhs in self.setting["relations"] + self.setting["always"]:
            need(self.everywhere(op, lhs, rhs), "an equation that is assumed")

    def admits(self, name: str, symbol: dict[str, Any]) -> None:
        """A symbol is what it is declared to be, and a function of time stays it for a while."""
        rows, marks = self.rows(name, *symbol["shape"]), set(symbol["properties"])
        square = len({*map(self.space, symbol["shape"])}) == 1
        need(square or marks <= {"orthonormal"}, f"{name} is not square")
        columns = turned(rows)
        gram = [[sum(map(mul, a, b)) for b in columns] for a in columns]
        unit = [[int(i == j) for j in range(len(columns))] for i in range(len(columns))]
        given = self.point["values"].get(name, [[]] * (self.mode + 1))
        given = given[self.mode if symbol["index"] else 0]
        rates = [[[Fraction(x) for x in row] for row in order] for order in given[1:]]
        goes = any(any(map(any, rate)) for rate in rates)
        if symbol["sign"] != "real" or "psd" in marks:
            strict = symbol["sign"] == "positive" or "invertible" in marks or goes
            need(definite(rows, strict), f"the sign of {name}")
        stays = gram == unit and not goes
        need("orthonormal" not in marks or stays, f"{name} is not orthonormal, or moves")
        need("invertible" not in marks or definite(gram, True), f"{name} is singular")
        for found in (rows, *rates):
            even = found == turned(found)
            need(even or not marks & {"symmetric", "psd"}, f"{name} is not symmetric")
            off = any(any(row[:k] + row[k + 1 :]) for k, row in enumerate(found))
            need(not off or "diagonal" not in marks, f"{name} is not diagonal")

    def everywhere(self, op: str, lhs: Any, rhs: Any) -> bool:
        """Whether a relation holds here for all values of its index."""
        count = max([1, *map(self.modes, self.setting["indices"])])
        return all(self.at(mode).true(op, lhs, rhs) for mode in range(count))

    def true(self, op: str, lhs: Any, rhs: Any) -> bool:
        """Whether a relation holds here."""
        need(op in ("=", ">", ">=", "<", "<=", "pd", "psd"), "a relation that is not known here")
        sign = -1 if op in ("<", "<=") else 1
        rows = self.rows(["Prod", sign, ["Sum", lhs, ["Prod", -1, rhs]]])
        return not any(map(any, rows)) if op == "=" else definite(rows, op in (">", "<", "pd"))


def turned(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The transpose."""
    return [list(column) for column in zip(*rows, strict=True)]


def definite(rows: list[list[Fraction]], strict: bool) -> bool:
    """Whether a matrix is symmetric and positive definite, or positive semi-definite."""
    rest, fine = [[*row] for row in rows], rows == turned(rows)
    for k, row in enumerate(rest):
        fine &= row[k] > 0 or not (strict or any(row[k:]))
        for other in rest[k + 1 :] if row[k] else ():
            factor = other[k] / row[k]
            other[:] = [x - factor * y for x, y in zip(other, row, strict=True)]
    return fine
