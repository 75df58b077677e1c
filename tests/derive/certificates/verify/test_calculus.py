"""Derivatives by rules, and names of one size."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates import verifier


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
    theory = verifier.Theory(setting)
    if fine:
        assert theory.zero(theory.gap(["Partial", of, by], "x"))
        return
    with pytest.raises(verifier.Rejected, match="not known here"):
        theory.value(["Partial", of, by])


def test_rates_of_a_power_take_little_room() -> None:
    """Of x^100 with x' = x; all products of 100 factors at once are a million entries."""
    setting = a_setting({"x": a_symbol(role="state")}, flow={"x": "x"})
    theory, power = verifier.Theory(setting), ["Power", "x", "100"]
    moved = theory.derive(theory.derive(power))
    assert len(str(moved)) < 100_000
    assert theory.zero(theory.gap(moved, ["Prod", 10_000, power]))


def test_roots_of_matrices_have_no_rate_by_the_rule_for_numbers() -> None:
    """Of P = S^2 the power 3/2 is S^3, which does not move by 3/2 S P'."""
    symbols = {n: a_symbol("psd", shape=["n", "n"], role="state") for n in "SP"}
    setting = a_setting(symbols | {"A": a_symbol(shape=["n", "n"])}, flow={"S": "A"})
    theory = verifier.Theory(
        setting | {"values": {"P": ["Prod", "S", "S"]}, "here": {"S": ["psd"]}}
    )
    theory.take([["P", "S"]])
    for exponent in ("1/2", "3/2"):
        root = ["Power", "P", exponent]
        assert theory.zero(theory.gap(root, ["Prod", *["S"] * int(exponent[0])]))
        with pytest.raises(verifier.Rejected, match="of a matrix"):
            theory.value(["Dot", root])
    assert theory.zero(
        theory.gap(
            ["Dot", ["Power", ["Trace", "S"], "2"]], ["Prod", 2, ["Trace", "S"], ["Trace", "A"]]
        )
    )
