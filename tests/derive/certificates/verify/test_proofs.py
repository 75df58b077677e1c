"""What is asked of a proof."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_model
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.orders import Supposed, supposed
from sslcheck.derive.expr import ZERO, Num, Relation, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.verdicts.condition import Definite, Nonsingular, Positive


def test_hypotheses_that_no_point_meets_prove_nothing() -> None:
    setting = a_setting({"x": a_symbol() | {"sign": "positive"}}, relations=[["=", "x", 0]])
    block = a_block("identity", ["=", "x", 0])
    model = {"sizes": {}, "values": {"x": [[[[0]]]]}}
    with pytest.raises(verifier.Rejected, match="sign"):
        verifier.holds(block, setting, {"model": model, "multiples": [["assumed", 0]]})


_STILL = object()
_TURN = {"x": ["Prod", -1, "y"], "y": "x", "z": ["Prod", -1, "z"]}
_SQUARES = ["Sum", ["Prod", "x", "x"], ["Prod", "y", "y"]]
_FELL = {"x": ["Prod", -1, "x"], "y": "z", "z": 1}


@pytest.mark.parametrize(
    ("said", "values", "remains", "why"),
    [
        ({"stays": [["=", _SQUARES, 4]]}, (2, 0, 1), [None], ""),  # kept by the flow
        ({"stays": [["=", _SQUARES, 4]]}, (2, 1, 1), [None], "an equation that is assumed"),
        ({"stays": [[">", _SQUARES, 3]]}, (2, 0, 1), [None], "no trajectory"),
        ({"stays": [["=", "x", "y"]]}, (2, 2, 1), [None], "two sides differ"),
        ({"stays": [["=", "x", "y"]]}, (2, 2, 1), _STILL, "it moves"),
        ({"stays": [["=", "x", "y"]]}, (0, 0, 0), _STILL, ""),
        ({"stays": [["=", "x", "y"]]}, (0, 0, 1), _STILL, "it moves"),  # what is supposed does not
        ({"stays": [["=", "z", 1]]}, (0, 0, 1), [["Prod", -1, ["assumed", 0]]], "differ"),
        ({"stays": [["=", "z", 0]]}, (2, 0, 0), [["Prod", -1, ["assumed", 0]]], ""),
        ({"stays": [["=", "x", "y"]], "flow": _FELL}, (1, 1, -1), [None], "two sides differ"),
        ({"stays": [["=", ["Prod", "x", "f"], 4]]}, (2, 0, 1), [None], "two sides differ"),
        ({"stays": [["=", ["Prod", "x", "f"], 0]]}, (0, 0, 0), _STILL, ""),  # a function that rests
        ({"values": {"y": "x"}}, (2, 2, 1), [], "two rates"),
        ({"values": {"y": "x"}}, (0, 0, 0), _STILL, ""),
        ({"values": {"y": "x"}, "flow": _FELL | {"y": ["Prod", -1, "x"]}}, (2, 0, 1), [], ""),
        ({"always": [[">", "z", ["Num", "1/2"]]]}, (0, 0, 1), [], "no trajectory"),
        ({"always": [["<", "z", 1]]}, (0, 0, 0), _STILL, ""),
        ({"always": [[">", "a", 1]]}, (2, 0, 1), [], ""),  # of what never moves
        ({"always": [["<", "z", ["Sum", "t", 1]]]}, (0, 0, 0), _STILL, "it moves"),
        ({"lasts": True}, (2, 0, 1), [], "no trajectory"),
        ({"lasts": True}, (0, 0, 0), _STILL, ""),
        ({"lasts": True, "flow": _FELL}, (0, 0, 0), _STILL, "it moves"),
    ],
)
def test_what_is_supposed_at_all_times_is_so_on_a_trajectory(
    said: dict[str, Any], values: Any, remains: Any, why: str
) -> None:
    """It is one on which nothing moves, or stays where it starts since equations are kept."""
    symbols = {name: a_symbol(role="state") for name in "xyz"}
    symbols |= {"f": a_symbol(role="function"), "a": a_symbol()}
    setting = a_setting(symbols, along=True) | {"flow": _TURN} | said
    model = a_model(**dict(zip("xyz", values, strict=True)), f=2, a=2)
    evidence = {"model": model} | ({"still": True} if remains is _STILL else {"remains": remains})
    if not why:
        verifier.met(setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.met(setting, evidence)


@pytest.mark.parametrize(
    ("relation", "sign", "fine"),
    [
        ([], "real", False),
        ([], "nonnegative", False),
        ([], "positive", True),
        ([[">", ["Power", "x", "2"], 0]], "real", True),
        ([[">=", ["Power", "x", "2"], 0]], "real", False),
        ([["<", "x", 1]], "real", False),
        ([[">", "x", ["Num", "1/2"]], ["=", "x", 1]], "real", False),  # more than is looked for
        ([[">", "x", 0]], "real", True),
    ],
)
def test_a_statement_divides_by_nothing_that_may_be_0(
    relation: list[Any], sign: str, fine: bool
) -> None:
    """`y x y^(-1) = 1` where y is x."""
    setting = a_setting({"x": a_symbol(sign=sign), "y": a_symbol()}, relations=relation)
    setting["values"] = {"y": "x"}
    block = a_block("identity", ["=", ["Prod", "x", ["Power", "y", "-1"]], 1])
    model = {"sizes": {}, "values": {"x": [[[[int(relation[:1] != [["<", "x", 1]])]]]]}}
    if fine:
        verifier.holds(block, setting, {"model": model, "multiples": [None]})
        return
    with pytest.raises(verifier.Rejected, match="divisor"):
        verifier.holds(block, setting, {"model": model, "multiples": [None]})


@pytest.mark.parametrize("kind", ["identity", "inequality"])
def test_what_is_so_at_the_start_is_not_said_of_all_times(kind: str) -> None:
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": 1}, instant={"x": 0})
    relation = ["=" if kind == "identity" else ">=", "x", 0]
    model = {"sizes": {}, "values": {"x": [[[[0]]]]}}
    evidence = {"model": model, "multiples": [None], "squares": 0}
    verifier.holds(a_block(kind, relation), setting, evidence)
    for more in ({}, {"stays": True}):
        with pytest.raises(verifier.Rejected, match="two sides differ"):
            verifier.holds(a_block(kind, relation), setting | {"along": True}, evidence | more)
    verifier.holds(a_block(kind, [relation[0], "x", ["Prod", 0, "t"]]), setting, evidence)
    for times in (["At", "x"], ["Integral", "x"]):
        with pytest.raises(verifier.Rejected, match="times"):
            verifier.holds(a_block(kind, [relation[0], "x", ["Prod", 0, times]]), setting, evidence)


@pytest.mark.parametrize(
    ("rate", "value", "start", "shown", "fine"),
    [
        (0, ["At", "x"], {}, None, True),
        (1, ["At", "x"], {}, None, False),
        (0, 1, {"x": 1}, None, True),
        (0, 1, {"x": 2}, None, False),
        (0, 1, {}, None, False),
        (["Prod", -1, "x"], 0, {"x": 0}, ["Prod", -1, ["assumed", 0]], True),
        (["Prod", -1, "x"], 0, {}, ["Prod", -1, ["assumed", 0]], False),
        (1, 0, {"x": 0}, None, False),
        (1, ["Sum", "t", ["At", "x"]], {}, None, True),
        (["Prod", -1, "x"], ["Prod", ["At", "x"], ["Exp", ["Prod", -1, "t"]]], {}, 0, True),
    ],
)
def test_what_is_so_at_the_start_and_stays(
    rate: Any, value: Any, start: Any, shown: Any, fine: bool
) -> None:
    shown = ["Prod", -1, ["assumed", 0]] if shown == 0 else shown
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": rate}, instant=start, along=True)
    block = a_block("identity", ["=", "x", value])
    evidence = {"model": a_model(x=1), "multiples": [shown], "stays": True}
    if not fine:
        with pytest.raises(verifier.Rejected, match="two sides differ"):
            verifier.holds(block, setting, evidence)
        return
    verifier.holds(block, setting, evidence)
    if not start and rate == 0:
        with pytest.raises(verifier.Rejected, match="one instant"):
            verifier.holds(
                a_block("identity", ["=", "x", "x"]), setting | {"along": False}, evidence
            )


def test_what_is_declared_is_so_at_the_start() -> None:
    psd = a_symbol("psd", role="state", shape=["n", "n"])
    setting = a_setting({"P": psd}, flow={"P": "P"}, along=True)
    model = a_model({"n": 1}, P=1)
    for op, value, fine in (
        ("psd", ["At", "P"], True),
        ("psd", "P", False),
        ("pd", ["At", "P"], False),
        ("psd", ["Prod", -1, ["At", "P"]], False),
    ):
        evidence = {"model": model, "multiples": [None], "squares": value}
        if fine:
            verifier.holds(a_block("definite", [op, value, 0]), setting, evidence)
            continue
        with pytest.raises(verifier.Rejected, match="not of squares"):
            verifier.holds(a_block("definite", [op, value, 0]), setting, evidence)


def _square(name: str) -> list[Any]:
    return [["Transpose", name], name]


def test_squares_are_those_of_the_statement() -> None:
    setting = a_setting({"A": a_symbol("psd", shape=["n", "n"]), "B": a_symbol(shape=["n", "n"])})
    model = {"sizes": {"n": 1}, "values": {name: [[[[1]]]] for name in "AB"}}
    one, two = ["Kron", "A", ["Prod", *_square("B")]], ["Kron", ["Prod", *_square("B")], "A"]
    for statement, squares in ((one, one), (two, two), (one, two), ("A", ["Prod", *_square("B")])):
        evidence = {"model": model, "multiples": [None], "squares": squares}
        claim = a_block("definite", ["psd", statement, 0])
        if statement == squares:
            verifier.holds(claim, setting, evidence)
            continue
        with pytest.raises(verifier.Rejected, match="differ"):
            verifier.holds(claim, setting, evidence)


def test_what_has_no_value_is_no_square() -> None:
    """`(-x)^(1/2)` is nowhere defined: no sign is known of it."""
    root = ["Power", ["Prod", -1, "x"], "1/2"]
    setting = a_setting({"x": a_symbol(sign="positive")})
    model = {"sizes": {}, "values": {"x": [[[[1]]]]}}
    evidence = {"model": model, "multiples": [None], "squares": root}
    with pytest.raises(verifier.Rejected, match="not of squares"):
        verifier.holds(a_block("inequality", [">", root, 0]), setting, evidence)


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


@pytest.mark.parametrize(("index", "fine"), [("j", True), ("", False)])
def test_a_constant_is_one_for_all_modes_unless_it_has_their_index(index: str, fine: bool) -> None:
    symbols = {"x": a_symbol(index="j"), "C": a_symbol(role="constant", index=index)}
    setting = a_setting(symbols, along=True, indices={"j": "n"})
    claim = a_block("integral", ["=", "C", "x"], unknown="C")
    model = {"sizes": {"n": 2}, "values": {"x": [[[[1]]], [[[2]]]]}}
    evidence = {"model": model, "multiples": [None], "value": "x", "factor": 1}
    if fine:
        verifier.holds(claim, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="each mode"):
        verifier.holds(claim, setting, evidence)


def test_a_sign_that_is_not_known_is_none_of_order() -> None:
    setting, model = a_setting({"x": a_symbol()}), {"sizes": {}, "values": {"x": [[[[1]]]]}}
    square = ["Prod", "x", "x"]
    evidence = {"model": model, "multiples": [None], "squares": square}
    verifier.holds(a_block("inequality", [">=", square, 0]), setting, evidence)
    for order in ("?", "!=", "->"):
        with pytest.raises(verifier.Rejected, match="no order"):
            verifier.holds(a_block("inequality", [order, square, 0]), setting, evidence)


def test_an_integral_is_the_only_relation_of_its_claim() -> None:
    """`C = a` and `C = x` where `x` moves: the second is not looked at."""
    symbols = {"C": a_symbol(role="constant"), "a": a_symbol(), "x": a_symbol(role="state")}
    setting = a_setting(symbols, flow={"x": 1}, along=True)
    one, two = ["=", "C", "a"], ["=", "C", "x"]
    evidence = {"model": a_model(a=1, x=1), "multiples": [None], "value": "a", "factor": 1}
    verifier.holds(a_block("integral", one, unknown="C"), setting, evidence)
    with pytest.raises(verifier.WRONG):
        verifier.holds(a_block("integral", one, two, unknown="C"), setting, evidence)


def test_what_rests_has_a_value_and_is_shown() -> None:
    """x / x where x is 0 at rest; and of x that never rests."""
    block = a_block("stationary", ["=", ["Prod", "x", ["Power", "x", "-1"]], 1])
    x = a_symbol(role="state", sign="nonnegative")
    setting = a_setting({"x": x}, flow={"x": ["Prod", -1, "x"]}) | {"here": {"x": ["nonnegative"]}}
    evidence = {"model": a_model(x=0), "multiples": [None], "still": True}
    with pytest.raises(verifier.Rejected, match="divisor"):
        verifier.holds(block, setting, evidence)
    for shown in ({"model": a_model(x=1)}, {"model": a_model(x=1), "still": True}):
        with pytest.raises(verifier.Rejected, match=r"no stationary point|it moves"):
            verifier.holds(block, setting, {"multiples": [None]} | shown)


_ROOT = ["Power", "x", "1/2"]


@pytest.mark.parametrize("sign", ["nonnegative", "positive"])
@pytest.mark.parametrize(
    ("kind", "statement", "rate"),
    [
        ("identity", ["=", ["Prod", 2, _ROOT, ["Dot", _ROOT]], 1], 1),
        ("identity", ["=", ["Prod", 2, _ROOT, ["Partial", _ROOT, "x"]], 1], 1),
        ("identity", ["=", ["Prod", 2, _ROOT, ["Dot", ["Sum", _ROOT, 1]]], 1], 1),
    ],
)
def test_what_is_said_of_an_instant_has_a_value_there(
    kind: str, statement: Any, rate: Any, sign: str
) -> None:
    """x / x where x is 0 at rest; the rate of a root where it is 0."""
    setting = a_setting({"x": a_symbol(role="state", sign=sign)}, flow={"x": rate})
    setting["here"] = {"x": [sign]}
    evidence = {"model": a_model(x=1), "multiples": [None]}
    if sign == "positive":
        verifier.holds(a_block(kind, statement), setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="divisor"):
        verifier.holds(a_block(kind, statement), setting, evidence)


_X, _A = a_symbol(), a_symbol(shape=["n", "n"])
_MOVES, _MODE = a_symbol(role="state"), a_symbol(index="j")
_MATRIX = a_symbol(shape=["n", "n"], role="constant")
_SQUARE = ["Power", "x", "2"]
_CONSTANT = a_symbol(role="constant", sign="positive")
_FALSE: dict[str, Any] = {
    "a bound for an equation": (
        a_block("identity", ["=", "x", 0]),
        {"symbols": {"x": _X}, "relations": [[">=", "x", 0]]},
        {"multiples": [["assumed", 0]]},
    ),
    "a sign that is none of equality": (
        a_block("identity", ["!=", "x", "x"]),
        {"symbols": {"x": _X}},
        {},
    ),
    "a constant that is not as declared": (
        a_block("integral", ["=", "C", "x"], unknown="C"),
        {"symbols": {"C": _CONSTANT, "x": a_symbol(role="state")}, "flow": {"x": 0}},
        {"value": "x", "factor": 1},
    ),
    "a matrix that is not as declared": (  # A' = -(B A + A B^T)
        a_block(
            "lyapunov",
            ["=", ["Dot", "A"], ["Prod", -1, ["Sum", ["Prod", "K", "A"], ["Prod", "A", "B"]]]],
            unknown="K",
            basis=["B"],
        ),
        {
            "symbols": {
                "A": a_symbol(shape=["n", "n"], role="state"),
                "B": _A,
                "K": a_symbol("symmetric", shape=["n", "n"], role="constant"),
            },
            "flow": {"A": ["Prod", -1, ["Sum", ["Prod", "B", "A"], ["Prod", "A", "B"]]]},
        },
        {"value": "B"},
    ),
    "a start that is what holds at an instant": (
        a_block("identity", ["=", ["At", "x"], 0]),
        {"symbols": {"x": a_symbol(role="state")}, "flow": {"x": 1}, "instant": {"x": 0}},
        {},
    ),
    "an integral of what holds at an instant": (
        a_block("identity", ["=", ["Integral", "x"], ["Integral", 0]]),
        {"symbols": {"x": a_symbol(role="state")}, "flow": {"x": 1}, "instant": {"x": 0}},
        {},
    ),
    "a matrix that no law gives": (
        a_block("definite", ["pd", "A", 0], unknown="A"),
        {"symbols": {"A": _A}},
        {"value": ["Ident", "n"], "squares": ["Ident", "n"]},
    ),
    "a matrix that is psd for one without negative entries": (
        a_block("inequality", [">=", ["Prod", ["Transpose", "A"], "A"], 0]),
        {"symbols": {"A": _A}},
        {"squares": ["Prod", ["Transpose", "A"], "A"]},
    ),
    "a square that may be 0": (
        a_block("inequality", [">", _SQUARE, 0]),
        {"symbols": {"x": _X}},
        {"squares": _SQUARE},
    ),
    "a square that has no value where it would be 0": (
        a_block("inequality", [">", _SQUARE, 0]),
        {"symbols": {"x": _X}},
        {"squares": ["Power", ["Power", "x", "-2"], "-1"]},
    ),
    "a start in a rate that is what holds at an instant": (
        a_block("identity", ["=", ["Dot", "y"], 1]),
        {"symbols": {"x": _MOVES, "y": _MOVES}, "flow": {"x": 1, "y": ["At", "x"]}}
        | {"instant": {"x": 1}},
        {},
    ),
    "an integral that is what it is at the start": (
        a_block("identity", ["=", ["Integral", "x"], 0]),
        {"symbols": {"x": _X, "y": _MOVES}, "flow": {"y": 0}, "along": True}
        | {"relations": [["=", ["Integral", "x"], 0]]},
        {"multiples": [["assumed", 0]]},
    ),
    "a state that does not depend on what moves it": (
        a_block("identity", ["=", ["Partial", "y", "x"], 0]),
        {"symbols": {"x": _X, "y": _MOVES}, "flow": {"y": "x"}, "along": True},
        {},
    ),
    "an equation of no start": (
        a_block("preserved", ["=", ["Sum", _SQUARE, 1], 0]),
        {"symbols": {"x": _MOVES}, "flow": {"x": ["Sum", _SQUARE, 1]}},
        {"multiples": [["Prod", 2, "x", ["assumed", 0]]]},
    ),
    "a recursion that divides": (
        a_block(
            "fixed-point",
            ["=", "y", "x"],
            unknown="y",
            recursion=["=", "y", ["Prod", ["Power", "y", "2"], ["Power", "x", "-1"]]],
        ),
        {"symbols": {"x": _X, "y": _X}},
        {"value": "x"},
    ),
    "a square of a matrix that has an inverse": (
        a_block("inequality", [">=", ["Trace", ["Prod", "A", "A"]], 0]),
        {"symbols": {"A": _A, "x": _MOVES}}
        | {"flow": {"x": ["Prod", ["Trace", ["Power", "A", "-1"]], "x"]}},
        {"squares": ["Trace", ["Sum", ["Prod", "A", "A"], 0]]},
    ),
    "a matrix that a law gives otherwise": (
        a_block("linear", ["=", ["Dot", ["Vec", "W"]], ["Prod", "H", ["Vec", "W"]]], unknown="H"),
        {"symbols": {"W": a_symbol(role="state", shape=["n", "1"]), "A": _A, "H": _MATRIX}}
        | {"flow": {"W": ["Prod", "A", "W"]}, "values": {"H": 0}},
        {"value": ["Kron", 1, "A"]},
    ),
    "a matrix that is supposed to be another": (
        a_block("linear", ["=", ["Dot", ["Vec", "W"]], ["Prod", "H", ["Vec", "W"]]], unknown="H"),
        {"symbols": {"W": a_symbol(role="state", shape=["n", "1"]), "A": _A, "H": _MATRIX}}
        | {"flow": {"W": ["Prod", "A", "W"]}, "relations": [["=", "H", ["Transpose", "H"]]]},
        {"value": ["Kron", 1, "A"]},
    ),
    "a matrix for each mode": (
        a_block(
            "lyapunov", ["=", ["Prod", "p", "A"], ["Prod", "K", "A"]], unknown="K", basis=["A"]
        ),
        {"symbols": {"p": _MODE, "A": _A, "K": _MATRIX}, "indices": {"j": "n"}},
        {"value": ["Prod", "p", ["Ident", "n"]]},
    ),
    "a root of a diagonal matrix of one row": (
        a_block("identity", ["=", ["Power", ["Diag", "p", "j", "1"], "1/2"], 1]),
        {"symbols": {"p": _MODE | {"sign": "positive"}}, "indices": {"j": "1"}},
        {},
    ),
    "a kind that is none": (a_block("lemma", ["=", "x", "x"]), {"symbols": {"x": _X}}, {}),
}


@pytest.mark.parametrize("why", _FALSE)
def test_what_is_false_is_not_proved(why: str) -> None:
    block, said, shown = _FALSE[why]
    model = a_model({"n": 1}, **dict.fromkeys(said["symbols"], 1))
    with pytest.raises(verifier.WRONG):
        verifier.holds(block, a_setting({}) | said, {"model": model, "multiples": [None]} | shown)


@pytest.mark.parametrize("shape", ["1", "n"])
def test_a_number_is_0_where_a_power_of_it_is_but_a_matrix_need_not_be(shape: str) -> None:
    setting = a_setting({"W": a_symbol(role="state", shape=[shape, shape])})
    setting |= {"flow": {"W": ["Prod", "W", "W"]}}
    model = {"sizes": {"n": 2}, "values": {"W": [[[[0] * 2] * 2]] if shape == "n" else [[[[0]]]]}}
    evidence = {"model": model, "multiples": [["assumed", 0]], "power": 2, "still": True}
    block = a_block("stationary", ["=", "W", 0])
    if shape == "1":
        verifier.holds(block, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="no power of a number"):
        verifier.holds(block, setting, evidence)


@pytest.mark.parametrize(
    ("squares", "why"), [(2, ""), (3, "no such rate"), (0, "close to 0"), ("a", "close to 0")]
)
def test_a_matrix_without_a_kernel_is_seen_to_be_one(squares: Any, why: str) -> None:
    symbols = {"x": a_symbol(role="state"), "a": a_symbol(sign="nonnegative")}
    setting = a_setting(symbols, flow={"x": "x"})
    shown = {"model": {"sizes": {}, "values": {"x": [[[[0]]]], "a": [[[[0]]]]}}, "law": 1}
    shown |= {"still": True, "squares": squares, "multiples": [["Vec", ["assumed", 0]]]}
    if not why:
        verifier.holds(a_block("stationary", ["=", "x", 0]), setting, shown)
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.holds(a_block("stationary", ["=", "x", 0]), setting, shown)


def test_that_one_function_serves_all_modes_is_not_proved() -> None:
    mode = a_symbol(role="state", sign="positive", index="j")
    symbols = {"x": mode, "y": mode, "k": a_symbol(role="function")}
    flow = {"x": ["Prod", -1, "x"], "y": ["Prod", -2, "y"]}
    setting = a_setting(symbols, flow=flow, indices={"j": "n"})
    model = a_model({"n": 2}, x=[[[[1]]], [[[2]]]], y=[[[[1]]], [[[1]]]], k=1)
    evidence = {"model": model, "value": ["Prod", "x", ["Power", "y", "-1"]], "multiples": [None]}
    evidence |= {"kept": {"x": -1, "y": -2}}
    block = a_block("common", ["=", "x", ["Prod", "k", "y"]], unknown="k")
    with pytest.raises(verifier.Rejected, match="not certified"):
        verifier.holds(block, setting, evidence)


@pytest.mark.parametrize(
    "supposed",
    [
        {"relations": [["=", "C", 1]]},
        {"always": [["=", "C", 1]]},
        {"stays": [["=", "C", 1]]},
        {"values": {"C": 1}},
        {"instant": {"C": 1}},
        {"instant": {"x": ["Sum", "C", 1]}},
        {"flow": {"x": ["Prod", -1, "C", "x"]}},
    ],
)
def test_a_constant_of_which_more_is_supposed_is_not_shown_to_exist(supposed: Any) -> None:
    symbols = {"x": a_symbol(role="state"), "C": a_symbol(role="constant")}
    setting = a_setting(symbols, flow={"x": ["Prod", -1, "x"]}, along=True)
    value = ["Prod", "x", ["Exp", "t"]]
    evidence = {"model": a_model(x=1, C=1), "value": value, "factor": -1, "multiples": [None]}
    evidence |= {"remains": [None]}
    block = a_block("integral", ["=", value, "C"], unknown="C")
    verifier.holds(block, setting, evidence)
    with pytest.raises(verifier.Rejected, match="given"):
        verifier.holds(block, setting | supposed, evidence)
