"""Linear flows and definite matrices: the look objects to what is false alone."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import A, H, Q, S, W, agrees, kind, objects

FALSE = {
    "linear: a square": (
        kind("linear", r"\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W)", "matrix = 'H'"),
        W + H,
        r"'\dot{W} = -W W^T W'",
    ),
    "linear: in full": (
        kind("linear", r"\frac{d}{dt} \text{vec}(W) = -(I_d \otimes A^T) \text{vec}(W)"),
        W + A,
        r"'\dot{W} = -A W'",
    ),
    "definite: a state": (kind("definite", r"S - Q Q^T \succeq 0"), S + Q, r"'\dot{Q} = 0'"),
}
TRUE = {
    "linear": (
        kind("linear", r"\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W)", "matrix = 'H'"),
        W + H + S,
        r"'\dot{W} = -S W'",
    ),
    "linear: in full": (
        kind("linear", r"\frac{d}{dt} \text{vec}(W) = -(I_d \otimes A) \text{vec}(W)"),
        W + A,
        r"'\dot{W} = -A W'",
    ),
    "definite": (kind("definite", r"S + A A^T \succeq 0"), S + A, ""),
}


@pytest.mark.parametrize("case", FALSE)
def test_objects_to_what_is_false(case: str) -> None:
    assert objects(*FALSE[case])


@pytest.mark.parametrize("case", TRUE)
def test_says_nothing_against_what_is_true(case: str) -> None:
    assert agrees(*TRUE[case])
