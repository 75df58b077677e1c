"""Laws and rates of limits, solutions that exist; forged ones fail."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_model
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier

_X = [["->", "x", 0]]


_STAGE = {"weights": {"x": 1}, "squares": 0}
_OTHER = {"weights": {"y": 1}, "squares": 0}


def _shown(rate: Any, law: Any, **more: Any) -> None:
    """That x tends to 0, where dx/dt is a rate."""
    symbols = {
        "x": a_symbol(role="state"),
        "y": a_symbol(role="state"),
        "f": a_symbol(role="function", sign="positive"),
        "a": a_symbol(sign="positive"),
        "b": a_symbol(sign="nonnegative"),
        "c": a_symbol(),
    }
    flow = {"x": rate, "y": more.pop("other", 0)}
    setting = a_setting(symbols, flow=flow, along=True, **more.pop("said", {}))
    model = {"sizes": {}, "values": {name: [[[[1]]]] for name in symbols}}
    evidence = {"model": model, "multiples": [None, None], "kept": {}, "exists": [_OTHER, _STAGE]}
    evidence |= {"law": law, "squares": ["Prod", 2, law]} | more
    verifier.holds(a_block("vanishes", *_X), setting, evidence)


def test_a_rate_that_is_a_positive_number() -> None:
    for law in ("a", ["Sum", "a", "b"], ["Sum", "a", ["Power", "c", "2"], "f"], 1):
        _shown(["Prod", -1, law, "x"], law)


@pytest.mark.parametrize(
    "law",
    [
        *("f", "b", "c", "y", 0),
        *(["Power", "c", "2"], ["Prod", -1, "a"], ["Power", "f", "-1"]),
        *(["Exp", ["Prod", -1, ["Integral", n]]] for n in (1, "a", "f")),  # e^-t
    ],
)
def test_a_rate_that_may_come_close_to_0(law: Any) -> None:
    with pytest.raises(verifier.Rejected, match="close to 0"):
        _shown(["Prod", -1, law, "x"], law)


def test_a_rate_is_that_of_the_flow() -> None:
    with pytest.raises(verifier.Rejected, match="differ"):
        _shown(["Prod", -1, "b", "x"], "a")
    with pytest.raises(verifier.Rejected, match="no such rate"):
        _shown(["Prod", -1, "b", "x"], "b", squares=["Prod", 2, "a"])
    with pytest.raises(verifier.Rejected, match="differ"):  # x tends to c
        _shown(["Prod", -1, "a", ["Sum", "x", ["Prod", -1, "c"]]], "a")


def test_a_positive_state_is_no_bound_unless_it_keeps_its_sign() -> None:
    state = {"x": a_symbol(role="state", sign="positive")}
    setting = a_setting(state, flow={"x": ["Prod", -1, "x"]}, along=True)
    theory = verifier.Theory(setting)
    assert not theory.sure("x", False)
    with pytest.raises(verifier.Rejected, match="kept"):
        verifier.kept(setting, {"x": 1})
    theory = verifier.Theory(setting)
    theory.kept = verifier.kept(setting, {"x": -1})
    assert theory.sure("x", False, True)
    assert not theory.sure("x", True, True)  # it tends to 0


@pytest.mark.parametrize(
    ("other", "stages", "fine"),
    [
        (["Prod", -1, ["Power", "y", "3"]], [2], True),  # E' = -2 y^4
        (["Prod", -1, ["Power", "y", "3"]], [3], False),
        (["Power", "y", "3"], [-2], False),
        (["Power", "y", "2"], [0], False),  # y blows up
        (["Power", ["Prod", -1, "y"], "2"], [0], False),
        (["Prod", "f", "y"], [0], True),
        (["Power", "y", "-1"], [0], False),
        (["Exp", "y"], [0], False),
        (["Prod", "y", ["Integral", "y"]], [0], False),
        (["Prod", "y", ["Integral", "f"]], [0], True),
        (["Power", "f", "-1"], [0], True),
        (["Power", "c", "-1"], [0], False),
        (["Prod", "x", "x", "y"], [0], True),  # x is bounded
        (1, [], False),
    ],
)
def test_solutions_that_exist_at_all_times(other: Any, stages: list[int], fine: bool) -> None:
    law = ["Sum", "a", ["Power", "y", "2"]]
    found = [{"weights": {"y": 1}, "squares": ["Prod", n, ["Power", "y", "4"]]} for n in stages]
    if fine:
        _shown(["Prod", -1, law, "x"], law, other=other, exists=found)
        return
    with pytest.raises(verifier.Rejected):
        _shown(["Prod", -1, law, "x"], law, other=other, exists=found)


def test_of_solutions_that_are_supposed_to_last_one_is_seen() -> None:
    """Of `y' = y^2` the one from 0, of `y' = y^2 + b` with b > 0 none."""
    for rate, fine in ((["Power", "y", "2"], True), (["Sum", ["Power", "y", "2"], "b"], False)):
        more = {"said": {"lasts": True}, "exists": [], "still": True}
        more["model"] = a_model(x=0, y=0, a=1, b=1, c=1, f=1)
        if fine:
            _shown(["Prod", -1, "x"], 1, other=rate, **more)
            continue
        with pytest.raises(verifier.Rejected, match="it moves"):
            _shown(["Prod", -1, "x"], 1, other=rate, **more)


def test_stages_name_all_states_with_positive_weights() -> None:
    law = ["Sum", "a", ["Power", "y", "2"]]
    for weights in ({}, {"y": 0}, {"y": "b"}, {"y": -1}, {"y": "f"}):
        stage = {"weights": weights, "squares": 0}
        with pytest.raises(verifier.Rejected, match=r"state|weight"):
            _shown(["Prod", -1, law, "x"], law, other="y", exists=[stage])


@pytest.mark.parametrize(
    ("marks", "role", "fine"),
    [
        (["psd", "invertible"], "parameter", True),
        (["psd"], "parameter", False),
        (["psd", "invertible"], "function", False),
        (["symmetric", "invertible"], "parameter", False),
        (["psd", "invertible"], "state", False),
    ],
)
def test_a_matrix_as_rate(marks: list[str], role: str, fine: bool) -> None:
    """dW/dt = -W S, which is -(S kron I) vec(W)."""
    square = {"shape": ["d", "d"], "role": role}
    symbols = {"W": a_symbol(shape=["n", "d"], role="state"), "S": a_symbol(*marks, **square)}
    flow = {"W": ["Prod", -1, "W", "S"]} | ({"S": 0} if role == "state" else {})
    setting = a_setting(symbols, flow=flow, along=True)
    law = ["Kron", "S", ["Ident", "n"]]
    values = {"W": [[[[1]]]], "S": [[[[1]]]]}
    evidence = {
        "model": {"sizes": {"n": 1, "d": 1}, "values": values},
        "multiples": [None, None],
        "law": law,
        "squares": ["Prod", 2, law],
        "kept": {},
        "exists": [{"weights": {n: 1}, "squares": 0} for n in flow],
    }
    claim = a_block("vanishes", ["->", "W", 0])
    if fine:
        verifier.holds(claim, setting, evidence)
        return
    with pytest.raises(verifier.Rejected):
        verifier.holds(claim, setting, evidence)


def test_a_square_of_what_moves_may_come_close_to_0() -> None:
    square = {"shape": ["n", "n"]}
    symbols = {
        "L": a_symbol("invertible", role="function", **square),
        "M": a_symbol("invertible", **square),
    }
    theory = verifier.Theory(a_setting(symbols, along=True))
    for name, fine in (("L", False), ("M", True)):
        gram = ["Prod", ["Transpose", name], name]
        assert theory.sure(gram, True)
        assert theory.sure(gram, True, True) is fine


def test_a_limit_is_said_to_be_one() -> None:
    _shown(["Prod", -1, "x"], 1)
    symbols = {"x": a_symbol(role="state")}
    for flow, law, squares in ((["Prod", -1, "x"], 1, 2), ("x", -1, 2)):
        setting = a_setting(symbols, flow={"x": flow}, along=True)
        model = {"sizes": {}, "values": {"x": [[[[1]]]]}}
        evidence: dict[str, Any] = {"model": model, "multiples": [None, None]}
        evidence |= {"kept": {}, "exists": [_STAGE], "law": law, "squares": squares}
        evidence |= {"relation": 0, "order": 0, "mode": 0}
        shows = verifier.holds if law == 1 else verifier.fails
        with pytest.raises(verifier.Rejected, match="no limit"):
            shows(a_block("vanishes", ["=", "x", 0]), setting, evidence)


def test_a_rate_has_a_value() -> None:
    """`x' = -c^2 x`, where no 0 of 1 / c^(-2) is seen."""
    law = ["Power", ["Power", "c", "-2"], "-1"]
    with pytest.raises(verifier.Rejected, match="divisor"):
        _shown(["Prod", -1, "c", "c", "x"], law)


def test_a_matrix_that_keeps_its_sign_is_not_known() -> None:
    """`S' = A S` of a positive semi-definite S, which does not stay symmetric."""
    symbols = {"S": a_symbol("psd", shape=["n", "n"], role="state")}
    symbols["A"] = a_symbol(shape=["n", "n"])
    setting = a_setting(symbols, flow={"S": ["Prod", "A", "S"]}, along=True)
    for wrong in ("A", [None]):
        with pytest.raises(verifier.WRONG):
            verifier.kept(setting, {"S": wrong})


@pytest.mark.parametrize(
    ("rate", "why"),
    [
        (["Sum", ["Prod", "A", "S"], ["Prod", "S", ["Transpose", "A"]]], ""),
        (["Prod", "f", "S", "S", "S"], ""),
        (["Sum", ["Prod", "S", "R"], ["Prod", "R", "S"]], ""),  # R stays symmetric as well
        (["Prod", "A", "S"], "differ"),
        (["Sum", "S", "A"], "differ"),
        (["Prod", "S", "R"], "differ"),
        (["Prod", ["Power", ["Trace", "S"], "-1"], "S"], "polynomial"),  # no uniqueness there
    ],
)
def test_a_matrix_stays_symmetric_if_its_rate_is(rate: Any, why: str) -> None:
    square = {"shape": ["n", "n"]}
    symbols = {name: a_symbol("symmetric", role="state", **square) for name in "SR"}
    symbols |= {"A": a_symbol(**square), "f": a_symbol(role="function")}
    setting = a_setting(symbols, flow={"S": rate, "R": "R"})
    theory = verifier.Theory(setting)
    assert not theory.same("S", ["Transpose", "S"])
    kept: dict[str, Any] = {"S": [None], "R": [None]}
    if not why:
        theory = verifier.Theory(setting)
        theory.kept = verifier.kept(setting, kept)
        assert theory.same("S", ["Transpose", "S"])
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.kept(setting, kept)


_HALF = ["Prod", ["Num", "1/2"], "S"]
_FLOWS: dict[str, Any] = {  # S moves by M S + S N + R
    "S": ["Sum", ["Prod", "A", "S"], ["Prod", "S", ["Transpose", "A"]]],
    "fed": ["Sum", ["Prod", "A", "S"], ["Prod", "S", ["Transpose", "A"]], "P"],
    "square": ["Prod", -1, "S", "S"],
    "falls": ["Prod", -1, ["Ident", "n"]],
    "apart": ["Prod", "A", "S"],
    "root": ["Prod", ["Power", ["Trace", "S"], "-1"], "S"],
}


@pytest.mark.parametrize(
    ("marks", "flow", "shown", "why"),
    [
        (["psd"], "S", [["A", ["Transpose", "A"], 0]], ""),
        (["psd"], "fed", [["A", ["Transpose", "A"], "P"]], ""),
        (["psd"], "fed", [["A", ["Transpose", "A"], 0]], "another rate"),
        (["psd"], "square", [[["Prod", -1, _HALF], ["Prod", -1, _HALF], 0]], ""),
        (["psd"], "falls", [[0, 0, ["Prod", -1, ["Ident", "n"]]]], "may leave"),  # leaves it soon
        (["psd"], "apart", [["A", 0, 0]], "may leave"),  # not symmetric any more
        (["invertible"], "apart", [["A", 0, 0]], ""),
        (["invertible"], "square", [[["Prod", -1, "S"], 0, 0]], ""),
        (["invertible"], "fed", [["A", ["Transpose", "A"], "P"]], "may leave"),  # at S = -P
        (["invertible"], "root", [[["Power", ["Trace", "S"], "-1"], 0, 0]], "polynomial|divisor"),
        (["invertible", "psd"], "fed", [["A", ["Transpose", "A"], "P"]] * 2, ""),
        (["invertible", "psd"], "fed", [["A", ["Transpose", "A"], "P"]], "shorter"),
        (["diagonal"], "square", [["Prod", -1, "S", "S"]], ""),
        (["diagonal"], "square", [["Prod", -1, "S", "D"]], "another rate"),
        (["diagonal"], "apart", [["Prod", "A", "S"]], "diagonal"),
        (["diagonal"], "falls", [["Prod", -1, ["Ident", "n"]]], ""),
    ],
)
def test_a_matrix_stays_what_it_is(marks: list[str], flow: str, shown: Any, why: str) -> None:
    square = {"shape": ["n", "n"]}
    symbols = {"S": a_symbol(*marks, role="state", **square), "A": a_symbol(**square)}
    symbols |= {"P": a_symbol("psd", **square), "D": a_symbol("diagonal", **square)}
    setting = a_setting(symbols, flow={"S": _FLOWS[flow]}, along=True)
    if why:
        with pytest.raises((verifier.Rejected, ValueError), match=why):
            verifier.kept(setting, {"S": shown})
        return
    theory = verifier.Theory(setting)
    theory.kept = verifier.kept(setting, {"S": shown})
    assert theory.marks("S") >= {*marks}


def test_columns_stay_orthonormal_if_their_rate_is_tangent() -> None:
    """`U' = (I - U U^T) A U`, with any A; `U' = A U` with a skew one, as an equation says."""
    symbols = {"U": a_symbol("orthonormal", shape=["n", "k"], role="state")}
    symbols["A"] = a_symbol(shape=["n", "n"])
    turned = ["Sum", ["Prod", "A", "U"], ["Prod", -1, "U", ["Transpose", "U"], "A", "U"]]
    verifier.kept(a_setting(symbols, flow={"U": turned}), {"U": [None]})
    skew = ["=", ["Transpose", "A"], ["Prod", -1, "A"]]
    setting = a_setting(symbols, flow={"U": ["Prod", "A", "U"]}, relations=[skew])
    shown = ["Prod", ["Transpose", "U"], ["assumed", 0], "U"]
    verifier.kept(setting, {"U": [shown]})
    for wrong in (None, ["Prod", 2, shown]):
        with pytest.raises(verifier.Rejected, match="differ"):
            verifier.kept(setting, {"U": [wrong]})
    moving = {"A": symbols["A"] | {"role": "state"}}
    for flow in ({}, {"A": "A"}):  # the equation may hold at the start alone
        there = setting | {"symbols": symbols | moving, "flow": setting["flow"] | flow}
        with pytest.raises(verifier.WRONG):
            verifier.kept(there, {"U": [shown]})


def test_signs_are_kept_where_rates_are_at_least_multiples() -> None:
    """`x' = y - x` and `y' = x`: both stay positive; of `y' = -x` nothing is seen."""
    symbols = {name: a_symbol(role="state", sign="positive") for name in "xy"}
    flow = {"x": ["Sum", "y", ["Prod", -1, "x"]], "y": "x"}
    setting = a_setting(symbols, flow=flow)
    verifier.kept(setting, {"x": -1, "y": 0})
    with pytest.raises(verifier.Rejected, match="kept"):
        verifier.kept(setting, {"x": -1})  # what is declared of y is so at the start alone
    with pytest.raises(verifier.Rejected, match="kept"):
        verifier.kept(setting | {"here": {"y": ["positive"]}}, {"x": -1})
    setting["flow"]["y"] = ["Prod", -1, "x"]
    with pytest.raises(verifier.Rejected, match="kept"):
        verifier.kept(setting, {"x": -1, "y": 0})
    for roots in (["Power", "x", "1/2"], ["Power", "x", "-1"]):  # no uniqueness; no value
        setting["flow"] = {"x": roots, "y": 0}
        with pytest.raises(verifier.Rejected, match="polynomial"):
            verifier.kept(setting, {"x": 0, "y": 0})


def test_a_state_that_is_given_needs_no_stage() -> None:
    """`y = 2 x` at all times, which moves as it does."""
    symbols = {name: a_symbol(role="state") for name in "xy"}
    flow = {"x": ["Prod", -1, "x"], "y": ["Prod", -1, "y"]}
    setting = a_setting(symbols, flow=flow, along=True, values={"y": ["Prod", 2, "x"]})
    model = {"sizes": {}, "values": {"x": [[[[1]]]]}}
    evidence: dict[str, Any] = {"model": model, "multiples": [None, None]}
    evidence |= {"kept": {}, "exists": [_STAGE], "law": 1, "squares": 2}
    verifier.holds(a_block("vanishes", ["->", "y", 0]), setting, evidence)
    setting["flow"]["y"] = "y"
    with pytest.raises(verifier.Rejected, match="two rates"):
        verifier.holds(a_block("vanishes", ["->", "y", 0]), setting, evidence)


def test_what_tends_to_a_limit_has_a_value() -> None:
    """`x^3 / x^2` of an x that may be 0."""
    quantity = ["Prod", "x", "x", "x", ["Power", "x", "-2"]]
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": ["Prod", -1, "x"]}, along=True)
    evidence: dict[str, Any] = {"model": {"sizes": {}, "values": {"x": [[[[1]]]]}}, "kept": {}}
    evidence |= {"exists": [_STAGE], "law": 1, "squares": 2, "multiples": [None, None]}
    verifier.holds(a_block("vanishes", ["->", "x", 0]), setting, evidence)
    with pytest.raises(verifier.Rejected, match="divisor"):
        verifier.holds(a_block("vanishes", ["->", quantity, 0]), setting, evidence)


def test_what_is_supposed_at_an_instant_is_not_kept_from_the_start_on() -> None:
    """`x' = 0 x`, where x is positive at an instant."""
    symbols = {"x": a_symbol(role="state", sign="positive")}
    setting = a_setting(symbols, flow={"x": 0})
    assert verifier.kept(setting, {"x": 0})
    assert "positive" in verifier.Theory(setting, True).marks("x")
    there = setting | {"here": {"x": ["positive"]}}
    with pytest.raises(verifier.Rejected, match="instant"):
        verifier.kept(there, {"x": 0})
    assert verifier.Theory(there).sure("x", True)
    assert not verifier.Theory(there, True).marks("x")
