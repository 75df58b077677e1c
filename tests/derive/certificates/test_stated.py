"""The theorems of a claim: what they suppose, and one for each way in which it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.certificates.written import certificates, written

from sslcheck.derive.certificates import verifier
from sslcheck.derive.reading.loading import parse_article

_SOUNDNESS = Path(__file__).parents[2] / "soundness"


@pytest.mark.parametrize(
    ("article", "claim", "supposed"),
    [
        ("non-contrastive", "4.forgets", [["symbols"], ["symbols"]]),
        ("directpred", "4.spd", [["symbols"], ["symbols"], ["relations", "symbols"]]),
        ("deep-linear-3", "3.vanishes", [["lasts", "symbols"]]),
        ("linear-autoencoder", "3.vanishes", [[]]),
    ],
)
def test_each_way_is_a_theorem(article: str, claim: str, supposed: list[list[str]]) -> None:
    block = written(article, claim)[claim]["claim"]
    ways = [t["suppose"] for t in block["theorems"] if t["shows"] == "holds"]
    assert sorted(map(sorted, ways)) == sorted(supposed)
    fails = [t for t in block["theorems"] if t["shows"] == "fails"]
    assert len(fails) == (block["verdict"] == "conditional")


def test_a_bound_for_all_times_stands_in_the_setting() -> None:
    block = written("directpred", "4.decay")["4.decay"]["claim"]
    ((order, _, nothing),) = block["setting"]["always"]
    assert (order, nothing) == ("psd", 0)
    assert block["setting"]["symbols"]["bound"]["sign"] == "positive"


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("start-value-solution", "proved"),
        ("undecided-start", "proved"),
        ("start-declared", "proved"),
        ("stationary-start", "proved"),
        ("root-start-bound", "refuted"),
        ("root-start-frozen", "refuted"),
        ("entries-sign", "refuted"),
        ("entries-transposed", "refuted"),
        ("entries-gradient", "refuted"),
        ("entries-all-but-one", "refuted"),
        ("sums-two-letters", "refuted"),
    ],
)
def test_values_at_the_start_and_entries_have_certificates(name: str, verdict: str) -> None:
    text = (_SOUNDNESS / f"{name}.toml").read_text(encoding="utf-8")
    (found,) = certificates(parse_article(text, f"{name}.toml"), text).values()
    assert (found["uncovered"], verifier.verify(found)) == ("", verdict)
