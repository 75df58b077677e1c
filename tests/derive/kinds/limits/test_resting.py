"""A fixed point shows that a quantity does not tend to another limit."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

NAMES = {
    "U": f"{MATRIX}, {STATE}",
    "V": f"{MATRIX}, {STATE}",
    "O": f"{MATRIX}, {STATE}, properties = ['orthonormal']",
    "M": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
    "x": STATE,
    "y": STATE,
    "p": f"{STATE}, sign = 'positive'",
    "P": f"{MATRIX}, properties = ['psd', 'invertible']",
    "k": "sign = 'positive'",
}
FACTORS = (r"\dot{U} = (M - U V) V^T", r"\dot{V} = U^T (M - U V)")


@pytest.mark.parametrize(
    ("statement", "flow", "verdict", "shown"),
    [
        (r"U V \to M", FACTORS, "conditional", False),
        (r"V U \to I", FACTORS, "refuted", True),
        (r"x y \to k", (r"\dot{x} = y (k - x y)", r"\dot{y} = x (k - x y)"), "refuted", True),
        (r"x \to 1", (r"\dot{x} = x y - x^3", r"\dot{y} = y - x^2 y"), "refuted", True),
        # at rest at t = 0 only
        (r"x \to 1", (r"\dot{x} = -x + 1 - e^{-t}",), "proved", False),
        (r"U \to M", (r"\dot{U} = -U + M (1 - e^{-t})",), "proved", False),
        (r"x \to 1", (r"\dot{x} = -x^3 + t",), "undecided", False),
        (r"x \to 1", (r"\dot{x} = p x - x^3", r"\dot{p} = p - p^3 x^2"), "refuted", True),
        (r"x \to 1", (r"\dot{x} = y + x^2 - x^3", r"\dot{y} = 1 - x^2 y"), "undecided", False),
        (r"x \to 1", (r"\dot{x} = p x - x^3", r"\dot{p} = p - p^3 x"), "refuted", False),
        (r"U \to M", (r"\dot{U} = M - U P",), "refuted", False),
        (r"U \to M P^{-1}", (r"\dot{U} = M - U P",), "proved", False),
        (r"U \to 0", (r"\dot{U} = -U + t M",), "undecided", False),
        (r"O S O^T \to S", (r"\dot{O} = O S - O O^T O M",), "refuted", False),
    ],
)
def test_a_start_from_which_nothing_moves(
    statement: str, flow: tuple[str, ...], verdict: str, shown: bool
) -> None:
    found = small.decided("vanishes", statement, NAMES, flow)
    assert found.verdict.value == verdict, found.why
    assert ("nothing moves" in found.why) is shown
    assert (found.witness is not None) is (verdict in ("refuted", "conditional"))
