"""The verifier: what it accepts, and that it rejects what is changed or shows something else."""

from __future__ import annotations

import ast
import hashlib
import json
import signal
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from random import Random
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

ARTICLES = ("two-layer", "oja", "deep-linear-2", "dimensional-collapse")


def test_certificates_of_shipped_articles_are_accepted() -> None:
    covered = [c for name in ARTICLES for c in written(name).values() if not c["uncovered"]]
    assert len(covered) > 40
    assert {verify.verify(c) for c in covered} >= {"proved", "refuted"}


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


@pytest.mark.parametrize(
    ("tree", "signs"),
    [
        (["Sum", "p", ["Prod", -1, "r"]], {-1, 0, 1}),
        (["Prod", -2, ["Sum", "p", "n"]], {-1}),
        (["Sum", "n", ["Power", "r", "2"]], {0, 1}),
        (["Power", ["Sum", 1, ["Power", "r", "2"]], "-1"], {1}),
        (["Power", ["Sum", "n", ["Power", "r", "2"]], "1/2"], {0, 1}),
        (["Power", "r", "-2"], {1}),
        (["Sum", ["Power", ["Sum", "r", "p"], "2"], 1], {1}),
        (["Sum", "p", ["Prod", -1, "p"]], {0}),
        (["Sum", "s", ["Prod", -1, "r"]], {1}),
        (["Prod", 2, ["Sum", "r", ["Prod", -1, "s"]], "p"], {-1}),
    ],
)
def test_signs_are_those_of_terms_forms_and_what_is_supposed(tree: Any, signs: set[int]) -> None:
    symbols = {name: a_symbol() for name in "rspn"}
    symbols["p"]["sign"], symbols["n"]["sign"] = "positive", "nonnegative"
    assert verify.Theory(a_setting(symbols, relations=[[">", "s", "r"]])).signs(tree) == signs


@pytest.mark.parametrize("key", ["role", "sign", "properties"])
def test_words_that_are_not_known_declare_nothing(key: str) -> None:
    symbol = a_symbol()
    symbol[key] = ["odd"] if key == "properties" else "odd"
    setting = a_setting({"x": symbol})
    block = a_block("identity", ["=", "x", "x"])
    evidence = {"model": {"sizes": {}, "values": {"x": [[[[1]]]]}}, "multiples": [None]}
    with pytest.raises(verify.Rejected, match=key):
        verify.holds(block, setting, evidence)


def test_what_each_mode_has_of_its_own_is_no_number_before_a_diagonal_matrix() -> None:
    mode = a_symbol() | {"role": "function", "index": "j"}
    matrix = a_symbol() | {"shape": ["n", "n"]}
    setting = a_setting({"x": mode, "A": matrix}) | {"indices": {"j": "n"}}
    theory = verify.Theory(setting)
    for moved in (["Diag", ["Dot", "x"], "j", "n"], ["Dot", ["Dot", ["Diag", "x", "j", "n"]]]):
        assert not theory.zero(theory.gap(["Prod", moved, "A"], ["Prod", "A", moved]))
    setting["symbols"]["v"] = a_symbol() | {"shape": ["n", "1"], "index": "j"}
    for entry in (["Trace", ["Prod", ["Transpose", "v"], "v"]], ["Maximum", "x", "k"]):
        held = ["Diag", entry, "j", "n"]
        assert not theory.zero(theory.gap(["Prod", held, "A"], ["Prod", "A", held]))
    rate = ["Dot", ["Diag", "x", "j", "n"]]
    assert theory.zero(theory.gap(rate, ["Diag", ["Dot", "x"], "j", "n"]))


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
        verify.fails(block, setting, evidence)
        return
    with pytest.raises(verify.Rejected, match="moves"):
        verify.fails(block, setting, evidence)


def test_hypotheses_that_no_point_meets_prove_nothing() -> None:
    setting = a_setting({"x": a_symbol() | {"sign": "positive"}}, relations=[["=", "x", 0]])
    block = a_block("identity", ["=", "x", 0])
    model = {"sizes": {}, "values": {"x": [[[[0]]]]}}
    with pytest.raises(verify.Rejected, match="sign"):
        verify.holds(block, setting, {"model": model, "multiples": [["assumed", 0]]})


def test_it_runs_alone(tmp_path: Path) -> None:
    source = Path(verify.__file__).read_text(encoding="utf-8")
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules <= {*sys.stdlib_module_names}
    (tmp_path / "verify.py").write_text(source, encoding="utf-8")
    folder = tmp_path / "certificates"
    folder.mkdir()
    good = written("two-layer")["2"]
    (folder / "2.json").write_text(json.dumps(good), encoding="utf-8")
    command = [sys.executable, "-I", "-S", "verify.py", "certificates"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1 proved\n")
    (folder / "3.json").write_text("{}", encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 proved, 1 rejected" in done.stdout


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"relations": [[">=", "x", 1]]}, ""),
        ({"relations": [["<", "x", 1]]}, "assumed"),
        ({"symbols": {"x": a_symbol(role="state", sign="positive")}}, ""),
        ({"symbols": {"x": a_symbol(role="parameter")}}, "another symbol"),
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
    symbols = {"x": a_symbol(role="state"), "y": a_symbol(), "z": a_symbol()}
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
    certificate = sealed({"format": 1, "uncovered": "", "claim": block, "correction": None})
    if not why:
        assert verify.verify(certificate) == "conditional"
        return
    with pytest.raises(verify.Rejected, match=why):
        verify.verify(certificate)


