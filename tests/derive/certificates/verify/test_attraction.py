"""What attracts on a line, by hand; forged evidence fails."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import (
    a_line,
    a_model,
    less,
    roots_of,
    shown_by,
    stable,
)
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier

_THIRD = ["Power", "x", "3"]


TRUE: list[tuple[Any, list[Any], Any, str]] = [
    (roots_of(-1, 0, 1, 3), [0, 3], shown_by(-1, 0, 1, 2), "real"),
    (roots_of(-1, 0, "a"), ["a"], shown_by(-1, 0, "a"), "positive"),
    (roots_of(-1, "r"), ["r"], shown_by(-1, "r"), "real"),
]


FORGED: list[tuple[str, Any, list[Any], Any, str]] = [
    ("another sign", roots_of(-1, 0, 1, 3), [0], shown_by(roots_of(-1, 1, 3), 0), "real"),
    ("another rate", roots_of(-1, 0, 1, 3), [3], shown_by(-1, 1, 2), "real"),  # a root left out
    ("another rate", roots_of(1, 0), [0], shown_by(-1, 0), "real"),
    ("another sign", roots_of("r", 0), [0], shown_by("r", 0), "real"),
    ("another sign", roots_of("x", 0), [0], shown_by("x", 0), "real"),
    ("another sign", 0, [0], shown_by(0, 0), "real"),
    ("another sign", roots_of(-1, 0, 1, -2), [1], shown_by(roots_of(-1, -2), 0, 1), "real"),
    ("order", roots_of(-1, 0, "r", 3), [0, 3], shown_by(-1, 0, "r", less(3, "r")), "real"),
    ("order", roots_of(-1, 0, "n"), ["n"], shown_by(-1, 0, "n"), "positive"),  # they may be one
    ("order", roots_of(-1, 0, 1), [0], shown_by(-1, 1, -1), "real"),
    ("another rate", roots_of(-1, 0, 1, 1), [1], shown_by(-1, 0, 1), "real"),  # a double one
    ("order", roots_of(-1, 0, 1, 1), [0, 1], shown_by(-1, 0, 1, 0), "real"),
    ("no power", ["Power", "x", "-1"], [0], shown_by(1, 0, powers=[-1]), "real"),  # a pole
    ("divisor", ["Power", "x", "-1"], [0], shown_by(["Power", "x", "-2"], 0), "real"),
    ("outside", roots_of(-1, 0, 1, -2), [-2, 1], shown_by(-1, -2, 2, 1), "positive"),
    ("other points", roots_of(-1, 0, 1), [0, 1], shown_by(-1, 0, 1), "real"),
    ("other points", roots_of(-1, 0, 1, 3), [0], shown_by(-1, 0, 1, 2), "real"),
    ("other points", roots_of(-1, 0, 0, 1), [0, 1], shown_by(-1, 0, 1, powers=[2, 1]), "real"),
    ("a fixed point that moves", roots_of(-1, 0), ["x"], shown_by(1, "x"), "real"),
    ("something that moves", roots_of(-1, "z"), ["z"], shown_by(-1, "z"), "real"),
    ("something that moves", roots_of(-1, "t"), ["t"], shown_by(-1, "t"), "real"),
    ("negative at 0", less("r", "x"), ["r"], shown_by(-1, "r"), "positive"),
    ("not enough values", roots_of(1, 0), [], shown_by(1, 0), "real"),
]


@pytest.mark.parametrize(("rate", "limits", "shown", "x"), TRUE)
def test_evidence_by_hand(rate: Any, limits: list[Any], shown: Any, x: str) -> None:
    stable(rate, limits, shown, x=x)


@pytest.mark.parametrize(("why", "rate", "limits", "shown", "x"), FORGED)
def test_forged_evidence_is_rejected(
    why: str, rate: Any, limits: list[Any], shown: Any, x: str
) -> None:
    symbols = a_line(x=x)["symbols"]
    symbols["z"] = symbols["x"]
    with pytest.raises(verifier.WRONG, match=why):
        stable(rate, limits, shown, symbols=symbols)


def _reached(quantity: Any, rate: Any, scalar: list[Any], shown: Any, x: str) -> None:
    block = a_block("vanishes", ["->", quantity, 0])
    verifier.attracts(block, a_line(x=x, flow={"x": rate}), shown | {"scalar": scalar})


def test_all_starts_go_to_a_limit() -> None:
    """Of `x' = x (a - x)`, where 0 is no start if x is positive; and of what is no such limit."""
    rate, shown = roots_of(-1, 0, "a"), shown_by(-1, 0, "a")
    gap = less("x", "a")
    _reached(gap, rate, ["x", "a", 1], shown, "positive")
    _reached(["Prod", -2, gap], rate, ["x", "a", -2], shown, "positive")
    for x in ("nonnegative", "real"):
        with pytest.raises(verifier.Rejected, match="other points attract, or stay"):
            _reached(gap, rate, ["x", "a", 1], shown, x)
    other = ["y", "x", "a", "r"]
    wrong = [(gap, [name, "a", 1]) for name in other if name != "x"]
    wrong += [(gap, ["x", "r", 1]), (gap, ["x", "a", 2]), (gap, ["x", "x", 0])]
    wrong += [(["Prod", "r", gap], ["x", "a", "r"]), (["Prod", "x", gap], ["x", "a", "x"])]
    for quantity, scalar in wrong:
        with pytest.raises(verifier.WRONG):
            _reached(quantity, rate, scalar, shown, "positive")
    with pytest.raises(verifier.WRONG):  # from above only
        _reached("x", roots_of(-1, 0, 0), ["x", 0, 1], shown_by(-1, 0, powers=[2]), "real")
    _reached("x", roots_of(-1, 0, 0), ["x", 0, 1], shown_by(-1, 0, powers=[2]), "nonnegative")


_REAL = {"y": 1, "a": 1, "n": 0, "r": 0, "e": 0}


def _fails(kind: str, statement: list[Any], setting: Any, shown: Any) -> None:
    model = a_model({}, x=1, **_REAL)
    verifier.fails(a_block(kind, *statement), setting, {"model": model, "mode": 0} | shown)


@pytest.mark.parametrize(
    ("rate", "start", "x", "fine"),
    [
        (roots_of(-1, 0, 1), 1, "nonnegative", True),
        (roots_of(-1, 0, 1), "1/2", "real", True),
        (roots_of(-1, 0, 1), 2, "real", True),  # down to 1 only, but that is not seen of 2
        (roots_of(-1, 0, 1), -1, "real", True),
        (roots_of(-1, 0, 1), -1, "nonnegative", False),  # no start
        (roots_of(-1, 0, 1), 0, "real", False),  # the limit
        (roots_of(-1, 0), 1, "real", False),
        (roots_of(1, 0), 1, "positive", True),
        (roots_of(1, 1, 1), 0, "nonnegative", False),
        (roots_of(-1, 0, 0), -1, "real", True),
        (less("r", "x"), 1, "real", False),
        (["Power", less(1, "x"), "-1"], "1/2", "real", False),  # a pole
        (["Power", "x", "1/2"], 1, "nonnegative", False),  # no polynomial
    ],
)
def test_starts_that_go_elsewhere(rate: Any, start: Any, x: str, fine: bool) -> None:
    shown = {"start": start, "scalar": ["x", 0, 1]}
    setting = a_line(x=x, flow={"x": rate})
    if start == 2:
        rate = setting["flow"]["x"] = roots_of(1, 0, 1)
    if fine:
        _fails("vanishes", [["->", "x", 0]], setting, shown)
        with pytest.raises(verifier.Rejected, match="starts of another kind"):
            _fails("vanishes", [["->", "x", 0]], setting | {"instant": {"x": 5}}, shown)
        return
    with pytest.raises(verifier.WRONG):
        _fails("vanishes", [["->", "x", 0]], setting, shown)


def test_0_is_a_start_where_it_is_admitted() -> None:
    """`x' = x (1 - x)` does not go to 1 from 0."""
    for x, fine in (("nonnegative", True), ("real", True), ("positive", False)):
        setting = a_line(x=x, flow={"x": roots_of(-1, 0, 1)})
        shown = {"start": 0, "scalar": ["x", 1, 1]}
        if fine:
            _fails("vanishes", [["->", less("x", 1), 0]], setting, shown)
            continue
        with pytest.raises(verifier.Rejected, match="no start"):
            _fails("vanishes", [["->", less("x", 1), 0]], setting, shown)


def between(low: Any, high: Any) -> dict[str, Any]:
    """Where something attracts."""
    return {"between": [low, high]}


@pytest.mark.parametrize(
    ("rate", "limits", "shown", "x", "fine"),
    [
        (roots_of(-1, 0, 1), [0], {}, "real", True),
        (roots_of(-1, 0, 1), [1], {}, "real", False),
        (roots_of(-1, 0, 1), [0, 1], {}, "real", True),
        (roots_of(-1, 0, 1), [5], {}, "real", True),
        (roots_of(-1, 0, 0), [0], {}, "real", True),
        (roots_of(-1, 0, 0), [0], {}, "positive", False),  # from its side
        (roots_of(-1, 0, 0, 0), [0], {}, "real", False),
        (roots_of(1, 0, 0, 0), [0], {}, "positive", True),
        (roots_of(-1, 0, 1, -2), [-2, 1], {}, "positive", True),  # -2 is not in the domain
        (less(2, "x"), [0], {}, "positive", True),  # the end is no fixed point
        (roots_of(-1, 0, 1, 3), [0], between(2, 4), "real", True),
        (roots_of(-1, 0, 1, 3), [0, 3], between(2, 4), "real", False),
        (roots_of(-1, 0, 1, 3), [4], between(2, 4), "real", False),
        (roots_of(-1, 0, 1, 3), [2], between(2, 4), "real", False),
        (roots_of(-1, 0, 1, 3), [0], between(4, 2), "real", False),
        (roots_of(-1, 0, 1, 3), [0], between("1/2", 2), "real", False),
        (roots_of(-1, 0, 1, 3), [0], between("1/2", 4), "real", False),
        (roots_of(-1, 0, 1, 3), [0], between(2, "5/2"), "real", False),
        (roots_of(-1, 0, 1, 3), [3], between(0, "1/2"), "positive", True),  # an end
        (roots_of(-1, 0, 1, 3), [3], between(0, "1/2"), "real", False),
        (roots_of(-1, -2, 0, 1), [1], between(-3, -1), "real", True),
        (roots_of(-1, -2, 0, 1), [1], between(-3, -1), "positive", False),
        (roots_of(-1, -2, 0, 1), [1], between(0, "1/2"), "positive", False),  # it repels
        (["Power", less(1, "x"), "-1"], [3], between(0, 2), "real", False),  # a pole
        (["Prod", -1, less(_THIRD, 2)], [0], between(1, 2), "real", True),  # 2^(1/3)
        (["Prod", -1, less(_THIRD, 2)], [["Power", 2, "1/3"]], between(1, 2), "real", False),
        (["Prod", -1, less(_THIRD, 2)], [["Power", 2, "1/3"]], {}, "real", False),
        (less(["Power", ["Power", "x", "2"], "1/2"], "x"), [-1], {}, "real", False),  # |x| - x
        (roots_of(-1, 0), [0, ["Power", "r", "-1"]], {}, "real", True),
        (roots_of(-1, 0), [0, ["Power", less("r", 1), "1/2"]], {}, "real", True),
        (roots_of(-1, 0), [0, ["Power", 2, "1/2"]], {}, "real", False),
        (roots_of(-1, 0), [0], {}, "real", False),
        (0, [0], {}, "real", True),
    ],
)
def test_points_at_which_a_claim_is_wrong(
    rate: Any, limits: list[Any], shown: Any, x: str, fine: bool
) -> None:
    statement = [["->", "x", limit] for limit in limits]
    setting = a_line(x=x, flow={"x": rate})
    if fine:
        _fails("stability", statement, setting, shown)
        return
    with pytest.raises(verifier.WRONG):
        _fails("stability", statement, setting, shown)


def test_a_mode_is_not_taken_for_all_of_them() -> None:
    """`x' = x (sum of s - 5 n + 1)`, which is negative; s is 5 in one mode."""
    total = ["Trace", ["Diag", "s", "j", "n"]]
    rate = ["Sum", total, ["Prod", -5, ["Size", "n"]], 1]
    symbols = {"x": a_symbol(role="state", index="j"), "s": a_symbol(index="j")}
    setting = a_setting(symbols, flow={"x": ["Prod", "x", rate]}, indices={"j": "n"}, along=True)
    setting["relations"] = [["<", rate, 0]]
    model = a_model({"n": 2}, x=[[[[1]]]] * 2, s=[[[[5]]], [[[-9]]]])
    with pytest.raises(verifier.Rejected, match="of all modes"):
        verifier.fails(a_block("stability", ["->", "x", 0]), setting, {"model": model, "mode": 0})


_OF_R = ["Prod", ["Power", "r", "2"], ["Power", "r", "-1"]]  # r, but where it is 0
_SQUARED = ["Power", ["Power", "r", "-2"], "-1"]  # r^2, of which no 0 is seen


@pytest.mark.parametrize(
    ("kind", "statement", "rate", "shown", "x"),
    [
        ("stability", ["=", "x", 0], roots_of(-1, 1), {}, "real"),
        ("vanishes", ["=", less("x", 0), 0], roots_of(1, 0), {"start": 1}, "real"),
        ("vanishes", ["->", "x", 0], less("r", "x"), {"start": -1}, "positive"),
    ],
)
def test_what_refutes_no_such_claim(
    kind: str, statement: Any, rate: Any, shown: Any, x: str
) -> None:
    """No limit, or the limit itself; starts that leave where x is declared to be."""
    setting = a_line(x=x, flow={"x": rate})
    with pytest.raises(verifier.Rejected):
        _fails(kind, [statement], setting, {"scalar": ["x", 0, 1]} | shown)


def test_limits_have_a_value() -> None:
    """`x' = -(x - r)` has no limit r^2 / r at r = 0, and no multiple r^2 of x is more than 0."""
    stable(roots_of(-1, "r"), ["r"], shown_by(-1, "r"))
    with pytest.raises(verifier.Rejected, match="divisor"):
        stable(roots_of(-1, "r"), [_OF_R], shown_by(-1, "r"))
    block = a_block("stability", ["=", "x", "r"])
    with pytest.raises(verifier.Rejected, match="no limit"):
        verifier.attracts(block, a_line(flow={"x": roots_of(-1, "r")}), shown_by(-1, "r"))
    setting = a_line(flow={"x": "x"}, relations=[["=", "r", 0]])
    for slope in (_SQUARED, ["Prod", "r", "r"]):  # it is 0
        shown = {"start": 1, "scalar": ["x", 0, slope]}
        with pytest.raises(verifier.Rejected):
            _fails("vanishes", [["->", ["Prod", "r", "r", "x"], 0]], setting, shown)
