"""What is false at a point is not refuted where the claim may be meant of other points."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.deciding import decided
from tests.derive.kinds.small import STATE

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.verdict import Verdict

KIND = "kind = 'identity'"
REST = "q = { role = 'state' }\nr = { role = 'state' }\n[definitions]\nr = '2 q'"
FROZEN = f"{REST}\n[hypotheses.still]\nfrozen = ['q']"
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


def test_a_flow_that_divides_by_the_time() -> None:
    rates = (r"\dot{x} = v", r"\dot{v} = -\frac{3}{TIME} v - x")
    names = {"x": STATE, "v": STATE, r"\delta": "sign = 'positive'"}
    reading = r"\frac{d}{dt} (x^2 + v^2) \le 0"
    for time in ("t", "t^2 + t"):
        flow = tuple(rate.replace("TIME", time) for rate in rates)
        found = small.decided("inequality", reading, names, flow)
        assert found.verdict is Verdict.UNDECIDED
        assert "which is 0 at the start: write t + t_0" in found.why
    later = tuple(rate.replace("TIME", r"t + \delta") for rate in rates)
    assert small.decided("inequality", reading, names, later).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("options", "reading", "verdict"),
    [
        (KIND, r"\dot{q} = -q", "undecided"),
        (KIND, r"\frac{d}{dt} (x q) = -x q", "undecided"),
        (KIND, r"\dot{r} = 0", "undecided"),
        (KIND, r"q = q(0) \exp(-t)", "undecided"),
        ("kind = 'inequality'", r"\frac{d}{dt} (x^2 + q^2) \le 0", "undecided"),
        (KIND, r"\frac{d}{dt} (x q) = x (\dot{q} - q)", "proved"),
        (KIND, r"\dot{x} = -x q", "refuted"),
        (f"{KIND}\nhypotheses = ['still']", r"\dot{q} = 1", "refuted"),
    ],
)
def test_a_rate_that_the_flow_does_not_give_refutes_nothing(
    options: str, reading: str, verdict: str
) -> None:
    found = decided(options, reading, (r"\dot{x} = -x",), more=FROZEN)
    assert found.verdict.value == verdict
    assert (r"the flow `f` does not say how q moves" in found.why) == (verdict == "undecided")


@pytest.mark.parametrize(
    ("rate", "reading", "verdict"),
    [
        ("x", "y - x = c", Verdict.UNDECIDED),  # true: only x = y = 0 and x = y = 1 stay there
        ("x", "x = c", Verdict.UNDECIDED),
        ("y^2", "x = c", Verdict.REFUTED),
    ],
)
def test_a_point_need_not_lie_on_a_trajectory_that_stays(
    rate: str, reading: str, verdict: Verdict
) -> None:
    text = RELATED.replace("RATE", rate).replace("y - x = c", reading)
    found = verify(parse_article(text, "x.toml"), ["c"], ledger=False).claims[0]
    assert found.verdict is verdict, found.why
