"""Symbols of a theorem."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.coq.symbols import Symbols, exponential
from sslcheck.derive.expr import Exp, Num, Power, Prod, Sum, Sym
from sslcheck.derive.setting import Setting, Symbol

a, b = Sym("a"), Sym("b")
SETTING = Setting({"a": Symbol("a"), "b": Symbol("b")}, definitions={"b": Sum((a, a))})


def test_abbreviations_and_variables() -> None:
    symbols = Symbols(SETTING, {})
    assert symbols.translate(Prod((b, a))).text == "(b * a)"
    assert [*symbols.numbers] == ["a"]
    assert symbols.lets["b"][1].text == "(a + a)"
    assert symbols.expanded(b) == Sum((a, a))


def test_values_come_before_definitions() -> None:
    symbols = Symbols(SETTING, {"b": Num(Fraction(1))})
    assert symbols.translate(b).code == "S1"
    assert symbols.lets["b"][1].text == "1"


def test_exponentials_and_roots_are_numbers() -> None:
    symbols = Symbols(SETTING, {})
    node = Exp(Prod((a, Sym("t"))))
    assert symbols.prepared(node) == Sym(exponential(node))
    first, second = (symbols.prepared(Power(base, Fraction(n, 2))) for base, n in ((a, 1), (a, 3)))
    assert first == Power(Sym("root 1"), Fraction(1))
    assert second == Power(Sym("root 1"), Fraction(3))
    assert symbols.squares == {"root 1": a}


def test_of_a_state_what_its_flow_keeps_is_known() -> None:
    known = {"P": Symbol("P", ("n", "n"), frozenset({"psd"}), role="state")}
    symbols = Symbols(Setting(known, kept=frozenset(), weaker={"P": frozenset({"symmetric"})}), {})
    symbols.translate(Sym("P"))
    assert symbols.matrices["P"].mark == "symmetric"
