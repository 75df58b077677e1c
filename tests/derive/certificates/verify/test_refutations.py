"""Points that refute, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_model
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier


@pytest.mark.parametrize(("others", "fine"), [(0, True), (1, False)])
def test_a_stationary_point_is_one_for_all_modes(others: int, fine: bool) -> None:
    mode = a_symbol() | {"role": "state", "index": "j"}
    setting = a_setting({"x": mode, "b": a_symbol()})
    setting |= {"indices": {"j": "n"}, "flow": {"x": "x"}}
    block = a_block("stationary", ["=", "b", 0])
    values = {"x": [[[[0]]], [[[others]]]], "b": [[[[1]]]]}
    model = {"sizes": {"n": 2}, "values": values}
    evidence = {"model": model, "relation": 0, "order": 0, "mode": 0}
    if fine:
        verifier.fails(block, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="moves"):
        verifier.fails(block, setting, evidence)


_RESTS = {
    "x": a_symbol(role="state"),
    "y": a_symbol(role="state"),
    "z": a_symbol(role="state"),
    "f": a_symbol(role="function"),
}


def _at_rest(quantity: Any, flow: dict[str, Any], **values: Any) -> None:
    """That something does not tend to 0, as nothing moves at a point."""
    setting = a_setting(_RESTS, flow=flow, along=True)
    model = a_model(x=1, y=0, z=0, f=0)
    model["values"] |= {name: [orders] for name, orders in values.items()}
    evidence = {"model": model, "order": 0, "relation": 0, "mode": 0}
    verifier.fails(a_block("vanishes", ["->", quantity, 0]), setting, evidence)


_STILL = {"x": ["Prod", -1, "y", "x"], "y": "y", "z": "z"}


def test_a_quantity_does_not_vanish_where_nothing_moves() -> None:
    _at_rest("x", _STILL)
    _at_rest("x", _STILL, z=[[[1]]])  # which moves, but not x
    _at_rest(["Sum", "x", "f"], _STILL)


@pytest.mark.parametrize(
    ("quantity", "more", "values", "why"),
    [
        ("y", {}, {}, "at its limit"),
        ("x", {}, {"y": [[[1]]]}, "it moves"),
        ("x", {"x": "x"}, {}, "it moves"),
        ("x", {}, {"x": [[[0]]]}, "at its limit"),
        ("x", {"y": "z"}, {"z": [[[1]]]}, "it moves"),
        ("x", {"y": ["Prod", "y", "z"], "z": 1}, {}, "it moves"),
        ("x", {"y": ["Prod", -1, "t"]}, {}, "it moves"),
        ("x", {"y": "f"}, {"f": [[[0]], [[1]]]}, "it moves"),
        (["Prod", "x", ["Exp", "t"]], {}, {}, "it moves"),
    ],
)
def test_what_moves_does_not_rest(quantity: Any, more: Any, values: Any, why: str) -> None:
    with pytest.raises(verifier.Rejected, match=why):
        _at_rest(quantity, _STILL | more, **values)


def test_a_state_without_a_rate_does_not_rest() -> None:
    with pytest.raises(verifier.Rejected, match="it moves"):
        _at_rest("x", {"x": ["Prod", -1, "y", "x"], "z": "z"})


def test_a_sign_that_is_not_known_is_not_false_at_a_point() -> None:
    setting, model = a_setting({"x": a_symbol()}), {"sizes": {}, "values": {"x": [[[[1]]]]}}
    evidence = {"model": model, "relation": 0, "order": 0, "mode": 0}
    verifier.fails(a_block("inequality", ["<", "x", 0]), setting, evidence)
    for order in ("?", "!=", "->"):
        with pytest.raises(verifier.Rejected, match="not known"):
            verifier.fails(a_block("inequality", [order, "x", 0]), setting, evidence)


_STACKED = ["Vec", "W"]


def _without(
    gap: Any, w: list[list[int]], v: list[list[int]], *multiples: Any, **said: Any
) -> None:
    """That no K solves an equation with matrices W and V at a point, by multiples of entries."""
    square = {"shape": ["n", "n"]}
    symbols = {"W": a_symbol(**square), "V": a_symbol(**square)}
    symbols["K"] = a_symbol(role="constant", **square, **said)
    claim = a_block("lyapunov", ["=", gap, 0], unknown="K", basis=["W"])
    model = {"sizes": {"n": 2}, "values": {"W": [[w]], "V": [[v]]}}
    evidence = {"model": model, "order": 0, "relation": 0, "mode": 0, "sum": [*multiples]}
    verifier.fails(claim, a_setting(symbols), evidence)


def test_no_matrix_solves_an_equation_that_contradicts_itself() -> None:
    one, zero, upper = [[1, 0], [0, 1]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]
    both = ["Sum", ["Prod", "K", "W"], ["Prod", "W", "K"], ["Prod", -1, "V"]]
    _without(both, zero, one, 1, 0, 0, 0)
    _without(both, upper, one, 0, 0, 0, "1/2")  # nothing reaches the last entry
    for w, v, multiples in (
        (one, one, (1, 0, 0, 0)),
        (zero, zero, (1, 0, 0, 0)),
        (zero, one, (1, 0, 0, -1)),
        (upper, one, (1, 0, 0, 0)),
        (upper, upper, (0, 0, 0, 1)),
        (zero, one, (1,)),
        (zero, one, (1, 0, 0, 0, 0)),
    ):
        with pytest.raises(verifier.Rejected, match=r"may be 0|depends on"):
            _without(both, w, v, *multiples)
    with pytest.raises(verifier.Rejected, match="not linear"):
        _without(["Sum", ["Prod", "K", "K"], ["Prod", -1, "V"]], one, [[0, 1], [0, 0]], 0, 1, 0, 0)
    with pytest.raises(verifier.Rejected, match="each mode"):
        _without(both, zero, one, 1, 0, 0, 0, index="j")


def test_a_value_of_an_unknown_that_serves_not_refutes_nothing() -> None:
    state = a_symbol(shape=["n", "n"], role="state")
    symbols = {"W": state, "H": a_symbol(shape=["n*n", "n*n"], role="function")}
    setting = a_setting(symbols, flow={"W": "W"}, along=True)
    claim = a_block("linear", ["=", ["Dot", _STACKED], ["Prod", "H", _STACKED]], unknown="H")
    evidence = {"model": {"sizes": {"n": 1}, "values": {"W": [[[[1]]]]}}, "relation": 0, "mode": 0}
    evidence |= {"order": 0, "value": ["Prod", 2, ["Kron", ["Ident", "n"], ["Ident", "n"]]]}
    with pytest.raises(verifier.Rejected, match="another matrix"):
        verifier.fails(claim, setting, evidence)


@pytest.mark.parametrize("kind", ["lyapunov", "integral"])
def test_what_is_given_is_no_unknown(kind: str) -> None:
    symbols = {"x": a_symbol(), "a": a_symbol()}
    setting = a_setting(symbols, along=kind == "integral")
    claim = a_block(kind, ["=", "x", "a"], unknown="x", **({"basis": []} if kind[0] == "l" else {}))
    values = {"x": [[[[1]]]], "a": [[[[2]]]]}
    evidence = {"model": {"sizes": {}, "values": values}, "multiples": [None], "value": "a"}
    with pytest.raises(verifier.Rejected, match="unknown that is given"):
        verifier.holds(claim, setting, evidence | {"factor": 1})


@pytest.mark.parametrize(
    ("op", "rate", "start", "order", "along", "why"),
    [
        (">=", -1, 1, 1, True, ""),
        ("<=", 1, 1, 1, True, ""),
        ("=", 1, 1, 1, True, ""),
        (">=", 1, 1, 1, True, "true there"),
        (">=", -1, 1, 0, True, "true there"),
        (">=", -1, 2, 1, True, "not at its bound"),
        (">=", -1, 1, 1, False, "one instant"),
        (">=", ["Prod", -2, ["Sum", "x", -1]], 1, 2, True, "true there"),
    ],
)
def test_a_bound_is_left_by_the_first_rate_that_is_not_0(
    op: str, rate: Any, start: int, order: int, along: bool, why: str
) -> None:
    symbols = {"x": a_symbol(role="state")}
    setting = a_setting(symbols, flow={"x": rate}, instant={"x": start}, along=along)
    block = a_block("identity" if op == "=" else "inequality", [op, "x", 1])
    evidence = {"model": a_model(), "relation": 0, "order": order, "mode": 0}
    if not why:
        verifier.fails(block, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.fails(block, setting, evidence)


_STATE, _TIMED = a_symbol(role="state"), a_symbol(role="function")
_EACH = a_symbol(role="state", index="j")
_MODES: dict[str, Any] = {"symbols": {"x": _EACH, "y": _EACH, "f": _TIMED}, "indices": {"j": "n"}}
_CUBE = {"symbols": {"x": _STATE}, "flow": {"x": ["Power", "x", "3"]}, "along": True, "lasts": True}
_SQUARE = ["Power", "x", "2"]
_TRUE: dict[str, Any] = {
    "a start on one of two constraints": (
        a_block("preserved", ["=", "x", 0], ["=", "y", 0]),
        {"symbols": {"x": _STATE, "y": _STATE}, "flow": {"x": "y", "y": "x"}},
        {"order": 0, "model": a_model(x=0, y=1)},
    ),
    "the rate of what is not negative": (
        a_block("preserved", [">=", "x", 0]),
        {"symbols": {"x": _STATE}, "flow": {"x": ["Prod", -1, "x"]}},
        {"order": 0, "model": a_model(x=1)},
    ),
    "a free function with another value": (  # f = 0 keeps x = 0
        a_block("preserved", ["=", "x", 0], free="f"),
        _MODES | {"flow": {"x": ["Prod", "f", "y"], "y": 1}},
        {"order": 1, "model": a_model({"n": 2}, x=[[[[0]]]] * 2, y=[[[[0]]], [[[1]]]], f=1)},
    ),
    "an unknown with another value": (
        a_block("common", ["=", "f", "a"], unknown="f"),
        {"symbols": {"f": _TIMED, "a": a_symbol()}},
        {"model": a_model(f=5, a=1)},
    ),
    "no solution that exists at all times": (  # but x = 0
        a_block("vanishes", ["->", "x", 0]),
        _CUBE,
        {"law": ["Prod", -1, _SQUARE], "squares": ["Prod", 2, _SQUARE], "model": a_model(x=1)},
    ),
    "no start of one that exists at all times": (
        a_block("vanishes", ["->", "x", 0]),
        _CUBE,
        {"scalar": ["x", 0, 1], "limit": 0, "order": 3, "model": a_model(x=1)},
    ),
    "a start from which two states do not stay equal": (  # so that z is 0
        a_block("identity", ["=", "z", 0]),
        {
            "symbols": {"x": _STATE, "y": _STATE, "z": a_symbol()},
            "flow": {"x": 0, "y": "z"},
            "values": {"x": "y"},
            "along": True,
        },
        {"model": a_model(y=1, z=1)},
    ),
}


_LINE = {"symbols": {"x": _STATE}, "flow": {"x": 1}, "along": True}
_CONSTANT = a_symbol(role="constant")
_KEPT = a_block("integral", ["=", "C", "x"], unknown="C")  # evidence that it is x, not kept
_SHOWN = {"order": 0, "value": "x", "factor": 1}
_STACKS = ["=", ["Dot", ["Vec", "W"]], ["Prod", -1, "H", ["Vec", "W"]]]
_TRUE |= {
    "a point that is not as declared": (
        a_block("inequality", [">", "x", 0]),
        {"symbols": {"x": a_symbol(sign="positive")}},
        {"model": a_model(x=-1)},
    ),
    "a start from which what holds at all times does not last": (  # there is no trajectory
        _KEPT,
        _LINE | {"symbols": {"x": _STATE, "C": _CONSTANT}, "relations": [["=", "x", 0]]},
        _SHOWN | {"model": a_model(x=0)},
    ),
    "a start from which a bound does not last": (
        _KEPT,
        _LINE | {"symbols": {"x": _STATE, "C": _CONSTANT}, "always": [["<=", "x", 0]]},
        _SHOWN | {"model": a_model(x=0)},
    ),
    "a constant that is not 0": (
        _KEPT,
        {"symbols": {"x": _STATE, "C": _CONSTANT}, "flow": {"x": 0}, "along": True},
        _SHOWN | {"order": 0, "model": a_model(x=1)},
    ),
    "a constant by itself": (  # C - x = 2 (C - (C + x) / 2)
        _KEPT,
        {"symbols": {"x": _STATE, "C": _TIMED}, "flow": {"x": 0}, "along": True},
        _SHOWN
        | {"factor": 2, "value": ["Prod", ["Num", "1/2"], ["Sum", "C", "x"]]}
        | {"model": a_model(x=1, C=[[[[1]], [[1]]]])},
    ),
    "a point at rest that is left": (  # at rest x is f
        a_block("stationary", ["=", "x", "f"]),
        {"symbols": {"x": _STATE, "f": _TIMED}, "flow": {"x": ["Sum", "x", ["Prod", -1, "f"]]}},
        {"order": 1, "model": a_model(x=0, f=[[[[0]], [[1]]]])},
    ),
    "rates that differ where two states are equal": (
        a_block("identity", ["=", "x", "y"]),
        {
            "symbols": {"x": _STATE, "y": _STATE},
            "flow": {"x": 1, "y": 2},
            "relations": [["=", "x", "y"]],
        },
        {"order": 1, "model": a_model(x=0, y=0)},
    ),
    "a kind that is none": (
        a_block("lemma", ["=", "x", 0]),
        {"symbols": {"x": a_symbol()}},
        {"model": a_model(x=1)},
    ),
    "a matrix by another law": (  # W' = -W, so that H = I
        a_block("definite", ["pd", "H", 0], unknown="H", of=_STACKS),
        {
            "symbols": {
                "W": a_symbol(role="state", shape=["n", "n"]),
                "H": a_symbol(shape=["n*n", "n*n"]),
            },
            "flow": {"W": ["Prod", -1, "W"]},
        },
        {
            "value": ["Prod", -1, ["Kron", ["Ident", "n"], ["Ident", "n"]]],
            "model": a_model({"n": 1}, W=1),
        },
    ),
    "a matrix that is asked for in an inequality": (
        a_block("lyapunov", [">=", "a", 0], unknown="C", basis=[]),
        {"symbols": {"C": _CONSTANT, "a": a_symbol()}},
        {"model": a_model(C=0, a=1)},
    ),
    "a matrix that is given": (
        a_block("lyapunov", ["=", "C", "a"], unknown="C", basis=[]),
        {"symbols": {"C": _CONSTANT, "a": a_symbol()}, "values": {"C": 0}},
        {"model": a_model(a=1)},
    ),
    "a function of which a part may be any": (  # F g = 0 keeps F e = x
        a_block("preserved", ["=", ["Prod", "F", "e"], "x"], free="F"),
        {
            "symbols": {
                "x": _EACH,
                "c": a_symbol(index="j"),
                "F": a_symbol(role="function", shape=["1", "m"]),
                **{n: a_symbol(shape=["m", "1"]) for n in "eg"},
            },
            "indices": {"j": "n"},
            "flow": {"x": ["Prod", "F", "g", "c"]},
        },
        {
            "order": 0,
            "model": a_model(
                {"n": 2, "m": 2},
                x=[[[[0]]]] * 2,
                c=[[[[1]]], [[[2]]]],
                F=[[[[0, 1]]]],
                e=[[[[1], [0]]]],
                g=[[[[0], [1]]]],
            ),
        },
    ),
    "a function with two values": (  # it is y at all times
        a_block(
            "preserved",
            ["=", ["Prod", *(["Sum", "f", ["Prod", -1, n]] for n in "xy")], 0],
            free="f",
        ),
        _MODES | {"symbols": _MODES["symbols"] | {"c": a_symbol(index="j")}, "flow": {"x": "c"}},
        {
            "order": 0,
            "model": a_model({"n": 2}, x=[[[[0]]]] * 2, y=[[[[2]]]] * 2, c=[[[[1]]], [[[2]]]], f=0),
        },
    ),
    "a factor that is 0 for a moment": (
        a_block("vanishes", ["->", "x", 0]),
        {
            "symbols": {"x": _STATE, "y": _STATE},
            "flow": {"x": ["Prod", -1, "y", "x"], "y": 1},
            "along": True,
        },
        {"model": a_model(x=1, y=0)},
    ),
    "a function that is 0 for a moment": (
        a_block("vanishes", ["->", "x", 0]),
        {
            "symbols": {"x": _STATE, "f": _TIMED},
            "flow": {"x": ["Prod", -1, "f", "x"]},
            "along": True,
        },
        {"model": a_model(x=1, f=[[[[0]], [[1]]]])},
    ),
    "another constant": (  # there is one, a
        a_block("identity", ["=", "C", "a"]),
        {"symbols": {"C": _CONSTANT, "a": a_symbol()}},
        {"model": a_model(C=1, a=2)},
    ),
    "another constant by another name": (
        a_block("identity", ["=", "b", "a"]),
        {"symbols": {"C": _CONSTANT, "a": a_symbol(), "b": a_symbol()}, "values": {"b": "C"}},
        {"model": a_model(C=1, a=2)},
    ),
}


@pytest.mark.parametrize("why", _TRUE)
def test_what_is_true_is_not_refuted(why: str) -> None:
    block, said, shown = _TRUE[why]
    evidence = {"relation": 0, "mode": 0, "order": 0, "sum": [1, -1]}
    with pytest.raises(verifier.Rejected):
        verifier.fails(block, a_setting({}) | said, evidence | shown)


def test_shapes_are_not_those_of_too_few_values() -> None:
    diagonal = ["Diag", "p", "j", "n"]
    block = a_block("identity", ["=", diagonal, diagonal])
    setting = a_setting({"p": a_symbol(index="j")}, indices={"j": "k"})
    model = {"sizes": {"n": 2, "k": 1}, "values": {"p": [[[[1]]]]}}
    with pytest.raises(verifier.Rejected, match="more values"):
        verifier.fails(block, setting, {"shapes": "", "model": model})


_V, _W = a_symbol(shape=["n", "1"]), a_symbol(shape=["n", "k"])
_SHAPES = a_setting({"u": _V, "v": _V, "X": _W, "A": a_symbol(shape=["n", "n"])})
_VALUES = {"u": [[[[1], [2]]]], "v": [[[[3], [4]]]], "X": [[[[1, 2, 3], [4, 5, 6]]]]}
_VALUES |= {"A": [[[[1, 2], [3, 4]]]]}


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [
        ("v", ["Vec", "v"], False),
        (["Kron", "u", "v"], ["Vec", ["Prod", "v", ["Transpose", "u"]]], False),
        (["Prod", ["Transpose", ["Vec", "X"]], ["Vec", "X"]], 91, False),
        (["Kron", ["Kron", "A", "A"], "A"], ["Kron", "A", ["Kron", "A", "A"]], False),
        (["Exp", "A"], ["Exp", "A"], False),
        (["Prod", "X", "X"], 0, True),
        (["Sum", "X", ["Transpose", "X"]], 0, True),
        (["Trace", "X"], 0, True),
        ("X", "A", True),
        (["Vec", "X"], "v", True),
    ],
)
def test_shapes_that_are_not_known_are_not_wrong(left: Any, right: Any, wrong: bool) -> None:
    """Whether a formula conforms is seen at sizes, where all matrices have entries."""
    model: dict[str, Any] = {"sizes": {"n": 2, "k": 3}, "values": _VALUES}
    evidence = {"shapes": "", "model": model}
    block = a_block("identity", ["=", left, right])
    if wrong:
        verifier.fails(block, _SHAPES, evidence)
        model["values"] = _VALUES | {"A": [[[[1, 2, 3], [4, 5, 6]]]]}
    with pytest.raises(verifier.Rejected, match=r"shape|known here"):
        verifier.fails(block, _SHAPES, evidence)


@pytest.mark.parametrize(("relation", "value", "fails"), [(">", 0, False), (">", -1, True)])
def test_what_is_said_of_times_after_the_start_may_be_an_equality_there(
    relation: str, value: int, fails: bool
) -> None:
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": 1})
    evidence = {"model": a_model(x=value), "relation": 0, "order": 0, "mode": 0}
    block = a_block("inequality", [relation, "x", 0])
    verifier.fails(block, setting, evidence)
    if fails:
        verifier.fails(block | {"after": True}, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="true there"):
        verifier.fails(block | {"after": True}, setting, evidence)


@pytest.mark.parametrize("role", ["constant", "parameter"])
@pytest.mark.parametrize(
    ("flow", "more"),
    [
        (["Prod", -1, "a", "x"], {}),
        (["Prod", -1, "b", "x"], {"values": {"b": "a"}}),
        (["Prod", -1, "x"], {"instant": {"x": "a"}}),
        (["Prod", -1, "x"], {"relations": [["=", "x", "a"]]}),
    ],
)
def test_a_constant_of_what_moves_may_be_another(flow: Any, more: Any, role: str) -> None:
    """`x' = -a x` and `x' = -2 x`, where the claim says that there is an a."""
    symbols = {"x": a_symbol(role="state"), "a": a_symbol(role=role), "b": a_symbol()}
    setting = a_setting(symbols, flow={"x": flow}, **more)
    model = a_model(x=3, a=3, b=3)
    evidence = {"model": model, "relation": 0, "order": 0, "mode": 0}
    block = a_block("identity", ["=", ["Dot", "x"], ["Prod", -2, "x"]])
    if role == "parameter":
        verifier.fails(block, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="only says to exist"):
        verifier.fails(block, setting, evidence)
    suppose = {"values": {"a": 2}}  # of a condition on it, it is given
    verifier.fails(block | {"theorems": [{"suppose": suppose}]}, setting, evidence)


def test_a_constant_that_is_a_limit_may_be_another() -> None:
    symbols = {"x": a_symbol(role="state"), "a": a_symbol(role="constant")}
    setting = a_setting(symbols, flow={"x": ["Sum", 1, ["Prod", -1, "x"]]}, along=True)
    evidence = {"model": a_model(x=1, a=2), "scalar": ["x", "a", 1], "start": 1, "mode": 0}
    for kind in ("vanishes", "stability"):
        with pytest.raises(verifier.Rejected, match="only says to exist"):
            verifier.fails(a_block(kind, ["->", "x", "a"]), setting, evidence)


def test_what_is_let_of_a_state_moves_as_it_does() -> None:
    """`x = y` at all times of `x' = -x`, `y' = 1`: no trajectory has that."""
    symbols = {name: a_symbol(role="state") for name in "xy"}
    evidence = {"model": a_model(y=1), "relation": 0, "order": 0, "mode": 0}
    for rate in (["Prod", -1, "y"], 1):
        setting = a_setting(symbols, values={"x": "y"}, flow={"x": ["Prod", -1, "x"], "y": rate})
        if rate == 1:
            with pytest.raises(verifier.Rejected, match="two rates"):
                verifier.fails(a_block("identity", ["=", "x", 0]), setting, evidence)
        else:
            verifier.fails(a_block("identity", ["=", "x", 0]), setting, evidence)


def test_no_point_refutes_what_is_said_of_trajectories_that_stay_somewhere() -> None:
    symbols = {"x": a_symbol(role="state"), "y": a_symbol(role="state")}
    setting = a_setting(symbols, flow={"x": "y", "y": 1})
    evidence = {"model": a_model(x=0, y=1), "relation": 0, "order": 0, "mode": 0}
    block = a_block("identity", ["=", "y", 0])
    verifier.fails(block, setting, evidence)
    for key in ("stays", "always"):
        with pytest.raises(verifier.Rejected, match="trajectory"):
            verifier.fails(block, setting | {key: [["=", "x", 0]]}, evidence)


@pytest.mark.parametrize(
    ("rate", "start", "fine"),
    [
        (["Power", "z", "-1"], 0, False),
        (["Power", "z", "-1"], 1, True),
        (["Power", "z", "1/2"], -1, False),
        (["Power", "z", "1/2"], 0, True),
        (["Power", "z", "-1/2"], 0, False),
        (["Prod", "g", "z"], 0, False),  # with g = z^(-1/2)
        (["Power", "z", "2"], 0, True),
    ],
)
def test_no_trajectory_starts_where_the_flow_is_not_defined(
    rate: Any, start: int, fine: bool
) -> None:
    """`x -> 0` and `x < 1` fail from x = 1, where w moves."""
    symbols = {name: a_symbol(role="state") for name in "xzw"} | {"g": a_symbol()}
    values = {"g": ["Power", "z", "-1/2"]} if rate[1] == "g" else {"g": 0}
    setting = a_setting(symbols, flow={"x": 0, "z": 0, "w": rate}, values=values, along=True)
    evidence = {"model": a_model(x=1, z=start, w=0), "order": 0, "relation": 0, "mode": 0}
    for kind, relation in (("vanishes", ["->", "x", 0]), ("inequality", ["<", "x", 1])):
        block = a_block(kind, relation)
        if fine:
            verifier.fails(block, setting, evidence)
            continue
        with pytest.raises((verifier.Rejected, ZeroDivisionError)):
            verifier.fails(block, setting, evidence)
