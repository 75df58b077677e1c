"""Expressions to normal forms; signs of terms, by which roots and powers of products are taken."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

from .calculus import Calculus
from .rejected import Rejected, need
from .signs import SIGNS, added, multiplied, raised
from .trees import throughout
from .values import Value, atom, exact, form, holds_any, letter, number, root
from .words import ANY, order, times


class Reading(Calculus):
    """The values of expressions, for all sizes; those at t = 0 if it is the ``start``."""

    def __init__(self, setting: dict[str, Any], start: bool = False) -> None:
        super().__init__(setting)
        self.start = start
        # in which values at t = 0 are taken: the instant that is meant may come later
        self.origin = setting if setting["along"] else throughout(setting)
        self.assumed: list[Any] = []  # expressions that are 0 by hypothesis
        self.radicals: list[Any] = []  # squares, what they and their roots are, their signs
        self.kept: set[str] = set()  # states that stay what they are declared to be

    def marks(self, name: Any) -> set[str]:
        """What a symbol is at the times that a statement is about: its properties and its sign.

        What is declared of what moves is so at the start; later if it is ``kept``, or supposed.
        """
        if name not in self.symbols or name in self.given:
            return set()
        symbol, setting = self.symbols[name], self.setting
        known, moved = {*symbol["properties"], symbol["sign"]}, name in self.flow
        moved |= setting["along"] and symbol["role"] == "state"
        here = setting["here"].get(name)
        if self.start and here is not None:  # that may be supposed at the instant alone
            return set()
        always = self.start or name in self.kept or not moved
        return known if always else known & {*(here or ())}

    def number(self, value: Any) -> Value:
        """A number."""
        return number(value)

    def symbol(self, name: Any) -> Value:
        """A letter."""
        if name == "t":
            return number(0) if self.start else atom("t")
        symbol, key = self.declared(name), named(name)
        key = ("0", key) if self.start and self.moves(name) else key
        rows, cols = map(self.space, symbol["shape"])
        if rows == cols == "1":
            return atom(key)
        marks = set() if key != name or symbol["role"] == "view" else self.marks(name)
        trait = "symmetric" if marks & {"symmetric", "psd", "diagonal"} else ""
        return letter(key, rows, cols, "orthonormal" if "orthonormal" in marks else trait)

    def sized(self, kind: str, space: str) -> Value:
        """The dimension, or the identity, of a space."""
        cols, _, rows = space.partition("*")
        inner = letter(ANY, rows, cols) if rows else number(1)
        return atom(("size", space)) if kind == "Size" else Value(space, space, inner.terms)

    def diagonal(self, entry: Any, index: str, space: str) -> Value:
        """The diagonal matrix of an expression over an index."""
        total = Value(space, space, {})
        modes = {name for name, symbol in self.symbols.items() if symbol["index"] == index}
        for scalars, c in self.value(entry).frozen():
            largest = {a for a, _ in scalars if form(a) == "max" and a[1] == index}
            own = frozenset(x for x in scalars if x[0] not in largest and holds_any(x[0], modes))
            word = (((index, own), space, space, "diagonal", False),) if own else ()
            total += Value(space, space, {(scalars - own, word): c})
        return total.trace() if space == "1" else total

    def other(self, kind: str, *args: Any) -> Value:
        """What is not taken apart."""
        value: Value
        match kind, *args:
            case ["assumed", int(k)]:
                value = self.value(self.assumed[k])
                return value
            case ["Exp", arg]:
                powers = (atom(("exp", s), c) for s, c in self.value(arg).frozen())
                return reduce(mul, powers, number(1))
            case ["Integral", arg]:
                return number(0) if self.start else atom(("int", self.value(arg).frozen()))
            case ["At", arg]:
                value = Reading(self.origin, True).value(arg)
                return value
            case ["Maximum", arg, index]:
                return atom(("max", index, self.value(arg).frozen()))
        raise Rejected(f"an expression that is not known here: {kind}")

    def power(self, base: Value, exponent: Fraction) -> Value:
        """A power of a number, or of a matrix of which the root is known."""
        for _, square, known, _ in self.radicals if exponent.denominator == 2 else ():
            alike = (base.rows, base.cols) == (square.rows, square.cols)
            if alike and self.zero(base + number(-1) * square):
                base, exponent = known, Fraction(exponent.numerator)
                break
        if exponent > 0 and exponent.denominator == 1:
            return reduce(mul, [base] * int(exponent))
        need(base.scalar or not base.terms, "a power that is not known here")
        if self.zero(base):
            need(exponent > 0, "a divisor that is 0")
            return number(0)
        if not exponent:
            return number(1)
        if len(base.terms) == 1:
            (((scalars, _), c),) = base.terms.items()
            whole = exponent.denominator == 1
            taken = Fraction(c) if whole else root(c, exponent.denominator)
            rooted = (self.positive(a) or Fraction(e).denominator > 1 for a, e in scalars)
            if taken and (whole or all(rooted)):
                powers = frozenset((a, exact(e * exponent)) for a, e in scalars)
                return Value("1", "1", {(powers, ()): exact(taken**exponent.numerator)})
        return atom(("sum", base.frozen()), exact(exponent))

    def positive(self, a: Any) -> bool:
        """Whether an atom is known to be more than 0 wherever it is defined."""
        return self.held(a) == {1}

    def held(self, a: Any) -> set[int]:
        """The signs that an atom can have."""
        if isinstance(a, str):
            marks = self.marks(a)
            return {1} if "positive" in marks else {0, 1} if "nonnegative" in marks else SIGNS
        if form(a) == "sum":
            return self.terms(Value("1", "1", {(s, ()): c for s, c in a[1]}))
        return {1} if form(a) in ("exp", "size") else SIGNS

    def terms(self, value: Value) -> set[int]:
        """The signs that a number can have, by those of its terms."""
        found = {0}
        for (scalars, _), c in value.terms.items():
            powers = (raised(self.held(a), Fraction(e)) for a, e in scalars)
            found = added(found, reduce(multiplied, powers, {1 if c > 0 else -1}))
        return found

    def zero(self, value: Value) -> bool:
        """Whether a value is 0, divisors and roots multiplied out."""
        return not self.cleared(value).terms

    def cleared(self, value: Value) -> Value:
        """A value times all sums by which it divides."""
        while held := {
            a for s, _ in value.terms for a, e in s if form(a) == "sum" and math.floor(e)
        }:
            a = min(held, key=order)
            whole = [math.floor(dict(s).get(a, 0)) for s, _ in value.terms]
            inner = Value("1", "1", {(s, ()): c for s, c in a[1]})
            terms: Counter[Any] = Counter()
            for ((s, w), c), k in zip(value.terms.items(), whole, strict=True):
                rest = Value(
                    value.rows, value.cols, {(times(s, frozenset({(a, -k)} if k else ())), w): c}
                )
                terms.update(reduce(mul, [inner] * (k - min(0, *whole)), rest).terms)
            value = Value(value.rows, value.cols, terms)
        return value

    def gap(self, lhs: Any, rhs: Any) -> Value:
        """The difference of two expressions."""
        value: Value = self.value(["Sum", lhs, ["Prod", -1, rhs]])
        return value


def named(name: Any) -> Any:
    """The atom of a symbol, or of the rate of one."""
    return name if isinstance(name, str) else ("rate", named(name[1]))
