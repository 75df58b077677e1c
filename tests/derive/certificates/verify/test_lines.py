"""Fixed points of a line, their order and cases."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_line, roots_of, shown_by, stable
from tests.derive.certificates.written import a_symbol

from sslcheck.derive.certificates import verifier


def test_a_root_is_taken_with_its_sign() -> None:
    root, rate = ["Power", ["Power", "r", "2"], "1/2"], roots_of(-1, "r")
    for known in ("r", ["Prod", -1, "r"]):  # sqrt(r^2) is neither
        with pytest.raises(verifier.Rejected, match="no square root"):
            stable(rate, [root], shown_by(-1, "r") | {"radicals": [[["Power", "r", "2"], known]]})


def test_what_is_let_of_another_state_has_its_rate() -> None:
    """Of `x' = -x y` with `y = 1`, where `y' = y`: no trajectory stays there."""
    rate, shown = ["Prod", -1, "x", "y"], shown_by(-1, 0)
    stable(rate, [0], shown, values={"y": 1})
    with pytest.raises(verifier.Rejected, match="two rates"):
        stable(rate, [0], shown, values={"y": 1}, flow={"y": "y"})


def test_cases_are_all_of_them() -> None:
    """Of `x' = -x^2 (x - r)`, where r is below 0, above it or 0."""
    rate = roots_of(-1, 0, 0, "r")
    equation = {"letter": "r", "value": 0, "slope": 1}
    cases = {
        "<": shown_by(-1, "r", ["Prod", -1, "r"], powers=[1, 2]),
        ">": shown_by(-1, 0, "r", powers=[2, 1]),
        "=": shown_by(-1, 0, powers=[3]) | equation,
    }
    stable(rate, ["r"], {"split": "r", "cases": cases})
    for op in "<>=":
        less = {key: case for key, case in cases.items() if key != op}
        for shown in (less, less | {op: cases[">" if op == "<" else "<"] | equation}):
            with pytest.raises(verifier.WRONG):
                stable(rate, ["r"], {"split": "r", "cases": shown})
    hidden = ["Power", ["Power", "r", "-2"], "-1"]  # 0 where r is, and no such number is seen
    wrong = [("letter", "a"), ("letter", "e"), ("value", 1), ("slope", 0), ("slope", hidden)]
    for key, value in wrong:
        shown = cases | {"=": cases["="] | {key: value}}
        with pytest.raises(verifier.WRONG):
            stable(rate, ["r"], {"split": "r", "cases": shown})
    for split in (
        "x",
        ["Power", "e", "-1"],
        ["Prod", "r", ["Power", "e", "-1"]],
        ["Prod", "r", "e"],
    ):
        with pytest.raises(verifier.WRONG):
            stable(rate, ["r"], {"split": split, "cases": cases})
    zero = cases["="] | {"slope": hidden}
    with pytest.raises(verifier.Rejected, match="divisor"):  # r^3 = r^2 (r - 0)
        stable(rate, ["r"], {"split": ["Power", "r", "3"], "cases": cases | {"=": zero}})


def test_a_case_is_not_lost_where_a_number_has_no_value() -> None:
    """Of `x' = -r^2 (x - 1)` nothing attracts at r = 0."""
    split = ["Power", ["Power", "r", "-1"], "-1"]
    shown = shown_by(["Prod", -1, "r", "r"], 1)
    with pytest.raises(verifier.Rejected, match="divisor"):
        stable(
            roots_of(["Prod", -1, "r", "r"], 1),
            [1],
            {"split": split, "cases": {"<": shown, ">": shown}},
        )


def test_a_case_is_one_of_all_modes() -> None:
    """The sum of all p is not positive because one is; `x' = -(1 + tr(P) tr(P^3)) x`."""
    traces = [["Trace", ["Diag", power, "j", "n"]] for power in ("p", ["Power", "p", "3"])]
    factor = ["Prod", -1, ["Sum", 1, ["Prod", *traces]]]
    symbols = a_line()["symbols"] | {"p": a_symbol(index="j")}
    more = {"symbols": symbols, "indices": {"j": "n"}}
    cases = dict.fromkeys("<>", shown_by(factor, 0))
    cases["="] = shown_by(factor, 0) | {"letter": "p", "value": 0, "slope": 1}
    with pytest.raises(verifier.Rejected, match="of all modes"):
        stable(["Prod", factor, "x"], [0], {"split": "p", "cases": cases}, **more)


@pytest.mark.parametrize(
    ("symbols", "rate", "values"),
    [
        ({}, roots_of(1, "r"), {"x": "r"}),  # it does not move
        ({}, ["Prod", -1, "A", "x"], {}),
        ({"x": a_symbol(shape=["n", "n"], role="state")}, ["Prod", -1, "A", "x"], {}),
        ({"x": a_symbol(shape=["n", "n"], role="state")}, ["Prod", -1, "a"], {}),
    ],
)
def test_what_moves_on_a_line_is_a_number(symbols: Any, rate: Any, values: Any) -> None:
    pd = a_symbol("psd", "invertible", shape=["n", "n"])
    symbols = a_line()["symbols"] | {"A": pd} | symbols
    limit, factor = ("r", -1) if values else (0, ["Prod", -1, "A"])
    with pytest.raises(verifier.Rejected, match=r"no scalar|conform"):
        stable(rate, [limit], shown_by(factor, limit), symbols=symbols, values=values)
