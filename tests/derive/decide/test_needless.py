"""Conditions say what is needed, and nothing that is known or that others say."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

NAMES = {
    "x": STATE, "y": STATE, "z": f"{STATE}, sign = 'positive'", "m": "", "k": "",
    "r": "sign = 'positive'", "h": "sign = 'nonnegative'",
}  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "flow", "wanted"),
    [
        (r"x \to 0, y \to 0", r"\dot x = -m x; \dot y = -(m - 1) y", ("-1 + m > 0",)),
        (r"x \to 0, y \to 0", r"\dot x = -m x; \dot y = -(m + r) y", ("m > 0",)),
        (r"x \to 0, y \to 0", r"\dot x = -m x; \dot y = -k y", ("m > 0", "k > 0")),
        (r"x \to 0, y \to 0", r"\dot x = -m x; \dot y = -2 r y", ("m > 0",)),
        (r"x \to 0", r"\dot x = -\frac{m}{r} x", ("m > 0",)),
        (r"x \to 0", r"\dot x = -\frac{m - 1}{r + h} x", ("-1 + m > 0",)),
        (r"x \to 0", r"\dot x = -(2 m - 2 k) x", ("-k + m > 0",)),
        (r"x \to 0", r"\dot x = -r m^2 x", ("m ≠ 0",)),
        (r"x \to 0", r"\dot x = -r m^3 x", ("m > 0",)),
        (r"x \to 0", r"\dot x = -(1 - m) r x", ("1 - m > 0",)),
        (r"x \to 0", r"\dot x = y - m x; \dot y = -r y", ("m > 0",)),
        (r"z \to \sqrt{r}", r"\dot z = \frac{r}{z} - z", ()),
    ],
)
def test_the_conditions_of_limits(limits: str, flow: str, wanted: tuple[str, ...]) -> None:
    found = decided("vanishes", limits, NAMES, tuple(flow.split("; ")))
    assert found.verdict.value == ("conditional" if wanted else "proved")
    assert found.conditions == wanted


@pytest.mark.parametrize(
    "flow",
    [
        r"\dot x = -m x; \dot y = m y",  # on conditions that exclude each other
        r"\dot x = -m x; \dot y = r y",  # one is not reached at all
    ],
)
def test_limits_that_are_not_reached_together(flow: str) -> None:
    found = decided("vanishes", r"x \to 0, y \to 0", NAMES, tuple(flow.split("; ")))
    assert (found.verdict.value, found.conditions) == ("refuted", ())
