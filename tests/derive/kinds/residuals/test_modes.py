"""Whether a value is the same for every mode."""

from __future__ import annotations

import pytest

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.verdict import Verdict

ARTICLE = r"""
[article]
name = "modes"
format = 2
[spaces]
n = "rows"
[symbols]
V = { shape = ["n", "n"], role = "state" }
K = { shape = ["n", "n"], role = "constant" }
a = {}
r_i = { index = "i" }
[flows.f]
equations = ['\dot{V} = -a V']
[[equation]]
number = "1"
latex = 'V = FACTOR K'
[[claim]]
id = "c"
equation = "1"
line = 1
kind = "integral"
constant = "K"
flow = "f"
"""


@pytest.mark.parametrize(
    ("factor", "verdict"),
    [
        ("e^{-a t}", Verdict.PROVED),
        ("e^{-r_i t}", Verdict.REFUTED),
        ("e^{-2 r_i t}", Verdict.REFUTED),
        ("e^{-a t} \\frac{r_i}{r_i}", Verdict.CONDITIONAL),
    ],
)
def test_what_stands_before_a_matrix_is_the_same_for_every_mode(
    factor: str, verdict: Verdict
) -> None:
    """Also a letter that is made of one: ``e^{r_i t}`` is another letter at another mode."""
    found = verify(parse_article(ARTICLE.replace("FACTOR", factor), "modes.toml")).claims[0]
    assert found.verdict is verdict, found.why
