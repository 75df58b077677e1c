"""Reasons: words, formulas and names, rendered for each medium."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.expr import Num, Relation, Sym
from sslcheck.derive.reason import Math, Ref, Text, joined, plainly, reason, set_in

ETA = Sym("\\eta")
LAW = Relation(ETA, ">=", Num(Fraction(1, 2)))


def test_parts_in_order() -> None:
    inner = reason("b ", ETA)
    assert reason("", "a ", inner, LAW, Ref("claim", "3")) == (
        *(Text("a "), Text("b "), Math(ETA), Math(LAW), Ref("claim", "3")),
    )


def test_in_plain_characters() -> None:
    said = reason("by ", Ref("equation", "2"), " and ", Ref("hypothesis", "h"), ": ", LAW)
    assert plainly(said) == "by (2) and `h`: η ≥ 1/2"
    assert plainly(reason(Math(ETA, "\\neq 0"))) == "η ≠ 0"


def test_as_a_formula() -> None:
    assert set_in(reason(LAW)) == r"\eta \geq \frac{1}{2}"
    assert set_in(reason("where ", Math(ETA, "> 0"))) == r"\text{where } \eta > 0"
    assert set_in(reason(ETA, " is small")) == r"\eta \quad \text{is small}"


def test_joined_with_words_between() -> None:
    assert plainly(joined([reason("a"), reason("b"), reason("c")], ", ")) == "a, b, c"
    assert joined([], ", ") == ()
