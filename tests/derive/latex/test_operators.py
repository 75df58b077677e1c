"""Operators of which what stands below or above them cannot be read."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol

MOVING = {
    **SYMBOLS,
    "x": Symbol("x", role="state"),
    "L": Symbol("L", defined=True),
    "a": Symbol("a"),
}


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"\dot{W X}", r"unreadable `\dot`", r"\dot", r"\frac{d}{dt}"),
        (r"\nabla J", r"unreadable `\nabla`", r"\nabla", r"\nabla_{W} L"),
        (r"\max_k s_j", "`k` runs over what is always the same", r"\max_k s_j", "index"),
        (r"\max s_j", "a maximum over what is no index", r"\max", r"\max_j p_j"),
        (r"\partial W", r"unreadable `\partial`", r"\partial", r"\partial_t W"),
        (r"\int_0^t \eta dt", "an integral without its variable", r"\int_0^t", "`ds`"),
        (r"\int_0^1 \eta dt'", "an integral that does not run from 0 to `t`", r"\int", r"\int_0^t"),
        (r"\int_0^t \int_0^t s_j dt'", "an integral inside another", r"\int", "a state `z`"),
        (r"\sum_k s_j", "a sum over `k` of what is always the same", r"\sum_k s_j", "factor"),
        (r"\sum_{i < j} s_i s_j", "a sum over `i < j`", r"\sum_{i < j}", r"\sum_j \sum_{i \ne j}"),
        (r"\sum s_j", "a sum over what is no index", r"\sum", r"\sum_j"),
        (r"\sum_{j=2}^n s_j", "a sum over some values alone", r"\sum_{j=2}", r"\sum_{j=1}"),
        (r"\sum_{j \in S} s_j", "a sum over some values alone", r"\sum_{j \in S}", r"k \ne j"),
        (r"\max(\eta, \beta)", "a maximum over what is no index", r"\max", "|a - b|"),
        (
            r"\int_0^t ds \, p_j(s)",
            "an integral that begins with its variable",
            r"\int_0^t",
            r"\int_0^t ... ds",
        ),
        (
            r"\sum_{j=1}^\eta s_j",
            r"a sum up to `\eta`, which is no space",
            r"\sum_{j=1}^\eta",
            "[spaces]",
        ),
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


@pytest.mark.parametrize(
    "text",
    [
        *(r"\int_0^t x \, dr", r"\int_0^t x(r) x^2 dr", r"\int_0^t \dot{x} dr", r"\int_0^t L dr"),
        *(r"\int_0^t x(t') x dt'", r"\int_0^t \|x\|(r) dr", r"\int_0^t a (x(r) + x) dr"),
    ],
)
def test_what_moves_says_when_inside_an_integral(text: str) -> None:
    with pytest.raises(LatexError, match="inside an integral, at no time"):
        read_expression(text, MOVING, SPACES)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\int_0^t a x^2(r) \dot{x}(r) dr", r"\int_0^t a x^2 \dot{x} dt'"),
        (r"\int_0^t x(0) L(r) r dr", r"\int_0^t x(0) L(t') t' dt'"),
        (r"\int_0^t x^2(0) x dt'", r"\int_0^t x^2(0) x(t') dt'"),
    ],
)
def test_integrals_of_what_moves(text: str, plain: str) -> None:
    both = [read_expression(each, MOVING, SPACES) for each in (text, plain)]
    assert both[0] == both[1]


@pytest.mark.parametrize("text", [r"\int_0^t \eta dr^2", r"\int_0^t \eta \, dt'^2"])
def test_a_power_behind_a_differential(text: str) -> None:
    assert failure(text)[0] == "a power behind a differential"


def test_a_time_behind_an_integral() -> None:
    assert failure(r"\int_0^t \eta dr (t)")[0] == "a value at a time or a product"
