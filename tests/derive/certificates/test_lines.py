"""Certificates about flows of one scalar: which claims have one, and what is rejected."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest
from tests.derive.certificates.written import (
    certificates,
    changed,
    leaves,
    rejects,
    sealed,
    written,
)

from sslcheck.derive.certificates import verifier
from sslcheck.derive.reading.loading import parse_article

ARTICLE = """
[article]
name = "line"
format = 2
[symbols]
x = {{ role = "state", sign = "{x}" }}
a = {{ sign = "positive" }}
b = {{ sign = "positive" }}
r = {{ sign = "real" }}
s = {{ sign = "real" }}
e = {{ sign = "{e}" }}
[flows.f]
equations = ['\\dot{{x}} = {rate}']
[[claim]]
id = "c"
kind = "{kind}"
flow = "f"
reading = '{reading}'
{options}
"""


STABLE = [
    ("-x (x - 1)", r"x \to 1", "real", "proved"),
    ("-x (x - 1)", r"x \to 0", "real", "refuted"),
    ("x (a - x)", r"x \to a", "positive", "proved"),
    ("-a - x", r"x \to -a", "positive", "proved"),  # it leaves the positive numbers
    ("-(x - r) (x - s)^2", r"x \to r", "real", "proved"),  # in three cases
    ("-(x - r) (x - s)^2", r"x \to s", "real", "refuted"),
    ("-x^3 + a x", r"x \to \sqrt{a}, x \to -\sqrt{a}", "real", "proved"),
    ("-x^3 + a x", r"x \to \sqrt{a}", "real", "refuted"),
    ("-x^3 + a x", r"x \to \sqrt{a}", "positive", "proved"),
    ("-(x^2 + x + 1) (x - r)", r"x \to r", "real", "proved"),
    ("-x (x^2 + r x + r^2 + 1)", r"x \to 0", "real", "proved"),
    ("-x^3 (x - 1)^2", r"x \to 0", "real", "proved"),
    ("-x^3 (x - 1)^2", r"x \to 0, x \to 1", "real", "refuted"),
    (r"\frac{-x}{1 + x^2}", r"x \to 0", "real", "proved"),
    ("-x (x^3 - 3 x + 1)", r"x \to 0", "real", "refuted"),
    ("-x (x - a) (x - a - b)", r"x \to 0, x \to a + b", "positive", "proved"),
    ("-x (x - a) (x - a - b)", r"x \to a", "positive", "refuted"),
    ("-x^2 + r x + a", r"x \to \frac{r + \sqrt{r^2 + 4 a}}{2}", "real", "proved"),
    ("-x^2 - x - a", r"x \to \sqrt{a^2 - 9}", "real", "refuted"),
    ("0 x", r"x \to 0", "real", "refuted"),
    ("r x", r"x \to 0", "real", "conditional"),
    ("-x^3 + r x", r"x \to 0", "real", "conditional"),
    ("r x - x^3", r"x \to \sqrt{r}, x \to -\sqrt{r}", "real", "conditional"),
    ("x (r - x)", r"x \to r", "positive", "conditional"),
    ("-x (x - a) (x - b)", r"x \to 0, x \to b", "real", "conditional"),
]


MERGING = [
    ("-a x^2 + 2 x - e", r"\frac{1}{a}", "real", "positive", "proved"),
    ("-a x^2 + 2 x - e", r"\frac{2}{a}", "real", "positive", "refuted"),
    ("x (-x^2 + 2 x - e)", "1", "positive", "nonnegative", "proved"),
    ("a x (1 - x^2) - e x", "a", "positive", "positive", "proved"),
    ("-(x^2 + 2 x - e)", "-1", "positive", "positive", "refuted"),
    ("-(x - 1)^2 (x - e)", "1", "real", "real", "proved"),
    ("(x^2 - e) (x^2 - 4)", "4", "real", "positive", "proved"),
    ("e e (x^2 + a)", "1", "real", "positive", "refuted"),
    ("-a x^2 + r x - e", r"\frac{r^2}{4 a}", "positive", "positive", "conditional"),
    ("x (r - e - x)", "r", "real", "positive", "conditional"),
    ("e - x^2", "a", "real", "real", "refuted"),
    ("x (x - 1) (x - e)", "1", "real", "real", "refuted"),  # at 0 as well
    ("a x (-x^2 + 2 x - e)", "1", "positive", "real", "refuted"),
]


REACHED = [
    ("-a x^2", "x", "0", "positive", "proved"),
    ("-a x^2", "x", "0", "real", "refuted"),
    (r"-\frac{x}{1 + x}", "x", "0", "positive", "proved"),
    ("x - x^2", "x", "1", "positive", "proved"),
    ("x - x^2", "x", "1", "nonnegative", "refuted"),
    ("a^3 - x^3", "2 a - 2 x", "0", "real", "proved"),
    ("-x (x - 1)^2", "x", "0", "real", "refuted"),
    ("r x - x^3", "x", "0", "real", "conditional"),
    ("-x^3 (x^2 + r^2)", "x", "0", "real", "proved"),
    ("1 - x^7", "x", "1", "positive", "proved"),
]


@cache
def made(rate: str, reading: str, x: str = "real", e: str = "", kind: str = "stability") -> Any:
    """The certificate of a claim; one about a threshold if the parameter has a sign."""
    options = ""
    if e:
        kind, options = "threshold", 'variable = "x"\nparameter = "e"'
        reading = f"e = {reading}"
    given = {"rate": rate, "reading": reading, "x": x, "e": e or "real"}
    text = ARTICLE.format(**given, kind=kind, options=options)
    (found,) = certificates(parse_article(text, "line.toml"), text).values()
    return found


@pytest.mark.parametrize("case", [*STABLE, *MERGING])
def test_claims_about_fixed_points_have_a_certificate(case: tuple[str, ...]) -> None:
    *given, verdict = case
    found = made(*given)
    assert (found["uncovered"], verifier.verify(found)) == ("", verdict)


@pytest.mark.parametrize("case", REACHED)
def test_where_a_scalar_goes(case: tuple[str, ...]) -> None:
    rate, quantity, limit, x, verdict = case
    found = made(rate, rf"{quantity} \to {limit}", x, kind="vanishes")
    assert (found["uncovered"], verifier.verify(found)) == ("", verdict)
    assert all("scalar" in theorem["evidence"] for theorem in found["claim"]["theorems"])


@pytest.mark.parametrize("name", ["isoloss", "linear-autoencoder"])
def test_shipped_articles(name: str) -> None:
    kinds = ("stability", "threshold")
    found = [c for c in written(name).values() if c["claim"] and c["claim"]["kind"] in kinds]
    assert found
    for certificate in found:
        assert verifier.verify(certificate) in ("proved", "refuted")
        for path in leaves(certificate):
            assert rejects(changed(certificate, path)), path


def test_a_change_of_what_shows_a_proof_is_rejected_with_the_hash_made_anew() -> None:
    """But for what declares more of a letter than is used, or is a point of the hypotheses."""
    seen = 0
    for *given, verdict in (*STABLE, *MERGING):
        certificate = made(*given)
        if verdict == "refuted":
            continue
        used = {"steps", "powers", "factor", "flow", "statement", "kind", "split", "cases"}
        used |= {"marks", "polynomial"}
        places = [p for p in leaves(certificate["claim"], ("claim",)) if used & {*p}]
        for path in Random(0).sample(places, min(15, len(places))):
            seen += 1
            assert rejects(sealed(changed(certificate, path))), (given, path)
    assert seen > 200


def test_the_evidence_of_one_claim_does_not_pass_for_another() -> None:
    cases = [case for case in STABLE if case[-1] == "proved"]
    for one, two in product(cases, cases):
        if one is two:
            continue
        other = deepcopy(made(*one[:-1]))
        other["claim"]["theorems"] = deepcopy(made(*two[:-1])["claim"]["theorems"])
        assert rejects(sealed(other)), (one, two)
