"""From every admissible start one scalar tends to its limit: by the signs of its rate."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import FUNCTION, POSITIVE, STATE

from sslcheck.derive.verdicts.result import ClaimResult


def decided(rate: str, reading: str, sign: str = "real", **options: str) -> ClaimResult:
    symbols = {"x": f"{STATE}, sign = '{sign}'", "y": STATE, "k": FUNCTION, "c": POSITIVE, "b": ""}
    flow = (rf"\dot{{x}} = {rate}", r"\dot{y} = -y")
    return small.decided("vanishes", reading, symbols, flow, **options)


@pytest.mark.parametrize(
    ("rate", "limit", "sign", "verdict"),
    [
        ("-c x^2", "0", "positive", "proved"),
        ("-c x^2", "0", "real", "refuted"),
        (r"-\frac{x}{1 + x}", "0", "positive", "proved"),
        ("x - x^2", "1", "positive", "proved"),
        ("x - x^2", "1", "nonnegative", "refuted"),  # 0 stays
        ("x - x^2", "1", "real", "refuted"),
        ("-x (x - 1)^2", "0", "real", "refuted"),  # 1 stays
        ("c^3 - x^3", "c", "real", "proved"),
        (r"c x - x^3", r"\sqrt{c}", "positive", "proved"),
        ("b x - x^3", "0", "real", "conditional"),
        ("-x^3 (x^2 + b^2)", "0", "real", "proved"),
        ("1 - x^7", "1", "positive", "proved"),
        ("-(x + 1)^2", "-1", "positive", "undecided"),  # true: what starts below -1 is no start
        ("-x^3 y", "0", "real", "refuted"),  # where y starts at 0, x stays
        ("-x^3 k^2", "0", "real", "refuted"),  # k may be 0 at all times
        ("-(t - 1)^2 x^3", "0", "real", "undecided"),  # no flow of its own
        (r"-\frac{1}{x}", "0", "positive", "undecided"),  # 0 is reached, and is no value
    ],
)
def test_where_a_scalar_goes(rate: str, limit: str, sign: str, verdict: str) -> None:
    assert decided(rate, rf"x \to {limit}", sign).verdict == verdict


@pytest.mark.parametrize(
    ("rate", "quantity", "verdict"),
    [
        ("c^3 - x^3", "x - c", "proved"),
        ("c^3 - x^3", "2 c - 2 x", "proved"),
        ("x - x^2", "x - 1", "refuted"),  # 0 stays
        ("1 - x^3", "x - y", "refuted"),  # x = 1, y = 0 stays
        ("-x^3", "x - y", "proved"),  # y moves
    ],
)
def test_the_distance_to_a_limit(rate: str, quantity: str, verdict: str) -> None:
    assert decided(rate, rf"{quantity} \to 0").verdict == verdict


def test_a_start_from_which_it_does_not_move_is_shown() -> None:
    found = decided("x (x - 1)(2 - x)", r"x \to 1", "positive")
    assert found.why == "x = 2: a fixed point, from which it does not move"
    assert decided("-x^2", r"x \to 0").why == "x = 0 does not attract"
    assert decided("b x - x^3", r"x \to 0").conditions == ("-b ≥ 0",)


@pytest.mark.parametrize("seed", range(40))
def test_random_rates_against_the_signs_between_their_zeros(seed: int) -> None:
    rng = Random(seed)
    sign = rng.choice(["real", "nonnegative", "positive"])
    zeros = {rng.choice((0, 1, 2, -1)): rng.choice((1, 1, 2, 3)) for _ in range(rng.choice((1, 2)))}
    lead, limit = rng.choice((1, -1, -1)), rng.choice([*zeros])

    def rate(x: Fraction) -> Fraction:
        value = Fraction(lead)
        for zero, power in zeros.items():
            value *= (x - zero) ** power
        return value

    def goes(x: Fraction) -> Fraction | None:
        while rate(x):
            x += Fraction(1, 2) if rate(x) > 0 else -Fraction(1, 2)
            if abs(x) > 4:
                return None
        return x

    least = {"real": -6, "nonnegative": 0, "positive": 1}[sign]
    starts = [Fraction(k, 2) for k in range(least, 7)]
    truth = all(goes(x) == limit for x in starts)
    text = f"{lead} " + " ".join(f"(x - ({zero}))^{power}" for zero, power in zeros.items())
    found = decided(text, rf"x \to {limit}", sign).verdict
    assert found in ("undecided", "proved" if truth else "refuted")


@pytest.mark.parametrize("start", ["x = 1", "x = 0"])
def test_a_start_that_is_supposed_is_not_every_start(start: str) -> None:
    supposed = f"let = ['{start}']\nholds = 'at the start'"
    found = decided("x - x^3", rf"x \to {start[-1]}", hypothesis=supposed)
    assert found.verdict == "undecided"  # true, and refuted from other starts only
