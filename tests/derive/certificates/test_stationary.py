"""Certificates of stationary points that are no multiples of the rates."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import certificates, changed, leaves, rejects, sealed

from sslcheck.derive.certificates import verifier
from sslcheck.derive.reading.loading import parse_article

_TEXT = """
[article]
name = "still"
format = 2
[spaces]
n = "outputs"
d = "inputs"
[symbols]
W = { shape = ["n", "d"], role = "state" }
A = { shape = ["n", "d"] }
x = { role = "state" }
k = { sign = "positive" }
S = { shape = ["n", "n"], properties = ["psd", "invertible"] }
P = { shape = ["n", "n"], properties = ["psd"] }
[flows.f]
equations = ['RATE']
[[claim]]
id = "c"
kind = "stationary"
flow = "f"
reading = 'CLAIM'
"""


def _certificate(rate: str, claim: str) -> Any:
    text = _TEXT.replace("RATE", rate).replace("CLAIM", claim)
    (found,) = certificates(parse_article(text, "still.toml"), text).values()
    return found


@pytest.mark.parametrize(
    ("rate", "claim", "keys"),
    [
        (r"\dot{W} = -S W", "W = 0", {"law", "squares"}),
        (r"\dot{W} = S (A - W) + A - W", "W = A", {"law", "squares"}),
        (r"\dot{x} = -k x^3", "x = 0", {"power"}),
        (r"\dot{W} = -W", "W = 0", {*()}),
    ],
)
def test_what_is_0_with_a_rate(rate: str, claim: str, keys: set[str]) -> None:
    found = _certificate(rate, claim)
    assert verifier.verify(found) == "proved"
    evidence = found["claim"]["theorems"][0]["evidence"]
    assert {*evidence} == {"model", "multiples", "still"} | keys
    for key in keys:
        for path in leaves(evidence[key], ("claim", "theorems", 0, "evidence", key)):
            assert rejects(sealed(changed(found, path))), path


def test_a_matrix_that_may_be_singular_has_a_kernel() -> None:
    found = _certificate(r"\dot{W} = -S W", "W = 0")
    symbols = found["claim"]["setting"]["symbols"]
    symbols["S"] = symbols["S"] | {"properties": ["psd"]}
    with pytest.raises(verifier.Rejected, match="close to 0"):
        verifier.verify(sealed(found))
    assert verifier.verify(_certificate(r"\dot{W} = -P W", "W = 0")) == "refuted"
