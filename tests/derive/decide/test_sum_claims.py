"""Sums over samples and modes: true claims proved, wrong ones refuted, others undecided."""

from __future__ import annotations

import pytest
from tests.derive.decide.sums import ARTICLE, identities

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult

_MORE = r"""
m = "outputs"
n = "modes"

[symbols]
W = { shape = ["m", "d"], role = "state" }
t_i = { shape = ["m", "1"], index = "i" }
z_i = { shape = ["d", "1"], index = "i", role = "state" }
u_j = { shape = ["m", "1"], index = "j" }
v_j = { shape = ["d", "1"], index = "j" }
s_j = { index = "j", role = "state" }
k_j = { index = "j" }
S = { shape = ["d", "d"] }
G = { shape = ["m", "d"] }
c = { shape = ["d", "1"] }
'\eta' = { sign = "positive" }
L = {}
"""
_REST = r"""
S = '\frac{1}{N} \sum_i x_i x_i^T'
G = '\frac{1}{N} \sum_i t_i x_i^T'
c = '\frac{1}{N} \sum_i x_i'

[objective]
symbol = "L"
equation = "1"

[rules]
step = '\eta'
W = 'W - \eta \nabla_W L'

[flows.f]

[flows.g]
equations = ['\dot{s}_j = -k_j s_j', '\dot{z}_i = -z_i']

[[equation]]
number = "1"
latex = '''L = \frac{1}{2 N} \sum_{i=1}^{N} \|W x_i - t_i\|^2'''
"""


def decided(reading: str, flow: str = "", kind: str = "identity") -> ClaimResult:
    text = ARTICLE.replace("\n[symbols]\n", _MORE).replace('i = "N"', 'i = "N"\nj = "n"') + _REST
    text += f"[[claim]]\nid = 'c'\nkind = '{kind}'\nreading = '''{reading}'''\n"
    text += f"flow = '{flow}'\n" if flow else ""
    return verify(parse_article(text, "sums.toml"), ledger=False).claims[0]


@pytest.mark.parametrize(
    ("reading", "flow", "verdict"),
    [
        (r"\dot{W} = -(W S - G)", "f", "proved"),
        (r"\dot{W} = -N (W S - G)", "f", "refuted"),
        (r"\dot{W} = -(W S + G)", "f", "refuted"),
        (r"2 L = \text{tr}(W S W^T - 2 W G^T) + \frac{1}{N} \sum_i \|t_i\|^2", "", "proved"),
        (r"\frac{d}{dt} L = -\|W S - G\|_F^2", "f", "proved"),
        (r"\nabla_W (\sum_i \|W x_i\|^2) = 2 N W S", "", "proved"),
        (r"\nabla_W (\sum_i \|W x_i\|^2) = 2 W S", "", "refuted"),
        (r"\frac{1}{N} \sum_i (x_i - c) (x_i - c)^T = S - c c^T", "", "proved"),
        (r"\frac{1}{N} \sum_i (x_i - c) (x_i - c)^T = S", "", "refuted"),
        (r"\sum_i (x_i - c) = 0", "", "proved"),
        (r"\|\sum_i x_i\|^2 = \sum_i \|x_i\|^2", "", "refuted"),
        (r"\frac{d}{dt} \sum_j s_j u_j v_j^T = -\sum_j k_j s_j u_j v_j^T", "g", "proved"),
        (r"\frac{d}{dt} \sum_j s_j^2 = -2 \sum_j k_j s_j^2", "g", "proved"),
        (r"\frac{d}{dt} \sum_j s_j^2 = -\sum_j k_j s_j^2", "g", "refuted"),
        (r"\sum_j s_j k_j = \sum_j s_j \sum_j k_j", "", "refuted"),
        (r"(\sum_j s_j) (\sum_j k_j) = \sum_j s_j \sum_j k_j", "", "proved"),
        (r"\sum_{j=1}^{n} 1 = n", "", "proved"),
        (r"\sum_{j=1}^{n} s_j = \text{tr}(\text{diag}(s_1, \dots, s_n))", "", "proved"),
        (r"\dot{s}_j = -k_j \sum_j s_j", "g", "refuted"),
        (r"X X^T = N S", "", "proved"),
        (r"\max_i x_i^T x_i = x_i^T x_i", "", "refuted"),
        (r"X^T X = \text{diag}(p_1, \dots, p_N)", "", "refuted"),
        (r"\sum_i (w^T x_i)^4 = (\sum_i (w^T x_i)^2)^2", "", "refuted"),
        (r"\sum_i \frac{1}{1 + p_i^2} = N", "", "undecided"),
        (r"\frac{d}{dt} \sum_i z_i z_i^T = -2 \sum_i z_i z_i^T", "g", "undecided"),
        (r"\nabla_{x_i} (\sum_i x_i^T x_i) = 2 x_i", "", "undecided"),
        (r"\sum_i p_i \sum_j p_i s_j = \sum_i p_i^2 \sum_j s_j", "", "undecided"),
        (r"\sum_{i=1}^{n} p_i = 0", "", "undecided"),
        (r"\sum_i (I + p_i^2 X X^T)^{-1} = N (I + p_i^2 X X^T)^{-1}", "", "undecided"),
        (r"\sum_i A \odot (x_i x_i^T) = A \odot (X X^T)", "", "undecided"),
    ],
)  # fmt: skip
def test_sums(reading: str, flow: str, verdict: str) -> None:
    claim = decided(reading, flow)
    assert (claim.verdict.value, claim.why) == (verdict, claim.why)


