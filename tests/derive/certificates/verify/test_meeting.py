"""Thresholds by hand; forged evidence fails."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_line, less, roots_of, shown_by
from tests.derive.certificates.written import a_block

from sslcheck.derive.certificates import verifier


def _meeting(rate: Any, value: Any, below: Any, above: Any, sign: str = "real") -> None:
    """Of a threshold of the parameter `e`, or `n`, which is positive there."""
    name = "e" if sign == "real" else "n"
    block = a_block("threshold", ["=", name, value], variable="x", parameter=name)
    shown = {"value": value, "<": below, ">": above}
    verifier.meets(block, a_line(flow={"x": rate}), shown)


def test_evidence_of_thresholds() -> None:
    """`x' = -x (x - e)`, and what it does not show."""
    rate = roots_of(-1, 0, "e")
    below, above = shown_by(-1, "e", ["Prod", -1, "e"]), shown_by(-1, 0, "e")
    _meeting(rate, 0, below, above)
    for value in (1, "r", "e", "x", ["Power", 0, "-1"]):
        with pytest.raises(verifier.WRONG):
            _meeting(rate, value, below, above)
    for one, two in product((below, above, shown_by(-1, 0, powers=[2])), repeat=2):
        if (one, two) != (below, above):
            with pytest.raises(verifier.WRONG):
                _meeting(rate, 0, one, two)
    block = a_block("threshold", ["=", "e", 0], variable="x", parameter="e")
    supposed = a_line(flow={"x": rate}, relations=[[">", "e", 5]])
    with pytest.raises(verifier.Rejected, match="no parameter that is free"):  # 0 is out of range
        verifier.meets(block, supposed, {"value": 0, "<": below, ">": above})
    with pytest.raises(verifier.Rejected, match="out of range"):
        _meeting(roots_of(-1, 0, "n"), 0, below, above, "positive")


def test_fixed_points_that_leave_for_infinity_do_not_meet() -> None:
    """`x' = (x^2 + e^2) (e x - 1) (e x - 2)` at `e = 0`, where 0 is a double one."""
    inverse = ["Power", "e", "-1"]
    squares = ["Sum", ["Power", "x", "2"], ["Power", "e", "2"]]
    rate = ["Prod", squares, *(less(["Prod", "e", "x"], k) for k in (1, 2))]
    factor = ["Prod", squares, ["Power", "e", "2"]]
    above = shown_by(factor, inverse, inverse)
    below = shown_by(factor, ["Prod", 2, inverse], ["Prod", -1, inverse])
    with pytest.raises(verifier.Rejected, match="no fixed points that meet"):
        _meeting(rate, 0, below, above)


def test_fixed_points_that_are_one_do_not_meet() -> None:
    """`x' = e^2 - x^2` at 0 in place of `x' = -(x - e)^2`; `x' = e x` at 0."""
    one = shown_by(-1, "e", powers=[2])
    for rate, shown in ((roots_of(-1, "e", "e"), one), (["Prod", "e", "x"], shown_by("e", 0))):
        with pytest.raises(verifier.Rejected, match=r"no fixed points that meet|nothing moves"):
            _meeting(rate, 0, shown, shown)


def _apart(
    rate: Any, value: Any, combined: Any, *family: Any, factor: Any = 1, x: str = "real"
) -> None:
    block = a_block("threshold", ["=", "e", value], variable="x", parameter="e")
    values = {name: [[[[1]]]] for name in "xyanre"}
    evidence: dict[str, Any] = {"model": {"sizes": {}, "values": values}, "mode": 0}
    evidence |= {"parts": [part for part, _ in family], "powers": [k for _, k in family]}
    evidence |= {"combined": combined, "factor": factor}
    verifier.fails(block, a_line(x=x, flow={"x": rate}), evidence)


_SQUARE = ["Power", "x", "2"]
_HALF = ["Prod", ["Num", "-1/2"], "x"]
_FLAT = [1, _HALF, "e"]  # e - x^2 + x (2 x) / 2


def test_a_parameter_at_which_nothing_meets() -> None:
    fold, half = less("e", _SQUARE), less("e", ["Power", ["Sum", "x", 1], "2"])
    shifted = [0, ["Num", "-1/2"], ["Sum", "x", 1]]
    cubic = ["Prod", "x", fold]  # e x - x^3, and e - 3 x^2
    both = [["Prod", ["Num", "9/2"], "x"], ["Sum", 1, ["Prod", ["Num", "-3/2"], _SQUARE]], 1]
    _apart(fold, 1, _FLAT, (fold, 1))
    _apart(fold, "a", _FLAT, (fold, 1))
    _apart(half, 0, shifted, (half, 1), x="positive")  # they meet at -1
    _apart(["Prod", _SQUARE, fold], 1, both, ("x", 2), (fold, 1))
    wrong: list[tuple[Any, ...]] = [
        (fold, 0, _FLAT, (fold, 1)),
        (fold, 1, [1, _HALF, "a"], (fold, 1), (1, 0)),
        (fold, 1, [1, 0, "a"], (fold, 1)),
        (fold, 1, [1, ["Power", "x", "-1"], ["Sum", -1, less("e", _SQUARE)]], (fold, 1)),
        (half, 0, shifted, (half, 1)),
        (fold, 0, [1, 0, 1], (1, 1)),
        (["Prod", _SQUARE, fold], 1, both, (["Prod", _SQUARE, fold], 1)),
        (["Prod", fold, fold], 0, _FLAT, (fold, 2)),
        (cubic, 1, both, ("x", -1), (["Prod", _SQUARE, fold], 1)),
        (["Prod", "e", fold], 0, _FLAT, (fold, 1)),
        (fold, ["Power", 2, "1/2"], _FLAT, (fold, 1)),
    ]
    for rate, value, *family in wrong:
        with pytest.raises(verifier.WRONG):
            _apart(rate, value, *family)
    never = ["Power", ["Power", fold, "-2"], "-1"]
    for factor, rate in ((fold, fold), (never, ["Prod", fold, fold])):
        with pytest.raises(verifier.Rejected, match=r"another sign|divisor"):
            _apart(rate, 0, [1, 0, 1], (1, 1), factor=factor)


def test_parts_are_polynomials_in_the_scalar() -> None:
    """Of `x' = e - |x|`, which has a kink where fixed points meet: no slope is 0 there."""
    kink = less("e", ["Power", _SQUARE, "1/2"])
    with pytest.raises(verifier.Rejected, match="no polynomial"):
        _apart(kink, 1, [1, 0, kink], (kink, 1))


@pytest.mark.parametrize(
    ("elsewhere", "steps", "fine"),
    [
        (["0", "1"], [0, "e", less(1, "e")], True),
        (["0", "2"], [0, "e", less(1, "e")], False),  # it passes 1
        (["0", "-1"], [0, "e", less(1, "e")], False),
        (["0", "-1"], ["e", ["Prod", -1, "e"], 1], True),
        (["1", "2"], [0, 1, less("e", 1)], False),  # what is claimed
        (["1/2", "1/4"], [0, "e", less(1, "e")], False),  # nothing meets there
        (["0", "0"], [0, "e", less(1, "e")], False),
        (["0", "0"], ["e", ["Prod", -1, "e"], 1], False),  # of no e at all
    ],
)
def test_another_threshold_refutes(elsewhere: list[str], steps: list[Any], fine: bool) -> None:
    """Of `x' = x (x - 1) (x - e)` at 1, for what it is at 0."""
    values = {name: [[[[1]]]] for name in "xyanre"}
    block = a_block("threshold", ["=", "e", 1], variable="x", parameter="e")
    setting = a_line(flow={"x": roots_of(1, 0, 1, "e")})
    evidence = {"model": {"sizes": {}, "values": values}, "mode": 0, "elsewhere": elsewhere}
    evidence |= shown_by(1, *steps)
    if fine:
        verifier.fails(block, setting, evidence)
        return
    with pytest.raises(verifier.WRONG):
        verifier.fails(block, setting, evidence)


@pytest.mark.parametrize(
    ("sign", "value", "fine"),
    [("positive", 0, True), ("nonnegative", 0, False), ("nonnegative", -1, True)],
)
def test_what_is_out_of_range_refutes(sign: str, value: int, fine: bool) -> None:
    """`x' = -x (x - e)`, where two fixed points meet at 0, which may be an `e` or not."""
    setting = a_line(flow={"x": roots_of(-1, 0, "e")})
    setting["symbols"]["e"] = setting["symbols"]["e"] | {"sign": sign}
    block = a_block("threshold", ["=", "e", value], variable="x", parameter="e")
    values = {name: [[[[1]]]] for name in "xyanre"}
    whole = {"parts": [roots_of(-1, 0, "e")], "powers": [1], "factor": 1}
    whole |= {"combined": [1, ["Prod", ["Num", "-1/2"], "x"], 0]}
    evidence = {"model": {"sizes": {}, "values": values}, "mode": 0} | whole
    if fine:
        verifier.fails(block, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="may meet"):
        verifier.fails(block, setting, evidence)


_FOLD = roots_of(-1, 0, "e")
_BELOW, _ABOVE = shown_by(-1, "e", ["Prod", -1, "e"]), shown_by(-1, 0, "e")


@pytest.mark.parametrize("statement", [["<", "e", 0], ["=", "r", 0], ["->", "e", 0]])
def test_a_threshold_is_a_value_of_the_parameter(statement: Any) -> None:
    block = a_block("threshold", statement, variable="x", parameter="e")
    shown = {"value": 0, "<": _BELOW, ">": _ABOVE}
    with pytest.raises(verifier.Rejected, match="no value of the parameter"):
        verifier.meets(block, a_line(flow={"x": _FOLD}), shown)


def _moved(value: Any, shown: Any, sign: str) -> None:
    """That fixed points of `x' = -x (x - (n - value))` meet at the value, by another one."""
    gap = less("n", value)
    setting = a_line(flow={"x": ["Prod", -1, "x", less("x", gap)]})
    setting["symbols"]["n"] = setting["symbols"]["n"] | {"sign": sign}
    block = a_block("threshold", ["=", "n", value], variable="x", parameter="n")
    below, above = shown_by(-1, gap, ["Prod", -1, gap]), shown_by(-1, 0, gap)
    verifier.meets(block, setting, {"value": shown, "<": below, ">": above})


def test_a_value_is_in_range() -> None:
    _moved("a", "a", "positive")
    _moved("r", "r", "real")
    hidden = ["Power", ["Power", "r", "-2"], "-1"]  # r^2, which may be 0
    for value, shown in (("r", "a"), (["Prod", "r", "r"], hidden), ("r", "r")):
        with pytest.raises(verifier.Rejected, match=r"another value|divisor|out of range"):
            _moved(value, shown, "positive")


def test_where_they_meet_the_rate_has_a_value() -> None:
    """`x' = -x (x - e) / e^2` at `e = 0`."""
    factor = ["Prod", -1, ["Power", "e", "-2"]]
    below, above = _BELOW | {"factor": factor}, _ABOVE | {"factor": factor}
    with pytest.raises(verifier.Rejected, match="divisor"):
        _meeting(roots_of(factor, 0, "e"), 0, below, above)


def test_cases_are_not_of_the_parameter() -> None:
    """Of `x' = -x (x - e) (x - a)` fixed points meet at `e = a`, too, which no case would see."""
    rate, turned = roots_of(-1, 0, "e", "a"), ["Prod", -1, "e"]
    low = shown_by(-1, "e", turned, "a")
    both = {"<": shown_by(-1, "e", turned, powers=[2, 1]), ">": shown_by(-1, 0, "e", powers=[1, 2])}
    cases: dict[str, Any] = {
        "<": {"<": low, ">": shown_by(-1, 0, "a", less("e", "a")), "value": 0},
        ">": {"<": low, ">": shown_by(-1, 0, "e", less("a", "e")), "value": 0},
        "=": {"letter": "a", "value": "e", "slope": -1, "split": 1},
    }
    cases["="]["cases"] = {">": both | {"value": 0}}
    block = a_block("threshold", ["=", "e", 0], variable="x", parameter="e")
    shown = {"split": less("e", "a"), "cases": cases}
    with pytest.raises(verifier.Rejected, match="a case for each place"):
        verifier.meets(block, a_line(flow={"x": rate}), shown)


def test_powers_of_a_family_are_whole_numbers() -> None:
    for power in ("1", 1001, 0, -1):
        with pytest.raises(verifier.Rejected, match="no power of a factor"):
            _apart(less("e", _SQUARE), 1, _FLAT, (less("e", _SQUARE), power))
