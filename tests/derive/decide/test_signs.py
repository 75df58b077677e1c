"""Verdicts must not take a sign for granted that [symbols] does not declare."""

from __future__ import annotations

import pytest

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

ARTICLE = r"""
[article]
name = "signs"
[spaces]
n = "rows"
d = "columns"
[symbols]
"W" = { shape = ["n", "d"], role = "state" }
"H" = { shape = ["d*n", "d*n"], role = "function" }
"A" = { shape = ["n", "n"] }
"S" = { shape = ["d", "d"], properties = ["psd"] }
"x" = { role = "state" }
"r" = { sign = "SIGN" }
[hypotheses.gap]
gap = "H"
[flows.scaled]
equations = ['\dot{W} = -r W', '\dot{x} = x (r - x)']
[flows.alone]
equations = ['\dot{W} = -r W']
[flows.turned]
equations = ['\dot{W} = -A W']
[flows.pressed]
equations = ['\dot{W} = -W S - r W']
[[equation]]
number = "1"
latex = '\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W)'
[[claim]]
id = "H"
equation = "1"
line = 1
kind = "linear"
matrix = "H"
flow = "pressed"
[[claim]]
id = "asked"
equation = "1"
"""


def decided(sign: str, claim: str) -> ClaimResult:
    """The verdict on one claim about ``r``, whose sign is declared as ``sign``."""
    article = parse_article(ARTICLE.replace("SIGN", sign) + claim, "signs.toml")
    return verify(article, ["asked"]).claims[0]


@pytest.mark.parametrize(
    ("sign", "verdict"),
    [
        ("positive", Verdict.PROVED),
        ("nonnegative", Verdict.CONDITIONAL),
        ("real", Verdict.CONDITIONAL),
    ],
)
def test_decay_needs_a_positive_rate(sign: str, verdict: Verdict) -> None:
    asked = 'kind = "vanishes"\nflow = "FLOW"\nreading = \'W \\to 0\''
    result = decided(sign, asked.replace("FLOW", "alone"))
    needed = () if verdict is Verdict.PROVED else ("r > 0",)
    assert result.verdict is verdict
    assert result.conditions == needed
    result = decided(sign, asked.replace("FLOW", "scaled"))  # x may blow up, and ends it
    assert result.conditions == (*needed, "on solutions that exist for all t")


@pytest.mark.parametrize(
    ("sign", "verdict"),
    [("positive", Verdict.PROVED), ("nonnegative", Verdict.PROVED), ("real", Verdict.REFUTED)],
)
def test_a_sum_of_squares_needs_nonnegative_weights(sign: str, verdict: Verdict) -> None:
    options = 'kind = "definite"\nmatrix = "H"\nof = "H"\nflow = "pressed"\n'
    assert decided(sign, options + "reading = 'H \\succeq 0'").verdict is verdict


@pytest.mark.parametrize(
    ("sign", "verdict"), [("positive", Verdict.PROVED), ("real", Verdict.CONDITIONAL)]
)
def test_stability_needs_the_sign_of_the_slope(sign: str, verdict: Verdict) -> None:
    claim = 'kind = "stability"\nflow = "scaled"\nreading = \'x \\to r\''
    assert decided(sign, claim).verdict is verdict


def test_a_gap_of_a_matrix_that_is_not_symmetric_proves_no_decay() -> None:
    claim = 'kind = "vanishes"\nflow = "turned"\nhypotheses = ["gap"]\nreading = \'W \\to 0\''
    result = decided("real", claim)
    assert result.verdict is Verdict.REFUTED
    assert result.witness is not None
    assert "A = 0" in result.witness.note


def test_a_value_at_0_is_not_the_value_at_all_times() -> None:
    result = decided("real", 'kind = "identity"\nflow = "scaled"\nreading = \'W(0) = W\'')
    assert result.verdict is Verdict.REFUTED
    assert result.witness is not None


def test_what_does_not_move_does_not_tend_to_0() -> None:
    result = decided("real", 'kind = "vanishes"\nflow = "scaled"\nreading = \'A \\to 0\'')
    assert result.verdict is Verdict.REFUTED
    assert result.why == "it is constant"


def test_a_matrix_that_is_no_moment_is_not_asked_to_vanish() -> None:
    result = decided("real", "kind = \"identity\"\nreading = '(A + A^T)^2 = A^2 + A^T A^T'")
    assert result.verdict is Verdict.REFUTED
    assert result.conditions == ()