@pytest.mark.parametrize(
    ("kind", "reading", "flow", "verdict"),
    [
        ("definite", r"S \succeq 0", "", "proved"),
        ("definite", r"\sum_i p_i^2 x_i x_i^T \succeq 0", "", "proved"),
        ("definite", r"\sum_i p_i x_i x_i^T \succeq 0", "", "refuted"),
        ("inequality", r"\frac{d}{dt} L \le 0", "f", "proved"),
        ("inequality", r"\sum_i \|x_i\|^2 \ge \|\sum_i x_i\|^2", "", "refuted"),
    ],
)
def test_of_other_kinds(kind: str, reading: str, flow: str, verdict: str) -> None:
    assert decided(reading, flow, kind).verdict.value == verdict


@pytest.mark.parametrize("seed", range(3))
def test_random_sums(seed: int) -> None:
    """Also run as an attack: 900 of them, none decided wrongly and none undecided."""
    cases = [*identities(seed, 20)]
    text = ARTICLE
    for k, case in enumerate(cases):
        text += f"[[claim]]\nid = '{k}'\nkind = 'identity'\nreading = '''{case.latex}'''\n"
    verdicts = [c.verdict.value for c in verify(parse_article(text, "s.toml"), ledger=False).claims]
    assert verdicts == ["proved" if case.true else "refuted" for case in cases]


@pytest.mark.parametrize(
    ("kind", "reading", "verdict"),
    [
        ("inequality", r"k_j \le \max_l k_l", "proved"),
        ("inequality", r"k_j < \max_l k_l", "refuted"),
        ("inequality", r"s_j \le \max_l k_l", "refuted"),
        ("inequality", r"\max_l k_l^2 \ge 0", "proved"),
        ("inequality", r"\max_l k_l \ge 0", "refuted"),
        (
            "identity",
            r"\frac{d}{dt} \prod_{j=1}^n s_j = -(\sum_j k_j) \prod_{j=1}^n s_j",
            "undecided",
        ),
        ("identity", r"\prod_{j=1}^n (s_j k_j) = (\prod_{j=1}^n s_j) \prod_{l=1}^n k_l", "proved"),
        (
            "identity",
            r"\prod_{j=1}^n (s_j + k_j) = (\prod_{j=1}^n s_j) + \prod_{l=1}^n k_l",
            "refuted",
        ),
        ("identity", r"\|\sum_j k_j v_j\|^2 = \sum_j \sum_l k_j k_l v_j^T v_l", "proved"),
        ("identity", r"\|\sum_j k_j v_j\|^2 = \sum_j k_j^2 \|v_j\|^2", "refuted"),
        (
            "identity",
            r"\sum_{j,l} \|v_j - v_l\|^2 = 2 n \sum_j \|v_j\|^2 - 2 \|\sum_j v_j\|^2",
            "proved",
        ),
        ("identity", r"\sum_{j,l} \|v_j - v_l\|^2 = 2 n \sum_j \|v_j\|^2", "refuted"),
        ("identity", r"\sum_{j,l} (v_j^T v_l)^2 = \|\sum_j v_j v_j^T\|_F^2", "proved"),
        ("identity", r"\sum_{j,l} k_l (v_j^T v_l)^2 = \|\sum_j v_j v_j^T\|_F^2", "refuted"),
    ],
)
def test_modes_in_letters_of_their_own(kind: str, reading: str, verdict: str) -> None:
    found = decided(reading, "g" if r"\frac" in reading else "", kind)
    assert found.verdict.value == verdict, found.why
