"""Certificates about flows of one scalar: which claims have one, and what is rejected."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest
from tests.derive.certificates.written import (
    a_block,
    a_setting,
    a_symbol,
    certificates,
    changed,
    leaves,
    rejects,
    sealed,
    written,
)

from sslcheck.derive.certificates import verify
from sslcheck.derive.reading.loading import parse_article

ARTICLE = """
[article]
name = "line"
format = 2
[symbols]
x = {{ role = "state", sign = "{x}" }}
a = {{ sign = "positive" }}
b = {{ sign = "positive" }}
r = {{ sign = "real" }}
s = {{ sign = "real" }}
e = {{ sign = "{e}" }}
[flows.f]
equations = ['\\dot{{x}} = {rate}']
[[claim]]
id = "c"
kind = "{kind}"
flow = "f"
reading = '{reading}'
{options}
"""
STABLE = [
    ("-x (x - 1)", r"x \to 1", "real", "proved"),
    ("-x (x - 1)", r"x \to 0", "real", "refuted"),
    ("x (a - x)", r"x \to a", "positive", "proved"),
    ("-a - x", r"x \to -a", "positive", "proved"),  # it leaves the positive numbers
    ("-(x - r) (x - s)^2", r"x \to r", "real", "proved"),  # in three cases
    ("-(x - r) (x - s)^2", r"x \to s", "real", "refuted"),
    ("-x^3 + a x", r"x \to \sqrt{a}, x \to -\sqrt{a}", "real", "proved"),
    ("-x^3 + a x", r"x \to \sqrt{a}", "real", "refuted"),
    ("-x^3 + a x", r"x \to \sqrt{a}", "positive", "proved"),
    ("-(x^2 + x + 1) (x - r)", r"x \to r", "real", "proved"),
    ("-x (x^2 + r x + r^2 + 1)", r"x \to 0", "real", "proved"),
    ("-x^3 (x - 1)^2", r"x \to 0", "real", "proved"),
    ("-x^3 (x - 1)^2", r"x \to 0, x \to 1", "real", "refuted"),
    (r"\frac{-x}{1 + x^2}", r"x \to 0", "real", "proved"),
    ("-x (x^3 - 3 x + 1)", r"x \to 0", "real", "refuted"),
    ("-x (x - a) (x - a - b)", r"x \to 0, x \to a + b", "positive", "proved"),
    ("-x (x - a) (x - a - b)", r"x \to a", "positive", "refuted"),
    ("-x^2 + r x + a", r"x \to \frac{r + \sqrt{r^2 + 4 a}}{2}", "real", "proved"),
    ("-x^2 - x - a", r"x \to \sqrt{a^2 - 9}", "real", "refuted"),
    ("0 x", r"x \to 0", "real", "refuted"),
    ("-x (x^4 - x + 1)", r"x \to 0", "real", "proved"),
    ("-(x - 1) (x^5 - x - 1)^2", r"x \to 1", "real", "proved"),
    ("-a x (x^5 - x - 1) (x - 3)", r"x \to 0, x \to 3", "positive", "proved"),
    ("r x", r"x \to 0", "real", "conditional"),
    ("-x^3 + r x", r"x \to 0", "real", "conditional"),
    ("r x - x^3", r"x \to \sqrt{r}, x \to -\sqrt{r}", "real", "conditional"),
    ("x (r - x)", r"x \to r", "positive", "conditional"),
    ("-x (x - a) (x - b)", r"x \to 0, x \to b", "real", "conditional"),
]
MERGING = [
    ("-a x^2 + 2 x - e", r"\frac{1}{a}", "real", "positive", "proved"),
    ("-a x^2 + 2 x - e", r"\frac{2}{a}", "real", "positive", "refuted"),
    ("x (-x^2 + 2 x - e)", "1", "positive", "nonnegative", "proved"),
    ("a x (1 - x^2) - e x", "a", "positive", "positive", "proved"),
    ("-(x^2 + 2 x - e)", "-1", "positive", "positive", "refuted"),
    ("-(x - 1)^2 (x - e)", "1", "real", "real", "proved"),
    ("(x^2 - e) (x^2 - 4)", "4", "real", "positive", "proved"),
    ("e e (x^2 + a)", "1", "real", "positive", "refuted"),
    ("-a x^2 + r x - e", r"\frac{r^2}{4 a}", "positive", "positive", "conditional"),
    ("x (r - e - x)", "r", "real", "positive", "conditional"),
    ("e - x^2", "a", "real", "real", "refuted"),
    ("x (x - 1) (x - e)", "1", "real", "real", "refuted"),  # at 0 as well
    ("a x (-x^2 + 2 x - e)", "1", "positive", "real", "refuted"),
]


REACHED = [
    ("-a x^2", "x", "0", "positive", "proved"),
    ("-a x^2", "x", "0", "real", "refuted"),
    (r"-\frac{x}{1 + x}", "x", "0", "positive", "proved"),
    ("x - x^2", "x", "1", "positive", "proved"),
    ("x - x^2", "x", "1", "nonnegative", "refuted"),
    ("a^3 - x^3", "2 a - 2 x", "0", "real", "proved"),
    ("-x (x - 1)^2", "x", "0", "real", "refuted"),
    ("r x - x^3", "x", "0", "real", "conditional"),
    ("-x^3 (x^2 + r^2)", "x", "0", "real", "proved"),
    ("1 - x^7", "x", "1", "positive", "proved"),
]


@cache
def made(rate: str, reading: str, x: str = "real", e: str = "", kind: str = "stability") -> Any:
    """The certificate of a claim; one about a threshold if the parameter has a sign."""
    options = ""
    if e:
        kind, options = "threshold", 'variable = "x"\nparameter = "e"'
        reading = f"e = {reading}"
    given = {"rate": rate, "reading": reading, "x": x, "e": e or "real"}
    text = ARTICLE.format(**given, kind=kind, options=options)
    (found,) = certificates(parse_article(text, "line.toml"), text).values()
    return found


ALL = [(made, case[:-1], case[-1]) for case in (*STABLE, *MERGING)]


@pytest.mark.parametrize("case", [*STABLE, *MERGING])
def test_claims_about_fixed_points_have_a_certificate(case: tuple[str, ...]) -> None:
    *given, verdict = case
    found = made(*given)
    assert (found["uncovered"], verify.verify(found)) == ("", verdict)


@pytest.mark.parametrize("case", REACHED)
def test_where_a_scalar_goes(case: tuple[str, ...]) -> None:
    rate, quantity, limit, x, verdict = case
    found = made(rate, rf"{quantity} \to {limit}", x, kind="vanishes")
    assert (found["uncovered"], verify.verify(found)) == ("", verdict)
    assert all("scalar" in theorem["evidence"] for theorem in found["claim"]["theorems"])


@pytest.mark.parametrize("name", ["isoloss", "linear-autoencoder"])
def test_shipped_articles(name: str) -> None:
    kinds = ("stability", "threshold")
    found = [c for c in written(name).values() if c["claim"] and c["claim"]["kind"] in kinds]
    assert found
    for certificate in found:
        assert verify.verify(certificate) in ("proved", "refuted")
        for path in leaves(certificate):
            assert rejects(changed(certificate, path)), path


def test_a_change_of_what_shows_a_proof_is_rejected_with_the_hash_made_anew() -> None:
    """But for what declares more of a letter than is used, or is a point of the hypotheses."""
    seen = 0
    for *given, verdict in (*STABLE, *MERGING):
        certificate = made(*given)
        if verdict == "refuted":
            continue
        used = {"steps", "powers", "factor", "flow", "statement", "kind", "split", "cases"}
        used |= {"marks", "polynomial"}
        places = [p for p in leaves(certificate["claim"], ("claim",)) if used & {*p}]
        for path in Random(0).sample(places, min(15, len(places))):
            seen += 1
            assert rejects(sealed(changed(certificate, path))), (given, path)
    assert seen > 200


def test_the_evidence_of_one_claim_does_not_pass_for_another() -> None:
    cases = [case for case in STABLE if case[-1] == "proved"]
    for one, two in product(cases, cases):
        if one is two:
            continue
        other = deepcopy(made(*one[:-1]))
        other["claim"]["theorems"] = deepcopy(made(*two[:-1])["claim"]["theorems"])
        assert rejects(sealed(other)), (one, two)


# -- forged by hand: each is one that would show something false


def _setting(x: str = "real", **more: Any) -> dict[str, Any]:
    signs = {"a": "positive", "n": "nonnegative", "r": "real", "e": "real", "y": "real"}
    symbols = {name: a_symbol(sign=sign) for name, sign in signs.items()}
    symbols["x"] = a_symbol(sign=x, role="state")
    return a_setting(symbols, along=True) | more


def _minus(one: Any, two: Any) -> Any:
    return ["Sum", one, ["Prod", -1, two]]


def _product(factor: Any, *roots: Any) -> Any:
    return ["Prod", factor, *(_minus("x", root) for root in roots)]


def _stable(rate: Any, limits: list[Any], shown: Any, **more: Any) -> None:
    block = a_block("stability", *(["->", "x", limit] for limit in limits))
    setting = _setting(**more)
    setting["flow"] = {"x": rate} | setting["flow"]
    verify.attracts(block, setting, shown)


def _shown(factor: Any, *steps: Any, powers: list[int] | None = None) -> dict[str, Any]:
    known = {"factor": factor, "steps": [*steps], "radicals": []}
    return known | {"powers": powers or [1] * len(steps)}


TRUE: list[tuple[Any, list[Any], Any, str]] = [
    (_product(-1, 0, 1, 3), [0, 3], _shown(-1, 0, 1, 2), "real"),
    (_product(-1, 0, "a"), ["a"], _shown(-1, 0, "a"), "positive"),
    (_product(-1, "r"), ["r"], _shown(-1, "r"), "real"),
]
FORGED: list[tuple[str, Any, list[Any], Any, str]] = [
    ("another sign", _product(-1, 0, 1, 3), [0], _shown(_product(-1, 1, 3), 0), "real"),
    ("another rate", _product(-1, 0, 1, 3), [3], _shown(-1, 1, 2), "real"),  # a root left out
    ("another rate", _product(1, 0), [0], _shown(-1, 0), "real"),
    ("another sign", _product("r", 0), [0], _shown("r", 0), "real"),
    ("another sign", _product("x", 0), [0], _shown("x", 0), "real"),
    ("another sign", 0, [0], _shown(0, 0), "real"),
    ("another sign", _product(-1, 0, 1, -2), [1], _shown(_product(-1, -2), 0, 1), "real"),
    ("order", _product(-1, 0, "r", 3), [0, 3], _shown(-1, 0, "r", _minus(3, "r")), "real"),
    ("order", _product(-1, 0, "n"), ["n"], _shown(-1, 0, "n"), "positive"),  # they may be one
    ("order", _product(-1, 0, 1), [0], _shown(-1, 1, -1), "real"),
    ("another rate", _product(-1, 0, 1, 1), [1], _shown(-1, 0, 1), "real"),  # a double one
    ("order", _product(-1, 0, 1, 1), [0, 1], _shown(-1, 0, 1, 0), "real"),
    ("no power", ["Power", "x", "-1"], [0], _shown(1, 0, powers=[-1]), "real"),  # a pole
    ("divisor", ["Power", "x", "-1"], [0], _shown(["Power", "x", "-2"], 0), "real"),
    ("outside", _product(-1, 0, 1, -2), [-2, 1], _shown(-1, -2, 2, 1), "positive"),
    ("other points", _product(-1, 0, 1), [0, 1], _shown(-1, 0, 1), "real"),
    ("other points", _product(-1, 0, 1, 3), [0], _shown(-1, 0, 1, 2), "real"),
    ("other points", _product(-1, 0, 0, 1), [0, 1], _shown(-1, 0, 1, powers=[2, 1]), "real"),
    ("a fixed point that moves", _product(-1, 0), ["x"], _shown(1, "x"), "real"),
    ("something that moves", _product(-1, "z"), ["z"], _shown(-1, "z"), "real"),
    ("something that moves", _product(-1, "t"), ["t"], _shown(-1, "t"), "real"),
    ("negative at 0", _minus("r", "x"), ["r"], _shown(-1, "r"), "positive"),
    ("not enough values", _product(1, 0), [], _shown(1, 0), "real"),
]


@pytest.mark.parametrize(("rate", "limits", "shown", "x"), TRUE)
def test_evidence_by_hand(rate: Any, limits: list[Any], shown: Any, x: str) -> None:
    _stable(rate, limits, shown, x=x)


@pytest.mark.parametrize(("why", "rate", "limits", "shown", "x"), FORGED)
def test_forged_evidence_is_rejected(
    why: str, rate: Any, limits: list[Any], shown: Any, x: str
) -> None:
    symbols = _setting(x=x)["symbols"]
    symbols["z"] = symbols["x"]
    with pytest.raises(verify.WRONG, match=why):
        _stable(rate, limits, shown, symbols=symbols)


def _reached(quantity: Any, rate: Any, scalar: list[Any], shown: Any, x: str) -> None:
    block = a_block("vanishes", ["->", quantity, 0])
    verify.attracts(block, _setting(x=x, flow={"x": rate}), shown | {"scalar": scalar})


def test_all_starts_go_to_a_limit() -> None:
    """Of `x' = x (a - x)`, where 0 is no start if x is positive; and of what is no such limit."""
    rate, shown = _product(-1, 0, "a"), _shown(-1, 0, "a")
    gap = _minus("x", "a")
    _reached(gap, rate, ["x", "a", 1], shown, "positive")
    _reached(["Prod", -2, gap], rate, ["x", "a", -2], shown, "positive")
    for x in ("nonnegative", "real"):
        with pytest.raises(verify.Rejected, match="a start that stays"):
            _reached(gap, rate, ["x", "a", 1], shown, x)
    other = ["y", "x", "a", "r"]
    wrong = [(gap, [name, "a", 1]) for name in other if name != "x"]
    wrong += [(gap, ["x", "r", 1]), (gap, ["x", "a", 2]), (gap, ["x", "x", 0])]
    wrong += [(["Prod", "r", gap], ["x", "a", "r"]), (["Prod", "x", gap], ["x", "a", "x"])]
    for quantity, scalar in wrong:
        with pytest.raises(verify.WRONG):
            _reached(quantity, rate, scalar, shown, "positive")
    with pytest.raises(verify.WRONG):  # from above only
        _reached("x", _product(-1, 0, 0), ["x", 0, 1], _shown(-1, 0, powers=[2]), "real")
    _reached("x", _product(-1, 0, 0), ["x", 0, 1], _shown(-1, 0, powers=[2]), "nonnegative")


@pytest.mark.parametrize(
    ("rate", "shown", "x", "fine"),
    [
        (_product(-1, 0, 1), {"stays": "1"}, "positive", True),
        (_product(-1, 0, 1), {"stays": "0"}, "positive", False),  # at the limit
        (_product(1, 0, "a"), {"stays": "1/2"}, "positive", False),  # it moves
        (_product(-1, 0, -1), {"stays": "-1"}, "positive", False),  # no start
        (_product(-1, 0, -1), {"stays": "-1"}, "real", True),
        (_product(1, 0), {"limit": 0, "order": 1}, "real", True),
        (_product(-1, 0), {"limit": 0, "order": 1}, "real", False),
    ],
)
def test_starts_that_go_elsewhere(rate: Any, shown: Any, x: str, fine: bool) -> None:
    block = a_block("vanishes", ["->", "x", 0])
    values = {name: [[[[1]]]] for name in "xyanre"}
    evidence = {"model": {"sizes": {}, "values": values}, "mode": 0, "scalar": ["x", 0, 1]}
    setting = _setting(x=x, flow={"x": rate})
    if fine:
        verify.fails(block, setting, evidence | shown)
        with pytest.raises(verify.Rejected, match="starts of another kind"):
            verify.fails(block, setting | {"instant": {"x": 5}}, evidence | shown)
        return
    with pytest.raises(verify.WRONG):
        verify.fails(block, setting, evidence | shown)


def test_a_root_is_taken_with_its_sign() -> None:
    root, rate = ["Power", ["Power", "r", "2"], "1/2"], _product(-1, "r")
    for known in ("r", ["Prod", -1, "r"]):  # sqrt(r^2) is neither
        with pytest.raises(verify.Rejected, match="no square root"):
            _stable(rate, [root], _shown(-1, "r") | {"radicals": [[["Power", "r", "2"], known]]})


def test_what_is_let_of_another_state_has_its_rate() -> None:
    """Of `x' = -x y` with `y = 1`, where `y' = y`: no trajectory stays there."""
    rate, shown = ["Prod", -1, "x", "y"], _shown(-1, 0)
    _stable(rate, [0], shown, values={"y": 1})
    with pytest.raises(verify.Rejected, match="two rates"):
        _stable(rate, [0], shown, values={"y": 1}, flow={"y": "y"})


def test_cases_are_all_of_them() -> None:
    """Of `x' = -x^2 (x - r)`, where r is below 0, above it or 0."""
    rate = _product(-1, 0, 0, "r")
    equation = {"letter": "r", "value": 0, "slope": 1}
    cases = {
        "<": _shown(-1, "r", ["Prod", -1, "r"], powers=[1, 2]),
        ">": _shown(-1, 0, "r", powers=[2, 1]),
        "=": _shown(-1, 0, powers=[3]) | equation,
    }
    _stable(rate, ["r"], {"split": "r", "cases": cases})
    for op in "<>=":
        less = {key: case for key, case in cases.items() if key != op}
        for shown in (less, less | {op: cases[">" if op == "<" else "<"] | equation}):
            with pytest.raises(verify.WRONG):
                _stable(rate, ["r"], {"split": "r", "cases": shown})
    hidden = ["Power", ["Power", "r", "-2"], "-1"]  # 0 where r is, and no such number is seen
    wrong = [("letter", "a"), ("letter", "e"), ("value", 1), ("slope", 0), ("slope", hidden)]
    for key, value in wrong:
        shown = cases | {"=": cases["="] | {key: value}}
        with pytest.raises(verify.WRONG):
            _stable(rate, ["r"], {"split": "r", "cases": shown})
    for split in (
        "x",
        ["Power", "e", "-1"],
        ["Prod", "r", ["Power", "e", "-1"]],
        ["Prod", "r", "e"],
    ):
        with pytest.raises(verify.WRONG):
            _stable(rate, ["r"], {"split": split, "cases": cases})
    zero = cases["="] | {"slope": hidden}
    with pytest.raises(verify.Rejected, match="divisor"):  # r^3 = r^2 (r - 0)
        _stable(rate, ["r"], {"split": ["Power", "r", "3"], "cases": cases | {"=": zero}})


def _meeting(rate: Any, value: Any, below: Any, above: Any, sign: str = "real") -> None:
    """Of a threshold of the parameter `e`, or `n`, which is positive there."""
    name = "e" if sign == "real" else "n"
    block = a_block("threshold", ["=", name, value], variable="x", parameter=name)
    shown = {"value": value, "<": below, ">": above}
    verify.meets(block, _setting(flow={"x": rate}), shown)


def test_evidence_of_thresholds() -> None:
    """`x' = -x (x - e)`, and what it does not show."""
    rate = _product(-1, 0, "e")
    below, above = _shown(-1, "e", ["Prod", -1, "e"]), _shown(-1, 0, "e")
    _meeting(rate, 0, below, above)
    for value in (1, "r", "e", "x", ["Power", 0, "-1"]):
        with pytest.raises(verify.WRONG):
            _meeting(rate, value, below, above)
    for one, two in product((below, above, _shown(-1, 0, powers=[2])), repeat=2):
        if (one, two) != (below, above):
            with pytest.raises(verify.WRONG):
                _meeting(rate, 0, one, two)
    block = a_block("threshold", ["=", "e", 0], variable="x", parameter="e")
    supposed = _setting(flow={"x": rate}, relations=[[">", "e", 5]])
    with pytest.raises(verify.Rejected, match="no parameter that is free"):  # 0 is out of range
        verify.meets(block, supposed, {"value": 0, "<": below, ">": above})
    with pytest.raises(verify.Rejected, match="out of range"):
        _meeting(_product(-1, 0, "n"), 0, below, above, "positive")


def test_fixed_points_that_leave_for_infinity_do_not_meet() -> None:
    """`x' = (x^2 + e^2) (e x - 1) (e x - 2)` at `e = 0`, where 0 is a double one."""
    inverse = ["Power", "e", "-1"]
    squares = ["Sum", ["Power", "x", "2"], ["Power", "e", "2"]]
    rate = ["Prod", squares, *(_minus(["Prod", "e", "x"], k) for k in (1, 2))]
    factor = ["Prod", squares, ["Power", "e", "2"]]
    above = _shown(factor, inverse, inverse)
    below = _shown(factor, ["Prod", 2, inverse], ["Prod", -1, inverse])
    with pytest.raises(verify.Rejected, match="no fixed points that meet"):
        _meeting(rate, 0, below, above)


def test_fixed_points_that_are_one_do_not_meet() -> None:
    """`x' = e^2 - x^2` at 0 in place of `x' = -(x - e)^2`; `x' = e x` at 0."""
    one = _shown(-1, "e", powers=[2])
    for rate, shown in ((_product(-1, "e", "e"), one), (["Prod", "e", "x"], _shown("e", 0))):
        with pytest.raises(verify.Rejected, match="no fixed points that meet"):
            _meeting(rate, 0, shown, shown)


def _apart(rate: Any, value: Any, *family: Any, factor: Any = 1, x: str = "real") -> None:
    block = a_block("threshold", ["=", "e", value], variable="x", parameter="e")
    values = {name: [[[[1]]]] for name in "xyanre"}
    evidence = {"model": {"sizes": {}, "values": values}, "mode": 0}
    evidence |= {"family": [*map(list, family)], "factor": factor}
    verify.fails(block, _setting(x=x, flow={"x": rate}), evidence)


def test_a_parameter_at_which_nothing_meets() -> None:
    square = ["Power", "x", "2"]
    fold, half = _minus("e", square), _minus("e", ["Power", ["Sum", "x", 1], "2"])
    _apart(fold, 1, (fold, 1))
    _apart(fold, "a", (fold, 1))
    _apart(half, 0, (half, 1), x="positive")  # they meet at -1
    _apart(["Prod", square, fold], 1, ("x", 2), (fold, 1))
    wrong: list[tuple[Any, ...]] = [
        (fold, 0, (fold, 1)),
        (half, 0, (half, 1)),
        (fold, 0, (1, 1)),
        (["Prod", square, fold], 1, (["Prod", square, fold], 1)),
        (["Prod", fold, fold], 0, (fold, 2)),
        (["Prod", "x", fold], 1, ("x", -1), (["Prod", square, fold], 1)),
        (["Prod", "e", fold], 0, (fold, 1)),
        (fold, ["Power", 2, "1/2"], (fold, 1)),
    ]
    for rate, value, *family in wrong:
        with pytest.raises(verify.WRONG):
            _apart(rate, value, *family)
    never = ["Power", ["Power", fold, "-2"], "-1"]
    for factor, rate in ((fold, fold), (never, ["Prod", fold, fold])):
        with pytest.raises(verify.Rejected, match="may be 0"):
            _apart(rate, 0, (1, 1), factor=factor)


@pytest.mark.parametrize(
    ("elsewhere", "steps", "fine"),
    [
        (["0", "1"], [0, "e", _minus(1, "e")], True),
        (["0", "2"], [0, "e", _minus(1, "e")], False),  # it passes 1
        (["0", "-1"], [0, "e", _minus(1, "e")], False),
        (["0", "-1"], ["e", ["Prod", -1, "e"], 1], True),
        (["1", "2"], [0, 1, _minus("e", 1)], False),  # what is claimed
        (["1/2", "1/4"], [0, "e", _minus(1, "e")], False),  # nothing meets there
        (["0", "0"], [0, "e", _minus(1, "e")], False),
        (["0", "0"], ["e", ["Prod", -1, "e"], 1], False),  # of no e at all
    ],
)
def test_another_threshold_refutes(elsewhere: list[str], steps: list[Any], fine: bool) -> None:
    """Of `x' = x (x - 1) (x - e)` at 1, for what it is at 0."""
    values = {name: [[[[1]]]] for name in "xyanre"}
    block = a_block("threshold", ["=", "e", 1], variable="x", parameter="e")
    setting = _setting(flow={"x": _product(1, 0, 1, "e")})
    evidence = {"model": {"sizes": {}, "values": values}, "mode": 0, "elsewhere": elsewhere}
    evidence |= _shown(1, *steps)
    if fine:
        verify.fails(block, setting, evidence)
        return
    with pytest.raises(verify.WRONG):
        verify.fails(block, setting, evidence)


@pytest.mark.parametrize(
    ("rate", "limits", "marks", "x"),
    [
        (_product(-1, 0, 1, 3), [0, 3], ["-1", "1/2", "2", "4"], "real"),
        (_product(-1, 0, 1, 3, -9), [1], ["-1", "1/2", "2", "4"], "real"),
        (_product(-1, 0, 1, 3, -9), [0, 3], ["-1", "1/2", "2", "4"], "positive"),
        (_product(-1, 1, 3, -9), [1, 3], ["-1", "2", "4"], "positive"),
    ],
)
def test_roots_between_marks(rate: Any, limits: list[Any], marks: list[str], x: str) -> None:
    shown = {"factor": 1, "polynomial": rate, "marks": marks}
    fine = limits == [0, 3]
    forged = [
        [*marks[:1], *marks[2:]],  # two roots between two marks
        [*marks[:-1], "3"],
        ["0", *marks[1:]],
        marks[:-1],
        marks[1:],
        marks[::-1],
        [*marks, "9"],
        ["-20", *marks],
        [*marks[:1], "1", *marks[2:]],
    ]
    if fine:
        _stable(rate, limits, shown, x=x)
    for other in forged if fine else [marks]:
        with pytest.raises(verify.WRONG):
            _stable(rate, limits, shown | {"marks": other}, x=x)
    for wrong in ([0], [3], [0, 1, 3], [0, 2], [0, 3, "r"]):
        with pytest.raises(verify.WRONG):
            _stable(rate, wrong, shown, x=x)
    for more in ({"factor": -1}, {"factor": "r"}, {"polynomial": _product(1, 0, 1, 3)}):
        with pytest.raises(verify.WRONG):
            _stable(rate, limits, shown | more, x=x)


@pytest.mark.parametrize(
    ("roots", "count", "half"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1, 1, 1), 1, 1),
        ((-1, 0, 2, 2), 3, 2),
        ((-3, -2), 2, 0),
        ((0, 0, 1), 2, 2),
    ],
)
def test_real_roots_are_counted(roots: tuple[int, ...], count: int, half: int) -> None:
    poly = [Fraction(3), Fraction(1), Fraction(1)]  # x^2 + x + 3 has none
    for root in roots:
        shifted = zip([Fraction(0), *poly], [*poly, Fraction(0)], strict=True)
        poly = [a - root * b for a, b in shifted]
    least = Fraction(-1, 9)  # there is no root from it to 0
    assert (verify.roots(poly), verify.roots(poly, least)) == (count, half)


def _refuted(rate: Any, limits: list[Any], shown: Any, x: str = "real", **values: int) -> None:
    block = a_block("stability", *(["->", "x", limit] for limit in limits))
    names = {"x": 1, "y": 1, "a": 1, "n": 0, "r": 0, "e": 0} | values
    model = {"sizes": {}, "values": {name: [[[[value]]]] for name, value in names.items()}}
    setting = _setting(x=x, flow={"x": rate})
    verify.fails(block, setting, {"model": model, "mode": 0} | shown)


@pytest.mark.parametrize(
    ("rate", "limits", "shown", "x", "fine"),
    [
        (_product(-1, 0, 1), [0], {"limit": 0, "order": 1}, "real", True),
        (_product(-1, 0, 1), [1], {"limit": 0, "order": 1}, "real", False),
        (_product(-1, 0, 1), [1], {"limit": 0, "order": 2}, "real", False),  # not all before it
        (_product(-1, 0, 1), [1], {"limit": 0, "order": 0}, "real", False),
        (_product(-1, 0, 1), [5], {"limit": 0, "order": 0}, "real", True),
        (_product(-1, 0, 0), [0], {"limit": 0, "order": 2}, "real", True),
        (_product(-1, 0, 0), [0], {"limit": 0, "order": 2}, "positive", False),  # from its side
        (_product(-1, 0, 1, -2), [-2, 1], {"limit": 0, "order": 1}, "positive", True),  # outside
        (_product(-1, 0, 1, -2), [-2, 1], {"limit": 0, "order": 1}, "real", False),
        (_product(-1, 0, 1, 3), [0], {"between": ["2", "4"]}, "real", True),
        (_product(-1, 0, 1, 3), [0, 3], {"between": ["2", "4"]}, "real", False),  # it is named
        (_product(-1, 0, 1, 3), [3], {"between": ["1/2", "2"]}, "real", False),
        (_product(-1, 0, 1, 3), [3], {"between": ["0", "1/2"]}, "positive", True),
        (_product(-1, 0, 1, 3), [0, 3], {"between": ["0", "1/2"]}, "positive", False),
        (_product(-1, 0, 1, 3), [3], {"between": ["0", "1/2"]}, "real", False),
        (_product(-1, 1), [1], {"between": ["4", "2"]}, "real", False),
        (["Power", _minus(1, "x"), "-1"], [3], {"between": ["0", "2"]}, "real", False),  # a pole
        (_product(-1, 0), [0, ["Power", "r", "-1"]], {"limit": 1, "order": 0}, "real", True),
        (_product(-1, 0), [0, ["Power", _minus("r", 1), "1/2"]], {"limit": 1}, "real", False),
        (0, [0], {"limit": 0, "order": 0}, "real", True),
    ],
)
def test_points_at_which_a_claim_is_wrong(
    rate: Any, limits: list[Any], shown: Any, x: str, fine: bool
) -> None:
    if fine:
        _refuted(rate, limits, shown, x)
        return
    with pytest.raises(verify.WRONG):
        _refuted(rate, limits, shown, x)
