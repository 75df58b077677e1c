"""Expressions to normal forms."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import (
    a_setting,
    a_symbol,
)

from sslcheck.derive.certificates import verify


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


@pytest.mark.parametrize(
    ("of", "by", "fine"),
    [
        (["Prod", "a", "x"], "a", True),
        (["Prod", "a", ["At", "x"]], "a", False),  # x at the start may be given by a
        (["At", ["Prod", "a", "x"]], "a", False),
        (["Trace", ["Diag", "s", "j", "n"]], "s", False),  # of one mode, or of all
        (["Prod", "s", "x"], "s", True),
        (["Prod", "A", "x"], "A", False),
        (["Prod", "g", "x"], "g", False),
    ],
)
def test_partial_derivatives_are_by_numbers_of_their_own(of: Any, by: str, fine: bool) -> None:
    symbols = {name: a_symbol() for name in "ag"} | {"x": a_symbol(role="state")}
    symbols |= {"s": a_symbol(index="j"), "A": a_symbol(shape=["n", "n"])}
    setting = a_setting(symbols, flow={"x": "a"}, values={"g": "a"}, indices={"j": "n"})
    theory = verify.Theory(setting)
    if fine:
        assert theory.zero(theory.gap(["Partial", of, by], "x"))
        return
    with pytest.raises(verify.Rejected, match="not known here"):
        theory.value(["Partial", of, by])


def test_rates_of_a_power_take_little_room() -> None:
    """Of x^100 with x' = x; all products of 100 factors at once are a million entries."""
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": "x"})
    theory, power = verify.Theory(setting), ["Power", "x", "100"]
    moved = theory.derive(theory.derive(power))
    assert len(str(moved)) < 100_000
    assert theory.zero(theory.gap(moved, ["Prod", 10_000, power]))
