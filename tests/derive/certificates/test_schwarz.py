"""The inequality of Cauchy and Schwarz in certificates."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import a_setting, a_symbol, certificates

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.schwarz import parallel
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.reading.loading import parse_article

_TEXT = """
[article]
name = "schwarz"
format = 2
[spaces]
n = "outputs"
d = "inputs"
[symbols]
A = { shape = ["n", "d"] }
B = { shape = ["n", "d"] }
P = { shape = ["n", "n"], properties = ["symmetric"] }
u = { shape = ["n", "1"] }
v = { shape = ["n", "1"] }
[[claim]]
id = "c"
kind = "inequality"
reading = 'CLAIM'
"""


@pytest.mark.parametrize(
    "claim",
    [
        r"(u^T v)^2 \le \|u\|^2 \|v\|^2",
        r"3 (\text{tr}(A^T B))^2 \le 3 \|A\|_F^2 \|B\|_F^2",
        r"(\text{tr} P)^2 \le n \text{tr}(P^2)",
    ],
)
def test_claims(claim: str) -> None:
    text = _TEXT.replace("CLAIM", claim)
    (found,) = certificates(parse_article(text, "schwarz.toml"), text).values()
    assert verifier.verify(found) == "proved"


def _gap(scale: int, *over: Any) -> Any:
    pairs = [
        ["Trace", ["Prod", ["Transpose", x], y]] for x, y in (over, over[:1] * 2, over[1:] * 2)
    ]
    return ["Sum", ["Prod", *pairs[1:]], ["Prod", scale, pairs[0], pairs[0]]]


def test_no_more_than_that_is_shown() -> None:
    shapes = {"A": ["n", "d"], "B": ["n", "d"], "u": ["n", "1"], "v": ["n", "1"]}
    setting = a_setting({name: a_symbol(shape=shape) for name, shape in shapes.items()})
    for pair in ("AB", "uv"):
        shown = parallel(setting, _gap(-1, *pair))
        assert verifier.Theory(setting).sure(shown, False)
        for scale in (-2, 0, 1):
            with pytest.raises(Unsupported, match="Cauchy"):
                parallel(setting, _gap(scale, *pair))
