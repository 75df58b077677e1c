"""A certificate as a whole: every change of it is rejected."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_model
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

from sslcheck.derive.certificates import verifier

ARTICLES = ("two-layer", "oja", "deep-linear-2", "dimensional-collapse")


def test_certificates_of_shipped_articles_are_accepted() -> None:
    covered = [c for name in ARTICLES for c in written(name).values() if not c["uncovered"]]
    assert len(covered) > 40
    assert {verifier.verify(c) for c in covered} >= {"proved", "refuted"}


@pytest.mark.parametrize("name", ARTICLES)
def test_a_change_of_any_field_is_rejected(name: str) -> None:
    for certificate in written(name).values():
        places = [*leaves(certificate)]
        for path in Random(name).sample(places, min(20, len(places))):
            assert rejects(changed(certificate, path)), path


def test_a_statement_with_another_number_is_not_shown_by_the_evidence() -> None:
    """The hash is made anew: what rejects it is the mathematics."""
    seen = 0
    for name in ARTICLES:
        for certificate in written(name).values():
            block = certificate["claim"]
            if certificate["uncovered"] or block["verdict"] != "proved":
                continue
            if block["kind"] not in ("identity", "integral", "preserved"):
                continue
            for path in leaves(block["statement"], ("claim", "statement")):
                found = changed(certificate, path)
                if isinstance(found["claim"]["statement"], list) and path[-1] != 0:
                    seen += 1
                    assert rejects(sealed(found)), (certificate["id"], path)
    assert seen > 100


def test_a_verdict_needs_its_own_theorem() -> None:
    for certificate in written("oja").values():
        if certificate["uncovered"]:
            continue
        other = deepcopy(certificate)
        verdict = other["claim"]["verdict"]
        other["claim"]["verdict"] = "refuted" if verdict == "proved" else "proved"
        assert rejects(sealed(other)), certificate["id"]
        if other["correction"] is not None:
            swapped = deepcopy(certificate)
            both = swapped["correction"]["theorems"], swapped["claim"]["theorems"]
            swapped["claim"]["theorems"], swapped["correction"]["theorems"] = both
            assert rejects(sealed(swapped)), certificate["id"]


def test_theorems_of_one_claim_do_not_pass_for_another() -> None:
    found = [c for c in written("oja").values() if not c["uncovered"]]
    for one in found:
        for two in found:
            same = one["claim"]["verdict"] == two["claim"]["verdict"] == "refuted"
            if one is not two and same and one["claim"]["kind"] == two["claim"]["kind"]:
                model = two["claim"]["theorems"][0]["evidence"].get("model")
                other = deepcopy(one)
                other["claim"]["theorems"] = deepcopy(two["claim"]["theorems"])
                point = one["claim"]["theorems"][0]["evidence"].get("model")
                # a point that is a counterexample to both statements serves both
                assert rejects(sealed(other)) or {*point["values"]} <= {*model["values"]}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"relations": [[">=", "x", 1]]}, ""),
        ({"relations": [["<", "x", 1]]}, "assumed"),
        ({"symbols": {"x": a_symbol(role="state", sign="positive")}}, ""),
        ({"symbols": {"x": a_symbol(role="parameter")}}, "another symbol"),
        ({"symbols": {"y": a_symbol("psd", "symmetric", sign="nonnegative")}}, ""),
        ({"symbols": {"y": a_symbol("psd")}}, "less of a symbol"),
        ({"symbols": {"y": a_symbol(sign="nonnegative")}}, "less of a symbol"),
        ({"symbols": {"x": a_symbol(role="state", shape=["n", "n"])}}, "another symbol"),
        ({"values": {"z": 1}}, "another value"),
        ({"instant": {"z": 1}}, "another value"),
        ({"flow": {"x": 0}}, "not known"),
        ({"views": []}, "not known"),
        ({"along": True}, "not known"),
    ],
)
def test_a_condition_leaves_the_claim_what_it_is(more: dict[str, Any], why: str) -> None:
    """`y x + z = 0` with z = 0 is false, and true for y = 0."""
    y = a_symbol("psd", sign="nonnegative")
    symbols = {"x": a_symbol(role="state"), "y": y, "z": a_symbol()}
    block = a_block("identity", ["=", ["Sum", ["Prod", "y", "x"], "z"], 0])
    block |= {"setting": a_setting(symbols, flow={"x": "x"}, values={"z": 0}), "latex": ""}
    block |= {"verdict": "conditional", "latex_sha256": hashlib.sha256(b"").hexdigest()}
    model = {"sizes": {"n": 1}, "values": {"x": [[[[1]]]], "y": [[[[1]]]], "z": [[[[0]]]]}}
    supposed = more | {"values": {"y": 0} | more.get("values", {})}
    shown = {"shows": "holds", "suppose": supposed, "evidence": {"multiples": [None]}}
    wrong = {"shows": "fails", "suppose": {}, "evidence": {"relation": 0, "order": 0, "mode": 0}}
    block["theorems"] = [shown, wrong]
    for theorem in block["theorems"]:
        theorem["evidence"]["model"] = model
    certificate = sealed({"format": 3, "uncovered": "", "claim": block, "correction": None})
    if not why:
        assert verifier.verify(certificate) == "conditional"
        block["theorems"].pop()
        assert "nothing shows that it is needed" in verifier.verify(sealed(certificate))
        block["theorems"] = [wrong]
        assert rejects(sealed(certificate))
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.verify(certificate)


@pytest.mark.parametrize(
    ("merged", "why"),
    [
        ({"m": "n"}, ""),
        ({"n": "q"}, "another size"),  # it is that of k
        ({"1": "n"}, "another size"),  # numbers are no matrices
        ({"n*n": "1"}, "another size"),
        ({"m": "n*n"}, "another size"),
        ({"k": "m", "m": "k"}, "circle"),
    ],
)
def test_equal_sizes_of_a_counterexample_are_more_of_them(merged: dict[str, str], why: str) -> None:
    symbols = {name: a_symbol(shape=["n", "n"]) for name in "AB"}
    block = a_block("identity", ["=", ["Prod", "A", "B"], ["Prod", "B", "A"]])
    block |= {"setting": a_setting(symbols, merged={"n": "k"}), "verdict": "refuted"}
    block |= {"latex": "", "latex_sha256": hashlib.sha256(b"").hexdigest()}
    model = a_model(dict.fromkeys("nkmq", 2), A=[[[[0, 1], [0, 0]]]], B=[[[[0, 0], [1, 0]]]])
    evidence = {"model": model, "relation": 0, "order": 0, "mode": 0}
    block["theorems"] = [{"shows": "fails", "suppose": {"merged": merged}, "evidence": evidence}]
    certificate = sealed({"format": 3, "uncovered": "", "claim": block, "correction": None})
    if not why:
        assert verifier.verify(certificate) == "refuted"
        block["setting"]["merged"] |= {"1": "n"}
        with pytest.raises(verifier.Rejected, match="another size"):
            verifier.verify(sealed(certificate))
        return
    with pytest.raises(verifier.Rejected, match=why):
        verifier.verify(certificate)


@pytest.mark.parametrize("number", [0.5, 1.0, float("nan"), float("inf"), 10**6])
def test_numbers_are_exact_and_written_out(number: float) -> None:
    found = deepcopy(written("two-layer")["2"])
    found["claim"]["theorems"][0]["evidence"]["model"]["values"]["more"] = [[[[number]]]]
    with pytest.raises(verifier.Rejected, match="too large a number, or none"):
        verifier.verify(sealed(found))


def test_an_unknown_is_only_of_claims_that_have_one() -> None:
    found = deepcopy(written("isoloss")["2.collapses"])
    assert verifier.verify(found) == "proved"
    found["claim"]["unknown"] = next(iter(found["claim"]["setting"]["symbols"]))
    with pytest.raises(verifier.Rejected, match="has not"):
        verifier.verify(sealed(found))


@pytest.mark.parametrize("exponent", ["1000", "1001", "-1000", "-1001", "1/1000", "1/1001"])
def test_exponents_are_bounded(exponent: str) -> None:
    power = ["Power", "x", exponent]
    setting = a_setting({"x": a_symbol(sign="positive")})
    shown = {"model": a_model({}, x=[[[[1]]]]), "multiples": [None]}
    block = a_block("identity", ["=", power, power]) | {"setting": setting, "verdict": "proved"}
    block |= {"latex": "", "latex_sha256": hashlib.sha256(b"").hexdigest()}
    block["theorems"] = [{"shows": "holds", "suppose": {}, "evidence": shown}]
    made = sealed({"format": 3, "uncovered": "", "claim": block, "correction": None})
    if "1000" in exponent:
        assert verifier.verify(made) == "proved"
        return
    with pytest.raises(verifier.Rejected, match="an exponent"):
        verifier.verify(made)


def _made(block: Any, verdict: str, *theorems: Any, **more: Any) -> Any:
    """A certificate of a claim about numbers x and y."""
    block = block | {"setting": a_setting({"x": a_symbol(), "y": a_symbol()}), "verdict": verdict}
    block |= {"latex": "y", "latex_sha256": hashlib.sha256(b"y").hexdigest()}
    block["theorems"] = [*theorems]
    return {"format": 3, "uncovered": "", "claim": block, "correction": None} | more


def _shows(shows: str, *suppose: Any, x: Any = 1, **more: Any) -> Any:
    evidence = {"model": a_model(x=x, y=1), "multiples": [None], "relation": 0, "order": 0}
    supposed = {"relations": [*suppose]} if suppose else {}
    return {"shows": shows, "suppose": supposed, "evidence": evidence | {"mode": 0} | more}


_SAME, _EQUAL = a_block("identity", ["=", "x", "x"]), a_block("identity", ["=", "x", "y"])
_GIVEN = {"multiples": [["assumed", 0]]}


def _forged(change: str) -> Any:
    """A certificate of a false claim, or of one that is not looked at."""
    found = _made(_SAME, "proved", _shows("holds"))
    match change:
        case "another text":
            found["claim"]["latex"] = "x"
        case "nothing":
            found["claim"]["statement"] = []
            found["claim"]["theorems"][0]["evidence"]["multiples"] = []
        case "no claim":
            found |= {"claim": None, "correction": found["claim"]}
        case "an option":
            found["claim"]["options"] = {"free": "x"}
        case "a condition":
            found = _made(_EQUAL, "proved", _shows("holds", ["=", "x", "y"], **_GIVEN))
        case "too large":
            found = _made(_SAME, "proved", _shows("holds", x=10**6))
        case "written out":
            found = _made(_SAME, "proved", _shows("holds", x="1e100000"))
        case "no symbol":
            found["claim"]["setting"]["symbols"] = {"\0": a_symbol()}
            found["claim"]["statement"] = [["=", "\0", "\0"]]
            found["claim"]["theorems"][0]["evidence"]["model"] = a_model({}, **{"\0": 1})
        case "a letter of evidence" | "a hypothesis as evidence":
            free = {"a letter of evidence": ["rate", "x"]}.get(change, ["assumed", 0])
            found["claim"]["statement"] = [["=", free, free]]
        case "an unknown in a gradient" | "an unknown by a parameter":
            gradient = ["Gradient", ["Prod", "k", "x"], "x"]
            found["claim"] |= {"unknown": "k", "kind": "integral"}
            if change == "an unknown in a gradient":
                found["claim"]["means"] = [[gradient, "k"]]
            else:
                found["claim"]["statement"] = [["=", ["Partial", "k", "x"], 0]]
        case "depth":
            wrong = _made(_EQUAL, "refuted", _shows("fails", x=2))["claim"]
            blocks = [found["claim"] | {"layout": "a"}, wrong | {"layout": "b"}]
            found["claim"] = {"verdict": "proved", "layouts": blocks}
        case "depths":
            found["claim"] = {"verdict": "proved", "layouts": [found["claim"] | {"layout": ""}] * 2}
    return sealed(found)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("another text", "another text"),
        ("nothing", "says nothing"),
        ("no claim", "no claim"),
        ("an option", "an option"),
        ("a condition", "a condition"),
        ("too large", "too large"),
        ("written out", "written out"),
        ("no symbol", "no symbol"),
        ("a letter of evidence", "evidence alone"),
        ("a hypothesis as evidence", "evidence alone"),
        ("an unknown in a gradient", "given a value later"),
        ("an unknown by a parameter", "given a value later"),
        ("depth", "not enough"),
        ("depths", "not enough"),
    ],
)
def test_what_is_said_beside_a_theorem_is_looked_at(change: str, why: str) -> None:
    assert verifier.verify(_forged("")) == "proved"
    with pytest.raises(verifier.Rejected, match=why):
        verifier.verify(_forged(change))
