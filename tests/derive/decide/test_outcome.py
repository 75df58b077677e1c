"""The verdict on one statement: conditions, what a proof rests on, and shapes."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.deciding import decided
from tests.derive.kinds.small import MATRIX, STATE

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

KIND = "kind = 'identity'"


def identity(reading: str, *flow: str) -> ClaimResult:
    return decided(KIND, reading, flow)


@pytest.mark.parametrize(
    ("reading", "why"),
    [
        ("X A = X", "for n = d the two sides differ"),
        ("A X X = X", "does not conform unless n = d"),
        ("A v A = v", "does not conform: "),
    ],
)
def test_what_does_not_conform_is_refuted(reading: str, why: str) -> None:
    found = identity(reading)
    assert found.verdict is Verdict.REFUTED
    assert why in found.why
    assert {route.result for route in found.routes} == {"fails"}


def test_equal_sizes_at_which_nothing_is_said_are_no_condition() -> None:
    """Square orthonormal weights do not move under Oja's rule, so that any rate of theirs is 0."""
    names = {
        "W": f"shape = ['d', 'n'], {STATE}, properties = ['orthonormal']",
        "C": "shape = ['d', 'd'], properties = ['psd']",
    }
    flow = (r"\dot{W} = C W - W W^T C W",)
    for statement in (r"\frac{d}{dt} (W C) = 0", r"\dot{W} W = \dot{W}"):
        found = small.decided("identity", statement, names, flow)
        assert (found.verdict, found.conditions) == (Verdict.REFUTED, ()), found.why
        assert "nothing is said" in found.why
    still = small.decided("identity", "W C = W C W W^T", names, flow)
    assert (still.verdict, still.conditions) == (Verdict.CONDITIONAL, ("n = d",))


def test_equal_sizes_with_unequal_names_are_not_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "does_not_conform", lambda *_: False)
    found = identity("X A = X A")
    assert found.verdict is Verdict.UNDECIDED
    assert found.why.endswith("the exact route sees equal numbers")


def test_what_a_flow_does_not_keep_is_a_condition() -> None:
    kept = identity(r"\frac{d}{dt} \sqrt{z^2} = -z", r"\dot{z} = -z")
    lost = identity(r"\frac{d}{dt} \sqrt{z^2} = -1", r"\dot{z} = -1")
    assert kept.verdict is Verdict.PROVED
    assert lost.verdict is Verdict.CONDITIONAL
    assert lost.conditions == ("z is positive, which the flow is not seen to keep",)


def test_only_what_a_proof_needs_of_what_is_not_kept_is_a_condition() -> None:
    names = {"x": f"{STATE}, sign = 'positive'", "z": f"{STATE}, sign = 'positive'"}
    flow = (r"\dot{z} = -1", r"\dot{x} = -1")
    found = small.decided("identity", r"\frac{d}{dt} \sqrt{z^2} = -1", names, flow)
    assert found.conditions == ("z is positive, which the flow is not seen to keep",)


@pytest.mark.parametrize(
    ("reading", "flow", "verdict"),
    [
        (r"V \succeq 0", r"\dot{V} = -V", Verdict.PROVED),
        (r"V \succeq 0", r"\dot{V} = A", Verdict.REFUTED),  # soon after the start
    ],
)
def test_a_property_of_the_start_is_none_of_later_times(
    reading: str, flow: str, verdict: Verdict
) -> None:
    names = {"V": f"{MATRIX}, {STATE}, properties = ['psd']", "A": MATRIX}
    found = small.decided("definite", reading, names, (flow,), holds="at the start")
    assert found.verdict is verdict


def test_a_rate_behind_a_definition_needs_a_flow() -> None:
    names = {"x": STATE, "r": ""}
    found = small.decided("identity", "r = 0", names, definition=r"r = '\dot{x} + x'")
    assert found.verdict is Verdict.REFUSED
    assert "the derivative of `x` needs a flow" in found.why


