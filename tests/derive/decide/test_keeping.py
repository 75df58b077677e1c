"""What is declared of a state and its flow does not keep: a condition, or a claim is false."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article

STATES = {
    "z": f"{STATE}, sign = 'positive'",
    "v": f"{STATE}, sign = 'nonnegative'",
    "P": f"{MATRIX}, {STATE}, properties = ['psd']",
    "V": f"{MATRIX}, {STATE}, properties = ['invertible']",
    "G": f"{MATRIX}, {STATE}, properties = ['symmetric']",
    "D": f"{MATRIX}, {STATE}, properties = ['diagonal']",
    "O": f"shape = ['n', 'd'], {STATE}, properties = ['orthonormal']",
    "A": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
}
FLOW = (
    *(rf"\dot{{{name}}} = A {name}" for name in "PGDO"),
    *(r"\dot{z} = -1", r"\dot{v} = -v - 1", r"\dot{V} = -S"),
)


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("inequality", r"z(t) \ge 0"),
        ("inequality", "z > 0"),
        ("inequality", "2 z + z^3 > 0"),
        ("inequality", r"v \ge 0"),
        ("inequality", r"P \succeq 0"),
        ("definite", r"P(t) \succeq 0"),
        ("definite", r"P + S \succeq 0"),
        ("definite", r"G^2 \succeq 0"),
        ("identity", "O^T O = I"),
        ("identity", "G = G^T"),
        ("identity", "A G = A G^T"),
        ("identity", "D S D = D^T S D^T"),
    ],
)
def test_that_it_stays_so_is_false_where_a_trajectory_leaves(kind: str, statement: str) -> None:
    found = small.decided(kind, statement, STATES, FLOW)
    assert (found.verdict.value, found.conditions) == ("refuted", ()), found.why
    assert "does not keep" in found.why
    assert found.witness is not None
    assert {route.result for route in found.routes} == {"fails"}
    said = small.decided(kind, statement, STATES, FLOW, holds="at an instant")
    assert said.verdict.value == "proved"
    assert any("not seen to keep" in condition for condition in said.conditions)


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("inequality", r"\frac{d}{dt} z^2 \le 0"),
        ("inequality", r"\text{tr}(S P) \ge 0"),  # false later only
        ("inequality", "z + 1 > 0"),
        ("definite", r"V V^T \succ 0"),
        ("identity", r"\sqrt{z^2} = z"),
    ],
)
def test_while_it_is_so_something_is_said(kind: str, statement: str) -> None:
    found = small.decided(kind, statement, STATES, FLOW)
    assert found.verdict.value == "conditional", found.why
    assert found.conditions[-1].endswith("which the flow is not seen to keep")


MODES = """
[article]
name = 'modes'
format = 2
[spaces]
n = 'modes'
[symbols]
p_j = { role = 'state', index = 'j', sign = 'positive' }
s_j = { index = 'j' }
[modes]
j = 'n'
[flows.f]
equations = ['RATE']
[[claim]]
id = 'c'
kind = 'inequality'
flow = 'f'
reading = 'p_j(t) > 0'
"""


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [
        (r"-p_j (s_j - \sum_j s_j p_j)", "proved"),
        (r"-p_j \sum_j s_j p_j^2", "proved"),
        (r"-\sum_j p_j", "refuted"),
        (r"-\frac{p_j}{\sum_j p_j}", "undecided"),  # all of them may tend to 0
    ],
)
def test_a_mode_keeps_its_sign_beside_a_sum_over_all(rate: str, verdict: str) -> None:
    text = MODES.replace("RATE", rf"\dot{{p}}_j = {rate}")
    (found,) = verify(parse_article(text, "modes.toml"), ledger=False).claims
    assert found.verdict.value == verdict, found.why


def test_what_is_not_seen_to_be_kept_is_no_condition_of_itself() -> None:
    """dy/dt = -sqrt(y) comes to 0, where it has no series."""
    names = {"y": f"{STATE}, sign = 'positive'"}
    found = small.decided("inequality", "2 y(t) > 0", names, (r"\dot{y} = -\sqrt{y}",))
    assert (found.verdict.value, found.why) == (
        "undecided",
        "the flow is not seen to keep y positive",
    )


@pytest.mark.parametrize(
    ("statement", "rate", "verdict"),
    [
        ("P = P^T", "-A A^T", "proved"),
        (r"\text{tr}(P^2) \ge 0", "-A A^T", "proved"),
        (r"\text{tr}(P) \ge 0", "-A A^T", "refuted"),
        ("P = P^T", "-A", "refuted"),
        ("P = P^T", "A P", "refuted"),
    ],
)
def test_what_is_left_of_a_property_is_kept(statement: str, rate: str, verdict: str) -> None:
    names = {"P": f"shape = ['n', 'n'], {STATE}, properties = ['psd']", "A": "shape = ['n', 'n']"}
    kind = "inequality" if "ge" in statement else "identity"
    found = small.decided(kind, statement, names, (rf"\dot{{P}} = {rate}",))
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\ddot{z} = \frac{1}{2}", "conditional"),  # z comes to 0, and rests there
        (r"\frac{d}{dt} z^{3/2} = -\frac{3}{2} z", "proved"),
        (r"\frac{d}{dt} \frac{1}{z} = z^{-3/2}", "proved"),  # at 0 it says nothing
    ],
)
def test_a_root_has_a_rate_where_what_it_is_of_rests_at_0(statement: str, verdict: str) -> None:
    symbols = {"z": f"{STATE}, sign = 'positive'"}
    found = small.decided("identity", statement, symbols, (r"\dot{z} = -\sqrt{z}",))
    assert found.verdict.value == verdict, found.why
