"""Linear laws of a quantity, and whether they let it decay."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.kinds.limits.decay import Decay, linear_law
from sslcheck.derive.signs.quadratic import Form


def law(quantity: str, **flow: str) -> Form | None:
    normal = normal_form(**flow)
    element = normal.element(side(quantity))
    return linear_law(normal, element, normal.rate(element))


@pytest.mark.parametrize(
    ("rate", "terms"),
    [("-A W", 1), ("-W X^T X", 1), ("-c A W X^T X + h W", 2), ("0 W", 0), ("X", None)],
)
def test_a_law_surrounds_the_quantity_by_matrices(rate: str, terms: int | None) -> None:
    found = law("W", W=rate)
    assert (None if found is None else len(found.terms)) == terms
    if found is not None:
        normal = found.normal
        state = moved = normal.element(side("W"))
        for (right, left), coeff in found.terms.items():
            term = state.scaled(coeff)
            term = normal.alphabet.word(left) * term if left else term
            moved = moved - (term * normal.alphabet.word(right).T if right else term)
        assert (moved - state - normal.element(side(rate))).is_zero()
        assert found.spaces == ("d", "n")


@pytest.mark.parametrize(
    ("rate", "ways", "never"),
    [
        ("-S W", 1, False),
        ("-S W - c W", 0, False),
        ("-(S + c I)^{-1} W", 0, False),
        ("-(V V^T + c I)^{-1} W", None, False),
        ("-z W", 0, False),
        ("-e^t W", 0, False),
        ("-e^{c t} W", 0, False),
        (r"-\sqrt{c + t} W", 0, False),
        ("-e^{-t} W", None, False),
        ("-e^{b t} W", None, False),
        (r"-\frac{1}{\sqrt{1 + t}} W", None, False),
        ("S W", None, True),
        ("(A - A^T) W", None, True),
        ("-A W", None, False),
    ],
)
def test_a_quantity_decays_where_its_rate_is_bounded_below(
    rate: str, ways: int | None, never: bool
) -> None:
    found = law("W", W=rate, z="z", V="V")
    assert found is not None
    decay = Decay(found)
    bounded = decay.ways()
    assert (() in bounded if bounded else False) is (ways == 0)
    assert (bounded is None or bounded == ()) is (ways is None)
    assert decay.never() is never


def test_a_positive_state_that_falls_bounds_nothing() -> None:
    found = law("W", W="-z W", z="-z")
    assert found is not None
    assert Decay(found).ways() == ()


def test_a_gap_stands_for_definiteness() -> None:
    found = law("W", W="-S W")
    assert found is not None
    assert Decay(found, frozenset({"S"})).ways() == ((),)


@pytest.mark.parametrize(("rate", "at"), [("-A W", {"A"}), ("-c W", None), ("-a W", {"a"})])
def test_values_at_which_nothing_falls(rate: str, at: set[str] | None) -> None:
    found = law("W", W=rate)
    assert found is not None
    stalled = Decay(found).stalled()
    assert (None if stalled is None else set(stalled)) == at