def test_an_inverse_that_ceases_to_exist_is_no_condition() -> None:
    names = {"V": f"{MATRIX}, {STATE}, properties = ['symmetric', 'invertible']", "A": MATRIX}
    names["S"] = f"{MATRIX}, properties = ['symmetric']"
    rate = r"\frac{d}{dt} V^{-1} = -V^{-1} A - A^T V^{-1} - V^{-1} S V^{-1}"
    found = small.decided("identity", rate, names, (r"\dot{V} = A V + V A^T + S",))
    assert (found.verdict, found.conditions) == (Verdict.PROVED, ())
    lost = small.decided("identity", rate, names, (r"\dot{V} = A V + V A^T + S + A - A^T",))
    assert lost.verdict is Verdict.REFUTED
    definite = small.decided("definite", r"V V^T \succ 0", names, (r"\dot{V} = -S",))
    assert definite.conditions == (
        "V is invertible and symmetric, which the flow is not seen to keep",
    )


def test_no_verdict_without_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "model", lambda *_: None)
    found = identity("A = A")
    assert found.verdict is Verdict.UNDECIDED
    assert "do they contradict each other?" in found.why


REST = "q = { role = 'state' }\nr = { role = 'state' }\n[definitions]\nr = '2 q'"
FROZEN = f"{REST}\n[hypotheses.still]\nfrozen = ['q']"


_STATES = {
    "W": f"{MATRIX}, {STATE}, properties = ['symmetric']",
    "Q": f"{MATRIX}, {STATE}, properties = ['orthonormal']",
    "x": f"{STATE}, sign = 'positive'",
    "A": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
    "m": "",
}
_LEFT = r"\dot{W} = A W", r"\dot{Q} = A Q", r"\dot{x} = m - x"
_KEPT = r"\dot{W} = S W + W S", r"\dot{Q} = (A - A^T) Q", r"\dot{x} = x"


@pytest.mark.parametrize(
    ("kind", "statement", "left", "kept"),
    [
        ("identity", "W = W^T", "proved", "proved"),
        ("identity", "A W = A W^T", "proved", "proved"),
        ("identity", "Q^T Q = I", "proved", "proved"),
        ("identity", r"\sqrt{x^2} = x", "proved", "proved"),
        ("identity", "W A = A W", "undecided", "refuted"),
        ("identity", "A W = W A^T", "undecided", "refuted"),  # so it is where W stays symmetric
        ("identity", "Q = Q^T", "refuted", "refuted"),
        ("identity", "W = W(0)", "refuted", "refuted"),
        ("inequality", "x > 0", "proved", "proved"),
        ("inequality", "x > 1", "refuted", "refuted"),
        ("inequality", "m > 0", "undecided", "refuted"),  # so it is where x stays positive
        ("definite", r"W^2 \succeq 0", "proved", "proved"),
    ],
)
def test_instants_of_trajectories_that_have_a_property_at_all_times(
    kind: str, statement: str, left: str, kept: str
) -> None:
    for flow, verdict in ((_LEFT, left), (_KEPT, kept)):
        claim = small.decided(kind, statement, _STATES, flow, holds="along")
        assert claim.verdict.value == verdict
        assert (claim.witness is not None) is (verdict == "refuted")


RELATED = """
[article]
name = "x"
format = 2
[symbols]
x = { role = "state" }
y = { role = "state" }
c = { role = "constant" }
[flows.f]
equations = ['\\dot{x} = x^2', '\\dot{y} = RATE']
[hypotheses.same]
relations = ['x = y']
[[claim]]
id = "c"
flow = "f"
hypotheses = ["same"]
reading = 'y - x = c'
kind = "integral"
constant = "c"
"""


def test_a_product_that_conforms_at_some_sizes_by_chance_does_not_conform() -> None:
    text = """
[article]
name = 'x'
format = 2
[spaces]
a = 'a'
b = 'b'
c = 'c'
d = 'd'
[symbols]
U = { shape = ['a', 'b'] }
X = { shape = ['c', 'c'] }
V = { shape = ['d', 'b'] }
[[claim]]
id = 'c'
kind = 'identity'
reading = 'U^T V = U^T V + U^T V'
"""
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert (claim.verdict.value, "does not conform" in claim.why) == ("refuted", True)
