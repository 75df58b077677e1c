"""A setting; derivatives in it along the flow, by a parameter, in a direction; and values.

Values are of one of two kinds, with sums, products, transposes and traces: words for all sizes
(``values``, read by ``reading``), and matrices of fractions (``matrices``, at ``points``).
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Any

from .rejected import STEPS, Rejected, need
from .trees import names
from .values import exact

STEP = "\1"  # a direction, a matrix that may be any


class Calculus:
    """What a statement is about: symbols, what stands for some of them, and how they move."""

    def __init__(self, setting: dict[str, Any]) -> None:
        self.setting, self.symbols, self.flow = setting, setting["symbols"], setting["flow"]
        self.given = setting["instant"] | setting["values"]  # what stands for symbols
        self.known: dict[str, Any] = {}  # values of symbols
        self.steps = [0]  # parts of expressions that were read

    def step(self) -> None:
        """Count a part of an expression: rates of rates and the like have no end of them."""
        self.steps[0] += 1
        need(self.steps[0] <= STEPS, "a calculation of too many steps")

    def space(self, name: str) -> str:
        """The representative of spaces of one size, also in products such as `n*k`."""
        if "*" in name:
            return "*".join(map(self.space, name.split("*")))
        for _ in self.setting["merged"]:
            name = self.setting["merged"].get(name, name)
        need(name not in self.setting["merged"], "sizes in a circle")
        return name

    def declared(self, name: Any) -> Any:
        """The declaration of a symbol, or of that of which something is the rate."""
        return self.symbols[name] if isinstance(name, str) else self.declared(name[1])

    def moves(self, name: Any) -> bool:
        """Whether a symbol, or the rate of one, may change in time."""
        return bool(self.declared(name)["role"] in ("state", "function"))

    def plain(self, tree: Any) -> Any:
        """What a lemma, which was looked at, says that a gradient or an expectation is."""
        found = [shown for known, shown in self.setting.get("means", ()) if known == tree]
        need(found, f"an expression that is not known here: {str(tree)[:40]}")
        return found[0]

    def partial(self, tree: Any, name: str) -> Any:
        """The derivative by a number that is one for all modes."""
        own = name not in self.given and self.symbols[name]["shape"] == ["1", "1"]
        mixed = self.symbols[name]["index"] and {"Diag", "Total"} & names(tree, self.given)
        need(own and not mixed, "a partial derivative that is not known here")
        return self.derive(tree, name)

    def derive(self: Any, tree: Any, by: Any = "t") -> Any:
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
                need(self.value(base).scalar, "the rate of a root, or an inverse, of a matrix")
                return ["Prod", ["Num", str(e)], ["Power", base, str(e - 1)], self.derive(base, by)]
            case ["Transpose" | "Trace" | "Vec" | "Diag" | "Entry" | "IndexSum" | "Total", *_]:
                kind, arg, *rest = tree
                return [kind, moved, *rest] if (moved := self.derive(arg, by)) != 0 else 0
            case ["Exp", arg]:
                return ["Prod", self.derive(arg, by), tree]
            case ["Integral", arg] if by == "t":
                return arg
            case ["Dot", arg]:
                return self.derive(self.derive(arg), by)
            case ["StopGrad", arg]:
                return self.derive(arg, by) if by == "t" else 0
            case ["Gradient" | "Expect", *_]:
                return self.derive(self.plain(tree), by)
        raise Rejected(f"a derivative that is not known here: {str(tree)[:40]}")

    def value(self: Any, tree: Any) -> Any:
        """The value of an expression, derivatives by the flow."""
        self.step()
        match tree:
            case int() | ["Num", str()]:
                return self.number(exact(tree if isinstance(tree, int) else tree[1]))
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
            case ["Trace", arg]:
                return self.value(arg).trace()
            case ["Kron", left, right]:
                return self.value(left).kron(self.value(right))
            case ["Vec", arg]:
                return self.value(arg).stacked()
            case ["StopGrad", arg]:
                return self.value(arg)
            case ["Dot", arg]:
                return self.value(self.derive(arg))
            case ["Partial", arg, name]:
                return self.value(self.partial(arg, name))
            case ["Gradient" | "Expect", *_]:
                return self.value(self.plain(tree))
            case ["Size" | "Ident" as kind, space] if space:
                return self.sized(kind, self.space(space))
            case ["Diag", entry, index, space]:
                return self.diagonal(entry, index, self.space(space))
            case [str(kind), *args]:
                return self.other(kind, *args)
        raise Rejected(f"an expression that is not known here: {str(tree)[:40]}")
