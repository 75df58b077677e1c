"""Scalars of each sign, some that move, some with an index, and matrices beside them."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.algebra import Alphabet, Ratio
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import Letter
from sslcheck.derive.setting import Symbol

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("n", "n"), role="state"),
        Symbol("Q", ("n", "n"), frozenset({"orthonormal"})),
        Symbol("S", ("n", "n"), frozenset({"symmetric", "psd"})),
        Symbol("v", ("n", "1")),
        Symbol("a", sign="positive"),
        Symbol("b", sign="nonnegative"),
        Symbol("c"),
        Symbol("q", properties=frozenset({"psd"})),
        Symbol("z", role="state", sign="positive"),
        Symbol("f", role="function"),
        Symbol("p_j", index="j", sign="positive"),
        Symbol("s_j", index="j"),
    )
}


def scalar(functions: Functions, name: Letter) -> Ratio:
    return functions.scalars.letter(name)


def number(functions: Functions, value: Fraction | int) -> Ratio:
    return functions.scalars.number(value)


def alphabet(functions: Functions) -> Alphabet:
    shapes: dict[Letter, tuple[str, str]] = {n: s.shape for n, s in SYMBOLS.items()}
    marks: dict[Letter, frozenset[str]] = {n: s.properties for n, s in SYMBOLS.items()}
    return Alphabet(functions.scalars, shapes, marks)
