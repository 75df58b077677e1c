"""What is shown to an author of how a statement was read."""

from __future__ import annotations

import pytest

from sslcheck.derive.decide.understood import understood
from sslcheck.derive.reading.loading import parse_article

ARTICLE = r"""
[article]
name = "small"
format = 2
[spaces]
n = "n"
[symbols]
A = { shape = ["n", "n"] }
W = { shape = ["n", "n"], role = "state" }
v = { shape = ["n", "1"] }
x = { role = "state" }
y = { role = "state" }
a = { sign = "positive" }
p_j = { index = "j" }
[modes]
j = "n"
[flows.f]
equations = ['\dot{W} = W', '\dot{x} = y', '\dot{y} = x']
[[claim]]
id = "c"
kind = "identity"
flow = "f"
reading = '''TEXT'''
"""


def read(text: str) -> str:
    (claim,) = parse_article(ARTICLE.replace("TEXT", text), "x.toml").claims
    return understood(claim)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\frac{d}{dt} x y = 0", r"\frac{d}{dt} (x y) = 0"),
        (r"\text{tr} A W = a", r"\text{tr}(A W) = a"),
        (r"a = \ln a^2", r"a = \ln (a^2)"),
        (r"a \sum_j p_j a = x", r"a (\sum_j p_j a) = x"),
        (r"\frac{d}{dt} \|W\|_F^2 = a", r"\frac{d}{dt} (\|W\|^2) = a"),
        (r"A = I \otimes a W", r"A = I \otimes (a W)"),
    ],
)
def test_what_an_operator_takes_is_shown(text: str, shown: str) -> None:
    assert read(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *(r"\dot{x} = a y", r"\frac{d}{dt} x = y(t)", r"\|W\|_F^2 = a", r"A\cdot W = \mathbf{I}"),
        *(r"\forall t > 0: x = y", r"x = y, \; \text{where } y = a"),
    ],
)
def test_what_goes_without_saying_is_not(text: str) -> None:
    assert read(text) == ""
