"""Two fixed points merge exactly at this value: in the declared ranges, and nowhere else there."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import POSITIVE, STATE

from sslcheck.derive.verdicts.result import ClaimResult


def decided(rate: str, value: str, x: str = "real", e: str = "positive") -> ClaimResult:
    symbols = {"x": f"{STATE}, sign = '{x}'", "e": f"sign = '{e}'", "a": POSITIVE, "r": ""}
    flow = (rf"\dot{{x}} = {rate}",)
    return small.decided("threshold", f"e = {value}", symbols, flow, variable="x", parameter="e")


@pytest.mark.parametrize(
    ("rate", "value", "x", "e", "verdict"),
    [
        ("-a x^2 + 2 x - e", r"\frac{1}{a}", "real", "positive", "proved"),
        ("-a x^2 + 2 x - e", r"\frac{2}{a}", "real", "positive", "refuted"),
        ("x (-x^2 + 2 x - e)", "1", "positive", "nonnegative", "proved"),  # not at the edge e = 0
        ("x (-x^2 + 2 x - e)", "1", "positive", "real", "refuted"),  # at e = 0, too
        ("2 x (a - x) - 2 e x", "a", "positive", "nonnegative", "proved"),
        ("2 x (a - x) - 2 e x", r"\frac{a}{2}", "positive", "nonnegative", "refuted"),
        ("a x (1 - x^2) - e x", "a", "positive", "positive", "proved"),
        ("a x (1 - x^2) - e x", "2 a", "positive", "positive", "refuted"),
        ("x^2 + 2 x + e", "1", "real", "real", "proved"),
        ("e x^2 - 1", "0", "real", "real", "undecided"),  # two come from infinity there
        ("-(x + 1)^2 + 1 - e", "1", "positive", "positive", "refuted"),  # they merge at -1
        ("-(x^2 + 2 x - e)", "-1", "positive", "positive", "refuted"),  # e is positive
        ("x - x^3 + e", r"\frac{2}{3 \\sqrt{3}}", "real", "positive", "proved"),
        ("x - x^3 + e", r"\frac{2}{3 \\sqrt{3}}", "real", "real", "refuted"),  # and its negative
        ("x - x^3 + e", r"\\sqrt{2}", "real", "positive", "refuted"),
        ("-(x - 1)^2 (x - e)", "1", "real", "real", "proved"),  # through a double one
        ("(x^2 + e^2) (e x - 1) (e x - 2)", "0", "real", "real", "undecided"),  # two are far away
        ("(x^2 + e^2) (e x - 1)", "0", "real", "real", "undecided"),
        ("(x^4 + e^2 - e^2 x) (e x - 1)", "0", "real", "real", "refuted"),  # not at 0
        ("(x^2 + (e - 1)^2) (e - 2 - x) x", "1", "real", "real", "refuted"),  # at 2
        ("(x^5 + x^2 - e) (x + 7)", "0", "real", "positive", "refuted"),
        ("x^5 + x^2 - e^2", "0", "real", "real", "refuted"),  # and at two more
        ("(x^2 - e) (x^2 - 4)", "4", "real", "positive", "proved"),
        ("e e (x^2 + a)", "1", "real", "positive", "refuted"),  # there are none
        ("-x (x - e)", "0", "real", "nonnegative", "undecided"),  # at the edge of the range
        ("-x (x - e)", "0", "real", "positive", "refuted"),
        ("e - x^2", "0", "positive", "real", "undecided"),  # the other one is outside
        ("-a x^2 + r x - e", r"\frac{r^2}{4 a}", "positive", "positive", "conditional"),
        ("r x (1 - x^2) - e x", "r", "real", "real", "conditional"),  # nothing moves at e = r = 0
        ("x (r - e - x)", "r", "real", "positive", "conditional"),  # r has to be in the range
        ("r x (e - x^2)", "0", "real", "real", "conditional"),  # nothing moves at r = 0
        ("e x (x - e)", "0", "real", "real", "refuted"),  # nothing moves at e = 0
        ("(e - a) x (x - e)", "0", "real", "real", "proved"),
        ("(e - r) x (x - e)", "0", "real", "real", "conditional"),
        ("r^2 (x^5 - 5 x + e)", "4", "real", "positive", "refuted"),
    ],
)
def test_where_fixed_points_merge(rate: str, value: str, x: str, e: str, verdict: str) -> None:
    value = value.replace("\\\\", "\\")
    assert decided(rate, value, x, e).verdict == verdict


def test_another_threshold_is_named() -> None:
    found = decided("x (x - 1) (x - e)", "1", "real", "real")
    assert found.verdict == "refuted"
    assert "also at e = 0" in found.why


def test_a_value_with_the_parameter_in_it_is_refused() -> None:
    assert decided("x - e", "2 - e").verdict == "refused"
