"""The theorems of a claim: what they suppose, and one for each way in which it holds."""

from __future__ import annotations

import pytest
from tests.derive.certificates.written import written


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
