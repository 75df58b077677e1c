"""Numbers of a checkpoint, taken only where they can be what they stand for."""

from __future__ import annotations

import math

import pytest

from sslcheck.numeric.disk.remembered import number, whole


@pytest.mark.parametrize("value", [0.0, 0.5, 2.0])
def test_numbers_from_0_to_the_most(value: float) -> None:
    assert number({"t": value}, "t", most=2.0) == value


@pytest.mark.parametrize("value", [-1e-300, 2.1, math.inf, math.nan])
def test_no_others(value: float) -> None:
    with pytest.raises(ValueError, match=r"`t` = .* is not possible"):
        number({"t": value}, "t", most=2.0)
    with pytest.raises(ValueError, match="`t` = inf"):
        number({"t": math.inf}, "t")


def test_zero_is_not_positive() -> None:
    assert number({"h": 1e-300}, "h", positive=True) == 1e-300
    with pytest.raises(ValueError, match=r"`h` = 0\.0"):
        number({"h": 0.0}, "h", positive=True)


def test_counts_are_whole_and_exact() -> None:
    assert whole({"step": 2.0**53}, "step") == 2**53
    for value in (0.5, 2.0**54):
        with pytest.raises(ValueError, match="`step`"):
            whole({"step": value}, "step")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="step"):
        whole({}, "step")
