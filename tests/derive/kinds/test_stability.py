"""Exactly these points attract: on the whole declared domain, for all admissible parameters."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import POSITIVE, STATE

from sslcheck.derive.verdicts.result import ClaimResult


def decided(rate: str, limits: str, sign: str = "real", **parameters: str) -> ClaimResult:
    """The verdict that exactly these points attract; parameters are given by their signs."""
    symbols = {name: f"sign = '{s}'" for name, s in parameters.items()}
    symbols |= {"x": f"{STATE}, sign = '{sign}'", "y": STATE}
    reading = ", ".join(rf"x \to {limit}" for limit in limits.split(","))
    return small.decided("stability", reading, symbols, (rf"\dot{{x}} = {rate}",))


@pytest.mark.parametrize(
    ("rate", "limits", "sign", "verdict"),
    [
        ("x - x^3", "1, -1", "real", "proved"),
        ("x - x^3", "1", "real", "refuted"),
        ("x - x^3", "1", "positive", "proved"),  # the flow keeps it positive
        ("-x - 1", "-1", "positive", "proved"),  # it does not: the real line is meant
        ("-x (x - 1)^2", "0", "real", "proved"),  # 1 attracts from above only
        ("-x (x - 1)^2", "0, 1", "real", "refuted"),
        ("-x^2", "0", "real", "refuted"),
        ("-x^2", "0", "nonnegative", "proved"),
        ("-x^2 (x - 1)", "1", "nonnegative", "proved"),
        (r"-(x^2 - 2) (x + 3)", r"\sqrt{2}, -3", "real", "proved"),
        (r"-(x^2 - 2) (x + 3)", r"\sqrt{3}, -3", "real", "refuted"),
        (r"-(x^2 - x - 1)", r"\frac{1 + \sqrt{5}}{2}", "real", "proved"),
        (r"-(x^3 - x - 1)", "1", "real", "refuted"),
        (r"-(x^2 - x - 1) (x^3 - x - 1)", r"\frac{1 - \sqrt{5}}{2}", "real", "refuted"),
        (r"(x^2 - 2) (x^3 - x - 1)", r"\sqrt{2}, -\sqrt{2}", "real", "refuted"),
        (r"-(x - \frac{1}{1000}) (x - \frac{1}{500})", r"\frac{1}{500}", "real", "proved"),
        (r"-(x - \frac{1}{1000}) (x - \frac{1}{500})", r"\frac{1}{1000}", "real", "refuted"),
        (r"\frac{1 - x}{1 + x}", "1", "positive", "proved"),
        (r"\frac{1 - x}{2 + x}", "1", "real", "undecided"),  # a pole in the domain
        ("1 + x^2", "0", "real", "refuted"),
        ("0 x", "0", "real", "refuted"),
    ],
)
def test_numbers(rate: str, limits: str, sign: str, verdict: str) -> None:
    assert decided(rate, limits, sign).verdict == verdict


@pytest.mark.parametrize(
    ("factor", "sign", "verdict"),
    [
        ("(a^2 + 1)", "nonnegative", "proved"),  # -2 is no start
        ("(a^2 + 1)", "real", "refuted"),  # -2 attracts too
        ("(a - b)", "nonnegative", "refuted"),  # it leaves: the real line is meant
        ("(a^4 b^2 + a^2 b^4 - 3 a^2 b^2 + 2)", "nonnegative", "undecided"),  # Motzkin, and 1
        ("(a^4 b^2 + a^2 b^4 - 3 a^2 b^2 + 2)", "real", "refuted"),
    ],
)
def test_a_sign_that_is_neither_seen_to_be_kept_nor_to_be_lost(
    factor: str, sign: str, verdict: str
) -> None:
    found = decided(f"{factor} (x + 2) (1 - x) (x + 1)", "1", sign, a="real", b="real")
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("rate", "limits", "parameters", "verdict"),
    [
        ("a - x", "a", {"a": "real"}, "proved"),
        (r"-k x + b", r"\frac{b}{k}", {"k": "positive", "b": "real"}, "proved"),
        (r"-(x - a) (x - b)^2", "a", {"a": "real", "b": "real"}, "proved"),
        (r"-(x - a) (x - b)", "a", {"a": "real", "b": "real"}, "conditional"),
        ("-a (x + 3)", "-3", {"a": "nonnegative"}, "conditional"),
        ("x (a - x)", "a", {"a": "real"}, "conditional"),
        ("x (a - x)", "0", {"a": "positive"}, "refuted"),
        ("x^2 (a^3 - x^3)", "a", {"a": "positive"}, "proved"),
        ("x (a - x^2)", r"\sqrt{a}, -\sqrt{a}", {"a": "positive"}, "proved"),
        ("x (a - x^2)", r"\sqrt{a}", {"a": "positive"}, "refuted"),
        ("x (a^2 - x^4)", r"\sqrt{a}, -\sqrt{a}", {"a": "positive"}, "proved"),
        ("a - b x", r"\frac{a}{b}", {"a": "positive", "b": "positive"}, "proved"),
        ("a - b x", r"\frac{a}{b}", {"a": "positive", "b": "nonnegative"}, "conditional"),
        ("a - b x", r"\frac{a}{b}", {"a": "positive", "b": "real"}, "conditional"),
        ("-(x - a)", "2 a", {"a": "nonnegative"}, "refuted"),  # true for a = 0 only
    ],
)
def test_parameters(rate: str, limits: str, parameters: dict[str, str], verdict: str) -> None:
    assert decided(rate, limits, **parameters).verdict == verdict


def test_the_condition_is_the_weakest_that_repairs() -> None:
    found = decided("x (s - m - x)", "s - m", "positive", s="positive", m="positive")
    assert found.verdict == "conditional"
    assert found.conditions == ("-m + s ≥ 0",)
    assert found.witness is not None


def test_two_conditions_where_one_is_not_enough() -> None:
    rate = r"-x (x^2 - 2 x + m)"
    found = decided(rate, r"0, 1 + \sqrt{1 - m}", "nonnegative", m="nonnegative")
    assert found.verdict == "conditional"
    assert set(found.conditions) == {"1 - m > 0", "m > 0"}


def test_a_counterexample_says_at_which_parameters() -> None:
    found = decided("-(x - a) (x - b)", "a + b", a="positive", b="positive")
    assert found.verdict == "refuted"
    assert "a = " in found.why
    assert "b = " in found.why
    assert found.witness is not None
    assert found.witness.op in {"=", "<", ">", ">=", "<="}


def test_what_depends_on_another_state_is_undecided() -> None:
    assert "moves" in decided("y - x", "0").why


def test_random_flows_against_floats() -> None:
    """Rational roots, simple and double, of both signs: the truth by signs of floats."""
    rng, seen = Random(7), set()
    for _ in range(25):
        roots = [rng.randrange(-6, 7) / 2 for _ in range(rng.choice((1, 2, 3, 3)))]
        lead = rng.choice((-1, 1))
        values = np.poly(roots) * lead
        attracting = [
            r
            for r in sorted(set(roots))
            if np.polyval(values, r + 0.1) < 0 < np.polyval(values, r - 0.1)
        ]
        claimed = attracting or [roots[0]]
        if rng.random() < 0.4:
            claimed = sorted({*claimed, rng.choice(roots)})
        rate = f"{lead} " + " ".join(
            f"(x - {abs(r)})" if r >= 0 else f"(x + {abs(r)})" for r in roots
        )
        rate = rate.replace(".5)", r".5)")
        limits = ", ".join(str(r) for r in claimed)
        verdict = decided(rate, limits).verdict
        seen.add(str(verdict))
        assert verdict == ("proved" if claimed == attracting else "refuted"), (rate, limits)
    assert seen == {"proved", "refuted"}


@pytest.mark.parametrize(
    "limits",
    [
        r"-\frac{1}{\sqrt{c}}",
        r"-\sqrt{\frac{1}{c}}",
        r"\frac{1}{\sqrt{c}}, -\frac{1}{\sqrt{c}}",
        r"-\sqrt{2}",
        r"\sqrt{\frac{e}{e - c}}",
        r"\frac{1}{c - e}",
    ],
)
def test_limits_outside_of_the_domain_and_limits_that_are_none(limits: str) -> None:
    """Irrational ones below 0, and ones that divide by 0 for some parameters."""
    found = decided("x (1 - c x^2)", limits, "positive", c="positive", e="positive")
    assert found.verdict == "refuted", found.why


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [("k", "proved"), (r"\sqrt{1 - \frac{m}{s}}", "proved"), ("0", "refuted"), ("1", "refuted")],
)
def test_parameters_are_such_that_what_is_let_has_its_sign(limit: str, verdict: str) -> None:
    """With ``m = s (1 - k^2)`` and ``m > 0``, only ``k < 1`` is looked at."""
    symbols = dict.fromkeys("smk", POSITIVE) | {"x": f"{STATE}, {POSITIVE}"}
    rate = (r"\dot{x} = s x (1 - x^2) - m x",)
    claim = small.decided("stability", rf"x \to {limit}", symbols, rate, let="m = s (1 - k^2)")
    assert claim.verdict.value == verdict
    assert claim.witness is None or all(
        float(Fraction(value[0][0])) < 1 for n, value in claim.witness.values.items() if n == "k"
    )
