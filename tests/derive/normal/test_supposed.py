"""An equation at the start counts later where the flow keeps it."""

from __future__ import annotations

import pytest

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article

_STARTED = r"""
[article]
name = 'x'
format = 2
[spaces]
n = 'n'
r = 'r'
[symbols]
Q = { shape = ['n', 'r'], role = 'state' }
S = { shape = ['n', 'n'], properties = ['psd'] }
[flows.Oja]
equations = ['\dot{Q} = S Q - Q Q^T S Q']
[flows.power]
equations = ['\dot{Q} = S Q']
[hypotheses.h]
text = 'orthonormal columns'
relations = ['Q^T Q = I']
at_least = [['n', 'r']]
holds = 'at the start'
[[claim]]
id = 'c'
hypotheses = ['h']
"""


@pytest.mark.parametrize(
    ("flow", "kind", "statement", "verdict"),
    [
        ("Oja", "identity", r"\|Q\|_F^2 = r", "proved"),
        ("Oja", "identity", r"\|Q\|_F^2 = 2 r", "refuted"),
        ("power", "identity", r"\|Q\|_F^2 = r", "refuted"),
        ("Oja", "inequality", r"\frac{d}{dt} \text{tr}(Q^T S Q) \ge 0", "proved"),
        ("power", "inequality", r"I_n \succeq Q Q^T", "refuted"),
        ("Oja", "inequality", r"I_n \succeq Q Q^T", "proved"),
        ("Oja", "vanishes", r"\|Q\|_F^2 \to r", "proved"),
    ],
)
def test_an_equation_at_the_start_counts_later_where_the_flow_keeps_it(
    flow: str, kind: str, statement: str, verdict: str
) -> None:
    text = f"{_STARTED}flow = '{flow}'\nkind = '{kind}'\nreading = '{statement}'\n"
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == verdict, claim.why


def test_a_root_does_not_keep_what_it_is_0_with() -> None:
    """``t^2 / 4`` begins at 0, too, and its rate is its root."""
    text = r"""
[article]
name = 'x'
format = 2
[symbols]
x = { role = 'state', sign = 'nonnegative' }
[flows.f]
equations = ['\dot{x} = \sqrt{x}']
[hypotheses.h]
text = 'from 0'
relations = ['x = 0']
holds = 'at the start'
[[claim]]
id = 'c'
kind = 'vanishes'
flow = 'f'
hypotheses = ['h']
reading = 'x \to 0'
"""
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == "undecided", claim.why
