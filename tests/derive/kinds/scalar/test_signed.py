"""The signs that parameters need: as few as a claim needs, and all of them."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "x": STATE, "y": STATE, "z": f"{STATE}, sign = 'nonnegative'",
    "c": "", "e": "", "h": "sign = 'nonnegative'", "k": "sign = 'nonnegative'",
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "flow", "conditions"),
    [
        (r"z \to 1", r"\dot z = c^2 (1 - \sqrt z)", ("c ≠ 0",)),
        (r"z \to 1", r"\dot z = c (1 - \sqrt z)", ("c > 0",)),
        (r"z \to 1", r"\dot z = h (1 - \sqrt z)", ("h > 0",)),
        (r"z \to 1", r"\dot z = (h + k) (1 - \sqrt z)", ("h > 0, or k > 0 (each suffices)",)),
        (r"x + y \to 0", r"\dot x = y; \dot y = -c^2 x - y", ("c ≠ 0",)),
        (r"y \to 0", r"\dot x = y; \dot y = -h x - k y", ("k > 0",)),
        (r"x \to 0", r"\dot x = y - h x^3; \dot y = -x", ("h > 0",)),
    ],
)
def test_what_is_asked_of_parameters_is_needed(
    statement: str, flow: str, conditions: tuple[str, ...]
) -> None:
    claim = decided("vanishes", statement, SYMBOLS, tuple(flow.split("; ")))
    assert sorted(claim.conditions) == sorted(conditions)
    assert claim.verdict.value == "conditional"


def test_signs_that_go_together_are_no_conditions_on_each() -> None:
    """It holds where c e > 0, so also where both are negative."""
    claim = decided("vanishes", r"z \to 1", SYMBOLS, (r"\dot z = c e (1 - \sqrt z)",))
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())
