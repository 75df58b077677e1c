"""Integrals of what names the time up to which is integrated."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol

SYMBOLS = {
    **{name: Symbol(name, role="state") for name in ("x", "y")},
    **{name: Symbol(name) for name in ("a", "b")},
    "k": Symbol("k", sign="positive"),
    "P": Symbol("P", ("n", "n")),
    "w": Symbol("w", ("n", "1")),
    "v": Symbol("v", ("n", "1"), role="state"),
}


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, ["n"])


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        (r"\int_0^t e^{-a (t - s)} y(s) ds", r"e^{-a t} \int_0^t e^{a s} y(s) ds"),
        (r"\int_0^t (t - s) y(s) ds", r"t \int_0^t y(s) ds + \int_0^t -s y(s) ds"),
        (r"\int_0^t t w^T v(s) ds", r"t \int_0^t w^T v(s) ds"),
        (r"\int_0^t e^{t} ds", r"e^t \int_0^t 1 ds"),
        (r"\int_0^t \frac{y(s)}{1 + t} ds", r"\frac{1}{1 + t} \int_0^t y(s) ds"),
        (r"\int_0^t x(0) t ds", r"x(0) t \int_0^t 1 ds"),
    ],
)
def test_what_depends_on_the_end_comes_first(text: str, apart: str) -> None:
    assert read(text) == read(apart)


def test_of_any_letter() -> None:
    found = read(r"\int_0^t e^{-a (t - s)} y(s) ds")
    assert read(r"\int_0^t e^{-a (t - t')} y(t') dt'") == found
    assert read(r"\int_0^t e^{-a (t - \tau)} y(\tau) \, \mathrm{d}\tau") == found


@pytest.mark.parametrize(
    "text",
    [
        *(r"\int_0^t e^{t s} ds", r"\int_0^t e^{t y(s)} ds", r"\int_0^t \sqrt{t - s} ds"),
        *(r"\int_0^t \frac{1}{1 + t - s} ds", r"\int_0^t e^{(t - s) x(s)} y(s) ds"),
        *(r"\int_0^t w^T e^{P (t - s)} w ds", r"\int_0^t \text{tr}((t - s) P) ds"),
        *(r"\int_0^t (t - s)^{5} ds", r"\int_0^t \ln(1 + t - s) ds"),
    ],
)
def test_what_cannot_come_first(text: str) -> None:
    with pytest.raises(LatexError, match="`t` inside an integral over `s`"):
        read(text)


def test_what_moves_says_when_beside_the_end() -> None:
    with pytest.raises(LatexError, match="`y` inside an integral, at no time"):
        read(r"\int_0^t e^{-a (t - t')} y dt'")
    with pytest.raises(LatexError, match="`y` inside an integral, at no time"):
        read(r"\int_0^t a y(t - s) ds")
