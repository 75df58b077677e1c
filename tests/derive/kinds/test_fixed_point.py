"""A printed recursion leaves the value in place, and the value is what the unknown is."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, POSITIVE

from sslcheck.derive.verdicts.result import ClaimResult


def decided(
    rule: str, value: str, unknown: str = "x", x: str = "", F: str = "", Y: str = ""
) -> ClaimResult:
    symbols = {"x": x, "r": "", "a": POSITIVE}
    symbols |= {n: f"{MATRIX}, properties = [{marks}]" for n, marks in (("F", F), ("Y", Y))}
    reading = f"{unknown} = {value}"
    return small.decided("fixed-point", reading, symbols, latex=rule, unknown=unknown)


@pytest.mark.parametrize(
    ("rule", "value", "verdict"),
    [
        ("x = r x + (1 - r) a", "a", "proved"),
        ("x = r x + (1 - r) a", "2 a", "refuted"),
        (r"x = \frac{1}{2} x + a", "2 a", "proved"),
        (r"x = x^2 - a x", "a + 1", "proved"),  # not linear: inserted
        (r"x = x^2 - a x", "a", "refuted"),
        (r"x = \frac{1}{2} x + \frac{a}{2 x}", r"\sqrt{a}", "proved"),  # Heron's
        (r"x = x + e^x - e^a", "a", "proved"),
        (r"x = x e^{x - a}", "a", "proved"),
        (r"x = x e^{x - a}", "2 a", "refuted"),
        ("x = x", "a", "proved"),
        ("x = x + a", "a", "refuted"),
        ("a = r x", "a", "refused"),
        ("x + a = r x", "a", "refused"),
        ("x = r x + a", "r x", "refused"),
    ],
)
def test_scalars(rule: str, value: str, verdict: str) -> None:
    assert decided(rule, value).verdict == verdict


def test_what_is_said_beside_a_linear_recursion() -> None:
    remarks = " ".join(decided("x = r x + (1 - r) a", "a").remarks)
    assert "1 - r ≠ 0" in remarks
    assert "attracts where r" in remarks
    assert "not unique" in " ".join(decided("x = x", "a").remarks)
    assert "otherwise than as a multiple" in " ".join(decided("x = x^2", "1").remarks)
    assert "otherwise than as a multiple" in " ".join(decided("x = r x + a e^x", "0").remarks)
    assert "otherwise than as a multiple" in " ".join(decided("x = e^x x", "0").remarks)


@pytest.mark.parametrize(
    ("value", "x", "verdict"),
    [
        ("a", 'sign = "positive"', "proved"),
        ("-a", 'sign = "positive"', "refuted"),
        ("r", 'sign = "positive"', "refuted"),
    ],
)
def test_the_value_has_the_declared_sign(value: str, x: str, verdict: str) -> None:
    assert (
        decided(rf"x = \frac{{1}}{{2}} x + \frac{{1}}{{2}} ({value})", value, x=x).verdict
        == verdict
    )


@pytest.mark.parametrize(
    ("F", "Y", "value", "verdict"),
    [
        ("", "", "Y", "proved"),
        ('"symmetric"', "", "Y", "refuted"),
        ('"symmetric"', '"symmetric"', "Y", "proved"),
        ('"psd"', '"psd"', "Y", "proved"),
        ('"psd"', "", "Y Y^T", "proved"),
        ('"psd"', '"symmetric"', "Y", "refuted"),
        ('"psd"', '"psd"', "2 Y - I", "refuted"),
        ('"psd"', '"psd"', "Y^3 + Y^2", "proved"),
        ('"psd"', '"symmetric"', "Y^2 + Y + I", "undecided"),  # psd, but no sum of such terms
        ('"diagonal"', '"symmetric"', "Y", "refuted"),
        ('"diagonal"', '"diagonal"', "Y Y", "proved"),
    ],
)
def test_the_value_has_the_declared_properties(F: str, Y: str, value: str, verdict: str) -> None:
    rule = rf"F = \frac{{1}}{{2}} F + \frac{{1}}{{2}} ({value})"
    assert decided(rule, value, "F", F=F, Y=Y).verdict == verdict
