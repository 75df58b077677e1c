"""Multiples of an equation by words, and combinations of them."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.kinds.multiples import combination, multiples


def test_the_multiples_of_an_equation_hold_the_word() -> None:
    normal = normal_form()
    written = side("A S - P")
    gap = normal.element(written)
    (word,) = normal.element(side("P A S A")).terms
    found = list(multiples(normal, written, gap, word))
    assert found
    for one in found:
        assert word in one.element.terms
        assert (normal.element(one.shown) - one.element).is_zero()


@pytest.mark.parametrize(
    ("target", "part", "found"),
    [("A", "c A", True), ("A", "a A", False), ("A", "(1 + a^2) A", True)],
)
def test_a_combination_divides_by_nothing_that_may_be_0(
    target: str, part: str, found: bool
) -> None:
    normal = normal_form()
    weights = combination(normal, normal.element(side(target)), [normal.element(side(part))])
    assert (weights is not None) is found
