"""Exact points: values for all symbols, at which everything supposed is seen to hold."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import chain
from operator import add
from typing import Any

from .calculus import Calculus
from .matrices import Matrix, diagonal
from .rejected import MOST, Rejected, need
from .trees import domain, gap_of, names
from .values import exact, root

WORDS = {  # what may be declared of a symbol
    "role": {"state", "function", "parameter", "constant", "view"},
    "sign": {"real", "nonnegative", "positive"},
    "properties": {"symmetric", "psd", "diagonal", "orthonormal", "invertible"},
}


class Point(Calculus):
    """Values at an exact point, at t = 0; ``mode`` is what the index of a statement is.

    Letters of entries are what the ``places`` of the point say, rows and columns from 0.
    """

    def __init__(self, setting: dict[str, Any], point: dict[str, Any], mode: int = 0) -> None:
        super().__init__(setting)
        self.point, self.mode, self.places = point, mode, point.get("places", {})

    def at(self, mode: int, **places: int) -> Point:
        """The point at another value of the index, or of letters of entries."""
        if mode == self.mode and not places:
            return self
        found = Point(self.setting, self.point | {"places": self.places | places}, mode)
        found.steps = self.steps
        return found

    def modes(self, index: str) -> int:
        """How many values an index has."""
        return self.count(self.setting["indices"][index]) if index else 1

    def count(self, space: str) -> int:
        """The dimension of a space."""
        spaces = self.space(space).split("*")
        found = math.prod(1 if s == "1" else int(self.point["sizes"][s]) for s in spaces)
        need(1 <= found <= MOST, "a size that is not admitted")
        return found

    def number(self, value: Fraction | int) -> Matrix:
        """A number."""
        return Matrix([[value]])

    def symbol(self, name: Any) -> Matrix:
        """The value of a symbol, or of a derivative of a function of time."""
        if name == "t":
            return self.number(0)
        symbol, order = self.declared(name), 0
        need(symbol["role"] != "view", f"{name} is random")
        m, n = map(self.count, symbol["shape"])
        while not isinstance(name, str):
            name, order = name[1], order + 1
        orders = self.orders(name)
        entries = orders[order] if order < len(orders) else [[0] * n] * m
        need(len(entries) == m and all(len(row) == n for row in entries), f"the shape of {name}")
        return Matrix([[*map(exact, row)] for row in entries])

    def orders(self, name: str) -> Any:
        """The entries of a symbol, and of its derivatives that are not 0."""
        index = self.symbols[name]["index"]
        modes = self.point["values"][name]
        need(len(modes) == self.modes(index), f"the modes of {name}")
        return modes[self.mode if index else 0]

    def power(self, base: Matrix, exponent: Fraction) -> Matrix:
        """A power of a number that is rational."""
        number = base.number()
        found = root(number, exponent.denominator) if exponent.denominator > 1 else number
        need(found is not None, "a value that is not rational")
        return self.number(exact(Fraction(found) ** exponent.numerator))

    def sized(self, kind: str, space: str) -> Matrix:
        """The dimension, or the identity, of a space."""
        count = self.count(space)
        return self.number(count) if kind == "Size" else diagonal([1] * count)

    def diagonal(self, entry: Any, index: str, space: str) -> Matrix:
        """The diagonal matrix of an expression over the first values of an index."""
        fine = self.count(space) <= self.modes(index)
        need(fine, "a diagonal matrix of more values than there are")
        return diagonal(self.over(index, entry)[: self.count(space)])

    def over(self, index: str, tree: Any) -> list[Fraction]:
        """The values of a number over an index."""
        return [self.at(mode).value(tree).number() for mode in range(self.modes(index))]

    def other(self, kind: str, *args: Any) -> Matrix:
        """What has a rational value at t = 0 or at this point."""
        match kind, *args:
            case ["At", arg]:
                found: Matrix = self.value(arg)
                return found
            case ["Integral", _]:
                return self.number(0)
            case ["Exp", arg] if not self.value(arg):
                return self.number(1)
            case ["Maximum", arg, index]:
                return self.number(max(self.over(index, arg)))
            case ["Total", arg, index]:
                return self.total(arg, (self.at(k) for k in range(self.modes(index))))
            case ["IndexSum", arg, letter, space]:
                places = range(self.count(self.space(space)))
                return self.total(arg, (self.at(self.mode, **{letter: k}) for k in places))
            case ["Entry", arg, *letters]:
                rows = self.value(arg).rows
                i, j = (self.places[x] if isinstance(x, str) else x for x in letters)
                need(0 <= i < len(rows) and 0 <= j < len(rows[0]), "no such entry")
                return self.number(rows[i][j])
        raise Rejected(f"a value that is not rational, or not known here: {kind}")

    def total(self, tree: Any, points: Iterable[Point]) -> Matrix:
        """The sum of the values of an expression at points."""
        found: Matrix = reduce(add, (point.value(tree) for point in points))
        return found

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
            known = name in self.point["values"] or name in self.given
            if symbol["role"] != "view" and (symbol["role"] != "constant" or known):
                for mode in range(self.modes(symbol["index"])):
                    self.at(mode).admits(name, symbol)
        relations = [self.setting[key] for key in ("relations", "always", "stays")]
        for op, lhs, rhs in chain(*relations, domain(self.setting)):
            need(self.everywhere(op, lhs, rhs), "an equation that is assumed")

    def rests(self, trees: Any) -> bool:
        """Whether nothing that is in expressions, or moves what is, ever moves from here."""
        inside, more = set[str](), names(trees, self.given)
        while more - inside:
            inside |= more
            more = names([self.flow[name] for name in inside & {*self.flow}], self.given)
        held, moving = inside & {*self.symbols}, inside & {*self.flow}
        known = {name for name in held if self.symbols[name]["role"] != "state"} | moving == held
        modes = (orders for name in held for orders in self.point["values"].get(name, ()))
        still = all(len(orders) == 1 for orders in modes) and not inside & {"t", "Integral"}
        rates = (self.everywhere("=", self.flow[name], 0) for name in moving)
        return known and still and all(rates)

    def admits(self, name: str, symbol: dict[str, Any]) -> None:
        """A symbol is what it is declared to be, and a function of time stays it for a while."""
        matrix, marks = self.whole(name, symbol["shape"]), {*symbol["properties"]}
        square = len({*map(self.space, symbol["shape"])}) == 1
        need(square or marks <= {"orthonormal"}, f"{name} is not square")
        gram = matrix.T * matrix
        given = self.orders(name)[1:] if name in self.point["values"] else ()
        rates = [Matrix([[*map(exact, row)] for row in rows]) for rows in given]
        goes = any(rates)
        if symbol["sign"] != "real" or "psd" in marks:
            strict = symbol["sign"] == "positive" or "invertible" in marks or goes
            need(matrix.definite(strict), f"the sign of {name}")
        stays = gram.rows == diagonal([1] * gram.n).rows and not goes
        need("orthonormal" not in marks or stays, f"{name} is not orthonormal, or moves")
        need("invertible" not in marks or gram.definite(True), f"{name} is singular")
        for found in (matrix, *rates):
            even = found.rows == found.T.rows
            need(even or not marks & {"symmetric", "psd"}, f"{name} is not symmetric")
            off = any(any(row[:k] + row[k + 1 :]) for k, row in enumerate(found.rows))
            need(not off or "diagonal" not in marks, f"{name} is not diagonal")

    def whole(self, tree: Any, shape: list[str]) -> Matrix:
        """The value of an expression of a shape, also where it is 0."""
        m, n = map(self.count, shape)
        found: Matrix = self.value(tree) + Matrix([[0] * n for _ in range(m)])
        need((found.m, found.n) == (m, n), "another shape")
        return found

    def everywhere(self, op: str, lhs: Any, rhs: Any) -> bool:
        """Whether a relation holds here for all values of its index."""
        count = max([1, *map(self.modes, self.setting["indices"])])
        return all(self.at(mode).true(op, lhs, rhs) for mode in range(count))

    def true(self, op: str, lhs: Any, rhs: Any) -> bool:
        """Whether a relation holds here."""
        need(op in ("=", ">", ">=", "<", "<=", "pd", "psd"), "a relation that is not known here")
        gap = self.value(["Prod", -1 if op in ("<", "<=") else 1, gap_of(["=", lhs, rhs])])
        return bool(not gap if op == "=" else gap.definite(op in (">", "<", "pd")))
