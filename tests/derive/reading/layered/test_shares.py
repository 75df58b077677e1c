"""Which claims are sums of shares of layers."""

from __future__ import annotations

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.article.article import Depths
from sslcheck.derive.reading.loading import parse_article


def depths(reading: str, flow: str) -> Depths:
    article = parse_article(HEAD + claim(reading, "identity", f'flow = "{flow}"'), "deep.toml")
    found = article.claims[0].depths
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("reading", "flow"),
    [
        (r"\frac{d}{dt} E^2 = \frac{d}{dt} E^2", "far"),
        (r"\sum_{k=1}^{L} a_k = \sum_{k=1}^{L} a_k", "far"),
    ],
)
def test_a_sum_over_all_layers_has_a_share_of_each(reading: str, flow: str) -> None:
    shares = depths(reading, flow).shares
    assert shares is not None
    assert all(one.layout.share for one in shares.instances)
    assert [len(parts) for _, parts in shares.sums] == [2, 3]


@pytest.mark.parametrize(
    ("reading", "flow"),
    [
        (r"\frac{d}{dt} a_j = -a_j", "far"),  # about one layer
        (r"E^2 = E", "far"),
    ],
)
def test_other_claims_have_none(reading: str, flow: str) -> None:
    assert depths(reading, flow).shares is None
