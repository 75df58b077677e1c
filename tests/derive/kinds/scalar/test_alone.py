"""A point to which every solution goes, where the rate is no polynomial."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "x": STATE, "g": f"{STATE}, sign = 'positive'", "z": f"{STATE}, sign = 'nonnegative'",
    "k": "sign = 'positive'", "m": "sign = 'positive'", "y": STATE,
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "flow", "stability", "vanishes"),
    [
        (r"g \to \sqrt{k}", r"\dot g = \frac{k}{g} - g", "proved", "proved"),
        (r"g \to 1", r"\dot g = \frac{1 + g}{g} - 2 g", "proved", "proved"),
        (r"g \to k^2", r"\dot g = k - \sqrt g", "proved", "proved"),
        (r"z \to k^2", r"\dot z = k - \sqrt z", "proved", "proved"),
        # what starts at 0 may stay there
        (r"z \to \frac{1}{k^2}", r"\dot z = \sqrt z - k z", "proved", "undecided"),
        (r"x \to \ln k", r"\dot x = k - e^x", "proved", "proved"),
        (r"x \to k^{1/3}", r"\dot x = k - x^3", "proved", "proved"),
        (r"x \to \sqrt 2", r"\dot x = 2 \sqrt 2 - x^3", "proved", "proved"),
        (r"z \to k", r"\dot z = k - \sqrt z", "refuted", "refuted"),
        (r"g \to 1", r"\dot g = \sqrt g - 1", "refuted", "refuted"),
        (r"x \to 0", r"\dot x = e^x - 1", "refuted", "refuted"),
        (r"x \to 0", r"\dot x = m x - x e^x", "undecided", "undecided"),
        (r"x \to 0", r"\dot x = 1 - e^{x + y}; \dot y = -y", "undecided", "undecided"),
    ],
)
def test_both_sides(statement: str, flow: str, stability: str, vanishes: str) -> None:
    equations = tuple(flow.split("; "))
    found = decided("stability", statement, SYMBOLS, equations).verdict.value
    assert found == stability
    assert decided("vanishes", statement, SYMBOLS, equations).verdict.value == vanishes


def test_a_special_start_goes_elsewhere() -> None:
    flow = (r"\dot x = x - x^3 e^x",)
    claim = decided("vanishes", r"x \to 0", SYMBOLS, flow, let="x(0) = 0")
    assert claim.verdict.value != "refuted"


@pytest.mark.parametrize(
    ("statement", "flow", "conditions"),
    [
        (r"g \to a^2", r"\dot g = a - \sqrt g", ("a > 0",)),
        (r"g \to 4 a^2", r"\dot g = 2 a k - k \sqrt g", ("a > 0",)),
        (r"g \to a", r"\dot g = b - \sqrt g", ()),
    ],
)
def test_a_parameter_that_has_to_be_positive(
    statement: str, flow: str, conditions: tuple[str, ...]
) -> None:
    names = SYMBOLS | {"a": "", "b": ""}
    for kind in ("stability", "vanishes"):
        claim = decided(kind, statement, names, (flow,))
        assert claim.verdict.value in (("conditional",) if conditions else ("refuted", "undecided"))
        assert claim.conditions == conditions


def test_two_parameters_that_have_to_be_positive() -> None:
    names = SYMBOLS | {"a": "", "b": ""}
    claim = decided("vanishes", r"g \to a^2", names, (r"\dot g = b (a - \sqrt g)",))
    assert claim.conditions == ("a > 0", "b > 0")
