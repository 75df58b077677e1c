"""Inequalities: sums of squares, and exact points where there is none."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.deciding import decided

INEQUALITY = [
    (r"S + P \succeq P", "proved"),
    (r"S + P \succeq 2 P", "refuted"),
    (r"\text{tr}(S P) \ge 0", "proved"),
    (r"\text{tr}(S T P T) \ge 0", "proved"),
    (r"\text{tr}(S A) \ge 0", "refuted"),
    (r"2 \text{tr}(X Y^T) \le \|X\|^2 + \|Y\|^2", "proved"),
    (r"3 \text{tr}(X Y^T) \le \|X\|^2 + \|Y\|^2", "refuted"),
    (r"\text{tr}(A^2) \le \|A\|^2", "proved"),
    (r"2 v^T u \le v^T v + u^T u", "proved"),
    (r"2 a b \le a^2 + b^2", "proved"),
    (r"a b \le \frac{c}{2} a^2 + \frac{1}{2 c} b^2", "proved"),
    (r"a^2 + a + 1 > 0", "proved"),
    (r"a^2 + 3 a + 1 > 0", "refuted"),
    (r"h^2 + 3 h + 1 > 0", "proved"),
    (r"\frac{1}{c} + c \ge 2", "proved"),
    (r"a^3 \ge 0", "refuted"),
    (r"h > 0", "refuted"),
    (r"\text{tr}(S)^2 \ge 0", "proved"),
    (r"\text{tr}(A)^2 + \|A\|^2 \ge 0", "proved"),
    (r"\text{tr}(S) \text{tr}(P) \ge 0", "proved"),
    (r"\text{tr}(S) \text{tr}(T) \ge 0", "refuted"),
    (r"(v^T S v) (u^T u) \ge 0", "proved"),
    (r"(v^T v)^2 + 1 > 0", "proved"),
    (r"(v^T v)^2 > 0", "conditional"),
    (r"\text{tr}(A^2) \ge 0", "refuted"),
    (r"X X^+ \preceq I", "proved"),
    (r"X X^+ \prec I", "refuted"),
    (r"\mathbf{1}_n \mathbf{1}_n^\top \preceq n I_n", "proved"),
    (r"\mathbf{1}_n \mathbf{1}_n^\top \preceq I_n", "refuted"),
    (r"\text{tr}(S) I_n \succeq S", "proved"),
    (r"\text{tr}(S) I_n \succ S", "refuted"),
    (r"\text{tr}(T) I_n \succeq T", "refuted"),
    (r"\text{tr}(S) S \succeq S^2", "proved"),
    (r"\text{tr}(S) I_n \succ 0", "conditional"),
    (r"\text{tr}(S P) \le \text{tr}(S) \text{tr}(P)", "proved"),
    (r"\|\text{tr}(S) X - S X\|^2 \ge 0", "proved"),
    (r"\text{tr}(X^T Y)^2 \le \|X\|^2 \|Y\|^2", "proved"),
    (r"\text{tr}(X^T Y)^2 \le \|X\|^2", "refuted"),
    (r"\text{tr}(X^T Y)^2 < \|X\|^2 \|Y\|^2", "refuted"),
    (r"(\text{tr}(S) I) \odot P \succeq S \odot P", "proved"),
    (r"I \odot P \succeq S \odot P", "refuted"),
    (r"\text{tr}(S^2)^2 \le \text{tr}(S) \text{tr}(S^3)", "proved"),
    (r"\text{tr}(T^2)^2 \le \text{tr}(T) \text{tr}(T^3)", "refuted"),
    (r"S \odot P \succeq 0", "proved"),
    (r"S \odot T \succeq 0", "refuted"),
    (r"\text{tr}(A \odot A) \ge 0", "proved"),
    (r"\text{tr}(A \odot T) \ge 0", "refuted"),
    (r"(v^T A v) (u^T u) \ge 0", "refuted"),
    (r"v u^T u v^T \succeq 0", "proved"),
    (r"v u^T v v^T \succeq 0", "refuted"),  # symmetric: u^T v is a number
]


@pytest.mark.parametrize(("reading", "verdict"), INEQUALITY)
def test_an_inequality_holds_at_every_admissible_point(reading: str, verdict: str) -> None:
    result = decided("kind = 'inequality'", reading)
    assert result.verdict.value == verdict
    assert (result.witness is not None) is (verdict != "proved")


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize(
    "reading", [reading for reading, verdict in INEQUALITY if verdict == "refuted"]
)
def test_no_false_one_is_shown_where_no_point_refutes(reading: str) -> None:
    assert decided("kind = 'inequality'", reading).verdict.value == "undecided"


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("", "refuted")])
def test_a_derivative_is_that_of_the_flow(sign: str, verdict: str) -> None:
    flow = (rf"\dot{{W}} = {sign}S W",)
    result = decided("kind = 'inequality'", r"\frac{d}{dt} \|W\|^2 \le 0", flow)
    assert result.verdict.value == verdict


_LAYERS = r"""
'W_1' = { shape = ['n', 'd'], role = 'state' }
'W_2' = { shape = ['n', 'n'], role = 'state' }
'W_3' = { shape = ['d', 'n'], role = 'state' }
'L' = {}
'M' = {}
'N' = {}
[definitions]
L = '\frac{1}{2} \|W_3 W_2 W_1 X^T - Y^T\|^2'
M = '\frac{1}{2} \|W_3 W_1 - X^T Y\|^2'
N = '\frac{1}{2} \|W_3 W_1 - X^T Y\|^2 + \frac{c}{2} \|W_1\|^2 + \frac{c}{2} \|W_3\|^2'
"""


LOSSES = [
    ("L", "123", r"\frac{d}{dt} L \le 0", "proved"),
    ("L", "123", r"\frac{d}{dt} L \le -\|\nabla_{W_2} L\|^2", "proved"),
    ("L", "123", r"\frac{d}{dt} L \ge 0", "refuted"),
    ("M", "13", r"\frac{d}{dt} M \le 0", "proved"),
    ("N", "13", r"\frac{d}{dt} N \le 0", "proved"),
    ("N", "13", r"\frac{d}{dt} N \ge 0", "refuted"),
    ("N", "13", r"\frac{d}{dt} N \le -2 \|\dot{W}_1\|^2", "refuted"),
]


@pytest.mark.parametrize(("loss", "states", "claim", "verdict"), LOSSES)
def test_a_gradient_flow_loses_the_squares_of_its_rates(
    loss: str, states: str, claim: str, verdict: str
) -> None:
    flow = tuple(rf"\dot{{W}}_{k} = -\nabla_{{W_{k}}} {loss}" for k in states)
    result = decided("kind = 'inequality'", claim, flow, more=_LAYERS)
    assert result.verdict.value == verdict


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize(
    ("loss", "states", "claim"), [case[:3] for case in LOSSES if case[3] == "refuted"]
)
def test_no_false_loss_is_shown_where_no_point_refutes(loss: str, states: str, claim: str) -> None:
    flow = tuple(rf"\dot{{W}}_{k} = -\nabla_{{W_{k}}} {loss}" for k in states)
    result = decided("kind = 'inequality'", claim, flow, more=_LAYERS)
    assert result.verdict.value == "undecided"


@pytest.mark.parametrize(
    ("loss", "states", "verdict"),
    [
        (r"\|A (u \odot u - v \odot v) - y\|^2", "uv", "proved"),
        (r"\frac{1}{2} \|\frac{g}{\|v\|} A v - y\|^2", "gv", "proved"),
        (r"u^T A u", "u", "proved"),
        (r"\|A (u \odot u - v \odot v) - y\|^2", "u", "undecided"),  # v is any function
    ],
)
def test_what_a_gradient_flow_loses_beside_entrywise_products_and_roots(
    loss: str, states: str, verdict: str
) -> None:
    vector = f"shape = ['n', '1'], {small.STATE}"
    names = {"u": vector, "v": vector, "y": "shape = ['n', '1']", "g": small.STATE, "L": ""}
    names["A"] = "shape = ['n', 'n']"
    flow = tuple(rf"\dot{{{k}}} = -\nabla_{k} L" for k in states)
    more = {"definition": f"L = '{loss}'"}
    result = small.decided("inequality", r"\frac{d}{dt} L \le 0", names, flow, **more)
    assert result.verdict.value == verdict, result.why


def test_a_matrix_that_stands_still_has_its_shape() -> None:
    names = {"U": "shape = ['n', 'd'], role = 'state'", "V": "shape = ['n', 'd'], role = 'state'"}
    names["A"] = "shape = ['n', 'n']"
    flow = (r"\dot{U} = (A - U V^T) V", r"\dot{V} = 0")
    result = small.decided("inequality", r"\frac{d}{dt} \|A - U V^T\|^2 \le 0", names, flow)
    assert result.verdict.value == "proved"


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("z^2 > 0", "proved"),
        ("z^2 + x^2 > 0", "proved"),
        (r"\dot{z}^2 > 0", "proved"),
        ("x^2 > 0", "conditional"),
        ("z > 0", "refuted"),
        ("b^2 > 0", "conditional"),
        ("|z| > 0", "proved"),
        (r"\|v\| > 0", "proved"),
        (r"\|v\|^2 > 0", "proved"),
        (r"\|v\| > 1", "refuted"),
        (r"\|w\| > 0", "conditional"),
        (r"v^T S v > 0", "conditional"),
        (r"\|v\| \|w\| > 0", "conditional"),
    ],
)
def test_what_the_flow_divides_by_is_strictly_so(statement: str, verdict: str) -> None:
    state = "role = 'state'"
    vector = f"shape = ['n', '1'], {state}"
    names = {"x": state, "z": state, "b": "", "v": vector, "w": vector}
    names["S"] = "shape = ['n', 'n'], properties = ['psd']"
    flow = (r"\dot{x} = -x / z", r"\dot{z} = -z", r"\dot{v} = -v / \|v\|", r"\dot{w} = -w")
    found = small.decided("inequality", statement, names, flow)
    assert found.verdict.value == verdict, found.why
    if verdict == "proved":
        assert found.conditions == ("v^T v ≠ 0" if "v" in statement else "z ≠ 0",)
    if verdict == "conditional":
        asked = {"v^T S v > 0": ("S ≻ 0",), "x^2 > 0": ("x ≠ 0",), "b^2 > 0": ("b ≠ 0",)}
        assert found.conditions == asked.get(statement, ("w ≠ 0",))


def test_what_an_exact_point_refutes_is_not_searched_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sslcheck.derive.kinds.orders.order.with_minors", None)
    vectors = {"v": "shape = ['n', '1']", "w": "shape = ['n', '1']"}
    claim = small.decided("inequality", r"\|v + w\| \ge \|v\| + \|w\|", vectors)
    assert (claim.verdict.value, claim.why) == ("refuted", "false at an exact point")
