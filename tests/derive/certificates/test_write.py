"""Certificates of articles: which claims have one, and whose they are."""

from __future__ import annotations

from tests.derive.certificates.written import changed, sealed, written

from sslcheck.derive import load_article
from sslcheck.derive.certificates.write import differences
from sslcheck.derive.reading.loading import shipped_text


def test_a_certificate_is_about_the_article_as_it_is_read() -> None:
    article, text = load_article("oja"), shipped_text("oja")
    found = written("oja")
    assert all(differences(article, text, certificate) == [] for certificate in found.values())
    assert differences(article, text + " ", found["3"]) == ["the article's file"]
    other = sealed(changed(found["3"], ("claim", "latex")))
    assert differences(article, text, other) == ["claim: latex"]


def test_what_has_no_certificate_says_why() -> None:
    uncovered = {c["id"]: c["uncovered"] for c in written("oja").values() if c["uncovered"]}
    assert uncovered.keys() == {"6.limit", "6.two"}
    assert all(uncovered.values())


def test_a_claim_about_every_depth_has_none() -> None:
    """Written out it has one depth and layer, where what is false elsewhere may hold."""
    found = written("deep-linear").values()
    assert {c["uncovered"] for c in found} == {
        "the claim is about every depth, a certificate about one"
    }
