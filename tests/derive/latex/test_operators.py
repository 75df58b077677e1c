"""Operators of which what stands below or above them cannot be read."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import failure, read


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"\dot{W X}", r"unreadable `\dot`", r"\dot", r"\frac{d}{dt}"),
        (r"\nabla J", r"unreadable `\nabla`", r"\nabla", r"\nabla_{W} L"),
        (r"\max_k s_j", "`k` runs over what is always the same", r"\max_k s_j", "index"),
        (r"\max s_j", r"`\max` over an unknown index", r"\max", r"\max_j s_j"),
        (r"\partial W", r"unreadable `\partial`", r"\partial", r"\partial_t W"),
        (r"\int_0^t \eta dt", "an integral without its variable", r"\int_0^t", "`ds`"),
        (r"\int_0^1 \eta dt'", "unreadable integral", r"\int", r"\int_0^t"),
        (r"\sum_k s_j", "a sum over `k` of what is always the same", r"\sum_k s_j", "factor"),
        (r"\sum_{i < j} s_i s_j", "a sum over `i < j`", r"\sum_{i < j}", r"\sum_j \sum_{i \ne j}"),
        (r"\sum s_j", "a sum over what is no index", r"\sum", r"\sum_j"),
        (r"\sum_{j=2}^n s_j", "a sum over some values alone", r"\sum_{j=2}", r"\sum_{j=1}"),
        (r"\sum_{j \in S} s_j", "a sum over some values alone", r"\sum_{j \in S}", r"k \ne j"),
        (r"\max(\eta, \beta)", r"`\max` over an unknown index", r"\max", "|a - b|"),
        (
            r"\int_0^t ds \, p_j(s)",
            "an integral that begins with its variable",
            r"\int_0^t",
            r"\int_0^t ... ds",
        ),
        (r"\sum_{j=1}^\eta s_j", "a sum over what is no index", r"\sum_{j=1}^\eta", r"\sum_j"),
        (
            r"\sum_{i \neq j} s_j",
            r"`\sum_{i \ne j}` may be read in two ways",
            r"\sum_{i \neq j} s_j",
            r"\sum_j",
        ),
    ],
)
def test_what_is_no_operator(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


@pytest.mark.parametrize(
    "text",
    [
        r"\int_0^t p_j(s) W ds",
        r"\int_0^t p_j\left(\xi\right) W(\xi) \, \mathrm{d}\xi",
        r"\int_0^t p_j W \mathrm d u",
    ],
)
def test_an_integral_has_any_free_letter(text: str) -> None:
    assert read(text) == read(r"\int_0^t p_j(t') W dt'")


def test_the_letter_of_an_integral_ends_with_it() -> None:
    assert read(r"\int_0^t s ds") == read(r"\int_0^t t' dt'")
    assert failure(r"\int_0^t p_j(s) ds + s")[0] == "undeclared symbol `s`"
    assert failure(r"\int_0^t p_j(\eta) d\eta")[0] == "an integral without its variable"


def test_what_begins_with_another_letter_is_a_factor() -> None:
    assert read(r"\int_0^t d p_j(s) ds") == read(r"\int_0^t d p_j(t') dt'")
