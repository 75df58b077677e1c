"""Statements over letters of every sort, and their normal forms along a flow."""

from __future__ import annotations

from sslcheck.derive.expr import Expr, Relation
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

SPACES = ("n", "d")
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("n", "d"), role="state"),
        Symbol("V", ("n", "n"), role="state"),
        Symbol("U", ("n", "n"), role="state"),
        Symbol("x", role="state"),
        Symbol("y", role="state"),
        Symbol("z", role="state", sign="positive"),
        Symbol("X", ("n", "d")),
        Symbol("A", ("n", "n")),
        Symbol("S", ("n", "n"), frozenset({"psd"})),
        Symbol("P", ("n", "n"), frozenset({"psd"})),
        Symbol("a"),
        Symbol("b"),
        Symbol("c", sign="positive"),
        Symbol("h", sign="nonnegative"),
    )
}


def relation(text: str) -> Relation:
    """A statement in these letters."""
    found = read_statement(text, SYMBOLS, SPACES).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


def side(text: str) -> Expr:
    """An expression in these letters: what stands on the left of a statement."""
    return relation(f"{text} = {text}").lhs


def normal_form(**flow: str) -> NormalForm:
    """The normal form along a flow, given by the rates of its states."""
    rates = {state: relation(f"{state} = {rate}").rhs for state, rate in flow.items()}
    return NormalForm(Setting(SYMBOLS, flow=rates, kept=frozenset({"z"})))