def test_an_unknown_is_only_of_claims_that_have_one() -> None:
    found = deepcopy(written("isoloss")["2.collapses"])
    assert verify.verify(found) == "proved"
    found["claim"]["unknown"] = next(iter(found["claim"]["setting"]["symbols"]))
    with pytest.raises(verify.Rejected, match="has not"):
        verify.verify(sealed(found))


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[2]]]], "A": [[[[1], [1]]]]}}, "rational"),
        ({"sizes": {"n": 1, "k": 2}, "values": {"x": [[[[0]]]], "A": [[[[1, 1]]]]}}, "sizes"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1, 1]]]]}}, "shape"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1], [1]]]]}}, ""),
    ],
)
def test_a_model_is_a_point_as_it_is_supposed(model: dict[str, Any], why: str) -> None:
    """x^(1/2) = 0, with a matrix that has at least as many rows as columns."""
    symbols = {"x": a_symbol(sign="nonnegative"), "A": a_symbol(shape=["n", "k"])}
    setting = a_setting(symbols, relations=[["=", ["Power", "x", "1/2"], 0]])
    point = verify.Point(setting | {"at_least": [["n", "k"]]}, model)
    if not why:
        point.check()
        return
    with pytest.raises(verify.Rejected, match=why):
        point.check()


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
        verify.holds(block, setting, {"model": model, "multiples": [None]})
        return
    with pytest.raises(verify.Rejected, match="divisor"):
        verify.holds(block, setting, {"model": model, "multiples": [None]})


@pytest.mark.parametrize(
    ("mark", "rows", "why"),
    [
        ("orthonormal", [[1, 0], [0, 2]], "orthonormal"),
        ("orthonormal", [[0, 1], [-1, 0]], ""),
        ("invertible", [[1, 2], [2, 4]], "singular"),
        ("invertible", [[1, 2], [2, 3]], ""),
        ("diagonal", [[1, 2], [2, 3]], "diagonal"),
        ("diagonal", [[1, 0], [0, 0]], ""),
        ("symmetric", [[1, 2], [3, 3]], "symmetric"),
        ("psd", [[1, 2], [2, 3]], "sign"),
        ("psd", [[1, 2], [2, 4]], ""),
    ],
)
def test_a_symbol_is_what_it_is_declared_to_be(mark: str, rows: list[list[int]], why: str) -> None:
    setting = a_setting({"A": a_symbol(mark, shape=["n", "n"])})
    point = verify.Point(setting, {"sizes": {"n": 2}, "values": {"A": [[rows]]}})
    if not why:
        point.check()
        return
    with pytest.raises(verify.Rejected, match=why):
        point.check()


@pytest.mark.parametrize("kind", ["identity", "inequality"])
def test_what_is_so_at_the_start_is_not_said_of_all_times(kind: str) -> None:
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": 1}, instant={"x": 0})
    relation = ["=" if kind == "identity" else ">=", "x", 0]
    model = {"sizes": {}, "values": {"x": [[[[0]]]]}}
    evidence = {"model": model, "multiples": [None], "squares": 0}
    verify.holds(a_block(kind, relation), setting, evidence)
    with pytest.raises(verify.Rejected, match="times"):
        verify.holds(a_block(kind, relation), setting | {"along": True}, evidence)
    timed = [relation[0], "x", ["Prod", 0, "t"]]
    with pytest.raises(verify.Rejected, match="times"):
        verify.holds(a_block(kind, timed), setting, evidence)


def test_what_is_invertible_or_psd_is_square() -> None:
    for mark in ("invertible", "psd", "symmetric", "diagonal"):
        setting = a_setting({"A": a_symbol(mark, shape=["n", "k"])})
        point = verify.Point(setting, {"sizes": {"n": 1, "k": 1}, "values": {"A": [[[[1]]]]}})
        with pytest.raises(verify.Rejected, match="not square"):
            point.check()


def endless(change: str) -> Any:
    """A certificate that asks for more work than there is time, or room, for."""
    found = deepcopy(written("two-layer")["2"])
    block = found["claim"]
    setting, model = block["setting"], block["theorems"][0]["evidence"]["model"]
    left = block["statement"][0]
    match change:
        case "digits":
            left[1] = ["Num", "1e999999999"]
        case "exponent":
            left[1] = ["Power", "A", "1000000000"]
        case "root":
            left[1] = ["Power", ["Num", "3"], "1/1000000000"]
        case "powers":
            left[1] = ["Num", "3"]
            for _ in range(4):
                left[1] = ["Power", left[1], "1000"]
        case "size":
            model["sizes"]["d"] = 10**4
        case "circle":
            setting["merged"] = {"d": "h", "h": "d"}
        case "doubled":
            setting["values"] = {f"v{k}": ["Sum", f"v{k + 1}", f"v{k + 1}"] for k in range(99)}
            setting["symbols"] |= {f"v{k}": a_symbol() for k in range(100)}
            model["values"]["v99"] = [[[["1"]]]]
        case "words":
            left[1] = ["Power", ["Sum", ["Prod", "A", ["Transpose", "A"]], "D"], "1000"]
    return sealed(found)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it rings anywhere
@pytest.mark.parametrize(
    "change", ["digits", "exponent", "root", "powers", "size", "circle", "doubled", "words"]
)
def test_what_takes_too_long_is_rejected(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verify, "SECONDS", 0.2)
    (tmp_path / "c.json").write_text(json.dumps(endless(change)), encoding="utf-8")
    begun = time.process_time()
    assert verify.main(str(tmp_path)) == 1
    assert time.process_time() - begun < 5
    ends = {"circle": "more than", "doubled": "more than", "words": "more than"}
    assert ends.get(change, "") in capsys.readouterr().out
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
