"""Gradients and expectations against their formulas, for all sizes and at a point."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates import verifier

SHAPES = {"W": "nk", "V": "km", "R": "nm", "A": "nn", "B": "kk", "x": "n1", "y": "k1", "a": "11"}
ROWS = {
    "W": [[1, 2], [3, -1], [0, 5]],
    "V": [[2], [7]],
    "R": [[1], [4], [-2]],
    "x": [[3], [1], [2]],
}
ROWS |= {"x": [[3], [1], [2]], "y": [[-1], [4]]}
ROWS |= {"A": [[1, 2, 0], [0, 3, 1], [5, 0, -1]], "B": [[1, 4], [2, 0]], "a": [[2]]}
SIZES = {"n": 3, "k": 2, "m": 1}


def t(name: Any) -> Any:
    return ["Transpose", name]


def square(of: Any) -> Any:
    return ["Trace", ["Prod", t(of), of]]


GAP = ["Sum", ["Prod", "W", "V"], ["Prod", -1, "R"]]
QUADRATIC = ["Trace", ["Prod", "W", "B", t("W"), "A"]]
CROSSED = ["Trace", ["Prod", "A", "W", "y", t("x")]]
GRADIENTS = [
    (square(GAP), "W", ["Prod", 2, GAP, t("V")]),
    (square(GAP), "V", ["Prod", 2, t("W"), GAP]),
    (QUADRATIC, "W", ["Sum", ["Prod", "A", "W", "B"], ["Prod", t("A"), "W", t("B")]]),
    (["Power", CROSSED, "2"], "W", ["Prod", 2, CROSSED, t("A"), "x", t("y")]),
    (["Prod", t("x"), "A", "x"], "x", ["Sum", ["Prod", "A", "x"], ["Prod", t("A"), "x"]]),
    (["Prod", t("x"), "W", t("W"), "x"], "W", ["Prod", 2, "x", t("x"), "W"]),
    (["Trace", "A"], "A", ["Ident", "n"]),
    (["Trace", ["Prod", "W", ["StopGrad", t("W")]]], "W", "W"),
    (["Exp", CROSSED], "W", ["Prod", ["Exp", CROSSED], t("A"), "x", t("y")]),
    (["Prod", "a", square("W")], "V", 0),
]


def symbols() -> dict[str, Any]:
    return {name: a_symbol(shape=[*shape]) for name, shape in SHAPES.items()}


@pytest.mark.parametrize(("of", "by", "found"), GRADIENTS)
def test_gradients(of: Any, by: str, found: Any) -> None:
    construct = ["Gradient", of, by]
    setting = verifier.plainly(a_setting(symbols()), [[construct, found]])
    assert verifier.Theory(setting).same(construct, found)
    given = a_setting({**symbols(), "J": a_symbol()}, values={"J": of})
    verifier.plainly(given, [[["Gradient", "J", by], found]])
    wrong = ["Prod", 3, found] if found else ["Prod", "W", "V", t("V")]
    with pytest.raises(verifier.Rejected, match=r"another gradient|conform"):
        verifier.plainly(a_setting(symbols()), [[construct, wrong]])
    if "Exp" not in of:  # which has no rational value
        point = verifier.Point(
            setting, {"sizes": SIZES, "values": {k: [[v]] for k, v in ROWS.items()}}
        )
        assert point.true("=", construct, found)
        assert found == 0 or not point.true("=", construct, wrong)


@pytest.mark.parametrize(
    ("of", "by", "said"),
    [
        (square("W"), "W", {"symbols": {"W": a_symbol("symmetric", shape=["n", "k"])}}),
        (square("W"), "W", {"values": {"W": "K"}}),
        (["Trace", ["Dot", "A"]], "W", {"flow": {"A": ["Prod", "W", t("W")]}}),
        (["Trace", ["At", "A"]], "A", {}),
        (GAP, "W", {}),
        (["Prod", ["Trace", "A"], "B"], "A", {}),
    ],
)
def test_what_has_no_gradient_here(of: Any, by: str, said: dict[str, Any]) -> None:
    known = symbols() | {"K": a_symbol(shape=["n", "k"])}
    setting = a_setting(known | said.pop("symbols", {}), **said)
    for shown in (0, ["Prod", 2, "W"], ["Ident", "n"], ["Prod", "B", ["Trace", ["Ident", "n"]]]):
        with pytest.raises(verifier.Rejected):
            verifier.plainly(setting, [[["Gradient", of, by], shown]])


def test_what_is_so_at_an_instant_comes_after_a_gradient() -> None:
    """The gradient of tr(W^T W) is 2 W, where W is 0 it is 0, and not of all W."""
    construct = ["Gradient", square("W"), "W"]
    setting = a_setting(symbols(), instant={"W": 0})
    plain = verifier.plainly(setting, [[construct, ["Prod", 2, "W"]]])
    assert verifier.Theory(plain).same(construct, 0)
    with pytest.raises(verifier.Rejected, match="another gradient"):
        verifier.plainly(setting, [[construct, 0]])


def test_a_state_that_is_given_may_be_meant_before_or_after() -> None:
    """With `V = W^T` the gradient of tr(W V) is V^T, or 2 W."""
    of = ["Trace", ["Prod", "W", "V"]]
    known = symbols() | {"V": a_symbol(shape=["k", "n"], role="state")}
    setting = a_setting(known, values={"V": t("W")})
    for shown in (["Prod", 2, "W"], t("V")):
        with pytest.raises(verifier.Rejected, match="before or after"):
            verifier.plainly(setting, [[["Gradient", of, "W"], shown]])


def test_a_lemma_is_one_of_what_has_a_meaning() -> None:
    """And what nothing was said of has none."""
    setting = a_setting(symbols())
    for construct in (["Sum", "W"], ["Trace", "A"]):
        with pytest.raises(verifier.WRONG):
            verifier.plainly(setting, [[construct, 0]])
    forged = setting | {"means": [[["Gradient", square("W"), "W"], 0]]}
    with pytest.raises(verifier.Rejected, match="not known here"):
        verifier.Theory(verifier.plainly(forged, [])).value(["Gradient", square("W"), "W"])


def _mean(of: Any, shown: Any, plain: Any, **more: Any) -> None:
    """E[of] by its moments, which is plain."""
    views = {"names": ["x", "y"], "mean": "m", "second": "X", "noise": "N"}
    named = {name: a_symbol(shape=["d", "1"], role="view") for name in "xym"}
    named |= {name: a_symbol("psd", shape=["d", "d"]) for name in "XN"}
    named |= {"r": a_symbol(), "c": a_symbol(shape=["d", "1"]), "R": a_symbol(shape=["d", "d"])}
    setting = a_setting(named | more.pop("symbols", {}), views=[views], **more)
    construct = ["Expect", of]
    theory = verifier.Theory(verifier.plainly(setting, [[construct, shown]]))
    assert theory.same(construct, plain)
    assert not theory.same(construct, ["Prod", 2, plain])


def _outer(u: str, v: str) -> Any:
    return ["Prod", u, t(v)]


def test_expectations_by_second_moments() -> None:
    for u, v, plain in (("x", "x", ["Sum", "X", "N"]), ("x", "y", "X"), ("x", "m", "X")):
        _mean(_outer(u, v), ["E", u, v], plain)
    _mean(_outer("m", "m"), ["E", "m", "m"], "X")
    _mean(
        ["Prod", t("x"), "X", "y"],
        ["Trace", ["Prod", "X", ["E", "y", "x"]]],
        ["Trace", ["Prod", "X", "X"]],
    )
    both = ["Sum", ["Prod", "r", "R"], ["Prod", "R", "x", t("x"), t("R")]]
    _mean(
        both,
        ["Sum", ["Prod", "r", "R"], ["Prod", "R", ["E", "x", "x"], t("R")]],
        ["Sum", ["Prod", "r", "R"], ["Prod", "R", ["Sum", "X", "N"], t("R")]],
    )


_SQUARE = ["Prod", ["E", "x", "x"], ["E", "x", "x"]]
_QUARTIC = ["Prod", "x", t("x"), "x", t("x")]


@pytest.mark.parametrize(
    ("of", "shown", "why"),
    [
        (_outer("x", "x"), ["E", "x", "y"], "another"),
        (_outer("x", "y"), ["E", "y", "x"], "another"),
        (_outer("x", "x"), _outer("x", "x"), "not known"),
        (_outer("x", "c"), _outer("x", "c"), "not known"),  # nor is its mean
        ("x", "x", "not known"),
        (_QUARTIC, _SQUARE, "not known"),
        (_QUARTIC, ["Prod", ["E", "x", "x"], "x", t("x")], "not known"),
        # of 0, which is not 0 for the moments
        (
            0,
            ["Sum", _SQUARE, ["Prod", -1, ["E", "x", "x"], ["Trace", ["E", "x", "x"]]]],
            "not known",
        ),
        (_outer("c", "c"), ["E", "c", "c"], "different inputs"),
        (["Prod", ["Trace", ["Prod", "x", t("x")]], "R"], ["Prod", t("x"), "x", "R"], "not known"),
    ],
)
def test_expectations_that_are_not_known(of: Any, shown: Any, why: str) -> None:
    with pytest.raises(verifier.Rejected, match=why):
        _mean(of, shown, 0)


def test_views_are_random() -> None:
    """A number of which a law is said, or a view that is given, has no other second moment."""
    for more in ({"symbols": {"x": a_symbol(shape=["d", "1"])}}, {"values": {"x": "c"}}):
        with pytest.raises(verifier.Rejected, match="not known here"):
            _mean(_outer("x", "x"), ["E", "x", "x"], "X", **more)
