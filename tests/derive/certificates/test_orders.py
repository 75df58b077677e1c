"""Sums of squares as evidence: what they show, and that forged ones are rejected."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.derive.certificates.written import (
    a_block,
    a_setting,
    a_symbol,
    changed,
    leaves,
    rejects,
    sealed,
    written,
)

from sslcheck.derive.certificates import verify
from sslcheck.derive.certificates.orders import Supposed, supposed
from sslcheck.derive.expr import ZERO, Num, Relation, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.verdicts.condition import Definite, Nonsingular, Positive

_CLAIMS = (
    ("deep-linear-2", "1.order"),
    ("dimensional-collapse", "2.never"),
    ("isoloss", "2.collapses"),
    ("stepwise", "2.order"),
    ("directpred", "4.psd"),
    ("directpred", "4.spd"),
    ("non-contrastive", "4.psd"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_orders_of_shipped_articles_are_shown(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    assert verify.verify(found) in ("proved", "conditional")
    statement = ("claim", "statement")
    for path in leaves(found["claim"]["statement"], statement):
        assert rejects(sealed(changed(found, path))), path
    for theorem in found["claim"]["theorems"]:
        if theorem["shows"] == "holds":
            squares = theorem["evidence"]["squares"]
            theorem["evidence"]["squares"] = ["Prod", -1, squares]
            assert rejects(sealed(found))
            theorem["evidence"]["squares"] = squares


def _square(name: str) -> list[Any]:
    return [["Transpose", name], name]


@pytest.mark.parametrize(
    ("order", "about", "marks", "fine"),
    [
        ("psd", ["Prod", ["Transpose", "L"], "P", "L"], ["psd"], True),
        ("psd", ["Prod", ["Transpose", "L"], "P", "L"], ["symmetric"], False),
        ("psd", ["Prod", "L", "P", "L"], ["psd"], False),
        ("psd", ["Prod", "P", "P"], ["symmetric"], True),
        ("psd", ["Prod", -1, "P"], ["psd"], False),
        ("psd", ["Sum", "P", ["Prod", -2, ["Transpose", "L"], "L"]], ["psd"], False),
        ("pd", "P", ["psd"], False),
        ("pd", "P", ["psd", "invertible"], True),
        ("pd", "P", ["symmetric", "invertible"], False),
        ("pd", ["Prod", ["Transpose", "L"], "P", "L"], ["psd", "invertible"], False),
        ("pd", ["Prod", ["Transpose", "M"], "P", "M"], ["psd", "invertible"], True),
        ("pd", ["Prod", "M", "P", ["Transpose", "M"]], ["psd", "invertible"], True),
        ("pd", ["Prod", ["Transpose", "Q"], "P", "Q"], ["psd", "invertible"], True),
        ("psd", ["Prod", "Q", ["Transpose", "Q"]], ["psd"], True),
        ("pd", ["Prod", "Q", ["Transpose", "Q"]], ["psd"], False),
        ("pd", ["Sum", "P", ["Ident", "n"]], ["psd"], True),
        ("pd", ["Sum", "P", ["Prod", "a", ["Ident", "n"]]], ["psd"], False),
        ("pd", ["Sum", "P", ["Prod", "b", ["Ident", "n"]]], ["psd"], True),
        (">=", ["Trace", ["Prod", "P", "R"]], ["psd"], True),
        (">=", ["Trace", ["Prod", "P", "R"]], ["symmetric"], False),
        (">=", ["Trace", ["Prod", "P", "P", "R"]], ["symmetric"], True),
        (">=", ["Trace", ["Prod", "P", "R", "P"]], ["symmetric"], True),
        (">=", ["Trace", ["Prod", "P", "R", "R"]], ["symmetric"], False),
        (">", ["Trace", ["Prod", "P", "R"]], ["psd", "invertible"], False),
        ("<=", ["Prod", -1, ["Trace", "P"]], ["psd"], True),
        (">", ["Trace", "P"], ["psd", "invertible"], True),
        ("<", ["Trace", "P"], ["psd", "invertible"], False),
        ("psd", ["Kron", "P", ["Prod", *_square("L")]], ["psd"], True),
        ("psd", ["Kron", "P", "L"], ["psd"], False),
        ("pd", ["Kron", "P", ["Ident", "d"]], ["psd"], False),
        ("pd", ["Kron", "P", ["Ident", "d"]], ["psd", "invertible"], True),
    ],
)
def test_a_sum_of_squares_is_seen_by_its_form(
    order: str, about: Any, marks: list[str], fine: bool
) -> None:
    """The statement is what the evidence says: all that is asked is the sign."""
    square, tall = {"shape": ["n", "n"]}, {"shape": ["n", "k"]}
    symbols = {
        "P": a_symbol(*marks, **square),
        "R": a_symbol("psd", **square),
        "L": a_symbol(**square),
        "M": a_symbol("invertible", **square),
        "Q": a_symbol("orthonormal", **tall),
        "a": a_symbol(sign="nonnegative"),
        "b": a_symbol(sign="positive"),
    }
    setting = a_setting(symbols, at_least=[["n", "k"]])
    claim = a_block("definite" if order[0] == "p" else "inequality", [order, about, 0])
    unit = [[[[[1, 0], [0, 1]]]], [[[[1], [0]]]], [[[[1]]]]]
    values = dict.fromkeys("PRLM", unit[0]) | {"Q": unit[1], "a": unit[2], "b": unit[2]}
    model = {"sizes": {"n": 2, "k": 1, "d": 1}, "values": values}
    squares = about if order[0] != "<" else ["Prod", -1, about]
    evidence = {"model": model, "multiples": [None], "squares": squares}
    if fine:
        verify.holds(claim, setting, evidence)
        return
    with pytest.raises(verify.Rejected, match="not of squares"):
        verify.holds(claim, setting, evidence)


def test_squares_are_those_of_the_statement() -> None:
    setting = a_setting({"A": a_symbol("psd", shape=["n", "n"]), "B": a_symbol(shape=["n", "n"])})
    model = {"sizes": {"n": 1}, "values": {name: [[[[1]]]] for name in "AB"}}
    one, two = ["Kron", "A", ["Prod", *_square("B")]], ["Kron", ["Prod", *_square("B")], "A"]
    for statement, squares in ((one, one), (two, two), (one, two), ("A", ["Prod", *_square("B")])):
        evidence = {"model": model, "multiples": [None], "squares": squares}
        claim = a_block("definite", ["psd", statement, 0])
        if statement == squares:
            verify.holds(claim, setting, evidence)
            continue
        with pytest.raises(verify.Rejected, match="differ"):
            verify.holds(claim, setting, evidence)


def test_what_has_no_value_is_no_square() -> None:
    """`(-x)^(1/2)` is nowhere defined: no sign is known of it."""
    root = ["Power", ["Prod", -1, "x"], "1/2"]
    setting = a_setting({"x": a_symbol(sign="positive")})
    model = {"sizes": {}, "values": {"x": [[[[1]]]]}}
    evidence = {"model": model, "multiples": [None], "squares": root}
    with pytest.raises(verify.Rejected, match="not of squares"):
        verify.holds(a_block("inequality", [">", root, 0]), setting, evidence)


@pytest.mark.parametrize("along", [False, True])
def test_what_is_declared_of_a_state_counts_at_an_instant_only(along: bool) -> None:
    state = a_symbol("psd", shape=["n", "n"], role="state")
    setting = a_setting({"S": state}, flow={"S": ["Prod", -1, "S"]}, along=along)
    assert verify.Theory(setting).sure("S", False) is not along


def test_conditions_are_supposed_of_letters_or_as_relations() -> None:
    square = ("n", "n")
    symbols = {
        "A": Symbol("A", square, frozenset({"psd"})),
        "B": Symbol("B", square),
        "a": Symbol("a", sign="nonnegative"),
    }
    setting = Setting(symbols)
    normal = NormalForm(setting)
    conditions = (Definite(Sym("A")), Nonsingular(Sym("B")), Positive(Sym("a")))
    found = supposed(normal, Supposed(setting), conditions)
    assert found.setting.symbols["A"].properties == {"psd", "invertible"}
    assert found.setting.symbols["a"].sign == "positive"
    (relation,) = found.relations
    assert (relation.op, relation.rhs) == ("pd", ZERO)
    more = supposed(normal, found, [Positive(Num(Fraction(2)))])
    assert more.relations[-1] == Relation(Num(Fraction(2)), ">", ZERO)


def test_a_sign_that_is_not_known_is_not_false_at_a_point() -> None:
    setting, model = a_setting({"x": a_symbol()}), {"sizes": {}, "values": {"x": [[[[1]]]]}}
    evidence = {"model": model, "relation": 0, "order": 0, "mode": 0}
    verify.fails(a_block("inequality", ["<", "x", 0]), setting, evidence)
    for order in ("?", "!=", "->"):
        with pytest.raises(verify.Rejected, match="not known"):
            verify.fails(a_block("inequality", [order, "x", 0]), setting, evidence)
