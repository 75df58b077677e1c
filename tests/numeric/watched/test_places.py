"""Equations are found by what the claims on them say, in whatever letters."""

from __future__ import annotations

import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive import load_article
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.kinds.linear import Linear
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.reading.loading import parse_article
from sslcheck.numeric.watched.places import claim_of, correlation, places_of


def test_of_other_letters() -> None:
    article = parse_article(ARTICLE, "other.toml")
    places = places_of(article, article.roles_for("a test"))
    assert (places.objective, places.loss, places.balance) == ("2.7", "L", "2.8")
    assert (places.parabola, places.constant, places.estimate, places.rule) == ("", "", "", "")


def test_of_the_shipped_article() -> None:
    article = load_article("directpred")
    places = places_of(article, article.roles_for("a test"))
    assert (places.objective, places.balance, places.parabola) == ("1", "3", "7")
    assert (places.commutator, places.estimate, places.rule) == ("5", "9", "11")
    assert places.constant in article.symbols
    assert places.running in article.symbols


def test_the_first_claim_of_a_kind() -> None:
    article = parse_article(ARTICLE, "other.toml")
    found = claim_of(article, Integral)
    assert found is not None
    assert found.id == "balance"
    assert claim_of(article, Threshold) is None
    assert claim_of(article, Linear, lambda claim: claim.flow == "lagging") is None


@pytest.mark.parametrize(("name", "text"), [("directpred", "F"), ("two-layer", None)])
def test_the_correlation_has_a_name(name: str, text: str | None) -> None:
    article = load_article(name)
    if text is None:
        assert article.roles is None
    else:
        assert correlation(article.roles_for("a test")) == text
