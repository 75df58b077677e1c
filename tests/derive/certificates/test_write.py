"""Certificates of articles: which claims have one, and whose they are."""

from __future__ import annotations

from tests.derive.certificates.written import changed, sealed, written

from sslcheck.derive import load_article
from sslcheck.derive.certificates import verify
from sslcheck.derive.certificates.write import certificates, differences
from sslcheck.derive.reading.loading import parse_article, shipped_text


def test_a_certificate_is_about_the_article_as_it_is_read() -> None:
    article, text = load_article("oja"), shipped_text("oja")
    found = written("oja")
    assert all(differences(article, text, certificate) == [] for certificate in found.values())
    assert differences(article, text + " ", found["3"]) == ["the article's file"]
    other = sealed(changed(found["3"], ("claim", "latex")))
    assert differences(article, text, other) == ["claim: latex"]


def test_what_has_no_certificate_says_why() -> None:
    """Of an undecided claim: two fixed points come from infinity there."""
    text = """
[article]
name = "open"
format = 2
[symbols]
x = { role = "state" }
e = {}
[flows.f]
equations = ['\\dot{x} = e x^2 - 1']
[[claim]]
id = "c"
kind = "threshold"
variable = "x"
parameter = "e"
reading = 'e = 0'
flow = "f"
"""
    (found,) = dict(certificates(parse_article(text, "open.toml"), text)).values()
    assert (found["uncovered"], found["claim"]) == ("the claim is undecided", None)
    assert verify.verify(found) == "not covered"


def test_a_claim_about_every_depth_has_none() -> None:
    """Written out it has one depth and layer, where what is false elsewhere may hold."""
    found = written("deep-linear").values()
    assert {c["uncovered"] for c in found} == {
        "the claim is about every depth, a certificate about one"
    }
