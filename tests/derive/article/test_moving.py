"""Which states a claim moves, also behind definitions, and when it needs a flow."""

from __future__ import annotations

import pytest

from sslcheck.derive.article.moving import needs_flow, parts_of, sides_of, states_in
from sslcheck.derive.reading.loading import parse_article

ARTICLE = r"""
[article]
name = "x"
format = 2
[symbols]
x = { role = "state" }
y = { role = "state" }
a = {}
E = {}
F = {}
[definitions]
E = 'x^2 + a'
F = 'E + y'
[flows.f]
equations = ['\dot{x} = -x', '\dot{y} = -y']
[[claim]]
id = "c"
flow = "f"
"""


@pytest.mark.parametrize(
    ("claim", "states", "needs"),
    [
        (r"kind = 'identity'~reading = '\dot{x} = 0'", ["x"], "the derivative of `x`"),
        (r"kind = 'identity'~reading = '\dot{E} = 0'", ["x"], "the derivative of `x`"),
        (r"kind = 'identity'~reading = 'F = 0'", ["x", "y"], ""),
        (r"kind = 'identity'~reading = '\frac{d}{dt} (a t) = 0'", [], ""),
        (r"kind = 'vanishes'~reading = 'y \to 0'", ["y"], "a claim of kind `vanishes`"),
    ],
)
def test_states_and_flows(claim: str, states: list[str], needs: str) -> None:
    article = parse_article(ARTICLE + claim.replace("~", "\n"), "x.toml")
    (found,) = article.claims
    known = article.symbols, article.definitions
    assert sorted(states_in(sides_of(found), *known)) == states
    assert needs_flow(found, *known) == needs
    assert {*sides_of(found)} <= {*parts_of(found, article.definitions)}
