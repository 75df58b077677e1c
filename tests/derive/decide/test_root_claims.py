"""Claims with roots of matrices: drawn at random and compared with numbers; one of each sort."""

from __future__ import annotations

from itertools import islice

import pytest
from tests.derive.decide.root_claims import claims, holds, verdicts
from tests.drawing import examples

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article

_DECIDED = [
    ("proved", "P^{1/2} P = P P^{1/2}"),
    ("proved", "F^{1/2} F^{1/2} = F"),
    ("proved", r"\text{tr}(F^{1/2} F^{1/2}) = \text{tr}(X W^T W)"),
    ("proved", "(P + R)^{1/2} (P + R)^{1/2} = P + R"),
    ("proved", "G^{-1/2} G G^{-1/2} = I"),
    ("proved", "(A A^T)^{1/2} A = A (A^T A)^{1/2}"),
    ("proved", "P^{1/3} P^{2/3} = P"),
    ("refuted", "(S^2)^{1/2} = S"),
    ("refuted", "(P + R)^{1/2} = P^{1/2} + R^{1/2}"),
    ("refuted", "P^{1/2} R^{1/2} = R^{1/2} P^{1/2}"),
    ("refuted", "(P R P)^{1/2} = P R^{1/2}"),
    ("refuted", "(A A^T)^{1/2} A = A (A A^T)^{1/2}"),
    ("refuted", "F^{1/2} = F"),
    ("refuted", "G^{-1/2} = G^{1/2}"),
    ("refused", "(P R)^{1/2} = P^{1/2} R^{1/2}"),
    ("refused", "S^{1/2} S^{1/2} = S"),
    ("refused", "F^{-1/2} F = F^{1/2}"),
]


def test_one_of_each_sort() -> None:
    said = verdicts([claim for _, claim in _DECIDED])
    assert list(zip(said, (c for _, c in _DECIDED), strict=True)) == _DECIDED


def test_random_claims_are_what_numbers_say() -> None:
    some = list(islice(claims(5), examples(20)))
    found = {"proved": 0, "refuted": 0}
    for claim, verdict in zip(some, verdicts(some), strict=True):
        true = holds(claim)
        assert verdict in ("proved", "refuted", "undecided"), claim
        if verdict != "undecided":
            assert true is not (verdict == "refuted"), claim
            found[verdict] += 1
    assert min(found.values()) >= 3
    assert sum(found.values()) >= 0.8 * len(some)


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\sqrt{d} \sqrt{d} W = W \text{tr}(I_d)", "proved"),
        (r"\frac{d}{dt} (\frac{1}{\sqrt{n}} W) = -n^{-1/2} W", "proved"),
        (r"\sqrt{n d} = \sqrt{n} \sqrt{d}", "proved"),
        (r"\sqrt{d} W = d W", "refuted"),
        (r"\sqrt{n} = \sqrt{d}", "refuted"),
    ],
)
def test_roots_of_dimensions(reading: str, verdict: str) -> None:
    text = (
        "[article]\nname = 'sizes'\nformat = 2\n[spaces]\nn = 'rows'\nd = 'columns'\n"
        "[symbols]\nW = { shape = ['n', 'd'], role = 'state' }\n"
        "[flows.f]\nequations = ['\\dot{W} = -W']\n"
        f"[[claim]]\nid = 'c'\nkind = 'identity'\nflow = 'f'\nreading = '{reading}'\n"
    )
    (found,) = verify(parse_article(text, "sizes.toml")).claims
    assert found.verdict.value == verdict, found.why
