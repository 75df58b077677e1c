"""Limits as certificates show them: laws, rates, solutions that exist; forged ones fail."""

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

from sslcheck.derive.certificates import verify

_CLAIMS = (
    ("dimensional-collapse", "2.collapse"),
    ("dimensional-collapse", "2.weak"),
    ("dimensional-collapse", "2.always"),
    ("deep-linear-2", "3.vanishes"),
    ("deep-linear-3", "3.vanishes"),
    ("directpred", "3.balanced"),
    ("directpred", "4.decay"),
    ("linear-autoencoder", "3.vanishes"),
    ("non-contrastive", "4.forgets"),
    ("non-contrastive", "7.attracts"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_limits_of_shipped_articles_are_shown(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    assert verify.verify(found) in ("proved", "conditional", "refuted")
    for path in leaves(found["claim"]["statement"], ("claim", "statement")):
        assert rejects(sealed(changed(found, path))), path
    for k, theorem in enumerate(found["claim"]["theorems"]):
        evidence = ("claim", "theorems", k, "evidence")
        for path in leaves(theorem["evidence"]["law"], (*evidence, "law")):
            assert rejects(sealed(changed(found, path))), path
        squares = theorem["evidence"]["squares"]
        for forged in (0, ["Prod", -1, squares]) if squares else ():
            other = deepcopy(found)
            other["claim"]["theorems"][k]["evidence"]["squares"] = forged
            assert rejects(sealed(other))


_X = [["->", "x", 0]]
_STAGE = {"weights": {"x": 1}, "squares": 0}


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
    evidence = {"model": model, "multiples": [None, None], "kept": {}, "exists": [_STAGE]}
    evidence |= {"law": law, "squares": ["Prod", 2, law]} | more
    verify.holds(a_block("vanishes", *_X), setting, evidence)


def test_a_rate_that_is_a_positive_number() -> None:
    for law in ("a", ["Sum", "a", "b"], ["Sum", "a", ["Power", "c", "2"], "f"], 1):
        _shown(["Prod", -1, law, "x"], law)


@pytest.mark.parametrize(
    "law", ["f", "b", "c", ["Power", "c", "2"], ["Prod", -1, "a"], ["Power", "f", "-1"], "y", 0]
)
def test_a_rate_that_may_come_close_to_0(law: Any) -> None:
    with pytest.raises(verify.Rejected, match="close to 0"):
        _shown(["Prod", -1, law, "x"], law)


def test_a_rate_is_that_of_the_flow() -> None:
    with pytest.raises(verify.Rejected, match="differ"):
        _shown(["Prod", -1, "b", "x"], "a")
    with pytest.raises(verify.Rejected, match="no such rate"):
        _shown(["Prod", -1, "b", "x"], "b", squares=["Prod", 2, "a"])
    with pytest.raises(verify.Rejected, match="differ"):  # x tends to c
        _shown(["Prod", -1, "a", ["Sum", "x", ["Prod", -1, "c"]]], "a")


def test_a_positive_state_is_no_bound_unless_it_keeps_its_sign() -> None:
    state = {"x": a_symbol(role="state", sign="positive")}
    setting = a_setting(state, flow={"x": ["Prod", -1, "x"]}, along=True)
    theory = verify.Theory(setting)
    assert not theory.sure("x", False)
    with pytest.raises(verify.Rejected, match="kept"):
        verify.keep(theory, {"x": 1})
    verify.keep(theory, {"x": -1})
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

    def shown(**more: Any) -> None:
        _shown(["Prod", -1, law, "x"], law, other=other, exists=found, **more)

    if fine:
        shown()
    else:
        with pytest.raises(verify.Rejected):
            shown()
    shown(said={"lasts": True})  # if that is supposed nothing is asked


def test_stages_name_all_states_with_positive_weights() -> None:
    law = ["Sum", "a", ["Power", "y", "2"]]
    for weights in ({}, {"y": 0}, {"y": "b"}, {"y": -1}, {"y": "f"}):
        stage = {"weights": weights, "squares": 0}
        with pytest.raises(verify.Rejected, match=r"state|weight"):
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
        verify.holds(claim, setting, evidence)
        return
    with pytest.raises(verify.Rejected):
        verify.holds(claim, setting, evidence)


def test_a_square_of_what_moves_may_come_close_to_0() -> None:
    square = {"shape": ["n", "n"]}
    symbols = {
        "L": a_symbol("invertible", role="function", **square),
        "M": a_symbol("invertible", **square),
    }
    theory = verify.Theory(a_setting(symbols, along=True))
    for name, fine in (("L", False), ("M", True)):
        gram = ["Prod", ["Transpose", name], name]
        assert theory.sure(gram, True)
        assert theory.sure(gram, True, True) is fine


def _refuted(rate: Any, law: Any, squares: Any, **more: Any) -> None:
    """That x does not tend to 0, where dx/dt is a rate."""
    symbols = {
        "x": a_symbol(role="state"),
        "f": a_symbol(role="function", sign="nonnegative"),
        "b": a_symbol(sign="nonnegative"),
    }
    setting = a_setting(symbols, flow={"x": rate}, along=True, **more.pop("said", {}))
    values = {"x": [[[[1]]]], "f": [[[[0]]]], "b": [[[[0]]]]} | more.pop("values", {})
    evidence: dict[str, Any] = {"model": {"sizes": {}, "values": values}, "kept": {}}
    evidence |= {"multiples": [None, None]}
    evidence |= {"law": law, "squares": squares, "at": {}, "order": 0, "relation": 0, "mode": 0}
    verify.fails(a_block("vanishes", *_X), setting, evidence | more)


def test_what_does_not_fall_does_not_vanish() -> None:
    _refuted("x", -1, 2)
    _refuted(["Prod", -1, "b", "x"], 0, 0, at={"b": 0})
    _refuted(["Prod", -1, "f", "x"], 0, 0, at={"f": 0})
    _refuted(["Prod", "b", "x"], ["Prod", -1, "b"], ["Prod", 2, "b"])


@pytest.mark.parametrize(
    "forged",
    [
        {"rate": ["Prod", -1, "x"], "law": 1, "squares": -2},  # it falls
        {"rate": ["Prod", -1, "b", "x"], "law": "b", "squares": ["Prod", -2, "b"], "at": {}},
        {"rate": ["Prod", -1, "b", "x"], "law": 0, "squares": 0, "at": {}},
        {"rate": ["Prod", -1, "b", "x"], "law": 0, "squares": 0, "values": {"b": [[[[1]]]]}},
        {"rate": ["Prod", -1, "f", "x"], "at": {"f": 0}, "values": {"f": [[[[0]], [[1]]]]}},
        {"rate": ["Prod", -1, "b", "x"], "at": {"b": 0}, "values": {"x": [[[[0]]]]}},
        {"rate": ["Prod", -1, "x", "x"], "at": {"x": 0}},
        {"rate": ["Prod", -1, "f", "x"], "at": {"f": ["Prod", 0, "x"]}},
        {"rate": ["Prod", -1, "b", "x"], "at": {"b": 0}, "said": {"values": {"x": "b"}}},
        {"rate": 0, "said": {"always": [[">", "b", 0]]}, "values": {"b": [[[[1]]]]}},
    ],
)
def test_forged_refutations(forged: dict[str, Any]) -> None:
    given = {"law": 0, "squares": 0, "at": {"b": 0}} | forged
    with pytest.raises(verify.Rejected):
        _refuted(**given)
