"""Equations as rules: what is written by them is the same where they hold, and ends."""

from __future__ import annotations

import pytest

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.calculus.leads import by_leads
from sslcheck.derive.expr import difference
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("S", ("n", "n"), frozenset({"psd"})),
        Symbol("A", ("n", "n")),
        *(Symbol(name, ("n", "1")) for name in "vwb"),
        Symbol("a"),
        Symbol("k", sign="positive"),
    )
}
NORMAL = NormalForm(Setting(SYMBOLS))


def gap(equation: str) -> Element:
    """The difference of the sides."""
    relation = read_statement(equation, SYMBOLS, ("n",)).relations[0]
    relation = resolve_relation(relation, SYMBOLS, source=equation)
    return NORMAL.whole(difference(relation.lhs, relation.rhs))


@pytest.mark.parametrize(
    ("text", "supposed", "expected"),
    [
        (
            "w^T S w - 2 w^T b + v^T S v = 0",
            "S v = b",
            ["w^T S w - 2 w^T b + v^T b = 0", "(w - v)^T S (w - v) = 0"],
        ),
        ("w^T w + 1 = 0", "w^T w = 1", ["1 + 1 = 0", "1 + 1 = 0"]),
        ("w^T A^T w = 0", "A w = k w", ["k w^T w = 0"]),
        ("A S w = v", "S w = b", ["A b = v"]),
        ("A b = v", "S w = b", ["A S w = v"]),
        ("A S w = 0", "A w = 0", []),
        ("w^T S v = 0", "a S v = b", []),  # nothing is divided by what may be 0
        ("w^T w = 0", "a w^T w = 1", []),
        ("w^T A w = 0", "A = A S A", []),
    ],
)
def test_one_word_of_each_equation_gives_way(text: str, supposed: str, expected: list[str]) -> None:
    found = [*by_leads(gap(text), [gap(supposed)], NORMAL.functions)]
    assert len(found) == len(expected)
    assert all(not (one - gap(two)).terms for one, two in zip(found, expected, strict=True))
