"""Strict inequalities that are said of the times after the start."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "x": STATE, "p": f"{STATE}, sign = 'positive'", "q": f"{STATE}, sign = 'nonnegative'",
    "P": f"shape = ['n', 'n'], {STATE}, properties = ['psd']", "k": "sign = 'positive'",
    "m": "sign = 'nonnegative'", "S": "shape = ['n', 'n'], properties = ['psd', 'invertible']",
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "rates", "wanted"),
    [
        ("p(t) < p(0)", (r"\dot p = -k p",), "proved"),
        ("p(0) > p(t)", (r"\dot p = -k p",), "proved"),
        ("p(t) > p(0)", (r"\dot p = -k p",), "refuted"),
        ("p(t) < p(0) e^{-k t}", (r"\dot p = -k p",), "refuted"),
        (r"p(t) < p(0) e^{-k t / 2}", (r"\dot p = -k p",), "proved"),
        ("p(t) < p(0) e^{-2 k t}", (r"\dot p = -k p",), "refuted"),
        ("p(t) > p(0)", (r"\dot p = t",), "proved"),
        ("p(t) > p(0) + p(0)^2 t", (r"\dot p = p^2",), "proved"),
        ("p(t) > p(0) + 2 p(0)^2 t", (r"\dot p = p^2",), "refuted"),
        ("x(t) < x(0) + p(0) t", (r"\dot x = p", r"\dot p = -p"), "proved"),
        ("x(t) < x(0) - p(0) t", (r"\dot x = p", r"\dot p = -p"), "refuted"),
        ("q(t) < q(0)", (r"\dot q = -k q", r"\dot p = -p"), "refuted"),
        ("x(t)^2 < x(0)^2", (r"\dot x = -k x",), "refuted"),
        ("x(t) < x(0)", (r"\dot x = -m",), "refuted"),
        (r"P(t) \succ e^{-t} P(0)", (r"\dot P = S - P",), "proved"),
        (r"P(t) \succ e^{-t} P(0)", (r"\dot P = -P",), "refuted"),
        ("e^{-k t} < 1", (), "proved"),
        ("e^{-m t} < 1", (), "refuted"),
        ("m t > 0", (), "conditional"),
    ],
)
def test_after_the_start(statement: str, rates: tuple[str, ...], wanted: str) -> None:
    claim = decided("inequality", rf"{statement} \quad \forall t > 0", SYMBOLS, rates)
    assert claim.verdict.value == wanted, claim.why


@pytest.mark.parametrize("rates", [(r"\dot p = -k p",), (r"\dot p = -k + m",)])
def test_at_the_start_both_sides_are_equal(rates: tuple[str, ...]) -> None:
    claim = decided("inequality", "p(t) < p(0)", SYMBOLS, rates)
    assert claim.verdict.value == "refuted"


def test_a_derivative_that_grows_from_0_shows_what_is_weak_as_well() -> None:
    claim = decided("inequality", r"p(t) \ge p(0) - k p(0) t", SYMBOLS, (r"\dot p = -k p",))
    assert claim.verdict.value == "proved"
    claim = decided("inequality", r"p(t) \le p(0) - k p(0) t", SYMBOLS, (r"\dot p = -k p",))
    assert claim.verdict.value == "refuted"


def test_matrices_that_are_definite_after_the_start() -> None:
    said = r"P(0) + t S \succ P(0) \quad \forall t > 0"
    assert decided("inequality", said, SYMBOLS, (r"\dot P = S",)).verdict.value == "proved"
    said = r"t S \succ 0 \quad \forall t > 0"
    assert decided("definite", said, SYMBOLS).verdict.value == "proved"
