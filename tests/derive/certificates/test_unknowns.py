"""What claims define, and say to exist or not: matrices, recursions, common functions of time."""

from __future__ import annotations

from copy import deepcopy
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

from sslcheck.derive import load_article
from sslcheck.derive.certificates import verify
from sslcheck.derive.certificates.unknowns import options_of, unknown_of

_CLAIMS = (
    ("directpred", "4"),
    ("directpred", "5.commutator"),
    ("directpred", "5.diagonal"),
    ("directpred", "5.target"),
    ("directpred", "6.3"),
    ("directpred", "8"),
    ("directpred", "9"),
    ("directpred", "9.scale"),
    ("directset", "6.mean"),
    ("non-contrastive", "4"),
    ("non-contrastive", "4.order"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_shipped_claims_have_certificates_that_are_theirs(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    verdict = verify.verify(found)
    for part in ("options", "statement", "unknown"):  # another claim may be false at a point, too
        for path in leaves(found["claim"][part], ("claim", part)) if verdict == "proved" else ():
            assert rejects(sealed(changed(found, path))), path
    other = deepcopy(found)
    other["claim"]["verdict"] = "refuted" if verdict == "proved" else "proved"
    assert rejects(sealed(other))


def test_unknowns_and_options_of_claims() -> None:
    claims = {claim.id: claim for claim in load_article("directpred").claims}
    assert unknown_of(claims["4"]) == unknown_of(claims["4.psd"]) == "H"
    assert unknown_of(claims["4.decay"]) == ""
    assert options_of(claims["5.commutator"]) == {"basis": ["F", "W_p"]}
    assert options_of(claims["5.target"]) == {"free": "\\tau"}
    assert options_of(claims["9"]) == {}  # the recursion is added as a relation


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


def test_maps_of_a_product_of_spaces() -> None:
    theory = verify.Theory(a_setting({"W": a_symbol(shape=["n", "k"])}))
    assert theory.applied(["Ident", "k*n"], "W") == "W"
    with pytest.raises(verify.Nonconforming):
        theory.applied(["Ident", "n*k"], "W")
    theory = verify.Theory(a_setting({verify.ANY: a_symbol(shape=["n", "n"])}))
    with pytest.raises(verify.Rejected, match="no symbol may have"):
        theory.mapped(["Kron", ["Ident", "n"], verify.ANY])


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


def _recursion(value: Any, rule: Any) -> None:
    views = {"names": ["x", "y"], "mean": "m", "second": "X", "noise": "N"}
    symbols = {name: a_symbol(shape=["d", "1"], role="view") for name in "xym"}
    symbols |= {name: a_symbol("psd", shape=["d", "d"]) for name in "XN"}
    symbols |= {"F": a_symbol(shape=["d", "d"]), "r": a_symbol(), "c": a_symbol(shape=["d", "1"])}
    claim = a_block("fixed-point", ["=", "F", value], unknown="F", recursion=["=", "F", rule])
    model = {"sizes": {"d": 1}, "values": {n: [[[[1]]]] for n in "XNrc"}}
    evidence = {"model": model, "multiples": [None], "value": value}
    verify.holds(claim, a_setting(symbols, views=[views]), evidence)


def test_expectations_by_second_moments() -> None:
    def mixed(u: str, v: str) -> Any:
        mean = ["Expect", ["Prod", u, ["Transpose", v]]]
        return ["Sum", ["Prod", "r", "F"], ["Prod", ["Sum", 1, ["Prod", -1, "r"]], mean]]

    _recursion(["Sum", "X", "N"], mixed("x", "x"))
    for pair in (("x", "y"), ("x", "m"), ("m", "m")):
        _recursion("X", mixed(*pair))
    for value, pair in (("X", ("x", "x")), (["Sum", "X", "N"], ("x", "y")), ("N", ("x", "x"))):
        with pytest.raises(verify.Rejected, match="differ"):
            _recursion(value, mixed(*pair))
    inner = ["Prod", ["Transpose", "x"], "X", "y"]
    trace = ["Expect", ["Prod", inner, ["Ident", "d"]]]
    _recursion(["Prod", ["Trace", ["Prod", "X", "X"]], ["Ident", "d"]], trace)
    column, unit = ["Prod", "x", ["Transpose", "c"]], ["Ident", "d"]
    square = ["Power", ["Prod", ["Transpose", "x"], "x"], "2"]
    unknown: list[tuple[Any, Any]] = [
        (column, ["Expect", column]),  # the mean of x is not known
        (["Prod", ["Trace", ["Sum", "X", "N"]], unit], ["Prod", ["Expect", square], unit]),
    ]
    for same, rule in unknown:
        with pytest.raises(verify.Rejected, match="not known"):
            _recursion(same, rule)
    for high in (["Prod", inner, "x", ["Transpose", "x"]], ["Prod", "x", ["Transpose", "X"]], "x"):
        with pytest.raises(verify.Rejected):
            _recursion("X", ["Expect", high])


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


def _without(gap: Any, w: list[list[int]], v: list[list[int]], **said: Any) -> None:
    """That no K solves an equation with matrices W and V at a point."""
    square = {"shape": ["n", "n"]}
    symbols = {"W": a_symbol(**square), "V": a_symbol(**square)}
    symbols["K"] = a_symbol(role="constant", **square, **said)
    claim = a_block("lyapunov", ["=", gap, 0], unknown="K", basis=["W"])
    model = {"sizes": {"n": 2}, "values": {"W": [[w]], "V": [[v]]}}
    evidence = {"model": model, "order": 0, "relation": 0, "mode": 0}
    verify.fails(claim, a_setting(symbols), evidence)


def test_no_matrix_solves_an_equation_that_contradicts_itself() -> None:
    one, zero, upper = [[1, 0], [0, 1]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]
    both = ["Sum", ["Prod", "K", "W"], ["Prod", "W", "K"], ["Prod", -1, "V"]]
    _without(both, zero, one)
    _without(both, upper, one)  # nothing reaches the last entry
    for w, v in ((one, one), (zero, zero), (upper, upper)):
        with pytest.raises(verify.Rejected, match="there is a value"):
            _without(both, w, v)
    with pytest.raises(verify.Rejected, match="not linear"):
        _without(["Sum", ["Prod", "K", "K"], ["Prod", -1, "V"]], one, [[0, 1], [0, 0]])
    with pytest.raises(verify.Rejected, match="each mode"):
        _without(both, zero, one, index="j")


def test_a_combination_is_found_by_elimination() -> None:
    for columns, target, fine in (
        ([], [0, 0], True),
        ([], [0, 1], False),
        ([[1, 1]], [2, 2], True),
        ([[1, 1]], [2, 1], False),
        ([[0, 1], [1, 1], [1, 0]], [3, -1], True),
    ):
        assert verify.spanned(columns, target) is fine


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


def test_a_value_of_an_unknown_that_serves_not_refutes_nothing() -> None:
    state = a_symbol(shape=["n", "n"], role="state")
    symbols = {"W": state, "H": a_symbol(shape=["n*n", "n*n"], role="function")}
    setting = a_setting(symbols, flow={"W": "W"}, along=True)
    claim = a_block("linear", ["=", ["Dot", _STACKED], ["Prod", "H", _STACKED]], unknown="H")
    evidence = {"model": {"sizes": {"n": 1}, "values": {"W": [[[[1]]]]}}, "relation": 0, "mode": 0}
    evidence |= {"order": 0, "value": ["Prod", 2, ["Kron", ["Ident", "n"], ["Ident", "n"]]]}
    with pytest.raises(verify.Rejected, match="another matrix"):
        verify.fails(claim, setting, evidence)


@pytest.mark.parametrize("kind", ["lyapunov", "integral"])
def test_what_is_given_is_no_unknown(kind: str) -> None:
    symbols = {"x": a_symbol(), "a": a_symbol()}
    setting = a_setting(symbols, along=kind == "integral")
    claim = a_block(kind, ["=", "x", "a"], unknown="x", **({"basis": []} if kind[0] == "l" else {}))
    values = {"x": [[[[1]]]], "a": [[[[2]]]]}
    evidence = {"model": {"sizes": {}, "values": values}, "multiples": [None], "value": "a"}
    with pytest.raises(verify.Rejected, match="unknown that is given"):
        verify.holds(claim, setting, evidence | {"factor": 1})


@pytest.mark.parametrize(("index", "fine"), [("j", True), ("", False)])
def test_a_constant_is_one_for_all_modes_unless_it_has_their_index(index: str, fine: bool) -> None:
    symbols = {"x": a_symbol(index="j"), "C": a_symbol(role="constant", index=index)}
    setting = a_setting(symbols, along=True, indices={"j": "n"})
    claim = a_block("integral", ["=", "C", "x"], unknown="C")
    model = {"sizes": {"n": 2}, "values": {"x": [[[[1]]], [[[2]]]]}}
    evidence = {"model": model, "multiples": [None], "value": "x", "factor": 1}
    if fine:
        verify.holds(claim, setting, evidence)
        return
    with pytest.raises(verify.Rejected, match="each mode"):
        verify.holds(claim, setting, evidence)
