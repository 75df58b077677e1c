"""Expectations over several inputs: true claims proved, wrong ones refuted, others undecided."""

from __future__ import annotations

import pytest
from tests.derive.decide.moments import ARTICLE, identities

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult

_OBJECTIVE = r"""
[objective]
symbol = "L"
equation = "1"

[rules]
step = '\eta'
W = 'W - \eta \nabla_W L'

[flows.f]

[[equation]]
number = "1"
latex = '''L = \mathbb{E}[\frac12 \|W u - W u'\|^2 + \frac14 ((W u)^T (W h))^2]'''
"""
_SYMBOLS = r"""
W = { shape = ["n", "d"], role = "state" }
'\eta' = { sign = "positive" }
'\xi' = { role = "view" }
'\sigma' = {}
M = { shape = ["d", "d"], properties = ["symmetric"] }
L = {}

[[expectation]]
views = ['\xi']
covariance = '\sigma^2'
expected = '0'
gaussian = true
"""


def decided(*readings: str, flow: bool = False) -> tuple[ClaimResult, ...]:
    """The verdicts on identities, of flow ``f`` or of none."""
    text = ARTICLE.replace("\n[[expectation]]", f"{_SYMBOLS}\n[[expectation]]", 1)
    text = text.replace("[spaces]", '[spaces]\nn = "outputs"') + _OBJECTIVE
    for k, reading in enumerate(readings):
        text += f"\n[[claim]]\nid = '{k}'\nkind = 'identity'\nreading = '''{reading}'''\n"
        text += "flow = 'f'\n" if flow else ""
    return verify(parse_article(text, "moments.toml"), ledger=False).claims


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\mathbb{E}[h h^T A h h^T] = S A S + S A^T S + \text{tr}(A S) S", "proved"),
        (r"\mathbb{E}[h h^T M h h^T] = 2 S M S + \text{tr}(M S) S", "proved"),
        (r"\mathbb{E}[h h^T A h h^T] = 2 S A S + \text{tr}(A S) S", "refuted"),
        (r"\mathbb{E}[h h^T M h h^T] = 2 S M S", "refuted"),
        (r"\mathbb{E}[h h^T M h h^T] = S M S + \text{tr}(M S) S", "refuted"),
        (r"\mathbb{E}[(w^T h)^4] = 3 (w^T S w)^2", "proved"),
        (r"\mathbb{E}[(w^T h)^6] = 15 (w^T S w)^3", "proved"),
        (r"\mathbb{E}[(w^T h)^6] = 9 (w^T S w)^3", "refuted"),
        (r"\mathbb{E}[(w^T u)^2 (w^T h)^2] = w^T (C + N) w w^T S w", "proved"),
        (r"\mathbb{E}[(w^T u)^2 (w^T h)^2] = w^T C w w^T S w", "refuted"),
        (r"\mathbb{E}[w^T u w^T u' (w^T h)^2] = w^T C w w^T S w", "proved"),
        (r"\mathbb{E}[w^T u w^T u'] = \mathbb{E}[(w^T u)^2]", "refuted"),
        (r"\mathbb{E}[\|W h - W e\|^2] = \text{tr}(2 W S W^T) + \|W b\|^2", "proved"),
        (r"\mathbb{E}[\|W h - W e\|^2] = \text{tr}(2 W S W^T)", "refuted"),
        (r"\mathbb{E}[e] = b", "proved"),
        (r"\mathbb{E}[e e^T] = S", "refuted"),
        (r"\mathrm{Var}(e) = S", "proved"),
        (r"\mathrm{Cov}(g, g') = C", "proved"),
        (r"\mathrm{Cov}(g, m) = \mathrm{Var}(g)", "refuted"),
        (r"\mathrm{Cov}(g, h) = 0", "proved"),
        # given the input the two views are independent; without it they are not
        (r"\mathbb{E}[\|g\|^2 \|g'\|^2] = \mathbb{E}[\|g\|^2] \mathbb{E}[\|g'\|^2]", "refuted"),
        (r"\mathbb{E}[\|g\|^2 \|h\|^2] = \mathbb{E}[\|g\|^2] \mathbb{E}[\|h\|^2]", "proved"),
        (r"\mathbb{E}[\xi^4] = 3 \sigma^4", "proved"),
        (r"\mathbb{E}[\xi^4] = \sigma^4", "refuted"),
        (r"\mathbb{E}[\xi h] = 0", "proved"),
        (r"\mathbb{E}[(w^T h + \xi)^2 h h^T] = 2 S w w^T S + (w^T S w) S + \sigma^2 S", "proved"),
        (r"\nabla_W (\mathbb{E}[\|W h\|^4]) = 4 \text{tr}(W S W^T) W S + 8 W S W^T W S", "proved"),
        (r"\nabla_W (\mathbb{E}[\|W h\|^4]) = 4 \text{tr}(W S W^T) W S", "refuted"),
        (r"\mathbb{E}[e e^T b e^T] = 0", "undecided"),
        (r"\mathbb{E}[\|e\|^4] = \mathbb{E}[\|h\|^4]", "undecided"),
        (r"\mathbb{E}[u h^T] = 0", "undecided"),
    ],
)  # fmt: skip
def test_moments(reading: str, verdict: str) -> None:
    (claim,) = decided(reading)
    assert (claim.verdict.value, claim.why) == (verdict, claim.why)
    assert verdict != "undecided" or "[expectation] may say" in claim.why


def test_a_flow_with_negatives() -> None:
    right, *wrong = decided(
        r"\dot{W} = -2 W N - \frac12 W (C + N) W^T W S - \frac12 W S W^T W (C + N)",
        r"\dot{W} = -2 W N - \frac12 W C W^T W S - \frac12 W S W^T W C",
        r"\dot{W} = -2 W N - W (C + N) W^T W S",
        flow=True,
    )
    assert right.verdict.value == "proved"
    assert {claim.verdict.value for claim in wrong} == {"refuted"}


@pytest.mark.parametrize("seed", range(3))
def test_random_moments(seed: int) -> None:
    """Also run as an attack: 1,050 of them, none decided wrongly and none undecided."""
    cases = [*identities(seed, 12)]
    verdicts = [claim.verdict.value for claim in decided(*(case.latex for case in cases))]
    assert verdicts == ["proved" if case.true else "refuted" for case in cases]
