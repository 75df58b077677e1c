"""Multiples of an equation by words, and combinations of them."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.kinds.residuals.multiples import Multiple, combination, combined, multiples


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


@pytest.mark.parametrize(
    ("equation", "found"), [("A A^T + A S A^T", True), ("A A^T - A S A^T", False)]
)
def test_a_square_may_be_taken_off_and_not_added(equation: str, found: bool) -> None:
    """``A A^T`` vanishes where it is minus a psd matrix, and may not where it is one."""
    normal = normal_form()
    written, psd = side(equation), side("A S A^T")
    square = Multiple(normal.element(psd), psd)
    goal = normal.element(side("A A^T"))
    total = combined(normal, goal, [(written, normal.element(written))], [square])
    assert (total is not None) is found
