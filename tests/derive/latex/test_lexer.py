"""What is no token of a formula."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"\frac10", "division by zero", r"\frac10", ""),
        ("W_p_p", "unexpected character `_`", "_", "subscript"),
        ("W^T_p", "unexpected character `_`", "_", "subscript"),
        ("W * 2", "unexpected character `*`", "*", r"\cdot"),
        ("|W", "unbalanced absolute value", "|", "never closed"),
        ("W + é", "unexpected character U+00E9", "é", "ASCII"),
        ("W \x00 W", "unexpected character U+0000", " ", ""),
        ("1" * 31, "a number of more than 30 digits", "1" * 31, ""),
        ("(W, 2)", "`,` cannot stand here", ",", "relations"),
        (r"\frac{W}", r"`\frac` without braces", r"\frac", r"\frac{a}{b}"),
        (r"\frac1W_p", r"`\frac` without braces", r"\frac1W", r"\frac{a}{b}"),
        (r"\frac1W^2", r"`\frac` without braces", r"\frac1W", r"\frac{a}{b}"),
        (r"\sqrt W_p", r"`\sqrt` without braces", r"\sqrt", r"\sqrt{...}"),
        (r"\sqrt[n]{\eta}", "a root of which the degree cannot be read", r"\sqrt[n]", "x^{1/a}"),
        (r"\sqrt[0]{\eta}", "a root of which the degree cannot be read", r"\sqrt[0]", "from 2"),
        (r"\sqrt[3] \eta", r"`\sqrt[3]` without braces", r"\sqrt[3]", r"\sqrt[3]{...}"),
        (r"\log_2 \eta", "a logarithm to the base 2", r"\log_2", r"\frac{\ln x}{\ln 2}"),
        ("1^T W", "the transpose of a number", "^T", r"\mathbf{1}"),
        (r"2^{\top} W", "the transpose of a number", r"^{\top}", r"\mathbf{1}"),
        ("1_n^T W", "a subscript of a number", "_", r"\mathbf{1}_n^T"),
        ("W.5", "unexpected character `.`", ".", "product"),
        (r"\text{vec} W", r"`\text{vec}` without parentheses", r"\text{vec}", "(...)"),
        (r"\text{foo} W", r"unreadable `\text{foo}`", r"\text{foo}", "`vec`"),
        (r"e^W_p", "`e^` without braces", "e^", "e^{...}"),
        (r"\text{if} W", "a condition in words, `if`", r"\text{if}", "hypothesis"),
        (r"[W, \dots, W]", "a list of unknown size", r"[W, \dots, W]", r"\dots"),
        (r"\text{diag}(p_1)", "`diag` of unknown size", r"\text{diag}(p_1)", r"\dots"),
    ],
)
def test_what_is_no_token(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (r"\frac1\eta W", r"\frac{1}{\eta} W"),
        (r"\frac \eta2", r"\frac{\eta}{2}"),
        (r"\frac{\eta + 1}2", r"\frac{\eta + 1}{2}"),
        (r"\frac1{2 \eta}", r"\frac{1}{2 \eta}"),
        (r"\sqrt\eta W", r"\sqrt{\eta} W"),
    ],
)
def test_single_letters_need_no_braces(short: str, long: str) -> None:
    assert read(short) == read(long)


def test_an_expectation_is_over_what_is_random() -> None:
    symbols = {
        "x": Symbol("x", ("d", "1"), role="view"),
        "w": Symbol("w", ("d", "1"), role="state"),
    }
    read_expression(r"\mathbb{E}_x[x] + \mathbb{E}_B[x]", symbols, {"d": ""})
    with pytest.raises(LatexError, match="a mean over `w`, which is not random"):
        read_expression(r"\mathbb{E}_w[x]", symbols, {"d": ""})


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\sqrt[3]{\eta}", r"\eta^{1/3}"),
        (r"\sqrt[ 2 ]{\eta}", r"\sqrt{\eta}"),
        (r"\sqrt[4]{\eta + 1} W", r"(\eta + 1)^{1/4} W"),
        (r".5 W - .25 (.5 + \eta)", r"0.5 W - 0.25 (0.5 + \eta)"),
        (r"\eta \cdot .5", r"\eta \cdot 0.5"),
    ],
)
def test_roots_and_numbers(text: str, same: str) -> None:
    assert read(text) == read(same)


@pytest.mark.parametrize(
    "text",
    [
        *(r"\mathbb{E}_{f|W}[f]", r"\mathbb{E}_{f \mid W}[f]", r"\mathbb{E}[f|W]"),
        *(r"\mathbb E \left[ f \mid W \right]", r"\mathrm{Var}(f | W)", r"\mathbb{E}[\|f\|^2|W]"),
    ],
)
def test_a_mean_under_a_condition(text: str) -> None:
    assert failure(text)[0] == "a mean under a condition"


def test_bars_inside_a_mean_are_no_condition() -> None:
    assert read(r"\mathbb{E}[|\eta| f]") == read(r"\mathbb{E} |\eta| f")


@pytest.mark.parametrize("text", [r"\mathbb{E}_\eta[f]", r"\mathbb{E}_{W}[f]"])
def test_a_mean_over_what_is_given(text: str) -> None:
    assert failure(text)[0].endswith("which is not random")
