"""Inequalities along a flow: what holds at the start, and goes on."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "x": STATE, "y": STATE, "p": f"{STATE}, sign = 'positive'", "J": "",
    "W": f"shape = ['n', 'd'], {STATE}", "k": "sign = 'positive'",
}  # fmt: skip
DECAY = (r"\dot x = -k x - x^3",)
SPIRAL = r"\dot x = y - x", r"\dot y = -x"


FROM_THE_START = [
    (r"J(t) \le J(0)", DECAY, "proved"),
    (r"J(t) \ge J(0)", DECAY, "refuted"),
    (r"J(t) < J(0)", DECAY, "refuted"),
    (r"J(t) \le J(0) e^{-2 k t}", DECAY, "proved"),
    (r"J(t) \le J(0) e^{-3 k t}", DECAY, "refuted"),
    (r"x(t)^2 e^{2 k t} \le x(0)^2", DECAY, "proved"),
    (r"x(t) \ge x(0) + k t", (r"\dot x = k + x^2",), "proved"),
    (r"x(t) \ge x(0) + 2 k t", (r"\dot x = k + x^2",), "refuted"),
    (r"p(t) \ge p(0)", (r"\dot p = k p",), "proved"),
    (r"x(t) \ge x(0)", (r"\dot x = k x",), "refuted"),
    (r"p(t) \ge p(0) - k t", (r"\dot p = -k",), "proved"),
    (r"p(t)^2 + k t p(0) \ge p(0)^2", (r"\dot p = -k",), "refuted"),
    (r"x(t)^2 + y(t)^2 \le x(0)^2 + y(0)^2", SPIRAL, "proved"),
    (r"\|W(t)\| \le e^{-k t} \|W(0)\|", (r"\dot W = -k W - W W^T W",), "proved"),
    (r"\|W(t)\| \le e^{-2 k t} \|W(0)\|", (r"\dot W = -k W - W W^T W",), "refuted"),
    (r"\|W(t)\| \le -e^{-k t} \|W(0)\|", (r"\dot W = -k W",), "refuted"),
    (r"\|W(t)\| \le \|W(0)\|", (r"\dot W = -\|W\|^2 W",), "proved"),
    (r"\|W(t)\| \ge \|W(0)\|", (r"\dot W = -\|W\|^2 W",), "refuted"),
    (r"\|W(t)\| \le e^{-k t} \|W(0)\|", (r"\dot W = -\|W\|^2 W",), "refuted"),
    (r"W(t) W(t)^T \preceq W(0) W(0)^T", (r"\dot W = -k W",), "proved"),
    (r"W(t) W(t)^T \succeq W(0) W(0)^T", (r"\dot W = -k W",), "refuted"),
]


@pytest.mark.parametrize(("statement", "flow", "wanted"), FROM_THE_START)
def test_from_the_start_on(statement: str, flow: tuple[str, ...], wanted: str) -> None:
    claim = decided("inequality", statement, SYMBOLS, flow, definition="J = 'x^2 / 2'")
    assert claim.verdict.value == wanted


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize(("statement", "flow", "wanted"), FROM_THE_START)
def test_the_first_route_alone(statement: str, flow: tuple[str, ...], wanted: str) -> None:
    claim = decided("inequality", statement, SYMBOLS, flow, definition="J = 'x^2 / 2'")
    assert claim.verdict.value == ("proved" if wanted == "proved" else "undecided")


@pytest.mark.parametrize(
    ("statement", "rate", "wanted"),
    [
        (r"x \ge 1", "k x", "proved"),
        (r"x \ge 2", "k x", "refuted"),
        (r"x \ge 1", "-k x", "refuted"),
        (r"x(t) \ge 1 + k t + \frac{k^2 t^2}{2}", "k x", "proved"),
        (r"x(t) \ge 1 + 2 k t", "k x", "refuted"),
    ],
)
def test_a_start_that_is_given(statement: str, rate: str, wanted: str) -> None:
    flow = (rf"\dot x = {rate}",)
    claim = decided("inequality", statement, SYMBOLS, flow, let="x(0) = 1")
    assert claim.verdict.value == wanted


def test_a_root_of_what_comes_to_0_has_no_rate() -> None:
    symbols = {"y": f"{STATE}, sign = 'nonnegative'"}
    flow = (r"\dot y = -\sqrt{y}",)
    claim = decided("inequality", r"\sqrt{y(t)} \le \sqrt{y(0)} - t/2", symbols, flow)
    assert claim.verdict.value == "undecided"


def test_a_sign_that_is_lost_does_not_count() -> None:
    """p is declared positive, and does not stay so: p(0) p - p(0)^2 + k t p(0) = 0 still."""
    claim = decided("inequality", r"\int_0^t p(t') dt' \ge 0", SYMBOLS, (r"\dot p = -k",))
    assert claim.verdict.value in ("undecided", "conditional", "refuted")


def test_the_time_is_a_number_where_nothing_else_moves() -> None:
    claim = decided("inequality", r"e^{-k t} \ge \frac{1}{2}", SYMBOLS)
    assert claim.verdict.value == "refuted"
    assert claim.witness is not None
    assert "t" in claim.witness.values


CUBE = (r"\dot p = -p^3",)


@pytest.mark.parametrize(
    ("statement", "start", "wanted"),
    [
        (r"p(t) \le \frac{1}{\sqrt{1 + 2 t}}", "p(0) = 1", "proved"),
        (r"p(t) \ge \frac{1}{\sqrt{1 + 2 t}}", "p(0) = 1", "proved"),
        (r"p(t) < \frac{1}{\sqrt{1 + 2 t}}", "p(0) = 1", "refuted"),
        (r"p(t) \le \frac{1}{\sqrt{1 + 3 t}}", "p(0) = 1", "refuted"),
        (r"p(t) \le \frac{1}{\sqrt{1 + 2 t}}", "p(0) = 2", "refuted"),
        (r"p(t) < \frac{1}{\sqrt{1 + 2 t}}", "p(0) = 1/2", "proved"),
        (r"p(t) \le \frac{p(0)}{\sqrt{1 + 2 p(0)^2 t}}", "", "proved"),
        (r"p(t) \le \frac{p(0)}{\sqrt{1 + 2 p(0) t}}", "", "refuted"),
        (r"p(t) \le \frac{1}{\sqrt{1 + 2 t}}", "", "refuted"),
    ],
)
def test_a_difference_that_moves_by_a_multiple_of_itself(
    statement: str, start: str, wanted: str
) -> None:
    claim = decided("inequality", statement, SYMBOLS, CUBE, let=start)
    assert claim.verdict.value == wanted, claim.why


@pytest.mark.parametrize(
    ("flow", "wanted"),
    [
        (r"\dot{w} = -\nabla_w J", "proved"),
        (r"\dot{w} = -2 \nabla_w J", "proved"),
        (r"\dot{w} = \nabla_w J", "refuted"),
    ],
)
def test_a_loss_of_a_high_degree_falls_along_its_own_gradient(flow: str, wanted: str) -> None:
    """Which took a minute where all halves of all words were looked at."""
    column = "shape = ['n', '1']"
    names = {"w": f"{column}, role = 'state'", "b": column, "J": "", "a": "sign = 'positive'"}
    names |= {"M": "shape = ['n', 'n'], properties = ['psd']"}
    loss = r"J = '\frac{1}{2} (w - a M w + a b)^T M (w - a M w + a b) + (b^T M w)^3 w^T w - b^T w'"
    claim = decided("inequality", r"J(t) \le J(0)", names, (flow,), definition=loss)
    assert claim.verdict.value == wanted, claim.why
