"""A flow with traces beside its matrices, whose Gram matrices and whose modes close."""

from __future__ import annotations

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.reading.loading import parse_article

__all__ = ["traced"]

ARTICLE = r"""
[article]
name = "traced"
format = 2

[spaces]
n = "outputs"
d = "inputs"

[symbols]
W = { shape = ["n", "d"], role = "state" }
P = { shape = ["n", "n"], role = "state" }
X = { shape = ["d", "d"], properties = ["psd"] }
'\eta' = { sign = "positive" }

[flows.t]
equations = [
  '\dot{W} = P^T P W X - \text{tr}(W X W^T) W - \eta W',
  '\dot{P} = \frac{1}{n} W X W^T - \|P\|^2 P - e^{-\|W\|^2} P',
]

[flows.outside]
equations = ['\dot{W} = -\text{tr}(X) W', '\dot{P} = W X W^T']

[[claim]]
id = "1"
kind = "identity"
flow = "t"
reading = '\dot{W} = P^T P W X - \text{tr}(W X W^T) W - \eta W'
"""


def traced() -> Derivation:
    return Derivation(parse_article(ARTICLE, "traced"))
