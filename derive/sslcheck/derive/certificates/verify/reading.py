"""Expressions to normal forms: derivatives by rules, symbols by their declarations."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Any

from .gradients import STEP, gradient
from .rejected import STEPS, Rejected, need
from .signs import SIGNS, added, multiplied, raised
from .trees import lasting, names
from .values import Value, atom, form, number, root
from .views import average
from .words import ONE, times


class Reading:
    """What a statement is about: symbols, what stands for some of them, and how they move."""

    def __init__(self, setting: dict[str, Any], start: bool = False) -> None:
        self.setting, self.symbols, self.flow = setting, setting["symbols"], setting["flow"]
        self.start = start  # whether values are those at t = 0
        self.origin = setting  # in which values at t = 0 are taken
        self.known: dict[str, Value] = {}
        self.given = setting["instant"] | setting["values"]  # what stands for symbols
        self.ordered = [*lasting(setting), *setting["always"]]  # relations that are supposed
        self.assumed: list[Any] = []  # expressions that are 0 by hypothesis
        self.nothing = False  # whether these are inserted as 0
        self.radicals: list[Any] = []  # squares, what they and their roots are, their signs
        self.seen: dict[Any, set[int]] = {}  # the signs that were sought
        self.kept: set[str] = set()  # states that stay what they are declared to be
        self.steps = 0  # parts of expressions that were read

    def space(self, name: str) -> str:
        """The representative of spaces of one size."""
        for _ in self.setting["merged"]:
            name = self.setting["merged"].get(name, name)
        need(name not in self.setting["merged"], "sizes in a circle")
        return name

    def declared(self, name: Any) -> Any:
        """The declaration of a symbol, or of that of which something is the rate."""
        return self.symbols[name] if isinstance(name, str) else self.declared(name[1])

    def named(self, name: Any) -> Any:
        """The atom of a symbol, or of the rate of one."""
        return name if isinstance(name, str) else ("rate", self.named(name[1]))

    def moves(self, name: Any) -> bool:
        """Whether a symbol, or the rate of one, may change in time."""
        return bool(self.declared(name)["role"] in ("state", "function"))

    def counts(self, name: Any) -> bool:
        """Whether what is declared of a symbol is so at the times that a statement is about."""
        state = name in self.flow or self.symbols.get(name, {}).get("role") == "state"
        return not (self.setting["along"] and state) or name in self.kept

    def step(self) -> None:
        """Count a part of an expression: rates of rates and the like have no end of them."""
        self.steps += 1
        need(self.steps <= STEPS, "a calculation of too many steps")

    def derive(self, tree: Any, by: Any = "t") -> Any:
        """The derivative by the time along the flow, by a parameter, or of [a matrix] by a step."""
        self.step()
        match tree:
            case str() if tree == by:
                return 1
            case str() if [tree] == by:
                return STEP
            case str() if tree in self.setting["values"]:
                return self.derive(self.setting["values"][tree], by)
            case str() if by == "t" and tree in self.flow:
                return self.flow[tree]
            case str() | ["rate", _] if by == "t" and self.moves(tree):
                return ["rate", tree]
            case int() | str() | ["Num" | "Ident" | "Size", *_]:
                return 0
            case ["At", _] if by == "t":
                return 0
            case ["Sum", *terms]:
                moved = [m for m in (self.derive(term, by) for term in terms) if m != 0]
                return ["Sum", *moved] if moved else 0
            case ["Prod", *factors]:
                moved = [self.derive(factor, by) for factor in factors]
                parts = [(factors[:k], m, factors[k + 1 :]) for k, m in enumerate(moved) if m != 0]
                return ["Sum", *(["Prod", *a, m, *b] for a, m, b in parts)] if parts else 0
            case ["Power", base, exponent]:
                e = Fraction(exponent)
                if e.denominator == 1 and e > 0:  # halves: all factors at once take too much room
                    halves = [["Power", base, str(k)] for k in (e // 2, e - e // 2)]
                    return self.derive(base if e == 1 else ["Prod", *halves], by)
                return ["Prod", ["Num", str(e)], ["Power", base, str(e - 1)], self.derive(base, by)]
            case ["Transpose" | "Trace" as kind, arg]:
                return [kind, moved] if (moved := self.derive(arg, by)) != 0 else 0
            case ["Diag", entry, index, size]:
                return ["Diag", self.derive(entry, by), index, size]
            case ["Exp", arg]:
                return ["Prod", self.derive(arg, by), tree]
            case ["Integral", arg] if by == "t":
                return arg
            case ["Dot", arg]:
                return self.derive(self.derive(arg), by)
            case ["StopGrad", arg]:
                return 0 if isinstance(by, list) else self.derive(arg, by)
        raise Rejected(f"a derivative that is not known here: {str(tree)[:40]}")

    def value(self, tree: Any) -> Value:
        """The value of an expression, derivatives by the flow."""
        self.step()
        match tree:
            case int() | ["Num", str()]:
                return number(tree if isinstance(tree, int) else Fraction(tree[1]))
            case str():
                given = self.given.get(tree)
                if tree not in self.known:
                    self.known[tree] = self.symbol(tree) if given is None else self.value(given)
                return self.known[tree]
            case ["rate", _]:
                return self.symbol(tree)
            case ["Sum", *terms]:
                return reduce(add, map(self.value, terms))
            case ["Prod", *factors]:
                return reduce(mul, map(self.value, factors))
            case ["Power", base, exponent]:
                e, value = Fraction(exponent), self.value(base)
                whole = e.denominator == 1 and e > 0
                return reduce(mul, [value] * int(e)) if whole else self.power(value, e)
            case ["Transpose", arg]:
                return self.value(arg).T
            case ["StopGrad", arg]:
                return self.value(arg)
            case ["Trace", arg]:
                return self.value(arg).trace()
            case ["Dot", arg]:
                return self.value(self.derive(arg))
            case ["Partial", arg, name]:
                plain = name not in self.given and self.symbols[name]["shape"] == ["1", "1"]
                mixed = self.symbols[name]["index"] and "Diag" in names(arg, self.given)
                need(plain and not mixed, "a partial derivative that is not known here")
                return self.value(self.derive(arg, name))
            case ["Gradient", arg, name]:
                return gradient(self, arg, name)
            case ["assumed", int(k)]:
                value = self.value(self.assumed[k])
                return Value(value.rows, value.cols, {}) if self.nothing else value
            case ["Expect", arg]:
                return average(self, self.value(arg))
            case ["Exp", arg]:
                powers = self.value(arg).frozen()
                return reduce(mul, (atom(("exp", s), c) for s, c in powers), number(1))
            case ["Integral", arg]:
                return number(0) if self.start else atom(("int", self.value(arg).frozen()))
            case ["At", arg]:
                return (self if self.start else Reading(self.origin, True)).value(arg)
            case ["Size", space]:
                return self.size(self.space(space))
            case ["Ident", space] if space:
                return self.diagonal(1, "", self.space(space))
            case ["Diag", entry, index, space]:
                return self.diagonal(entry, index, self.space(space))
            case ["Maximum", arg, index]:
                return self.largest(arg, index)
        raise Rejected(f"an expression that is not known here: {str(tree)[:40]}")

    def symbol(self, name: Any) -> Value:
        """A letter; what is declared of a state counts at an instant only."""
        if name == "t":
            return number(0) if self.start else atom("t")
        symbol, base = self.declared(name), isinstance(name, str)
        key = self.named(name)
        key = ("0", key) if self.start and self.moves(name) else key
        rows, cols = map(self.space, symbol["shape"])
        if rows == cols == "1":
            return atom(key)
        state = symbol["role"] == "state" and not (base and self.counts(name))
        marks = set() if state or symbol["role"] == "view" else set(symbol["properties"])
        trait = "symmetric" if marks & {"symmetric", "psd", "diagonal"} else ""
        trait = "orthonormal" if "orthonormal" in marks and key == name else trait
        return Value(rows, cols, {(ONE, ((key, rows, cols, trait, False),)): 1})

    def size(self, space: str) -> Value:
        """The dimension of a space."""
        return atom(("size", space))

    def diagonal(self, entry: Any, index: str, space: str) -> Value:
        """The diagonal matrix of an expression over an index."""
        total = Value(space, space, {})
        for scalars, c in self.value(entry).frozen():
            own = frozenset((a, e) for a, e in scalars if self.indexed(a, index))
            word = (((index, own), space, space, "diagonal", False),) if own else ()
            total += Value(space, space, {(scalars - own, word): c})
        return total

    def largest(self, arg: Any, index: str) -> Value:
        """The largest value over an index."""
        return atom(("max", index, self.value(arg).frozen()))

    def indexed(self, of: Any, index: str) -> bool:
        """Whether an atom, or what one holds, has one value for each value of an index."""
        if isinstance(of, str):
            return of in self.symbols and self.symbols[of]["index"] == index
        if isinstance(of, tuple):
            if form(of) == "tr":  # of a diagonal matrix all modes are in it
                return any(self.indexed(w[0], index) for w in of[1] if w[3] != "diagonal")
            if form(of) == "max":
                return of[1] != index and self.indexed(of[2], index)
            return form(of) != "size" and self.indexed(of[1], index)
        return isinstance(of, frozenset) and any(self.indexed(p, index) for q in of for p in q)

    def power(self, base: Value, exponent: Fraction) -> Value:
        """A power of a number, or of a matrix Q D Q^T with a diagonal D and orthonormal Q."""
        if len(base.terms) == 1 and not base.scalar:
            (((scalars, word), c),) = base.terms.items()
            match word:
                case ((q, _, _, "orthonormal", False), (d, *shape), (r, _, _, _, True)) if q == r:
                    plain = scalars == ONE and c == 1 and shape[2] == "diagonal" and exponent > 0
                    if plain and all(self.positive(a) for a, _ in d[1]):
                        inner = d[0], frozenset((a, e * exponent) for a, e in d[1])
                        letters = (word[0], (inner, *shape), word[2])
                        return Value(base.rows, base.cols, {(ONE, letters): 1})
        need(base.scalar or not base.terms, "a power that is not known here")
        if self.zero(base):
            need(exponent > 0, "a divisor that is 0")
            return number(0)
        for _, square, known, _ in self.radicals if exponent.denominator == 2 else ():
            if self.zero(base + number(-1) * square):
                return self.power(known, Fraction(exponent.numerator))
        if len(base.terms) == 1:
            (((scalars, _), c),) = base.terms.items()
            whole = exponent.denominator == 1
            taken = Fraction(c) if whole else root(c, exponent.denominator)
            rooted = (self.positive(a) or Fraction(e).denominator > 1 for a, e in scalars)
            if taken and (whole or all(rooted)):
                powers = frozenset((a, e * exponent) for a, e in scalars)
                return Value("1", "1", {(powers, ()): taken**exponent.numerator})
        return atom(("sum", base.frozen()), exponent)

    def positive(self, a: Any) -> bool:
        """Whether an atom is known to be more than 0 wherever it is defined."""
        return self.held(a) == {1}

    def held(self, a: Any) -> set[int]:
        """The signs that an atom can have."""
        if isinstance(a, str):
            sign = self.symbols.get(a, {"sign": "real"})["sign"]
            known = {"positive": {1}, "nonnegative": {0, 1}}
            return known.get(sign if self.counts(a) else "", SIGNS)
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

    def number(self, tree: Any) -> bool:
        """Whether an expression is a number."""
        return "Kron" not in names(tree, self.given) and self.value(tree).scalar

    def zero(self, value: Value) -> bool:
        """Whether a value is 0, divisors and roots multiplied out."""
        return not self.cleared(value).terms

    def cleared(self, value: Value) -> Value:
        """A value times all sums by which it divides."""
        while held := {
            a for s, _ in value.terms for a, e in s if form(a) == "sum" and math.floor(e)
        }:
            a = held.pop()
            whole = [math.floor(dict(s).get(a, 0)) for s, _ in value.terms]
            inner = Value("1", "1", {(s, ()): c for s, c in a[1]})
            terms: Counter[Any] = Counter()
            for ((s, w), c), k in zip(value.terms.items(), whole, strict=True):
                rest = Value(value.rows, value.cols, {(times(s, frozenset({(a, -k)})), w): c})
                terms.update(reduce(mul, [inner] * (k - min(0, *whole)), rest).terms)
            value = Value(value.rows, value.cols, terms)
        return value

    def gap(self, lhs: Any, rhs: Any) -> Value:
        """The difference of two expressions."""
        return self.value(["Sum", lhs, ["Prod", -1, rhs]])
