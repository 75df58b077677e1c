"""What becomes of a claim without each of its hypotheses."""

from __future__ import annotations

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article

ARTICLE = r"""
[article]
format = 2
name = "line"
[symbols]
x = { role = "state" }
a = {}
b = {}
c = {}
[hypotheses]
unused = { text = "c is one", let = ['c = 1'] }
used = { text = "c is two", let = ['c = 2'] }
[flows.f]
equations = ['\\dot{x} = RATE']
[[equation]]
number = "1"
latex = "1 = 1"
[[claim]]
id = "c"
equation = "1"
kind = "stability"
flow = "f"
hypotheses = ["NAME"]
reading = 'x \\to 0'
"""


def entry(rate: str, hypothesis: str) -> tuple[tuple[str, ...], bool | None]:
    """The conditions of `x -> 0`, and whether it needs the hypothesis."""
    text = ARTICLE.replace("RATE", rate).replace("NAME", hypothesis).replace("\\\\", "\\")
    claim = verify(parse_article(text, "line.toml"), ["c"]).claims[0]
    (use,) = claim.hypotheses
    return claim.conditions, use.needed


def test_a_condition_that_no_setting_expresses_holds_without_the_hypothesis_too() -> None:
    assert entry("(b - a) x", "unused") == (("-b + a > 0",), False)


def test_a_hypothesis_is_needed_where_other_conditions_repair_the_claim_without_it() -> None:
    assert entry("(b - a) c x", "used") == (("-b + a > 0",), True)
