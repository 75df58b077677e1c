"""The finite population has exactly the moments that it is asked to have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.population import Law, outcomes, population

quick = settings(max_examples=30, deadline=None)
entries = st.one_of(st.integers(-3, 3), st.fractions(-2, 2, max_denominator=3))


@st.composite
def grams(draw: st.DrawFn, size: int) -> Matrix:
    width = draw(st.integers(1, size))
    a: Matrix = [[draw(entries) for _ in range(width)] for _ in range(size)]
    return matrix.multiply(a, matrix.transpose(a))


def mean(terms: Sequence[tuple[Rational, Matrix]]) -> Matrix:
    total = matrix.scale(*terms[0])
    for weight, value in terms[1:]:
        total = matrix.add(total, matrix.scale(weight, value))
    return total


def outer(a: Matrix, b: Matrix) -> Matrix:
    return matrix.multiply(a, matrix.transpose(b))


@pytest.mark.parametrize("size", [1, 2, 3])
@quick
@given(data=st.data())
def test_moments(size: int, data: st.DataObject) -> None:
    signal, noise = data.draw(grams(size)), data.draw(grams(size))
    cases = list(outcomes(Law(signal, noise), 2))
    assert sum(weight for weight, _, _ in cases) == 1
    assert all(weight > 0 for weight, _, _ in cases)
    assert mean([(w, outer(m, m)) for w, m, _ in cases]) == signal
    assert mean([(w, outer(a, b)) for w, _, (a, b) in cases]) == signal
    both = matrix.add(signal, noise)
    assert mean([(w, outer(a, a)) for w, _, (a, b) in cases]) == both
    assert mean([(w, outer(b, b)) for w, _, (a, b) in cases]) == both
    assert matrix.is_zero(mean([(w, outer(a, m)) for w, m, (a, _) in cases])) == matrix.is_zero(
        signal
    )


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("gaussian", [False, True])
@quick
@given(data=st.data())
def test_moments_about_a_mean_that_is_known(gaussian: bool, size: int, data: st.DataObject) -> None:
    signal, noise = data.draw(grams(size)), data.draw(grams(size))
    centre = matrix.column([data.draw(entries) for _ in range(size)])
    cases = list(outcomes(Law(signal, noise, centre, gaussian), 2, 2))
    assert sum(weight for weight, _, _ in cases) == 1
    assert mean([(w, m) for w, m, _ in cases]) == centre
    assert mean([(w, a) for w, _, (a, _) in cases]) == centre
    aside = matrix.add(outer(centre, centre), signal)
    assert mean([(w, outer(a, b)) for w, _, (a, b) in cases]) == aside
    assert mean([(w, outer(m, b)) for w, m, (_, b) in cases]) == aside
    assert mean([(w, outer(a, a)) for w, _, (a, b) in cases]) == matrix.add(aside, noise)


def test_a_law_of_which_two_moments_are_known_is_neither_gaussian_nor_symmetric() -> None:
    cases = list(outcomes(Law([[3]], [[0]], [[0]]), 1))
    assert sum(w * x[0][0] ** 3 for w, _, (x,) in cases) != 0
    assert sum(w * x[0][0] ** 4 for w, _, (x,) in cases) != 3 * 3**2


@pytest.mark.parametrize("alone", [False, True])
def test_fourth_moments_of_gaussian_views(alone: bool) -> None:
    signal: Matrix = [[2, 1], [1, 3]]
    noise: Matrix = [[1, 0], [0, 2]]
    law = Law(signal, noise, matrix.zeros(2, 1), gaussian=True)
    both = matrix.add(signal, noise)
    found = mean([(w, outer(matrix.kron(x, x), matrix.kron(x, x)))
                  for w, _, (x,) in outcomes(law, 1, 4, alone)])  # fmt: skip
    for i, j, k, m in product(range(2), repeat=4):
        pairs = both[i][j] * both[k][m] + both[i][k] * both[j][m] + both[i][m] * both[j][k]
        assert found[2 * i + j][2 * k + m] == pairs


def test_given_the_input_the_views_are_independent_and_centred() -> None:
    for chosen in population([[4, 1], [1, 2]], [[1, 1], [1, 3]]):
        assert sum(a.weight for a in chosen.noise) == 1
        assert matrix.is_zero(mean([(a.weight, a.value) for a in chosen.noise]))


def test_an_impossible_moment() -> None:
    with pytest.raises(Unsupported, match="not positive"):
        population([[1, 2], [2, 1]], [[1, 0], [0, 1]])
