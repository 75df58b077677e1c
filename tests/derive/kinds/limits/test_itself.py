"""Numbers made of states that move by themselves."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "p": f"{STATE}, sign = 'positive'", "q": f"{STATE}, sign = 'positive'", "x": STATE, "y": STATE,
    "r": f"{STATE}, sign = 'nonnegative'", "w": f"{STATE}, shape = ['n', '1']",
    "W": f"{STATE}, shape = ['n', 'd']", "f": "role = 'function'",
}  # fmt: skip
RIVALS = r"\dot p = p (1 - p - q)", r"\dot q = q (1 - p - q)"


@pytest.mark.parametrize(
    ("statement", "rates", "wanted"),
    [
        (r"p + q \to 1", RIVALS, "proved"),
        (r"\frac{1}{p + q} \to 1", RIVALS, "proved"),
        (r"p + q \to \frac{1}{2}", RIVALS, "refuted"),
        (r"p + x \to 1", (r"\dot p = p (1 - p - x)", r"\dot x = x (1 - p - x)"), "undecided"),
        (r"w \to 0", (r"\dot w = -w \|w\|^2",), "proved"),
        (r"\|W\| \to 0", (r"\dot W = -W \|W\|^2",), "proved"),
        (r"w \to 0", (r"\dot w = -\frac{w}{1 + \|w\|^2}",), "proved"),
        (r"w \to 0", (r"\dot w = w \|w\|^2",), "undecided"),
        (r"\|w\|^2 \to 1", (r"\dot w = w (1 - \|w\|^2)",), "refuted"),
        (r"x + y \to 0", (r"\dot x = f", r"\dot y = -f - (x + y)^3"), "proved"),
        (r"\sqrt{p} \to 1", (r"\dot p = \sqrt{p} - p",), "proved"),
        (r"\sqrt{r} \to 1", (r"\dot r = \sqrt{r} - r",), "undecided"),  # 0 may stay 0
        (r"x + y \to 0", (r"\dot x = -x - y + x^2", r"\dot y = -x^2"), "conditional"),
    ],
)
def test_a_number_that_moves_by_itself(statement: str, rates: tuple[str, ...], wanted: str) -> None:
    claim = decided("vanishes", statement, SYMBOLS, rates)
    assert claim.verdict.value == wanted, claim.why
