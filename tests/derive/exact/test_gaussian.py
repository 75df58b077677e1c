"""The rule has the moments of independent Gaussian numbers up to its degree."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import pytest

from sslcheck.derive.exact.gaussian import gaussian_rule
from sslcheck.derive.exact.matrix import Rational


def moment(power: int, variance: Rational) -> Rational:
    """``E[x^power]``: (power - 1)!! variance^(power / 2)."""
    if power % 2:
        return 0
    return prod(range(1, power, 2)) * Fraction(variance) ** (power // 2)


@pytest.mark.parametrize("degree", [2, 3, 4, 6, 8])
@pytest.mark.parametrize("variances", [[1], [2, Fraction(3, 2)], [5, 0, 1]])
def test_moments_up_to_the_degree(variances: list[Rational], degree: int) -> None:
    rule = list(gaussian_rule(variances, degree))
    for powers in product(range(degree + 1), repeat=len(variances)):
        if sum(powers) <= degree:
            found = sum(w * prod(map(pow, node, powers)) for w, node in rule)
            assert found == prod(map(moment, powers, variances)), powers


def test_it_is_exact_no_further() -> None:
    rule = list(gaussian_rule([1], 4))
    assert sum(w * x**6 for w, (x,) in rule) != 15


def test_it_has_few_nodes() -> None:
    assert len(list(gaussian_rule([1] * 9, 4))) <= 1 + 4 * 9 + 2 * 9 * 8
