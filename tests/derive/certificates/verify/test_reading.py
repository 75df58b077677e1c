"""Expressions to normal forms."""

from __future__ import annotations

from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates import verifier


def test_what_each_mode_has_of_its_own_is_no_number_before_a_diagonal_matrix() -> None:
    mode = a_symbol() | {"role": "function", "index": "j"}
    matrix = a_symbol() | {"shape": ["n", "n"]}
    setting = a_setting({"x": mode, "A": matrix}) | {"indices": {"j": "n"}}
    theory = verifier.Theory(setting)
    for moved in (["Diag", ["Dot", "x"], "j", "n"], ["Dot", ["Dot", ["Diag", "x", "j", "n"]]]):
        assert not theory.zero(theory.gap(["Prod", moved, "A"], ["Prod", "A", moved]))
    setting["symbols"]["v"] = a_symbol() | {"shape": ["n", "1"], "index": "j"}
    for entry in (["Trace", ["Prod", ["Transpose", "v"], "v"]], ["Maximum", "x", "k"]):
        held = ["Diag", entry, "j", "n"]
        assert not theory.zero(theory.gap(["Prod", held, "A"], ["Prod", "A", held]))
    rate = ["Dot", ["Diag", "x", "j", "n"]]
    assert theory.zero(theory.gap(rate, ["Diag", ["Dot", "x"], "j", "n"]))
