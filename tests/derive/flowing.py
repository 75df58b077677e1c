"""Small articles that are flows and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reading.loading import parse_article

__all__ = ["flow_article", "flow_text", "normal_of"]


def flow_text(symbols: Mapping[str, str], equations: Sequence[str], more: str = "") -> str:
    """An article with the spaces n, d, k, one flow ``f`` and a claim that says nothing."""
    declared = "\n".join(f"{json.dumps(name)} = {{ {said} }}" for name, said in symbols.items())
    listed = ", ".join(map(json.dumps, equations))
    return f"""
[article]
name = "small"
format = 2
title = "A small flow"
source = "made for a test"
[spaces]
n = "outputs"
d = "inputs"
k = "hidden units"
[symbols]
{declared}
{more}
[flows.f]
text = "the flow"
equations = [{listed}]
[[claim]]
id = "1"
kind = "identity"
reading = "1 = 1"
"""


def flow_article(symbols: Mapping[str, str], equations: Sequence[str], more: str = "") -> Article:
    """The article, read."""
    return parse_article(flow_text(symbols, equations, more), "small.toml")


def normal_of(article: Article, flow: str = "f") -> NormalForm:
    """The normal form along a flow at all times."""
    derivation = Derivation(article)
    hypotheses = derivation.hypotheses((), flow)
    return derivation.normal(derivation.setting(hypotheses, flow, holds="along"))


STATE = 'role = "state"'
LAYERS = {
    "U": f'shape = ["k", "d"], {STATE}',
    "V": f'shape = ["n", "k"], {STATE}',
    "R": 'shape = ["n", "d"]',
    "h": 'sign = "nonnegative"',
    "a": 'sign = "positive"',
}
"""Two layers, with a residual R for all losses."""
