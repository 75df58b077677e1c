"""What has to be 0 for a statement, and evidence that divides by nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from tests.derive.certificates.written import (
    a_block,
    a_setting,
    a_symbol,
    rejects,
    sealed,
    written,
)

from sslcheck.derive.certificates import verify


def test_evidence_may_not_divide_by_what_may_be_0() -> None:
    """`y = 0` does not follow from `x y = 0`."""
    symbols = {n: a_symbol() for n in "xy"}
    setting = a_setting(symbols, relations=[["=", ["Prod", "x", "y"], 0]])
    block = a_block("identity", ["=", "y", 0])
    model = {"sizes": {}, "values": {n: [[[[0]]]] for n in "xy"}}
    evidence = ["Prod", ["Power", "x", "-1"], ["assumed", 0]]
    with pytest.raises(verify.Rejected, match="divisor"):
        verify.holds(block, setting, {"model": model, "multiples": [evidence]})
    symbols["x"]["sign"] = "positive"
    model["values"]["x"] = [[[[1]]]]
    verify.holds(block, setting, {"model": model, "multiples": [evidence]})


def test_a_root_may_be_0() -> None:
    """`y = 0` does not follow from `sqrt(x^2) y = 0`."""
    root = ["Power", ["Power", "x", "2"], "1/2"]
    setting = a_setting({n: a_symbol() for n in "xy"}, relations=[["=", ["Prod", root, "y"], 0]])
    block = a_block("identity", ["=", "y", 0])
    model = {"sizes": {}, "values": {"x": [[[[1]]]], "y": [[[[0]]]]}}
    evidence = ["Prod", ["Power", root, "-1"], ["assumed", 0]]
    with pytest.raises(verify.Rejected, match="divisor"):
        verify.holds(block, setting, {"model": model, "multiples": [evidence]})


_STACKED = ["Vec", "W"]


_VALUES = {"W": [[[[1]]]], "A": [[[[1]]]], "S": [[[[1]]]]}


def _linear(rate: Any, matrix: Any, **said: Any) -> None:
    """That dW/dt is a matrix times vec(W)."""
    state = a_symbol(shape=["n", "n"], role="state", **said)
    symbols = {"W": state} | {name: a_symbol(shape=["n", "n"]) for name in "AS"}
    setting = a_setting(symbols, flow={"W": rate}, along=True)
    claim = a_block("linear", ["=", ["Dot", _STACKED], ["Prod", matrix, _STACKED]])
    evidence = {"model": {"sizes": {"n": 1}, "values": _VALUES}, "multiples": [None]}
    verify.holds(claim, setting, evidence)


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
        with pytest.raises(verify.Rejected):
            _linear(["Prod", "A", "W", "S"], wrong)
    with pytest.raises(verify.Rejected, match="has the state"):
        _linear(["Prod", "W", "W"], ["Kron", unit, "W"])
    with pytest.raises(verify.Rejected, match="Kronecker"):
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
    verify.holds(claim, setting, evidence)
    for marks, options in ((["symmetric"], {"of": law}), ([], {}), ([], {"of": ["=", 0, 0]})):
        setting["symbols"]["W"]["properties"] = marks
        with pytest.raises(verify.Rejected):
            verify.holds(claim | {"options": options}, setting, evidence)
    setting["symbols"]["W"]["properties"] = []
    for value in ("H", ["Kron", "A", ["Ident", "n"]], ["Kron", ["Ident", "n"], "W"]):
        with pytest.raises(verify.WRONG):
            verify.holds(claim, setting, evidence | {"value": value})


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
    theory = verify.Theory(a_setting({"A": square, "B": square, "a": a_symbol()}))
    assert verify.polynomial(theory, value, ["A"]) is fine


def test_a_matrix_may_not_hold_the_state_by_way_of_a_rate() -> None:
    """dY/dt = W, so that a matrix with dY/dt in it has the state in it."""
    state = a_symbol(shape=["n", "n"], role="state")
    setting = a_setting({"W": state, "Y": state}, flow={"W": ["Prod", "W", "W"], "Y": "W"})
    setting["along"] = True
    matrix = ["Kron", ["Ident", "n"], ["Dot", "Y"]]
    claim = a_block("linear", ["=", ["Dot", _STACKED], ["Prod", matrix, _STACKED]])
    values = {name: [[[[1]]]] for name in "WY"}
    evidence = {"model": {"sizes": {"n": 1}, "values": values}, "multiples": [None]}
    with pytest.raises(verify.Rejected, match="has the state"):
        verify.holds(claim, setting, evidence)
