"""A flow of one number."""

from __future__ import annotations

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.kinds import Case
from sslcheck.derive.reading.loading import parse_article

ARTICLE = r"""
[article]
name = "flowing"
format = 2
[symbols]
x = { role = "state" }
a = {}
b = {}
[flows.f]
equations = ['\dot{x} = RATE']
[[equation]]
number = "1"
latex = 'x \to a'
[[claim]]
id = "c"
equation = "1"
line = 1
kind = "stability"
flow = "f"
"""


def flowing(rate: str) -> Case:
    """A claim about the flow of `x` at a rate in `x`, `a` and `b`."""
    derivation = Derivation(parse_article(ARTICLE.replace("RATE", rate), "flowing.toml"))
    (claim,) = derivation.article.claims
    setting = derivation.setting((), "f", holds="along")
    return Case(derivation, claim, claim.statement.relations, setting)
