"""What has to be 0 for a statement, and evidence that divides by nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_model
from tests.derive.certificates.written import a_block, a_setting, a_symbol, rejects, sealed, written

from sslcheck.derive.certificates import verifier


def test_evidence_may_not_divide_by_what_may_be_0() -> None:
    """`y = 0` does not follow from `x y = 0`."""
    symbols = {n: a_symbol() for n in "xy"}
    setting = a_setting(symbols, relations=[["=", ["Prod", "x", "y"], 0]])
    block = a_block("identity", ["=", "y", 0])
    model = {"sizes": {}, "values": {n: [[[[0]]]] for n in "xy"}}
    evidence = ["Prod", ["Power", "x", "-1"], ["assumed", 0]]
    with pytest.raises(verifier.Rejected, match="divisor"):
        verifier.holds(block, setting, {"model": model, "multiples": [evidence]})
    symbols["x"]["sign"] = "positive"
    model["values"]["x"] = [[[[1]]]]
    verifier.holds(block, setting, {"model": model, "multiples": [evidence]})


def test_a_root_may_be_0() -> None:
    """`y = 0` does not follow from `sqrt(x^2) y = 0`."""
    root = ["Power", ["Power", "x", "2"], "1/2"]
    setting = a_setting({n: a_symbol() for n in "xy"}, relations=[["=", ["Prod", root, "y"], 0]])
    block = a_block("identity", ["=", "y", 0])
    model = {"sizes": {}, "values": {"x": [[[[1]]]], "y": [[[[0]]]]}}
    evidence = ["Prod", ["Power", root, "-1"], ["assumed", 0]]
    with pytest.raises(verifier.Rejected, match="divisor"):
        verifier.holds(block, setting, {"model": model, "multiples": [evidence]})


def test_what_moves_by_a_root_of_itself_may_leave_0() -> None:
    """From x = 0 with `x' = (x^2)^(1/4)` there is the solution `t^2 / 4`, too."""
    root = ["Power", ["Power", "x", "2"], "1/4"]
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": root}, along=True)
    evidence = {"model": a_model(x=0), "stays": True}
    for kind, start in (("preserved", {}), ("identity", {"x": 0})):
        block, there = a_block(kind, ["=", "x", 0]), setting | {"instant": start}
        shown: Any = ["Power", ["Power", ["assumed", 0], "2"], "1/4"]
        with pytest.raises(verifier.Rejected, match="no combination"):
            verifier.holds(block, there, evidence | {"multiples": [shown]})
        for rate, shown in ((["Prod", 2, "x"], ["Prod", 2, ["assumed", 0]]), (0, 0)):
            more = {"flow": {"x": rate}}
            verifier.holds(block, there | more, evidence | {"multiples": [shown]})


def test_evidence_is_no_equation_that_is_to_be_shown() -> None:
    block = a_block("identity", ["=", "x", 0])
    for shown in ("x", ["Sum", ["assumed", 0], "x"], ["Prod", 1, "x"], ["Transpose", "x"]):
        setting = a_setting({"x": a_symbol()}, relations=[["=", 0, 0]])
        evidence = {"model": a_model(x=0), "multiples": [shown]}
        with pytest.raises(verifier.Rejected, match="no combination"):
            verifier.holds(block, setting, evidence)


_STACKED = ["Vec", "W"]


_VALUES = {"W": [[[[1]]]], "A": [[[[1]]]], "S": [[[[1]]]]}


def _linear(rate: Any, matrix: Any, **said: Any) -> None:
    """That dW/dt is a matrix times vec(W)."""
    state = a_symbol(shape=["n", "n"], role="state", **said)
    symbols = {"W": state} | {name: a_symbol(shape=["n", "n"]) for name in "AS"}
    setting = a_setting(symbols, flow={"W": rate}, along=True)
    claim = a_block("linear", ["=", ["Dot", _STACKED], ["Prod", matrix, _STACKED]])
    evidence = {"model": {"sizes": {"n": 1}, "values": _VALUES}, "multiples": [None]}
    verifier.holds(claim, setting, evidence)


def test_a_flow_that_is_linear() -> None:
    unit = ["Ident", "n"]
    _linear(["Prod", "A", "W"], ["Kron", unit, "A"])
    _linear(["Prod", "A", "W", "S"], ["Kron", ["Transpose", "S"], "A"])
    both = ["Sum", ["Kron", unit, "A"], ["Kron", "S", unit]]
    _linear(["Sum", ["Prod", "A", "W"], ["Prod", "W", ["Transpose", "S"]]], both)
    _linear(["Prod", "A", "A", "W"], ["Prod", ["Kron", unit, "A"], ["Kron", unit, "A"]])
    _linear(["Prod", ["Transpose", "A"], "W"], ["Transpose", ["Kron", unit, "A"]])
    _linear(["Prod", 2, "W"], ["Prod", 2, ["Ident", "n*n"]])
    for wrong in (["Kron", "A", unit], ["Kron", "A", "S"], ["Kron", "S", "A"], ["Ident", "n"]):
        with pytest.raises(verifier.Rejected):
            _linear(["Prod", "A", "W", "S"], wrong)
    with pytest.raises(verifier.Rejected, match="has the state"):
        _linear(["Prod", "W", "W"], ["Kron", unit, "W"])
    with pytest.raises(verifier.Rejected, match="conform"):
        _linear(["Prod", "A", "W"], "A")


def test_a_matrix_is_given_by_its_flow_where_the_state_is_free() -> None:
    """On symmetric W the maps W A and W^T A are one, so that `H` may be another matrix."""
    psd = {"A": a_symbol("psd", shape=["n", "n"])}
    law = ["=", ["Dot", _STACKED], ["Prod", "H", _STACKED]]
    claim = a_block("definite", ["psd", "H", 0], unknown="H", of=law)
    matrix = ["Kron", ["Ident", "n"], "A"]
    plain = {"W": a_symbol(shape=["n", "n"], role="state"), "H": a_symbol(shape=["n*n", "n*n"])}
    plain["H"]["role"] = "function"
    setting = a_setting(psd | plain, flow={"W": ["Prod", "A", "W"]})
    model = {"sizes": {"n": 1}, "values": {n: _VALUES[n] for n in "WA"}}
    evidence: dict[str, Any] = {"model": model}
    evidence |= {"multiples": [None, None], "value": matrix, "squares": matrix}
    verifier.holds(claim, setting, evidence)
    for marks, options in ((["symmetric"], {"of": law}), ([], {}), ([], {"of": ["=", 0, 0]})):
        setting["symbols"]["W"]["properties"] = marks
        with pytest.raises(verifier.Rejected):
            verifier.holds(claim | {"options": options}, setting, evidence)
    setting["symbols"]["W"]["properties"] = []
    for value in ("H", ["Kron", "A", ["Ident", "n"]], ["Kron", ["Ident", "n"], "W"]):
        with pytest.raises(verifier.WRONG):
            verifier.holds(claim, setting, evidence | {"value": value})


def test_a_value_is_one_of_the_recursion_that_is_printed() -> None:
    found = written("directset", "6")["6"]
    other = deepcopy(found)
    rule = other["claim"]["options"]["recursion"]
    rule[2] = other["claim"]["statement"][0][2]  # F = value, of which the value is a fixed point
    assert not rejects(sealed(other))  # another claim, which `differences` tells
    rule[1] = "W"
    assert rejects(sealed(other))


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        (["Sum", "A", ["Prod", 2, ["Ident", "n"]]], True),
        (["Prod", "a", "A", ["Transpose", "A"]], True),
        (["Power", "A", "2"], True),
        (["Power", "A", "-1"], False),
        ("B", False),
        (["Prod", "A", "B"], False),
        (["Trace", "B"], False),
        (["Prod", ["Trace", "A"], "A"], False),
    ],
)
def test_what_is_a_polynomial_in_a_basis(value: Any, fine: bool) -> None:
    square = a_symbol(shape=["n", "n"])
    theory = verifier.Theory(a_setting({"A": square, "B": square, "a": a_symbol()}))
    assert verifier.polynomial(theory, value, ["A"]) is fine


def test_a_matrix_may_not_hold_the_state_by_way_of_a_rate() -> None:
    """dY/dt = W, so that a matrix with dY/dt in it has the state in it."""
    state = a_symbol(shape=["n", "n"], role="state")
    setting = a_setting({"W": state, "Y": state}, flow={"W": ["Prod", "W", "W"], "Y": "W"})
    setting["along"] = True
    matrix = ["Kron", ["Ident", "n"], ["Dot", "Y"]]
    claim = a_block("linear", ["=", ["Dot", _STACKED], ["Prod", matrix, _STACKED]])
    values = {name: [[[[1]]]] for name in "WY"}
    evidence = {"model": {"sizes": {"n": 1}, "values": values}, "multiples": [None]}
    with pytest.raises(verifier.Rejected, match="has the state"):
        verifier.holds(claim, setting, evidence)


def test_evidence_is_made_of_what_is_supposed() -> None:
    setting = a_setting({"x": a_symbol(), "y": a_symbol()}, relations=[["=", "x", 0]])
    for shown in ("y", ["Sum", "y", ["assumed", 0]], ["Sum", "y", ["Prod", "x", "x"]]):
        evidence = {"model": a_model(x=0, y=0), "multiples": [shown]}
        with pytest.raises(verifier.Rejected, match=r"no combination|differ"):
            verifier.holds(a_block("identity", ["=", "y", 0]), setting, evidence)


@pytest.mark.parametrize(("factor", "shape"), [("r", ["1", "1"]), ("A", ["n", "n"])])
def test_a_factor_of_a_constant_is_not_0(factor: str, shape: list[str]) -> None:
    """Of `r C = r x` with r = 0 each C is one, though x moves."""
    state = a_symbol(role="state", shape=shape)
    symbols = {"C": a_symbol(role="constant", shape=shape), "x": state}
    setting = a_setting(symbols | {factor: a_symbol(shape=shape)}, flow={"x": "x"}, along=True)
    setting["relations"] = [["=", factor, 0]]
    claim = a_block("integral", ["=", ["Prod", factor, "C"], ["Prod", factor, "x"]], unknown="C")
    model = a_model({"n": 1}, x=1, C=1, **{factor: 0})
    evidence = {"model": model, "value": "x", "factor": factor, "relation": 0, "order": 1}
    with pytest.raises(verifier.Rejected, match="a factor"):
        verifier.fails(claim, setting, evidence | {"mode": 0})


@pytest.mark.parametrize(
    ("statement", "rule", "why"),
    [
        (["=", "F", "a"], ["=", "F", "a"], ""),
        (["=", "F", "b"], ["=", "F", "a"], "another value"),
        (["=", "F", "a"], ["<=", "F", "a"], "another recursion"),
        (["=", "b", "a"], ["=", "b", "b"], "another recursion"),
    ],
)
def test_a_fixed_point_is_that_of_its_recursion(statement: Any, rule: Any, why: str) -> None:
    claim = a_block("fixed-point", statement, unknown="F", recursion=rule)
    setting = a_setting({name: a_symbol() for name in "Fab"})
    evidence = {"model": a_model(a=1, b=2), "multiples": [None], "value": "a"}
    if not why:
        verifier.holds(claim, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.holds(claim, setting, evidence)


_I = ["Kron", ["Ident", "n"], ["Ident", "n"]]


@pytest.mark.parametrize(
    ("rhs", "flow", "values", "why"),
    [
        (["Prod", _I, ["Vec", "V"]], {"W": "V", "V": ["Prod", "W", "W"]}, {}, "no linear flow"),
        (["Sum", _I, ["Vec", "V"]], {"W": "V"}, {}, "no linear flow"),
        (  # W is V, which stands in the matrix
            ["Prod", ["Kron", ["Ident", "n"], "V"], _STACKED],
            {"W": ["Prod", "V", "V"], "V": ["Prod", "V", "V"]},
            {"W": "V"},
            "a state that is given",
        ),
    ],
)
def test_a_linear_flow_is_a_matrix_times_the_state(
    rhs: Any, flow: Any, values: Any, why: str
) -> None:
    symbols = {name: a_symbol(shape=["n", "n"], role="state") for name in "WV"}
    setting = a_setting(symbols, flow=flow, values=values, along=True)
    evidence = {"model": a_model({"n": 1}, W=1, V=1), "multiples": [None]}
    with pytest.raises(verifier.Rejected, match=why):
        verifier.holds(a_block("linear", ["=", ["Dot", _STACKED], rhs]), setting, evidence)


@pytest.mark.parametrize("factors", [[0, "H"], [["Kron", ["Ident", "n"], "A"]], ["H", "H"]])
def test_a_law_that_gives_no_matrix(factors: list[Any]) -> None:
    """With dW/dt = 0 any H is one of `dW/dt = 0 H W`."""
    symbols = {"W": a_symbol(shape=["n", "n"], role="state"), "A": a_symbol(shape=["n", "n"])}
    symbols["H"] = a_symbol(shape=["n*n", "n*n"], role="function")
    setting = a_setting(symbols, flow={"W": 0 if "A" not in str(factors) else ["Prod", "A", "W"]})
    law = ["=", ["Dot", _STACKED], ["Prod", *factors, _STACKED]]
    evidence: dict[str, Any] = {"model": a_model({"n": 1}, W=1, A=1), "multiples": [None, None]}
    evidence |= {"value": _I if factors != ["H", "H"] else ["Prod", 0, _I]}
    evidence |= {"squares": evidence["value"]}
    with pytest.raises(verifier.Rejected, match="another matrix"):
        verifier.holds(a_block("definite", ["psd", "H", 0], unknown="H", of=law), setting, evidence)
